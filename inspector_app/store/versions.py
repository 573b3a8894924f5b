"""Earlier versions of returned inspections and amendments of closed ones; begins no transaction of its own."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlite_utils import Database

from casework.finding import Finding
from checklists.answers_json import answers_from_json, answers_to_json
from checklists.form_state import Answers
from inspector_app.store import signatures
from inspector_app.store import work as work_store
from inspector_app.store.driver import row, rows, run
from inspector_app.store.work import Row, insert
from simplify_content.text import Text


@dataclass(frozen=True)
class KeptVersion:
    """A version of an inspection as it was closed, and why it was returned."""

    number: int
    closed_at: str
    close_op: str
    answers: Answers
    findings: tuple[Finding, ...]
    statement: Row | None
    signature: Row | None
    register: Row
    """What an inspection's row holds of the register on the day it was closed, and `kept_items`."""
    remark: str
    remarks: tuple[Mapping[str, str], ...]
    """On single answers: `item`, `key`, `text`."""
    reopened_at: str


_REGISTER = ("register_facts", "register_lists", "kept_items")


def keep_version(
    work: Database, inspection: Row, *, remark: str, remarks: Sequence[Mapping[str, str]], reopened_at: str
) -> None:
    """Keep a closed inspection as a version, and open it as the next one."""
    inspection_id = inspection["id"]
    findings = [asdict(finding) for finding in work_store.findings(work, inspection_id)]
    kept = {
        "answers": answers_to_json(work_store.answers(work, inspection_id)),
        "findings": findings,
        "statement": work_store.statement(work, inspection_id),
        "signature": signatures.signature(work, inspection_id),
        "remarks": [dict(one) for one in remarks],
    }
    insert(
        work,
        "inspection_version",
        {
            "inspection_id": inspection_id,
            "number": inspection["version"],
            **{name: inspection[name] for name in ("closed_at", "close_op", *_REGISTER)},
            **{name: json.dumps(value, ensure_ascii=False) for name, value in kept.items()},
            "remark": remark,
            "reopened_at": reopened_at,
        },
    )
    sql = "UPDATE inspection SET version = version + 1, closed_at = '', close_seq = NULL, close_op = '' WHERE id = ?"
    run(work, sql, (inspection_id,))


def kept_versions(work: Database, inspection_id: str) -> tuple[KeptVersion, ...]:
    """Return the earlier versions of an inspection, oldest first."""
    found = rows(work, "SELECT * FROM inspection_version WHERE inspection_id = ? ORDER BY number", (inspection_id,))
    return tuple(_version(one) for one in found)


def last_version(work: Database, inspection_id: str) -> KeptVersion | None:
    """Return the version before the present one, or None."""
    sql = "SELECT * FROM inspection_version WHERE inspection_id = ? ORDER BY number DESC LIMIT 1"
    found = row(work, sql, (inspection_id,))
    return _version(found) if found else None


def _version(one: Row) -> KeptVersion:
    return KeptVersion(
        number=one["number"],
        closed_at=one["closed_at"],
        close_op=one["close_op"],
        answers=answers_from_json(json.loads(one["answers"])),
        findings=tuple(_finding(values) for values in json.loads(one["findings"])),
        statement=json.loads(one["statement"]),
        signature=json.loads(one["signature"]),
        register={name: one[name] for name in _REGISTER},
        remark=one["remark"],
        remarks=tuple(json.loads(one["remarks"])),
        reopened_at=one["reopened_at"],
    )


def _finding(values: dict[str, Any]) -> Finding:
    lists = {name: tuple(values[name]) for name in ("provisions", "evidence")}
    return Finding(**{**values, **lists, "text": Text(**values["text"])})


def put_amendment(work: Database, values: Mapping[str, Any]) -> None:
    """Keep an amendment."""
    insert(work, "amendment", values)


def amendments(work: Database, inspection_id: str) -> list[Row]:
    """Return the amendments of every version of an inspection, in the order in which they were made."""
    return rows(work, "SELECT * FROM amendment WHERE inspection_id = ? ORDER BY seq, amended_at, id", (inspection_id,))
