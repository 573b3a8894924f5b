"""Reads scenarios from `scenarios/`: made-up employers with planted irregularities and lawful distractors.

What an attempt at one is worth is `score`.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from casework.money import Money
from casework.practice.dates import dated, day_after_months
from casework.practice.papers import papers_of
from casework.practice.scenario import Exchange, FloorSection, Lesson, Person, Scenario, Script
from casework.practice.wording import say
from casework.wording import month_text
from checklists.form_state import Answer, Answers, AnswerState, ItemRef
from checklists.library import available_checklists
from simplify_content.text import Text

FOLDER = Path(__file__).parent / "scenarios"


class ScenarioError(ValueError):
    """There is no such scenario, or its file cannot be used; says which, and what was expected."""


def available_scenarios() -> tuple[str, ...]:
    """Return the names of all scenarios, sorted."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.yaml")))


@lru_cache(maxsize=64)
def load_scenario(name: str, *, on: date | None = None) -> Scenario:
    """Return a scenario as it stands on the day of the attempt.

    Args:
        name: such as "textile_unit".
        on: day of the attempt, from which months, papers and dates are counted; without it the scenario's own
            day. Register rows, desk and score of one attempt must be of the same day.

    Raises:
        ScenarioError: there is no such scenario, or its file lacks something.
    """
    if name not in available_scenarios():
        raise ScenarioError(f"no scenario {name!r}; expected one of {', '.join(available_scenarios())}")
    content = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    try:
        return _scenario(name, content, on or content["own_day"])
    except (KeyError, TypeError, ValueError) as problem:
        raise ScenarioError(f"scenario {name}: {type(problem).__name__}: {problem}") from problem


def _scenario(name: str, content: dict[str, Any], on: date) -> Scenario:
    people = _people(content["people"], on)
    months = tuple(_month(content["months"], offset, on) for offset in range(-int(content["months"]["count"]), 0))
    coverage = tuple(_coverage(number, person) for number, person in enumerate(people, 1) if _is_declared(person))
    return Scenario(
        name=name,
        on=on,
        scheme=content["scheme"],
        checklist=content["checklist"],
        checklist_version=available_checklists()[content["checklist"]][-1],
        title=_text(content["title"], on),
        briefing=_text(content["briefing"], on),
        goals=tuple(_text(goal, on) for goal in content["goals"]),
        employer=content["employer"],
        months=months,
        certificates=tuple(_dated_row(row, on) for row in content["certificates"]),
        coverage=coverage,
        papers=papers_of(content["papers"], people, months=months, on=on),
        floor=tuple(_floor(entry, on) for entry in content["floor"]),
        interviews=tuple(_script(alias, entry, on) for alias, entry in content["interviews"].items()),
        people=people,
        truth=_truth(content, people, on),
        planted=tuple(_lesson(entry, on) for entry in content["planted"]),
        distractors=tuple(_lesson(entry, on) for entry in content["distractors"]),
    )


def _text(halves: dict[str, str], on: date) -> Text:
    if set(halves) != {"en", "ur"}:
        raise ValueError(f"found the languages {sorted(halves)}; expected en and ur")
    return dated(Text(en=halves["en"].strip(), ur=halves["ur"].strip()), on)


def _is_declared(person: Person) -> bool:
    return person.standing == "declared"


def _people(entries: dict[str, dict[str, Any]], on: date) -> tuple[Person, ...]:
    lines = {key: line for line, key in enumerate((k for k, e in entries.items() if "record" not in e), 1)}
    return tuple(_person(key, entry, on, line=lines.get(key, 0)) for key, entry in entries.items())


def _person(key: str, entry: dict[str, Any], on: date, *, line: int) -> Person:
    joined = entry["joined"]
    month = month_text(day_after_months(on.replace(day=1), -1))
    return Person(
        key=key,
        name=Text(en=entry["en"], ur=entry["ur"]),
        cnic=entry["cnic"],
        sex=entry["sex"],
        work=_text(entry["work"], on),
        joined_on=joined if isinstance(joined, date) else day_after_months(on, int(joined)),
        wage_at_entry=Money.rupees(entry["wage_at_entry"]),
        wage=Money.rupees(entry["wage"]),
        standing=entry["standing"],
        attendance=entry.get("attendance", ""),
        register_line=line,
        record=say("record.wage_register", month=month, line=line) if line else _text(entry["record"], on),
    )


def _month(plan: dict[str, Any], offset: int, on: date) -> dict[str, object]:
    """Return one declared month; `plan` says what is unusual about which month, counted back from the visit."""
    month = day_after_months(on.replace(day=1), offset)
    due = Money.rupees(plan["due"])
    unusual = plan["unusual"].get(offset, {})
    paid = Money.rupees(unusual["paid"]) if "paid" in unusual else due
    days = int(unusual.get("days", plan["paid_after_days"]))
    paid_on = date.fromordinal(day_after_months(month, 1).toordinal() + days - 1)
    return {
        "month": f"{month:%Y-%m}",
        "declared_workers": int(plan["declared_workers"]),
        "wages_paisa": Money.rupees(plan["wages"]).paisa,
        "due_paisa": due.paisa,
        "paid_paisa": paid.paisa,
        "paid_on": paid_on.isoformat() if paid else "",
        "challan_no": f"{plan['challan']}-{month:%y%m}" if paid else "",
    }


def _coverage(number: int, person: Person) -> dict[str, object]:
    return {
        "worker_id": "",
        "secured_no": f"PRACTICE-{number:04d}",
        "name_en": person.name.en,
        "name_ur": person.name.ur,
        "cnic": person.cnic,
        "sex": person.sex,
        "from_on": person.joined_on.isoformat(),
        "to_on": "",
        "wage_at_entry_paisa": person.wage_at_entry.paisa,
    }


def _dated_row(row: dict[str, Any], on: date) -> dict[str, object]:
    return {name: dated(Text(en=value, ur=value), on).en for name, value in row.items()}


def _floor(entry: dict[str, Any], on: date) -> FloorSection:
    men, women, contractor = (int(entry.get(kind, 0)) for kind in ("men", "women", "contractor"))
    return FloorSection(_text(entry["name"], on), men, women, contractor, seen=_text(entry["seen"], on))


def _script(alias: str, entry: dict[str, Any], on: date) -> Script:
    exchanges = tuple(Exchange(_text(said["q"], on), _text(said["a"], on)) for said in entry["said"])
    return Script(alias, _text(entry["setting"], on), exchanges)


def _lesson(entry: dict[str, Any], on: date) -> Lesson:
    return Lesson(entry["code"], entry.get("item", ""), entry.get("person", ""), _text(entry["why"], on))


def _truth(content: dict[str, Any], people: tuple[Person, ...], on: date) -> Answers:
    by_ref = {ItemRef(item): _answer(value, on) for item, value in content["truth"].items()}
    in_register = [person for person in people if person.register_line]
    by_ref[ItemRef("wage_register_total")] = Answer(str(sum(person.wage.paisa for person in in_register) // 100))
    found = [person for person in people if person.standing == "undeclared"]
    for person in found:
        by_ref |= {ItemRef(item, person.key): Answer(value) for item, value in _worker_answers(person).items()}
    for alias, entry in content["interviews"].items():
        heard = {"iv_alias": alias, **entry["truth"]}
        by_ref |= {ItemRef(item, alias): _answer(value, on) for item, value in heard.items()}
    repeats = {"workers_found": tuple(person.key for person in found), "interviews": tuple(content["interviews"])}
    return Answers(by_ref, repeats)


def _worker_answers(person: Person) -> dict[str, str]:
    return {
        "wf_name": person.name.en,
        "wf_cnic": person.cnic,
        "wf_record": person.record.en,
        "wf_since": person.joined_on.isoformat(),
        "wf_wage": str(person.wage.paisa // 100),
        "wf_wage_at_entry": str(person.wage_at_entry.paisa // 100),
        "wf_above_limit": "no",
        "wf_engaged_by": "employer",
    }


def _answer(value: Any, on: date) -> Answer:
    if isinstance(value, dict):
        return Answer(state=AnswerState(value["state"]), reason=value.get("reason", ""))
    return Answer(dated(Text(en=str(value), ur=str(value)), on).en)
