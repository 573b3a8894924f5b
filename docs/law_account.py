"""Writes the account of the collected sources: `python docs/law_account.py COLLECTION.yaml > docs/law-account.md`.

COLLECTION.yaml is what the research collected; each of its entries is told with the place in our law packs that holds
it, or why none does. What cannot be matched by act and section, or by day and amount, is told by `law_account.yaml`.
A test checks the written table against the packs; it does not need the collection.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

sys.path.insert(0, str(Path(__file__).parent.parent))

from simplify_content.law_loader import available_schemes, load_law_pack
from simplify_content.law_pack import LawPack
from simplify_content.places import districts, unconfirmed_districts

PACKS: Mapping[str, LawPack] = {scheme: load_law_pack(scheme) for scheme in available_schemes()}
TOLD: Mapping[str, Any] = yaml.safe_load(Path(__file__).with_name("law_account.yaml").read_text(encoding="utf-8"))
ACTS = {
    "PESSO_1965": "PESSO65",
    "SINDH_ESSA_2016": "SESSA16",
    "KP_ESSA_2021": "KPESSA21",
    "BAL_ESSA_2022": "BESSA22",
    "EOBA_1976": "EOBA76",
    "PDWA_2019": "PDWA19",
    "ICTDWA_2022": "ICTDWA22",
    "PLC_2026": "PLC2026",
    "SINDH_EOBA_2014": "SEOBA14",
}
SCHEMES = {"Punjab": "pessi", "Sindh": "sessi", "KP": "kpessi", "Balochistan": "bessi", "ICT": "iessi"}
PROVINCES = {"KP": "Khyber Pakhtunkhwa"}
WIDTH = 110
_ACT_TOLD = {"key", "title", "coverage_threshold", "sections", "items", "source", "confidence"}
_PARTICULARS = (
    "Told by titles, notes and the first days of the values; a pack keeps no record of an act's passing itself."
)
_STANDING = ("source", "second_source", "confidence", "rate_source", "rate_confidence")


@dataclass(frozen=True)
class Row:
    """One entry of the collection: its name, what it says in short, where it is held, and why where it is not."""

    entry: str
    says: str
    held: tuple[str, ...]
    why: str = ""


def act_rows(collection: Mapping[str, Any]) -> Iterator[Row]:
    """Yield the acts with their coverage rules and sections."""
    for act in collection["acts"]:
        name, short = act["key"], ACTS.get(act["key"], "")
        yield Row(name, act["title"], tuple(f"{s}:{short}" for s, pack in PACKS.items() if short in pack.acts))
        if particulars := sorted(set(act) - _ACT_TOLD):
            yield Row(f"{name}.particulars", ", ".join(particulars), (), _PARTICULARS)
        if "coverage_threshold" in act:
            threshold = act["coverage_threshold"]
            yield Row(f"{name}.coverage_threshold", f"{threshold['value']}: {threshold['basis']}", ())
        for section in act.get("sections", ()):
            yield Row(
                f"{name}.{section['key']}",
                f"{section['section']}: {section['paraphrase']}",
                _sections(short, str(section["section"])),
            )
        for item in act.get("items", ()):
            yield Row(f"{name}.{item['jurisdiction']}", item["law"], ())


def _sections(short: str, sections: str) -> tuple[str, ...]:
    wanted = {sections, *sections.split(", ")}
    return tuple(
        f"{scheme}:{provision.key}"
        for scheme, pack in PACKS.items()
        for provision in pack.provisions.values()
        if provision.act == short and provision.section in wanted
    )


def minimum_wage_rows(collection: Mapping[str, Any]) -> Iterator[Row]:
    """Yield the minimum wages, matched by day and amount."""
    for wage in collection["min_wages"]:
        scheme, day = SCHEMES[wage["jurisdiction"]], wage["effective_from"]
        held = _values(scheme, "minimum_wage.unskilled", day, wage["monthly"])
        yield Row(f"{wage['jurisdiction']} {day}", f"{_amount(wage['monthly'])}, {wage['status']}", held)


def ceiling_rows(collection: Mapping[str, Any]) -> Iterator[Row]:
    """Yield the wage ceilings, matched by day and amounts."""
    for ceiling in collection["wage_ceilings"]:
        place, day = ceiling["jurisdiction"], ceiling["effective_from"]
        base, limit = ceiling["contribution_base"], ceiling["coverage_limit"]
        schemes = [SCHEMES[place]] if place in SCHEMES else ["pessi", "sessi", "kpessi", "bessi"]
        held = tuple(
            token
            for scheme in schemes
            for key, amount in (("contribution.base_limit", base), ("coverage.wage_limit", limit))
            for token in _values(scheme, key, day, amount)
        )
        yield Row(f"{place} {day} {base}", f"base {_amount(base)}, coverage {_amount(limit)}", held)


def eobi_base_rows(collection: Mapping[str, Any]) -> Iterator[Row]:
    """Yield the wages that EOBI took as base, matched by day and amount."""
    for base in collection["eobi_base_history"]:
        held = _values("eobi", "contribution.base_limit", base["from"], base["wage"])
        yield Row(f"{base['from']} {base['wage']}", f"Rs {base['wage']} from {base['from']}", held)


def format_rows(collection: Mapping[str, Any]) -> Iterator[Row]:
    """Yield the shapes of numbers, matched by their pattern."""
    for shape in collection["id_formats"]:
        pattern = shape["regex"].removeprefix("^").removesuffix("$")
        found = _facts(lambda fact, pattern=pattern: getattr(fact, "pattern", None) == pattern)
        said = shape["id"].lower().split("_")[0]
        yield Row(shape["id"], shape["regex"], tuple(token for token in found if _about(token, said)))


def _about(token: str, word: str) -> bool:
    return not word.endswith("ssi") or word in token.partition(":")[2]


def form_rows(collection: Mapping[str, Any]) -> Iterator[Row]:
    """Yield the forms, matched by institution and code."""
    for form in collection["forms"]:
        found = _facts(lambda fact, form=form: fact.kind == "form" and getattr(fact, "code", None) == form["code"])
        held = tuple(token for token in found if token.startswith(form["institution"].lower() + ":"))
        yield Row(f"{form['institution']} {form['code']}", form["purpose"], held)


def directorate_rows(collection: Mapping[str, Any]) -> Iterator[Row]:
    """Yield the directorates, matched by name; an institution without a list is one entry."""
    for institution, told in collection["directorates"].items():
        if not told["list"]:
            yield Row(institution, told["note"], ())
        for name in told["list"]:
            found = _facts(lambda fact, name=name: fact.kind == "directorate" and fact.title.en == name)
            yield Row(f"{institution} {name}", name, tuple(t for t in found if t.startswith(institution.lower())))


def district_rows(collection: Mapping[str, Any]) -> Iterator[Row]:
    """Yield the districts, matched by province and name."""
    told = collection["districts"]
    for name in ("source", "licence", "caveat", "note_balochistan"):
        yield Row(name, str(told[name]), ())
    for short in ("Punjab", "Sindh", "KP", "Balochistan"):
        province = PROVINCES.get(short, short)
        for district in told[short]:
            held = (d.key for d in districts(province) if d.name.en == district["en"] and d.name.ur == district["ur"])
            yield Row(f"{short} {district['en']}", district["ur"], tuple(f"district:{key}" for key in held))
        for name in told["missing_from_memory_low"][short]:
            held = (d.key for d in unconfirmed_districts(province) if d.name.en == name)
            yield Row(f"{short} {name} (believed)", name, tuple(f"district:{key}" for key in held))


def source_rows(collection: Mapping[str, Any]) -> Iterator[Row]:
    """Yield the sources, matched by name."""
    for key, source in collection["sources"].items():
        held = tuple(f"{scheme}:{key}" for scheme, pack in PACKS.items() if key in pack.sources)
        yield Row(key, source["title"].removeprefix("Seed: "), held)


def listed(section: str, *names: str) -> Callable[[Mapping[str, Any]], Iterator[Row]]:
    """Return a reader of a plain list, its entries named by some of their fields and placed by `law_account.yaml`."""

    def rows(collection: Mapping[str, Any]) -> Iterator[Row]:
        for entry in collection[section]:
            if isinstance(entry, str):
                yield Row(entry, entry, ())
                continue
            name = " ".join(str(entry[field]) for field in names if entry.get(field) is not None)
            told = {k: v for k, v in entry.items() if k not in (*names, *_STANDING) and v is not None}
            yield Row(name, "; ".join(f"{k}: {v}" for k, v in told.items()) or name, ())

    return rows


def single(section: str) -> Callable[[Mapping[str, Any]], Iterator[Row]]:
    """Return a reader of a section that is one entry."""
    return lambda collection: iter([Row(section, "; ".join(f"{k}" for k in collection[section]), ())])


SECTIONS: Mapping[str, Callable[[Mapping[str, Any]], Iterator[Row]]] = {
    "meta": single("meta"),
    "sources": source_rows,
    "acts": act_rows,
    "rates": listed("rates", "jurisdiction", "what", "effective_from"),
    "eobi_base_history": eobi_base_rows,
    "eobi_base_disputes": listed("eobi_base_disputes", "position"),
    "due_dates": listed("due_dates", "institution"),
    "surcharges": listed("surcharges", "institution"),
    "min_wages": minimum_wage_rows,
    "wage_ceilings": ceiling_rows,
    "rounding": listed("rounding", "institution", "rule"),
    "penalties": listed("penalties", "law"),
    "time_limits": listed("time_limits", "what"),
    "inspection_policy": listed("inspection_policy", "from", "scope"),
    "amnesties": listed("amnesties", "institution", "year"),
    "notice_workflow_eobi": listed("notice_workflow_eobi", "step"),
    "forms": form_rows,
    "benefits": listed("benefits", "key"),
    "id_formats": format_rows,
    "directorates": directorate_rows,
    "districts": district_rows,
    "worked_examples": listed("worked_examples", "case"),
    "simplify_pocket_book": single("simplify_pocket_book"),
    "unknowns": listed("unknowns"),
}


def _values(scheme: str, key: str, day: object, amount: object) -> tuple[str, ...]:
    return tuple(
        f"{scheme}:{row.fact}={_amount(row.value)}"
        for row in PACKS[scheme].values.get(key, ())
        if str(row.from_on) == str(day) and _amount(row.value) == _amount(amount)
    )


def _facts(wanted: Callable[[Any], bool]) -> tuple[str, ...]:
    return tuple(
        f"{scheme}:{fact.key}" for scheme, pack in PACKS.items() for fact in pack.facts.values() if wanted(fact)
    )


def _amount(value: object) -> str:
    return f"{Decimal(str(value)):f}" if isinstance(value, int | float | Decimal) else str(value or "unknown")


def _placed(section: str, row: Row) -> Row:
    """Return the row with what `law_account.yaml` tells of it: places added, or why there is none."""
    told = TOLD.get(section, {}).get(row.entry)
    if told is None:
        return row
    if isinstance(told, str):
        return Row(row.entry, row.says, row.held, told)
    held, why = (told, "") if isinstance(told, list) else (told["held"], told["why"])
    return Row(row.entry, row.says, (*row.held, *(_with_amount(token) for token in held)), why)


def _with_amount(token: str) -> str:
    """Return a token that names a dated value with the amount that the pack holds, others as they are."""
    scheme, _, fact = token.partition(":")
    for rows in PACKS[scheme].values.values() if scheme in PACKS else ():
        for row in rows:
            if row.fact == fact:
                return f"{token}={_amount(row.value)}"
    return token


def _cell(text: str) -> str:
    words = re.sub(r"\s+", " ", text).replace("|", "\\|").strip()
    return words if len(words) <= WIDTH else words[: WIDTH - 1].rstrip() + "…"


def _grouped(held: tuple[str, ...]) -> str:
    return ", ".join(f"`{token}`" for token in dict.fromkeys(held))


def account(collection: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines of the account."""
    tables = {name: [_placed(name, row) for row in rows(collection)] for name, rows in SECTIONS.items()}
    known = {name: {row.entry for row in rows} for name, rows in tables.items()}
    strays = [f"{name}.{entry}" for name, told in TOLD.items() for entry in told if entry not in known.get(name, ())]
    if strays := sorted([*(set(collection) - set(SECTIONS)), *strays]):
        raise SystemExit(f"sections that nothing reads, or told entries that are not there: {', '.join(strays)}")
    everything = [row for rows in tables.values() for row in rows]
    yield from HEAD.splitlines()
    held = sum(bool(row.held) for row in everything)
    yield from ("", f"Entries: {len(everything)}; held: {held}; not held: {len(everything) - held}.")
    for name, rows in tables.items():
        yield from ("", f"## {name}", "", "| entry | says | held by | why not, or what to know |", "|---|---|---|---|")
        for row in rows:
            why = _cell_whole(row.why) if row.held or row.why else "?"
            yield f"| {_cell(row.entry)} | {_cell(row.says)} | {_grouped(row.held)} | {why} |"


def _cell_whole(text: str) -> str:
    return re.sub(r"\s+", " ", text).replace("|", "\\|").strip()


HEAD = """# Account of the collected sources of the law

Every entry of the collection that the law packs were made from, and where the packs hold it, or why they do not.
Written by `docs/law_account.py`; a test checks each name and amount against the packs.

A name is `scheme:key`: an act, a provision, a source or a fact of the pack of that scheme, or a dated value as
`key@alternative@first day=amount`. `unknown` as amount means that the pack says that it is not known;
`scheme:unknowns` is the list of what a pack says is unknown. `district:` names a place, `test:` a test, `doc:` a file.
"""

if __name__ == "__main__":
    lines = account(yaml.safe_load(Path(sys.argv[1]).read_text(encoding="utf-8")))
    sys.stdout.write("\n".join(lines) + "\n")
