"""What an inspector does on a laptop in the demonstration, through its pages: a whole visit, and corrections."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from muaina.demo.stage import PASSWORD
from muaina.demo.visitor import StepFailed, Visitor

_ID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


@dataclass(frozen=True)
class FoundWorker:
    """A worker whom the employer's wage register shows and the declaration does not."""

    name: str
    cnic: str
    since: str
    wage: str
    wage_at_entry: str
    record: str


@dataclass(frozen=True)
class Visit:
    """What the inspector of one demonstration visit will find."""

    registration_no: str
    counted_above_declared: int
    workers: tuple[FoundWorker, ...]
    statement: str


def sign_in(address: str, launch_token: str) -> Visitor:
    """Return a visitor who has opened the laptop's pages and unlocked them."""
    visitor = Visitor(address)
    visitor.open(f"/launch?token={launch_token}")
    visitor.open("/sign-in")
    visitor.send("/sign-in", password=PASSWORD, room="field")
    visitor.open("/")
    return visitor


def find_employer(inspector: Visitor, words: str) -> str:
    """Search the register and return the id of the first employer found."""
    page = inspector.send("/search", q=words).text
    found = re.search(rf'href="/employers/({_ID})', page)
    if not found:
        raise StepFailed(f"the laptop's register has no employer for {words!r}")
    return found.group(1)


def correct(inspector: Visitor, registration_no: str, **changes: str) -> None:
    """Propose corrections to an employer's particulars."""
    employer = find_employer(inspector, registration_no)
    inspector.open(f"/employers/{employer}")
    inspector.send(f"/employers/{employer}/corrections", None, **changes)


def inspect(inspector: Visitor, visit: Visit, *, today: date, papers: Path, name: str) -> list[str]:
    """Run one visit from the employer's file to the closed inspection; return the paths of the exit sheets."""
    employer = find_employer(inspector, visit.registration_no)
    file = inspector.open(f"/employers/{employer}").text
    visit_id = re.search(rf'name="visit_id"\s+value="({_ID})"', file)
    started = inspector.send("/inspections", employer_id=employer, visit_id=visit_id.group(1) if visit_id else "")
    found = re.search(rf"/inspections/({_ID})", started.url)
    if not found:
        raise StepFailed(f"starting an inspection led to {started.url}")
    inspection = found.group(1)
    _answer_all(inspector, inspection, visit, today)
    _state_and_sign(inspector, inspection, visit)
    inspector.open(f"/inspections/{inspection}")
    inspector.send(f"/inspections/{inspection}/close")
    sheets = []
    for lang in ("en", "ur"):
        sheet = papers / f"exit-sheet-{name}-{lang}.pdf"
        sheet.write_bytes(inspector.open(f"/inspections/{inspection}/exit-sheet.pdf?lang={lang}").content)
        sheets.append(str(sheet))
    return sheets


def _answer_all(inspector: Visitor, inspection: str, visit: Visit, today: date) -> None:
    inspector.open(f"/inspections/{inspection}")
    counted = _answer(inspector, inspection, ("headcount_shift", "", "day"))
    values = {item["item"]: item["value"] for item in counted["items"] if not item["key"]}
    answers = list(_single_answers(values, visit, today))
    for worker in visit.workers:
        answers += _worker_answers(worker, _new_card(inspector, inspection, "workers_found"))
    answers += _interview_answers(_new_card(inspector, inspection, "interviews"))
    last_of_section = {}
    for answer in answers:
        told = _answer(inspector, inspection, answer)
        last_of_section[frozenset(item["item"] for item in told["items"])] = answer
    for answer in last_of_section.values():  # given again, for what the other sections changed meanwhile
        for item in _answer(inspector, inspection, answer)["items"]:
            if item["relevant"] and item["evidence_needed"]:
                _attach(inspector, inspection, item["item"], item["key"])


def _single_answers(values: Mapping[str, str], visit: Visit, today: date) -> Iterable[tuple[str, str, str]]:
    declared = int(float(values.get("declared_workers") or 0))
    at_work = declared + visit.counted_above_declared
    men = at_work * 3 // 4
    given = {
        "authorisation_shown": "yes",
        "access_given": "full",
        "representative_name": "Manager on duty (demonstration)",
        "representative_role": "manager",
        "business_activity_observed": "Looms running in two halls, packing at the gate (demonstration).",
        "other_premises": "no",
        "certificate_displayed": "no",
        "registered_name_matches": "yes",
        "headcount_shift": "day",
        "headcount_men": str(men),
        "headcount_women": str(at_work - men),
        "headcount_contractor": "0",
        "rec_attendance": "produced",
        "attendance_workers": str(at_work),
        "rec_wage_register": "produced",
        "wage_register_month": (today.replace(day=1) - timedelta(days=1)).replace(day=1).isoformat(),
        "wage_register_workers": str(at_work),
        "rec_schedules": "produced",
        "schedule_workers": str(declared),
        "rec_challans": "partly",
        "rec_appointment_letters": "not_produced",
        "records_due_on": (today + timedelta(days=14)).isoformat(),
        "unpaid_shown_paid": "no",
        "workers_informed": "yes",
        "remarks": "Demonstration visit.",
    }
    return [(item, "", value) for item, value in given.items()]


def _worker_answers(worker: FoundWorker, key: str) -> Iterable[tuple[str, str, str]]:
    return [
        ("wf_name", key, worker.name),
        ("wf_cnic", key, worker.cnic),
        ("wf_record", key, worker.record),
        ("wf_since", key, worker.since),
        ("wf_wage", key, worker.wage),
        ("wf_wage_at_entry", key, worker.wage_at_entry),
        ("wf_above_limit", key, "no"),
        ("wf_engaged_by", key, "employer"),
    ]


def _interview_answers(key: str) -> Iterable[tuple[str, str, str]]:
    return [
        ("iv_alias", key, "Worker in hall 2 (alias)"),
        ("iv_wage", key, "38500"),
        ("iv_paid_how", key, "cash"),
        ("iv_card", key, "no"),
        ("iv_deduction", key, "no"),
    ]


def _answer(inspector: Visitor, inspection: str, answer: tuple[str, str, str]) -> dict[str, Any]:
    item, key, value = answer
    state = inspector.answer(f"/inspections/{inspection}/answers", item=item, key=key, value=value, state="given")
    told = next(one for one in state["items"] if (one["item"], one["key"]) == (item, key))
    if told["problem"]:
        raise StepFailed(f"the answer {value!r} to {item} does not stand: {told['problem']}")
    return state


def _new_card(inspector: Visitor, inspection: str, repeat: str) -> str:
    page = inspector.send(f"/inspections/{inspection}/repetitions", repeat=repeat).text
    keys = re.findall(rf"/inspections/{inspection}/repetitions/{repeat}/([0-9a-z-]+)/remove", page)
    if not keys:
        raise StepFailed(f"no card was added to {repeat}")
    return str(keys[-1])


def _attach(inspector: Visitor, inspection: str, item: str, key: str) -> None:
    inspector.send(
        f"/inspections/{inspection}/evidence",
        files={"file": (f"{item}.jpg", _photo(f"{item} {key}".strip()), "image/jpeg")},
        item=item,
        key=key,
        caption="Photo taken for the demonstration",
    )


def _photo(words: str) -> bytes:
    picture = Image.new("RGB", (960, 640), (236, 232, 220))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((40, 40, 920, 600), outline=(90, 90, 80), width=4)
    draw.text((80, 80), f"DEMONSTRATION\n{words}", fill=(40, 40, 40))
    kept = io.BytesIO()
    picture.save(kept, "JPEG", quality=80)
    return kept.getvalue()


def _state_and_sign(inspector: Visitor, inspection: str, visit: Visit) -> None:
    inspector.open(f"/inspections/{inspection}/statement")
    inspector.send(
        f"/inspections/{inspection}/statement",
        text=visit.statement,
        declined="no",
        by_name="Manager on duty (demonstration)",
        by_role="Manager",
    )
    inspector.open(f"/inspections/{inspection}/signature")
    inspector.send(
        f"/inspections/{inspection}/signature",
        image="data:image/png;base64," + base64.b64encode(_signature()).decode("ascii"),
        signer_name="Manager on duty (demonstration)",
        signer_role="Manager",
        refused="no",
    )


def _signature() -> bytes:
    picture = Image.new("RGBA", (480, 160), (255, 255, 255, 0))
    draw = ImageDraw.Draw(picture)
    draw.line(
        [(30, 110), (90, 40), (130, 120), (190, 60), (250, 110), (330, 50), (440, 90)], fill=(20, 30, 90), width=5
    )
    kept = io.BytesIO()
    picture.save(kept, "PNG")
    return kept.getvalue()
