"""Reads of the register copy; writes to it are `register_changes` and `register_files`."""

from __future__ import annotations

from typing import Any

from sqlite_utils import Database

from inspector_app.store.driver import row, rows
from sync_protocol.entities import ENTITIES

Row = dict[str, Any]


def employer(register: Database, employer_id: str) -> Row | None:
    """Return an employer or None."""
    return row(register, "SELECT * FROM employer WHERE id = ?", (employer_id,))


def employers_by_id(register: Database, ids: set[str]) -> dict[str, Row]:
    """Return those of the employers that are in the register, by id."""
    marks = ", ".join("?" * len(ids))
    found = rows(register, f"SELECT * FROM employer WHERE id IN ({marks})", tuple(ids))  # noqa: S608 - marks only
    return {one["id"]: one for one in found}


def establishments(register: Database, employer_id: str) -> list[Row]:
    """Return an employer's places."""
    return rows(register, "SELECT * FROM establishment WHERE employer_id = ? ORDER BY n", (employer_id,))


def certificates(register: Database, employer_id: str) -> list[Row]:
    """Return an employer's certificates, newest first."""
    sql = "SELECT * FROM certificate WHERE employer_id = ? ORDER BY issued_on DESC, n DESC"
    return rows(register, sql, (employer_id,))


def months(register: Database, employer_id: str) -> list[Row]:
    """Return an employer's contribution months, newest first."""
    sql = "SELECT * FROM contribution_month WHERE employer_id = ? ORDER BY month DESC, n DESC"
    return rows(register, sql, (employer_id,))


def coverage(register: Database, employer_id: str) -> list[Row]:
    """Return the workers covered through an employer at any time, by number and first day."""
    sql = "SELECT * FROM coverage WHERE employer_id = ? ORDER BY secured_no, from_on, n"
    return rows(register, sql, (employer_id,))


def coverage_mark(register: Database, employer_id: str) -> tuple[int, int]:
    """Return what changes when an employer's coverage does: how many rows, and their revisions added up."""
    sql = "SELECT count(*), coalesce(sum(rev), 0) FROM coverage WHERE employer_id = ?"
    count, revisions = register.conn.execute(sql, (employer_id,)).fetchone()
    return int(count), int(revisions)


def covered_workers(register: Database, employer_id: str, on: str) -> int:
    """Return how many workers are covered through an employer on a day."""
    sql = """
    SELECT count(*) AS found FROM coverage
    WHERE employer_id = ? AND coalesce(from_on, '') <= ? AND (coalesce(to_on, '') = '' OR to_on >= ?)
    """
    found = row(register, sql, (employer_id, on, on))
    return int(found["found"]) if found else 0


def summaries(register: Database, employer_id: str) -> list[Row]:
    """Return what the centre tells of an employer's inspections, newest first."""
    sql = "SELECT * FROM inspection_summary WHERE employer_id = ? ORDER BY inspected_on DESC, n DESC"
    return rows(register, sql, (employer_id,))


def summary(register: Database, inspection_id: str) -> Row | None:
    """Return what the centre tells of one inspection, or None."""
    return row(register, "SELECT * FROM inspection_summary WHERE id = ?", (inspection_id,))


def visit(register: Database, visit_id: str) -> Row | None:
    """Return a visit or None."""
    return row(register, "SELECT * FROM visit WHERE id = ?", (visit_id,))


def planned_visits(register: Database, inspector_id: str, until: str) -> list[Row]:
    """Return an inspector's planned visits up to a day, earliest first."""
    sql = """
    SELECT * FROM visit WHERE inspector_id = ? AND status = 'planned' AND planned_on <= ?
    ORDER BY planned_on, order_no, n
    """
    return rows(register, sql, (inspector_id, until))


def visits_of(register: Database, employer_id: str) -> list[Row]:
    """Return an employer's visits, newest first."""
    return rows(register, "SELECT * FROM visit WHERE employer_id = ? ORDER BY planned_on DESC, n DESC", (employer_id,))


def cursors(register: Database) -> list[Row]:
    """Return where the feed of each scope stands."""
    return rows(register, "SELECT scope, epoch, v FROM cursor ORDER BY scope")


def row_counts(register: Database) -> dict[str, int]:
    """Return how many records of each entity the register holds."""
    return {
        name: int(register.conn.execute(f"SELECT count(*) FROM {name}").fetchone()[0])  # noqa: S608 - own names
        for name in ENTITIES
    }
