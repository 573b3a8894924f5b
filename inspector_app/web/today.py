"""The first page: unfinished work, today's visits, what was closed here."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from inspector_app.current import current_laptop, current_opened
from inspector_app.services.choose_checklist import checklists_on_offer
from inspector_app.services.notify_employer import served_of
from inspector_app.services.todays_visits import inspections_here, todays_visits, weeks_visits

blueprint = Blueprint("today", __name__)


@blueprint.get("/")
def today() -> str | Response:
    """Show the day's work; in the practice room the desk."""
    opened = current_opened()
    if opened.is_practice:
        return redirect(url_for("practice.desk"), code=303)
    on = current_laptop().tools.today()
    here, week = inspections_here(opened), weeks_visits(opened, on=on)
    return render_template(
        "today.html",
        on=on,
        visits=todays_visits(opened, on=on),
        week=week,
        told={visit.visit_id for visit in week if served_of(opened, visit.visit_id)},
        checklists=checklists_on_offer(opened),
        unfinished=[line for line in here if line.state == "open"],
        closed=[line for line in here if line.state != "open"][:10],
    )
