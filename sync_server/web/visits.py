"""Planned visits: the list, the order of a new one with what the law allows, and taking one back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from casework.visit_limits import Notice, Selection, Standing
from simplify_content.text import Text
from sync_server.errors import NotFound, Refusal
from sync_server.local_time import local_day
from sync_server.models import Employer, db
from sync_server.queries.employers import find_employer
from sync_server.queries.names import employer_name, person_name
from sync_server.queries.visits import PAGE, PLANNED, STATUSES, inspectors_for, visit_page
from sync_server.refusals import Barred, said
from sync_server.services.plan_visit import MOST_DAYS_AHEAD, VisitOrder, cancel_visit, limits_of_visit, plan_visit_to
from sync_server.services.written_text import optional, written
from sync_server.tools import current_tools
from sync_server.web.lists import one_of, page_number
from sync_server.web.navigation import roles_for
from sync_server.web.reader import reader
from sync_server.web.rules import open_to

blueprint = Blueprint("visits", __name__, url_prefix="/visits")
_NUMBER, _NAME, _TEXT = 60, 120, 300
_OFFICERS = _GROUND = 500


@blueprint.get("")
@open_to(*roles_for("visits"))
def list_page() -> Any:
    """Show the visits of the reader's districts."""
    status, number = one_of("state", *STATUSES) or PLANNED, page_number()
    page = visit_page(db.session(), reader(), status=status, number=number)
    today = local_day(current_tools().now()).isoformat()
    return render_template(
        "visits.html", page=page, state=status, states=STATUSES, number=number, per_page=PAGE, today=today
    )


@blueprint.get("/new/<employer_id>")
@open_to(*roles_for("visits"))
def new_page(employer_id: str) -> Any:
    """Show the order of a new visit to an employer, with what the law allows."""
    employer = find_employer(db.session(), reader(), employer_id)
    return _form(employer, request.args, None)


@blueprint.post("/new/<employer_id>")
@open_to(*roles_for("visits"))
def new(employer_id: str) -> Any:
    """Plan the visit, or say what stands in its way with everything that was typed."""
    session, user, form = db.session(), reader(), request.form
    employer = find_employer(session, user, employer_id)
    try:
        order = _order(form)
        plan_visit_to(session, user, employer, sign_in=form.get("inspector", ""), order=order, tools=current_tools())
    except NotFound:
        session.rollback()
        return _form(find_employer(session, user, employer_id), form, Refusal(said("refused.visit_inspector"))), 422
    except Refusal as refusal:
        session.rollback()
        return _form(find_employer(session, user, employer_id), form, refusal), refusal.status
    return redirect(url_for("visits.list_page"), 303)


@blueprint.post("/<visit_id>/cancel")
@open_to(*roles_for("visits"))
def cancel(visit_id: str) -> Any:
    """Take a planned visit back."""
    cancel_visit(db.session(), reader(), visit_id, tools=current_tools())
    return redirect(url_for("visits.list_page"), 303)


def _form(employer: Employer, typed: Mapping[str, str], refusal: Refusal | None) -> str:
    session = db.session()
    inspectors = inspectors_for(session, employer.district)
    return render_template(
        "visit_new.html",
        employer=employer,
        name=employer_name(employer),
        inspectors=[(one.sign_in, person_name(session, one.id)) for one in inspectors],
        typed=typed,
        problem=refusal.text if refusal else None,
        missing=refusal.missing if isinstance(refusal, Barred) else (),
        limits=limits_of_visit(session, employer, _thought_of(typed)),
        reached=Standing.REACHED,
        selections=tuple(Selection),
        notices=tuple(Notice),
    )


def _thought_of(typed: Mapping[str, str]) -> VisitOrder:
    """Return the order as far as its limits depend on it; the day is today where none was written that it can be."""
    today, day = local_day(current_tools().now()), _day(typed.get("planned_on", ""))
    if day is None or not 0 <= (day - today).days <= MOST_DAYS_AHEAD:
        day = today
    chosen = typed.get("selected_by", "")
    notice = typed.get("notice", "")
    return VisitOrder(
        planned_on=day,
        purpose=Text(en="-", ur="-"),
        order_no="",
        authorised_by="",
        selected_by=Selection(chosen) if chosen in set(Selection) else None,
        notice=Notice(notice) if notice in set(Notice) else None,
    )


def _order(form: Mapping[str, str]) -> VisitOrder:
    """Return the order as written into the form.

    Raises:
        Refusal: a part is missing or cannot be read.
    """
    planned_on, until = _day(form.get("planned_on", "")), form.get("valid_until", "").strip()
    last = _day(until)
    if planned_on is None or (until and last is None):
        raise Refusal(
            said("refused.not_a_day", found=(until if planned_on else form.get("planned_on", ""))[:40] or "-")
        )
    if planned_on < local_day(current_tools().now()):
        raise Refusal(said("refused.visit_past"))
    chosen, notice = form.get("selected_by", ""), form.get("notice", "")
    if chosen not in set(Selection) or notice not in set(Notice):
        raise Refusal(said("refused.visit_choice"))
    purpose_en = written(form.get("purpose_en", ""), "purpose_en", limit=_TEXT)
    return VisitOrder(
        planned_on=planned_on,
        purpose=Text(en=purpose_en, ur=written(form.get("purpose_ur", ""), "purpose_ur", limit=_TEXT)),
        order_no=written(form.get("order_no", ""), "order_no", limit=_NUMBER),
        authorised_by=written(form.get("authorised_by", ""), "authorised_by", limit=_NAME),
        valid_until=last,
        most_minutes=_minutes(form.get("most_minutes", "")),
        officers=optional(form.get("officers", ""), "officers", limit=_OFFICERS),
        selected_by=Selection(chosen),
        notice=Notice(notice),
        ground=optional(form.get("ground", ""), "ground", limit=_GROUND),
    )


def _day(written_day: str) -> date | None:
    try:
        return date.fromisoformat(written_day.strip())
    except ValueError:
        return None


def _minutes(typed: str) -> int | None:
    """Return the minutes, None for none; nonsense is a number that no order may have."""
    found = typed.strip()
    if not found:
        return None
    return int(found) if found.isascii() and found.isdigit() and len(found) < 6 else 0
