"""A synthetic register with the districts, sectors, sizes, names and lapses of a real one; same recipe, same bytes.

No person or firm in it is real. What was planted for inspectors to find is named in `truth.json`.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from casework.money import Money
from simplify_content.law_pack import LawPack
from simplify_content.places import district
from sync_server.register.synthetic.firms import Firm, FirmMaker, Irregularity
from sync_server.register.synthetic.months import History, contribution_history
from sync_server.register.synthetic.pools import Pools, pools
from sync_server.register.synthetic.recipe import LawByMonth, Recipe, laws_by_province
from sync_server.register.synthetic.workforce import Worker, workers_of

FILES = ("employers", "establishments", "certificates", "workers", "contributions")

_HEADINGS = {
    "employers": (
        "Registration No",
        "Employer Name",
        "Employer Name Urdu",
        "Trade Name",
        "NTN",
        "Owner Name",
        "Owner CNIC",
        "Phone",
        "Address",
        "Address Urdu",
        "District",
        "Sector",
        "Status",
        "Registration Date",
        "Self Assessment",
    ),
    "establishments": ("Registration No", "Establishment Name", "Establishment Name Urdu", "Address", "Address Urdu"),
    "certificates": ("Registration No", "Certificate No", "Issue Date", "Expiry Date", "Certificate Status"),
    "workers": (
        "Registration No",
        "Secured No",
        "Worker Name",
        "Worker Name Urdu",
        "CNIC",
        "Sex",
        "Date of Joining",
        "Date of Leaving",
        "Wage at Entry",
    ),
    "contributions": (
        "Registration No",
        "Month",
        "Declared Workers",
        "Wages",
        "Contribution Due",
        "Contribution Paid",
        "Paid On",
        "Challan No",
    ),
}


@dataclass(frozen=True)
class GeneratedRegister:
    """What was written: paths by kind of file, the truth file, and how many records of each."""

    files: dict[str, Path]
    truth: Path
    counts: dict[str, int]


class _Writer:
    """One CSV file, in UTF-8 with a byte order mark, lines ending as RFC 4180 says."""

    def __init__(self, path: Path, headings: Sequence[str]) -> None:
        self.path, self._headings = path, headings
        self.count = 0

    def __enter__(self) -> _Writer:
        self._file: io.TextIOWrapper = self.path.open("w", encoding="utf-8-sig", newline="")
        self._csv = csv.writer(self._file)
        self._csv.writerow(self._headings)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def write(self, row: Sequence[Any]) -> None:
        self._csv.writerow(row)
        self.count += 1


def generate_register(
    recipe: Recipe, out: Path, *, law: LawPack, progress: Callable[[int], None] = lambda done: None
) -> GeneratedRegister:
    """Write a synthetic register into a folder: one CSV per kind of file, and `truth.json`.

    Args:
        recipe: how many employers, which seed, months, detail and districts.
        out: folder; made when missing, its files of these names replaced.
        law: the law pack of the institution: its districts, numbers, wages, rate and limits.
        progress: told how many more employers are done.

    Raises:
        ValueError: a district that is not the institution's.
    """
    words = pools()
    maker = FirmMaker(recipe, words, law=law)
    out.mkdir(parents=True, exist_ok=True)
    register = _Register(recipe, words, laws_by_province(law), out)
    truths = list(register.write(maker, progress))
    truth = out / "truth.json"
    content = {
        "institution": law.scheme,
        "recipe": asdict(recipe),
        "counts": register.counts,
        "planted": _tally(truths),
        "employers": truths,
    }
    truth.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return GeneratedRegister({name: out / f"{name}.csv" for name in FILES}, truth, register.counts)


class _Register:
    """Writes employer after employer into all files."""

    def __init__(self, recipe: Recipe, words: Pools, laws: Mapping[str, LawByMonth], out: Path) -> None:
        self._recipe, self._words, self._laws = recipe, words, laws
        self._files = {name: _Writer(out / f"{name}.csv", _HEADINGS[name]) for name in FILES}
        self._workers = 0

    @property
    def counts(self) -> dict[str, int]:
        return {name: file.count for name, file in self._files.items()}

    def write(self, maker: FirmMaker, progress: Callable[[int], None]) -> Iterator[dict[str, Any]]:
        """Write all files and yield the truth about each detailed employer that has something to find."""
        employers, establishments, certificates, workers, contributions = (self._files[name] for name in FILES)
        with employers, establishments, certificates, workers, contributions:
            for number in range(self._recipe.employers):
                firm = maker.make(number)
                self._write_firm(firm)
                if number < self._recipe.detailed and (truth := self._write_detail(firm)):
                    yield truth
                progress(1)

    def _write_firm(self, firm: Firm) -> None:
        self._files["employers"].write(_employer_row(firm))
        expired = firm.certificate_expires_on < self._recipe.as_of
        self._files["certificates"].write(
            (
                firm.registration_no,
                firm.certificate_no,
                firm.certificate_issued_on.isoformat(),
                firm.certificate_expires_on.isoformat(),
                "expired" if expired else "valid",
            )
        )

    def _write_detail(self, firm: Firm) -> dict[str, Any] | None:
        law = self._laws[district(firm.district).province]
        history = contribution_history(firm, self._recipe, law)
        self._files["establishments"].write(
            (firm.registration_no, firm.name.en, firm.name.ur, firm.address.en, firm.address.ur)
        )
        for month in history.months:
            self._files["contributions"].write(
                (
                    firm.registration_no,
                    month.month.strftime("%Y-%m"),
                    month.workers,
                    _rupees(month.wages),
                    _rupees(month.due),
                    _rupees(month.paid),
                    month.paid_on.isoformat() if month.paid_on else "",
                    month.challan_no,
                )
            )
        listed = workers_of(firm, history, first_serial=self._workers, recipe=self._recipe, pools=self._words, law=law)
        for worker in listed:
            self._files["workers"].write(_worker_row(firm, worker))
            self._workers += 1
        return _truth(firm, history)


def _employer_row(firm: Firm) -> tuple[Any, ...]:
    return (
        firm.registration_no,
        firm.name.en,
        firm.name.ur,
        firm.trade_name,
        firm.ntn,
        firm.owner.name.en,
        firm.owner_cnic,
        firm.phone,
        firm.address.en,
        firm.address.ur,
        firm.district,
        firm.sector,
        firm.status,
        firm.registered_on.isoformat(),
        "yes" if firm.self_assessment else "no",
    )


def _worker_row(firm: Firm, worker: Worker) -> tuple[Any, ...]:
    return (
        firm.registration_no,
        worker.secured_no,
        worker.name.en,
        worker.name.ur,
        worker.cnic,
        worker.sex,
        worker.from_on.isoformat(),
        worker.to_on.isoformat() if worker.to_on else "",
        _rupees(worker.wage_at_entry),
    )


def _rupees(amount: Money) -> str:
    rupees, paisa = divmod(amount.paisa, 100)
    return f"{rupees}.{paisa:02d}" if paisa else str(rupees)


def _truth(firm: Firm, history: History) -> dict[str, Any] | None:
    planted: dict[str, Any] = {str(kind): facts for kind, facts in history.planted.items()}
    if Irregularity.EXPIRED_CERTIFICATE in firm.irregularities:
        planted[Irregularity.EXPIRED_CERTIFICATE] = {"expired_on": firm.certificate_expires_on.isoformat()}
    if firm.declared < firm.workers:
        planted[Irregularity.UNDECLARED_WORKERS] = {"declared": firm.declared, "at_work": firm.workers}
    if not planted:
        return None
    return {
        "registration_no": firm.registration_no,
        "district": firm.district,
        "planted": dict(sorted(planted.items())),
    }


def _tally(truths: Sequence[dict[str, Any]]) -> dict[str, int]:
    counted = Counter(kind for truth in truths for kind in truth["planted"])
    return {str(kind): counted[kind] for kind in Irregularity}
