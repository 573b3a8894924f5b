"""Forms as a second window has them: what stands beside what was typed, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from flask import url_for

from casework.books.paper import Checked
from inspector_app.services.cross_findings import Compared
from inspector_app.services.draw_sample import OUTCOMES, CheckedLine, merge_check
from inspector_app.services.inspection_parts import EvidenceLine
from inspector_app.services.inspection_view import InspectionView
from inspector_app.services.merged_cells import merge_cells
from inspector_app.web.language import current_lang, say
from inspector_app.web.presentation import word
from inspector_app.web.two_windows import Field, SentForm, showing

Column = TypeVar("Column", bound=str)


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
    return SentForm(fields, tuple(sent.items()), url_for("closing.keep_statement", inspection_id=here), page)


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
    return SentForm(fields, tuple(sent.items()), url_for("closing.keep_signature", inspection_id=here), page)


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
    return SentForm(fields, tuple(sent.items()), url_for("cross_check.decide", inspection_id=inspection_id), page)


@dataclass(frozen=True)
class LineApart:
    """A line of a grid that two windows changed: its number, its cells as this one wants them and as they stand."""

    number: str
    wanted: Mapping[str, str]
    standing: Mapping[str, str]
    columns: Sequence[str]
    """Those that both changed."""

    @classmethod
    def of(
        cls,
        number: int,
        *,
        standing: Mapping[Column, str],
        seen: Mapping[Column, str] | None,
        typed: Mapping[Column, str],
        columns: Sequence[str],
    ) -> LineApart:
        """Return a line as it was saved, by the names of its columns."""
        wanted = merge_cells(standing, seen, typed).cells
        return cls(str(number), _by_name(wanted), _by_name(standing), columns)


def lines_form(
    apart: Sequence[LineApart], named: Mapping[str, str], *, back: Mapping[str, str], address: str, page: str
) -> SentForm:
    """Return the cells of a grid that two windows changed; what was typed is sent again for these lines only.

    Args:
        named: what each column is called.
        back: fields by which the form finds its page again.
    """
    fields = [
        Field(
            say("books.cell_label", column=named[column], number=line.number),
            line.standing.get(column, ""),
            line.wanted.get(column, ""),
        )
        for line in apart
        for column in line.columns
    ]
    sent = list(back.items())
    for row, line in enumerate(apart):
        sent += [("row", str(row)), (f"number-{row}", line.number), (f"was-{row}", showing(line.standing))]
        sent += [(f"{column}-{row}", value) for column, value in line.wanted.items()]
    return SentForm(fields, tuple(sent), address, page)


def cells_apart(columns: Iterable[str], standing: Mapping[Column, str]) -> Mapping[str, str]:
    """Return what is said at each cell that two windows changed, by column."""
    stands = _by_name(standing)
    return {
        str(column): say("elsewhere.cell", value=stands[column]) if stands.get(column) else say("elsewhere.emptied")
        for column in columns
    }


def _by_name(cells: Mapping[Column, str]) -> dict[str, str]:
    return {str(column): value for column, value in cells.items()}


def checks_form(
    standing: Mapping[str, Checked], found: Sequence[CheckedLine], *, inspection_id: str, book_id: str
) -> SentForm:
    """Return what two windows found of sampled lines; the rest of what was typed goes with it.

    Where they agree (an inspection closed meanwhile), it is what this one found that does not stand.
    """
    both = [(one, standing.get(str(one.number), Checked("", ""))) for one in found]
    is_apart = any(merge_check(stands, one).apart for one, stands in both)
    fields, sent = list[Field](), list[tuple[str, str]]()
    for one, stands in both:
        number, merged = str(one.number), merge_check(stands, one)
        if "outcome" in merged.apart or (not is_apart and merged.cells["outcome"] != stands.outcome):
            fields.append(_of_line("books.sample_found", number, _outcome(stands.outcome), _outcome(one.outcome)))
        if "note" in merged.apart or (not is_apart and merged.cells["note"] != stands.note):
            fields.append(_of_line("books.sample_note", number, stands.note, one.note))
        sent += [("line", number), *((f"{name}-{number}", value) for name, value in merged.cells.items())]
        sent.append((f"was-{number}", showing({"outcome": stands.outcome, "note": stands.note})))
    page = url_for("cross_check.sample", inspection_id=inspection_id, book_id=book_id)
    address = url_for("cross_check.check", inspection_id=inspection_id, book_id=book_id)
    return SentForm(fields, tuple(sent), address, page)


def caption_form(
    line: EvidenceLine, typed: Mapping[str, str], *, seen: Mapping[str, str] | None, inspection_id: str
) -> SentForm:
    """Return what is said of a piece of evidence beside what was typed of it."""
    standing = {"caption": line.caption, "place": line.place}
    wanted = merge_cells(standing, seen, typed).cells
    fields = [Field(say(f"evidence.{name}"), stands, wanted[name]) for name, stands in standing.items()]
    sent = (*wanted.items(), ("was", showing(standing)))
    evidence_id = line.evidence_id
    page = url_for("evidence.show", inspection_id=inspection_id, evidence_id=evidence_id)
    address = url_for("evidence.describe", inspection_id=inspection_id, evidence_id=evidence_id)
    return SentForm(fields, sent, address, page)


def _of_line(label: str, number: str, stands: str, typed: str) -> Field:
    return Field(say("books.cell_label", column=say(label), number=number), stands, typed)


def _outcome(outcome: str) -> str:
    return say(f"books.sample_{outcome or 'open'}") if outcome in OUTCOMES else outcome
