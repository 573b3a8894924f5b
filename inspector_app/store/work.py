"""Reads and writes of inspections in work.db; decides nothing, and begins no transaction of its own."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlite_utils import Database

from casework.finding import Finding
from checklists.form_state import Answer, Answers, AnswerState, ItemRef
from inspector_app.store.driver import row, rows, run
from simplify_content.text import Text

Row = dict[str, Any]


def insert(work: Database, table: str, values: Mapping[str, Any]) -> None:
    """Insert one row into a table of ours."""
    names, marks = ", ".join(values), ", ".join("?" * len(values))
    run(work, f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(values.values()))  # noqa: S608 - own names


def replace(work: Database, table: str, values: Mapping[str, Any]) -> None:
    """Insert one row, or put it in place of the one with the same key."""
    names, marks = ", ".join(values), ", ".join("?" * len(values))
    run(work, f"INSERT OR REPLACE INTO {table} ({names}) VALUES ({marks})", tuple(values.values()))  # noqa: S608 - own names


def inspection(work: Database, inspection_id: str) -> Row | None:
    """Return an inspection or None."""
    return row(work, "SELECT * FROM inspection WHERE id = ?", (inspection_id,))


def inspections(work: Database, *, limit: int) -> list[Row]:
    """Return inspections with their number of findings: open ones first, then newest first."""
    sql = """
    SELECT *, (SELECT count(*) FROM finding WHERE inspection_id = inspection.id) AS findings_count
    FROM inspection ORDER BY closed_at <> '', started_at DESC, id DESC LIMIT ?
    """
    return rows(work, sql, (limit,))


def inspections_of(work: Database, employer_id: str) -> list[Row]:
    """Return an employer's inspections made here, newest first."""
    sql = """
    SELECT *, (SELECT count(*) FROM finding WHERE inspection_id = inspection.id) AS findings_count
    FROM inspection WHERE employer_id = ? ORDER BY started_at DESC, id DESC
    """
    return rows(work, sql, (employer_id,))


def inspection_of_visit(work: Database, visit_id: str) -> Row | None:
    """Return the newest inspection begun for a visit, or None."""
    return row(work, "SELECT * FROM inspection WHERE visit_id = ? ORDER BY started_at DESC LIMIT 1", (visit_id,))


def open_inspection_of(work: Database, employer_id: str) -> Row | None:
    """Return an employer's inspection that is begun and not closed, or None."""
    return row(work, "SELECT * FROM inspection WHERE employer_id = ? AND closed_at = ''", (employer_id,))


def mark_closed(
    work: Database,
    inspection_id: str,
    *,
    closed_at: str,
    close_seq: int | None,
    close_op: str,
    register_facts: Mapping[str, str],
    register_lists: Mapping[str, Sequence[Mapping[str, str]]],
    sheet_kept: str,
) -> None:
    """Write down that an inspection is closed, its number in the queue, and what the register said that day.

    Its evidence belongs to this version from now on.
    """
    sql = """
    UPDATE inspection SET closed_at = ?, close_seq = ?, close_op = ?, register_facts = ?, register_lists = ?,
        sheet_kept = ?
    WHERE id = ?
    """
    facts, lists = (json.dumps(said, ensure_ascii=False) for said in (dict(register_facts), dict(register_lists)))
    run(work, sql, (closed_at, close_seq, close_op, facts, lists, sheet_kept, inspection_id))
    own = "(SELECT version FROM inspection WHERE id = evidence.inspection_id)"
    run(work, f"UPDATE evidence SET version = {own} WHERE inspection_id = ? AND version = 0", (inspection_id,))  # noqa: S608 - own


def set_kept_items(work: Database, inspection_id: str, kept: str) -> None:
    """Write down how items in the open read that rest on what was sealed."""
    run(work, "UPDATE inspection SET kept_items = ? WHERE id = ?", (kept, inspection_id))


AnswerRow = tuple[str, str, str, str, str]
"""Item, key, value, state and reason of one answer, as stored."""


def answers(work: Database, inspection_id: str) -> Answers:
    """Return all answers of an inspection."""
    return Answers(
        dict(map(answer_of, answer_rows(work, inspection_id))),
        repetition_keys(work, inspection_id),
    )


def answer_rows(work: Database, inspection_id: str) -> list[AnswerRow]:
    """Return all answers of an inspection as they are stored."""
    sql = "SELECT item, key, value, state, reason FROM answer WHERE inspection_id = ?"
    return list(work.conn.execute(sql, (inspection_id,)))


def answer_of(row: AnswerRow) -> tuple[ItemRef, Answer]:
    """Return the place and the answer of one stored row."""
    item, key, value, state, reason = row
    return ItemRef(item, key), Answer(value, AnswerState(state), reason)


def repetition_keys(work: Database, inspection_id: str) -> dict[str, tuple[str, ...]]:
    """Return the keys of each repeat in the order they were added."""
    repeats: dict[str, tuple[str, ...]] = {}
    for repeat, key in work.conn.execute(
        "SELECT repeat, key FROM repetition WHERE inspection_id = ? ORDER BY repeat, position, key", (inspection_id,)
    ):
        repeats[repeat] = (*repeats.get(repeat, ()), key)
    return repeats


def put_answer(work: Database, inspection_id: str, ref: ItemRef, answer: Answer, at: str) -> None:
    """Keep an answer; a blank one removes what stood there."""
    place = (inspection_id, ref.item, ref.key)
    if answer.is_blank:
        run(work, "DELETE FROM answer WHERE inspection_id = ? AND item = ? AND key = ?", place)
        return
    sql = "INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?, ?, ?, ?)"
    run(work, sql, (*place, answer.value, answer.state.value, answer.reason, at))


def add_repetition(work: Database, inspection_id: str, repeat: str, key: str, at: str) -> None:
    """Add a repetition at the end; one that is there already stays where it is."""
    sql = """
    INSERT OR IGNORE INTO repetition (inspection_id, repeat, key, position, added_at)
    SELECT ?1, ?2, ?3, coalesce(max(position), 0) + 1, ?4 FROM repetition WHERE inspection_id = ?1 AND repeat = ?2
    """
    run(work, sql, (inspection_id, repeat, key, at))


def remove_repetition(work: Database, inspection_id: str, repeat: str, key: str) -> int:
    """Remove a repetition and its answers; return 0 when there was none."""
    sql = "DELETE FROM repetition WHERE inspection_id = ? AND repeat = ? AND key = ?"
    removed = run(work, sql, (inspection_id, repeat, key))
    if removed:
        run(work, "DELETE FROM answer WHERE inspection_id = ? AND key = ?", (inspection_id, key))
    return removed


def put_findings(work: Database, inspection_id: str, findings: Iterable[Finding]) -> None:
    """Put these findings in place of the ones that stood; those that stay as they are are not written again."""
    wanted = {finding.finding_id: _finding_row(position, finding) for position, finding in enumerate(findings)}
    stood = {one["id"]: one for one in rows(work, "SELECT * FROM finding WHERE inspection_id = ?", (inspection_id,))}
    for finding_id in stood.keys() - wanted.keys():
        run(work, "DELETE FROM finding WHERE id = ?", (finding_id,))
    for finding_id, one in wanted.items():
        if stood.get(finding_id) != one:
            replace(work, "finding", one)


def _finding_row(position: int, finding: Finding) -> Row:
    return {
        "id": finding.finding_id, "inspection_id": finding.inspection_id, "position": position,
        "code": finding.code, "item": finding.item, "key": finding.key,
        "text_en": finding.text.en, "text_ur": finding.text.ur,
        "provisions": json.dumps(finding.provisions), "severity": finding.severity,
        "remedy_days": finding.remedy_days, "privacy": finding.privacy,
        "facts": json.dumps(dict(finding.facts), ensure_ascii=False),
    }  # fmt: skip


def findings(work: Database, inspection_id: str) -> tuple[Finding, ...]:
    """Return the findings of an inspection, each with the evidence tied to its item."""
    tied = evidence_by_ref(work, inspection_id)
    found = rows(work, "SELECT * FROM finding WHERE inspection_id = ? ORDER BY position", (inspection_id,))
    return tuple(_finding(one, tied.get(ItemRef(one["item"], one["key"]), ())) for one in found)


def _finding(one: Row, evidence: tuple[str, ...]) -> Finding:
    return Finding(
        finding_id=one["id"],
        inspection_id=one["inspection_id"],
        code=one["code"],
        item=one["item"],
        key=one["key"],
        text=Text(en=one["text_en"], ur=one["text_ur"]),
        provisions=tuple(json.loads(one["provisions"])),
        severity=one["severity"],
        remedy_days=one["remedy_days"],
        privacy=one["privacy"],
        facts=json.loads(one["facts"]),
        evidence=evidence,
    )


def evidence(work: Database, inspection_id: str) -> list[Row]:
    """Return the evidence of an inspection in the order it was taken, with `held_at` of its file; none sealed."""
    sql = """
    SELECT evidence.*, held_at FROM evidence JOIN evidence_file USING (sha256)
    WHERE inspection_id = ? AND sealed_for = '' ORDER BY captured_at, evidence.id
    """
    return rows(work, sql, (inspection_id,))


def evidence_to_send(work: Database, inspection_id: str) -> list[Row]:
    """Return the evidence of an inspection that was not sent with any version of it, in the order it was taken."""
    sql = "SELECT * FROM evidence WHERE inspection_id = ? AND version = 0 ORDER BY captured_at, id"
    return rows(work, sql, (inspection_id,))


def evidence_by_ref(work: Database, inspection_id: str) -> dict[ItemRef, tuple[str, ...]]:
    """Return evidence ids by the place in the form they are tied to."""
    tied: dict[ItemRef, tuple[str, ...]] = {}
    for one in evidence(work, inspection_id):
        ref = ItemRef(one["item"], one["key"])
        tied[ref] = (*tied.get(ref, ()), one["id"])
    return tied


def put_evidence(work: Database, values: Mapping[str, Any], *files: bytes) -> None:
    """Keep a piece of evidence and the bytes of the files that it names."""
    for content in files:
        sha256 = hashlib.sha256(content).hexdigest()
        run(work, "INSERT OR IGNORE INTO evidence_file (sha256, content) VALUES (?, ?)", (sha256, content))
    insert(work, "evidence", values)


def describe_evidence(work: Database, inspection_id: str, sha256: str, *, caption: str, place: str) -> None:
    """Write caption and place of a file of an inspection, wherever it is tied and was not sent."""
    sql = "UPDATE evidence SET caption = ?, place = ? WHERE inspection_id = ? AND sha256 = ? AND version = 0"
    run(work, sql, (caption, place, inspection_id, sha256))


def remove_evidence(work: Database, evidence_id: str) -> None:
    """Remove a piece of evidence, and its bytes when nothing else needs them; one that was sent stays."""
    run(work, "DELETE FROM evidence WHERE id = ? AND version = 0", (evidence_id,))
    run(work, "DELETE FROM evidence_file WHERE sha256 NOT IN (SELECT sha256 FROM file_of_evidence)")


def content(work: Database, sha256: str) -> bytes | None:
    """Return the bytes of a file, or None when this laptop does not hold it."""
    found = row(work, "SELECT content FROM evidence_file WHERE sha256 = ?", (sha256,))
    return bytes(found["content"]) if found else None


def statement(work: Database, inspection_id: str) -> Row | None:
    """Return the employer's statement or None."""
    return row(work, "SELECT * FROM statement WHERE inspection_id = ?", (inspection_id,))


def inspection_counts(work: Database) -> dict[str, int]:
    """Return how many inspections are open and how many closed."""
    found = dict.fromkeys(("open", "closed"), 0)
    for closed, count in work.conn.execute("SELECT closed_at <> '', count(*) FROM inspection GROUP BY 1"):
        found["closed" if closed else "open"] = count
    return found
