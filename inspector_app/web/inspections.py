"""An inspection: start, overview with steps, section pages, findings, arrears."""

from __future__ import annotations

from dataclasses import dataclass, fields

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from checklists.form_state import ItemRef
from inspector_app.catalogue import say as say_both
from inspector_app.current import current_laptop, current_opened
from inspector_app.errors import InvalidAnswer, NotAuthorised, NotFound
from inspector_app.services.arrears import arrears as assess_arrears
from inspector_app.services.authorisation import TypedOrder
from inspector_app.services.choose_checklist import DEFAULT
from inspector_app.services.open_inspection import InspectionView, open_inspection
from inspector_app.services.start_inspection import start_inspection
from inspector_app.services.tally import counted_questions
from inspector_app.services.time_on_site import time_on_site
from inspector_app.services.visit_note import is_to_be_noted
from inspector_app.web.arrears_table import by_reason, fact_in_words, months_of
from inspector_app.web.employers import employer_page
from inspector_app.web.language import current_lang, say
from inspector_app.web.sections import sections_of, window_of
from simplify_content.text import Text

blueprint = Blueprint("inspections", __name__)


@dataclass(frozen=True)
class Step:
    """One step of a visit; `note` says in a few words how far it is."""

    name: str
    href: str
    done: bool
    note: str


@blueprint.post("/inspections")
def start() -> Response:
    """Begin an inspection, or go on with the one that is open for this employer."""
    tools, employer_id = current_laptop().tools, request.form.get("employer_id", "")
    order = TypedOrder(**{field.name: request.form.get(field.name, "") for field in fields(TypedOrder)})
    try:
        inspection_id = start_inspection(
            current_opened(),
            employer_id,
            visit_id=request.form.get("visit_id", ""),
            checklist=request.form.get("checklist") or DEFAULT,
            at=tools.now(),
            new_id=tools.new_id,
            order=order,
        )
    except (NotAuthorised, InvalidAnswer) as refusal:
        page = employer_page(employer_id, order=order, order_problem=refusal.text.in_(current_lang()))
        return Response(page, status=refusal.status, mimetype="text/html")
    return redirect(url_for("inspections.overview", inspection_id=inspection_id), code=303)


@blueprint.get("/inspections/<inspection_id>")
def overview(inspection_id: str) -> str:
    """Show the steps of the visit and what is missing."""
    return overview_page(inspection_id, reasons=())


def overview_page(inspection_id: str, *, reasons: tuple[Text, ...]) -> str:
    """Return the overview, with the reasons why it could not be closed, if that was tried."""
    view = open_view(inspection_id)
    return render_template(
        "inspection.html",
        view=view,
        steps=steps_of(view),
        sections=sections_of(view.checklist, view.form),
        missing=view.form.missing,
        problems=view.form.problems,
        reasons=reasons,
        is_to_be_noted=is_to_be_noted(view),
        time_on_site=time_on_site(current_opened(), inspection_id),
    )


@blueprint.get("/inspections/<inspection_id>/sections/<name>")
def section(inspection_id: str, name: str) -> str:
    """Show one section's questions."""
    view = open_view(inspection_id)
    all_sections = sections_of(view.checklist, view.form)
    here = next((place for place, candidate in enumerate(all_sections) if candidate.name == name), None)
    if here is None:
        raise NotFound(say_both("answers.unknown_section"))
    shown = all_sections[here]
    card = request.args.get("card", "")
    return render_template(
        "section.html",
        view=view,
        section=shown,
        windows={deck.repeat: window_of(deck, card) for deck in shown.decks},
        sections=all_sections,
        before=all_sections[here - 1] if here else None,
        after=all_sections[here + 1] if here + 1 < len(all_sections) else None,
        skipped=shown.skipped,
        confidential=shown.is_confidential,
        takes_count=bool({item.ref for item in shown.items}.intersection(counted_questions(view.form))),
    )


@blueprint.get("/inspections/<inspection_id>/findings")
def findings(inspection_id: str) -> str:
    """Show what the answers amount to, each with its provision and evidence."""
    view = open_view(inspection_id)
    items = {item.ref: item for item in view.form.items}
    captions = {line.evidence_id: line for line in view.evidence}
    return render_template("findings.html", view=view, items=items, captions=captions, ref=ItemRef)


@blueprint.get("/inspections/<inspection_id>/arrears")
def arrears(inspection_id: str) -> str:
    """Show what is owed month by month, and how each line came about."""
    opened = current_opened()
    view = open_view(inspection_id)
    as_of = view.inspection.on
    assessment = assess_arrears(opened, inspection_id, as_of=as_of)
    if assessment is None:
        return render_template("no_arrears.html", view=view)
    return render_template(
        "arrears.html",
        view=view,
        assessment=assessment,
        months=months_of(assessment.lines),
        not_assessed=by_reason(assessment.not_assessed),
        unconfirmed=[fact_in_words(fact) for fact in assessment.unconfirmed],
    )


def open_view(inspection_id: str) -> InspectionView:
    """Return an inspection as it stands today."""
    return open_inspection(current_opened(), inspection_id, on=current_laptop().tools.today())


def steps_of(view: InspectionView) -> tuple[Step, ...]:
    """Return the steps of a visit in their order, with how far each is."""
    here = view.inspection.id
    asked = sum(section.asked for section in view.form.sections)
    answered = sum(section.answered for section in view.form.sections)
    return (
        Step(
            "questions",
            url_for("inspections.section", name=view.form.sections[0].name, inspection_id=here),
            not view.form.missing and not view.form.problems,
            say("inspection.asked_answered", answered=answered, asked=asked),
        ),
        Step("books", url_for("books.show", inspection_id=here), view.statement is not None, ""),
        Step("cross_check", url_for("cross_check.show", inspection_id=here), view.statement is not None, ""),
        Step(
            "findings",
            url_for("inspections.findings", inspection_id=here),
            view.statement is not None,
            str(len(view.findings)),
        ),
        Step("arrears", url_for("inspections.arrears", inspection_id=here), view.statement is not None, ""),
        Step(
            "statement",
            url_for("closing.statement", inspection_id=here),
            view.statement is not None,
            _statement_note(view),
        ),
        Step(
            "signature",
            url_for("closing.signature", inspection_id=here),
            view.signature is not None and not view.has_lapsed,
            _signature_note(view),
        ),
        Step("close", url_for("inspections.overview", _anchor="close", inspection_id=here), view.is_closed, ""),
    )


def _statement_note(view: InspectionView) -> str:
    if view.statement is None:
        return say("inspection.not_yet")
    return say("inspection.statement_declined" if view.statement.declined else "inspection.statement_given")


def _signature_note(view: InspectionView) -> str:
    if view.signature is None:
        return say("inspection.not_yet")
    if view.has_lapsed:
        return say("signature.lapsed")
    return say("inspection.refused" if view.signature.refused else "inspection.signed")
