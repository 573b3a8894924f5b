"""How long answering one item takes beside evaluating the whole form: 120 items and a repeat of 50 rows.

Run: python benchmarks/checklist_answer.py [--rows 50]. Ends with status 1 over the goal.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from statistics import median
from time import perf_counter
from typing import Any

from benchmark_run import sizes, told

from checklists.compile import compile_definition
from checklists.definition import definition_from
from checklists.engine import answered, begin, evaluate
from checklists.form import Checklist
from checklists.form_state import Answer, Answers, ItemKind, ItemRef, Surroundings

GOAL = 0.1
SECTIONS, ITEMS_EACH, ROW_ITEMS = 10, 11, 10
AROUND = Surroundings(date(2026, 11, 22), {"declared_workers": "40"})
EN, UR = "English (en)", "Urdu (ur)"


def main() -> int:
    figures = measure(sizes(__doc__, rows=50).rows)
    return told(figures, *([f"ratio_worst at most {GOAL}"] if figures["ratio_worst"] > GOAL else []))


def measure(rows: int) -> dict[str, Any]:
    checklist = compile_definition(definition_from(_sheets(), name="benchmark"))
    keys = tuple(f"row{number}" for number in range(rows))
    answers = _answers(checklist, keys)
    whole_s = min(_timed(lambda: evaluate(checklist, answers, AROUND)) for _ in range(7))
    one_s = {ref.item + (" in a row" if ref.key else ""): _answering(checklist, answers, ref) for ref in _asked(keys)}
    worst = max(one_s, key=lambda name: one_s[name])
    return {
        "items": len(checklist.form.items),
        "rows": rows,
        "states": len(evaluate(checklist, answers, AROUND).items),
        "whole_form_ms": round(whole_s * 1000, 2),
        "one_answer_median_ms": round(median(one_s.values()) * 1000, 3),
        "one_answer_worst_ms": round(one_s[worst] * 1000, 3),
        "worst_item": worst,
        "ratio_median": round(median(one_s.values()) / whole_s, 4),
        "ratio_worst": round(one_s[worst] / whole_s, 4),
        "goal": GOAL,
    }


def _timed(ask: Callable[[], object]) -> float:
    started = perf_counter()
    ask()
    return perf_counter() - started


def _answering(checklist: Checklist, answers: Answers, ref: ItemRef) -> float:
    """Return the best time of answering one item to and fro, each time with another value."""
    form, times = begin(checklist, answers, AROUND), []
    for value in ("3", "4", "3", "5") * 6:
        started = perf_counter()
        form = answered(form, ref, Answer(value))
        times.append(perf_counter() - started)
    assert form.state == evaluate(checklist, form.answers, AROUND)
    return min(times)


def _asked(keys: tuple[str, ...]) -> list[ItemRef]:
    """One item of each kind in each section, and each item of a row in the middle."""
    singles = [ItemRef(f"s{section}_{number}") for section in range(SECTIONS) for number in (0, 1, 4)]
    return singles + [ItemRef(f"row_{number}", keys[len(keys) // 2]) for number in range(3)]


def _answers(checklist: Checklist, keys: tuple[str, ...]) -> Answers:
    by_ref = {
        ItemRef(item.node.name, key): Answer("2")
        for item in checklist.form.items
        for key in (keys if item.repeat else ("",))
        if item.kind is ItemKind.QUESTION
    }
    return Answers(by_ref, {"people": keys})


def _sheets() -> dict[str, Any]:
    """A checklist like those that ship: skips, constraints, sums over the rows, findings, labels with values."""
    survey: list[dict[str, str]] = []
    for section in range(SECTIONS):
        survey += _group(f"section{section}", [_single(section, number) for number in range(ITEMS_EACH)])
    survey += _group("people", [_in_row(number) for number in range(ROW_ITEMS)], opening="begin_repeat")
    finding = {"code": "SHORT", f"text::{EN}": "${item_label}: ${total}", f"text::{UR}": "${total} :${item_label}"}
    return {
        "settings": {
            "form_id": "benchmark", "form_title": "Benchmark", f"title::{UR}": "پیمائش", "version": "1",
            "default_language": EN, "namespaces": 'ss="https://muaina.example/ss"', "scheme": "pessi",
        },
        "survey": survey,
        "choices": [],
        "findings": [finding],
    }  # fmt: skip


def _group(name: str, rows: list[dict[str, str]], *, opening: str = "begin_group") -> list[dict[str, str]]:
    start = {"type": opening, "name": name, f"label::{EN}": name, f"label::{UR}": f"حصہ {name}"}
    return [start, *rows, {"type": opening.replace("begin", "end")}]


def _question(name: str, **columns: str) -> dict[str, str]:
    row = {"type": "integer", "name": name, f"label::{EN}": f"Label of {name}", f"label::{UR}": f"{name} کا عنوان"}
    row |= {"bind::ss:law": "PESSO65.s21", "bind::ss:source": "benchmark"}
    message = {f"constraint_message::{EN}": "Too much.", f"constraint_message::{UR}": "بہت زیادہ۔"}
    return row | (message if "constraint" in columns else {}) | columns


def _single(section: int, number: int) -> dict[str, str]:
    name, before = f"s{section}_{number}", f"s{section}_{number - 1}"
    if (section, number) == (SECTIONS - 1, ITEMS_EACH - 1):
        return {"type": "calculate", "name": "total", "calculation": "sum(${row_sum})"}
    match number % 4:
        case 0:
            return _question(name, required="yes")
        case 1:
            return _question(name, relevant=f"${{{before}}} > 1", constraint=". < 100000")
        case 2:
            return {"type": "calculate", "name": name, "calculation": f"${{{before}}} * 2"}
    breach = {"finding": "SHORT", "finding_when": ". < ${total}", "severity": "minor", "evidence": "count"}
    return _question(name, **{f"bind::ss:{column}": value for column, value in breach.items()})


def _in_row(number: int) -> dict[str, str]:
    if number == ROW_ITEMS - 1:
        return {"type": "calculate", "name": "row_sum", "calculation": "${row_0} + ${row_1}"}
    if number == 0:
        return _question("row_0", required="yes", constraint=". >= 0 and . < 2000000")
    return _question(f"row_{number}", relevant=f"${{row_{number - 1}}} > 0")


if __name__ == "__main__":
    sys.exit(main())
