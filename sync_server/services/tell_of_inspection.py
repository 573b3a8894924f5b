"""What laptops are told of an inspection for the next visit: findings, what the employer said, records awaited, notice.

Nothing that a worker said in confidence goes into it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from sync_server.local_time import local_day
from sync_server.models import Case, FindingRecord, Inspection, NoticeRecord
from sync_server.queries.findings import CONFIDENTIAL, findings_of
from sync_server.queries.gateway import Gateway
from sync_server.queries.synced_rows import fetch_row

MOST_FINDINGS = 30
"""The gravest come first; a visit is not prepared from more."""

_LONGEST_SAID = 2000
_RECORDS_DUE = "records_due_on"


def told_of(session: Session, inspection: Inspection) -> dict[str, Any]:
    """Return the fields of its summary that say what was found and what was promised."""
    return {
        "found": _found(findings_of(session, inspection.id)),
        "promised": _promised(inspection.statement),
        "records_due_on": _answered_day(inspection.answers, _RECORDS_DUE),
    }


def tell_of_notice(session: Session, gateway: Gateway, case: Case, *, notice: NoticeRecord, user_id: str) -> None:
    """Write a notice that was issued into the summary of the inspection that it rests on, where that has one."""
    if fetch_row(session, "inspection_summary", case.inspection_id) is None:
        return
    values = {
        "notice_no": notice.serial,
        "notice_on": local_day(notice.issued_at).isoformat(),
        "notice_paisa": notice.amount_paisa,
        "hearing_on": case.hearing_on or None,
    }
    gateway.write("inspection_summary", case.inspection_id, values, user_id=user_id)


def _found(findings: Iterable[FindingRecord]) -> str:
    open_ones = [one for one in findings if one.privacy != CONFIDENTIAL][:MOST_FINDINGS]
    if not open_ones:
        return ""
    lines = [{"en": one.text_en, "ur": one.text_ur, "severity": one.severity} for one in open_ones]
    return json.dumps(lines, ensure_ascii=False)


def _promised(statement: Mapping[str, Any]) -> str:
    return str(statement.get("text") or "").strip()[:_LONGEST_SAID]


def _answered_day(answers: Mapping[str, Any], item: str) -> str | None:
    given = [one for one in answers.get("answers", ()) if one["item"] == item and one["state"] == "given"]
    found = str(given[0]["value"]) if given else ""
    return found if _is_day(found) else None


def _is_day(written: str) -> bool:
    try:
        return date.fromisoformat(written).isoformat() == written
    except ValueError:
        return False
