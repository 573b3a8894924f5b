"""Statement, signature and decision as a second window has them: what stands beside what was typed, in words."""

from __future__ import annotations

from collections.abc import Mapping

from flask import url_for

from inspector_app.services.cross_findings import Compared
from inspector_app.services.inspection_view import InspectionView
from inspector_app.web.language import current_lang, say
from inspector_app.web.presentation import word
from inspector_app.web.two_windows import Field, SentForm


def statement_form(view: InspectionView, sent: Mapping[str, str]) -> SentForm:
    """Return what stands as the employer's statement beside what was typed."""
    said = view.statement
    declined = sent.get("declined") == "yes"
    fields = (
        Field(
            say("statement.what"),
            say("statement.declined" if said.declined else "statement.made") if said else "",
            say("statement.declined" if declined else "statement.made"),
        ),
        Field(say("statement.text"), said.text if said else "", "" if declined else sent.get("text", "")),
        Field(say("statement.by_name"), said.by_name if said else "", sent.get("by_name", "")),
        Field(say("statement.by_role"), said.by_role if said else "", sent.get("by_role", "")),
    )
    here = view.inspection.id
    page = url_for("closing.statement", inspection_id=here)
    return SentForm(fields, sent, url_for("closing.keep_statement", inspection_id=here), page)


def signature_form(view: InspectionView, sent: Mapping[str, str]) -> SentForm:
    """Return what stands as signature or refusal beside what was drawn or typed."""
    signed, refused = view.signature, sent.get("refused") == "yes"
    fields = (
        Field(say("signature.signer_name"), signed.signer_name if signed else "", sent.get("signer_name", "")),
        Field(say("signature.signer_role"), signed.signer_role if signed else "", sent.get("signer_role", "")),
        Field(say("elsewhere.drawn"), _drawn(view), "" if refused else sent.get("image", ""), is_picture=True),
        Field(
            say("signature.refusal_reason"),
            signed.refusal_reason if signed else "",
            sent.get("refusal_reason", "") if refused else "",
        ),
        Field(
            say("signature.witness_name"),
            signed.witness_name if signed else "",
            sent.get("witness_name", "") if refused else "",
        ),
    )
    here = view.inspection.id
    page = url_for("closing.signature", inspection_id=here)
    return SentForm(fields, sent, url_for("closing.keep_signature", inspection_id=here), page)


def _drawn(view: InspectionView) -> str:
    """Return the address of the picture of the signature that stands; "" for none."""
    sha256 = view.signature.image_sha256 if view.signature else ""
    found = next((line for line in reversed(view.evidence) if line.sha256 == sha256), None)
    if found is None:
        return ""
    return url_for("evidence.original", inspection_id=view.inspection.id, evidence_id=found.evidence_id)


def decision_form(found: Compared, inspection_id: str, sent: Mapping[str, str]) -> SentForm:
    """Return how a difference stands decided beside what was decided here."""
    name = sent.get("difference", "")
    one = next((judged for judged in found.differences if judged.name == name), None)
    wanted = "drafted" if sent.get("decision") == "drafted" else "set_aside"
    told = one.difference.text.in_(current_lang()) if one else ""
    fields = (
        Field(say("books.difference"), told, told),
        Field(
            say("books.standing"),
            word(one.decided or one.standing.value, "books.standing_") if one else "",
            word(wanted, "books.standing_"),
        ),
        Field(
            say("books.set_aside_reason"),
            one.reason if one else "",
            sent.get("reason", "") if wanted == "set_aside" else "",
        ),
    )
    page = url_for("cross_check.show", inspection_id=inspection_id, _anchor=f"difference-{name}")
    return SentForm(fields, sent, url_for("cross_check.decide", inspection_id=inspection_id), page)
