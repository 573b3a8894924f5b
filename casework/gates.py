"""Gates: the steps the law requires before an enforcement act; a gate is passed by facts, never by a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from casework.assessment import Assessment, AssessmentLine
from casework.finding import Finding
from casework.law_roles import Role
from casework.notice import refuse_unconfirmed
from casework.wording import month_text, name_text, sentence
from simplify_content.law_pack import DatedValue, LawPack
from simplify_content.text import Text

REGISTER_PREFIX = "register:"
"""Evidence that is the register's own entry: the employer's declaration, which the centre holds by itself."""


@dataclass(frozen=True)
class CaseRecord:
    """What a case has on record when an act is asked for.

    `statement` is the employer's answer to the findings; `statement_declined` that it was asked and refused.
    """

    inspection_approved: bool
    statement: str
    statement_declined: bool
    statement_recorded_on: date | None
    hearing_on: date | None
    hearing_place: str
    assessment: Assessment
    evidence_held: frozenset[str]
    """Evidence ids whose files are at the centre."""
    findings: tuple[Finding, ...] = ()
    """What the notice would list; some sentences print a figure of the law that has to be confirmed."""


@dataclass(frozen=True)
class Gate:
    """One gate and what it found; `missing` says what to do, in both languages, empty when passed."""

    name: str
    passed: bool
    title: Text
    missing: tuple[Text, ...]


def demand_gates(record: CaseRecord, *, law: LawPack, on: date) -> tuple[Gate, ...]:
    """Return the gates before a demand and show-cause notice, in the order a person would clear them.

    Gates: approved report; every line with evidence held; confrontation record; hearing date offered and
    in the future; nothing unconfirmed would be printed; an amount is owed.

    Source: EOBI circulars 11 and 12 of 2002-03 (demands failed for want of evidence, confrontation, hearing).
    """
    approved = () if record.inspection_approved else (sentence("gate.report_approved.missing"),)
    owed = () if record.assessment.total.paisa > 0 else (sentence("gate.amount_owed.missing"),)
    return (
        _gate("report_approved", approved),
        _gate("evidence", _without_evidence(record)),
        _gate("confrontation", _not_confronted(record, on)),
        _gate("hearing", _no_hearing(record, on)),
        _gate("law_confirmed", _unconfirmed(record, law)),
        _gate("amount_owed", owed),
    )


def _gate(name: str, missing: tuple[Text, ...]) -> Gate:
    return Gate(name, not missing, sentence(f"gate.{name}"), missing)


def _without_evidence(record: CaseRecord) -> tuple[Text, ...]:
    bare = [line for line in record.assessment.lines if not line.evidence]
    named = dict.fromkeys(evidence for line in record.assessment.lines for evidence in line.evidence)
    absent = [
        evidence
        for evidence in named
        if not evidence.startswith(REGISTER_PREFIX) and evidence not in record.evidence_held
    ]
    return (
        *(_bare(line) for line in bare),
        *(sentence("gate.evidence.not_held", evidence=evidence) for evidence in absent),
    )


def _bare(line: AssessmentLine) -> Text:
    return sentence("gate.evidence.none", subject=line.subject, month=month_text(line.month))


def _not_confronted(record: CaseRecord, on: date) -> tuple[Text, ...]:
    if not record.statement.strip() and not record.statement_declined:
        return (sentence("gate.confrontation.missing"),)
    if record.statement_recorded_on is None:
        return (sentence("gate.confrontation.undated"),)
    if record.statement_recorded_on > on:
        return (sentence("gate.confrontation.future", recorded=record.statement_recorded_on),)
    return ()


def _no_hearing(record: CaseRecord, on: date) -> tuple[Text, ...]:
    missing = []
    if record.hearing_on is None:
        missing.append(sentence("gate.hearing.no_day"))
    elif record.hearing_on <= on:
        missing.append(sentence("gate.hearing.past", hearing=record.hearing_on, today=on))
    if not record.hearing_place.strip():
        missing.append(sentence("gate.hearing.no_place"))
    return tuple(missing)


def _unconfirmed(record: CaseRecord, law: LawPack) -> tuple[Text, ...]:
    return tuple(to_confirm(fact, law) for fact in refuse_unconfirmed(record.assessment, law, findings=record.findings))


def to_confirm(fact: str, law: LawPack) -> Text:
    """Return what a law officer has to do, and where, before a notice may print a fact of `refuse_unconfirmed`."""
    scheme, _, role = fact.partition(".")
    folder = f"simplify_content/law/{law.scheme}"
    if scheme == law.scheme and role in {known.value for known in Role}:
        return sentence(
            "gate.law_confirmed.no_section",
            role=Role(role).topic,
            institution=law.institution_short,
            fact=fact,
            place=f"{folder}/rules.yaml",
        )
    title, value = fact_title(fact, law), _values(law).get(fact)
    if value is not None and value.value is None:
        return sentence("gate.law_confirmed.no_value", title=title, fact=fact, place=f"{folder}/values")
    return sentence("gate.law_confirmed.missing", title=title, fact=fact, source=_source(fact, law))


def _values(law: LawPack) -> dict[str, DatedValue]:
    return {value.fact: value for rows in law.values.values() for value in rows}


def _source(fact: str, law: LawPack) -> str:
    entry = law.provisions.get(fact) or _values(law).get(fact)
    key = entry.provenance.source if entry else ""
    return law.sources[key].title if key in law.sources else key or "—"


def fact_title(fact: str, law: LawPack) -> Text:
    """Return how people call a provision or a dated fact; its name where the pack does not hold it."""
    entry = law.provisions.get(fact) or _values(law).get(fact)
    return entry.title if entry else name_text(fact)
