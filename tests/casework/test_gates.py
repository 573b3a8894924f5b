from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from casework.assessment import Assessment, AssessmentCase, DeclaredMonth, WorkerFound, assess
from casework.gates import CaseRecord, demand_gates, to_confirm
from casework.law_roles import Role
from casework.money import Money
from casework.notice import refuse_unconfirmed
from simplify_content.law_loader import available_schemes, load_law_pack
from simplify_content.law_pack import Confirmation, LawPack

LAW = load_law_pack("pessi")
TODAY = date(2026, 11, 22)
GATES = ("report_approved", "evidence", "confrontation", "hearing", "law_confirmed", "amount_owed")


def _assessment(evidence: tuple[str, ...] = ("photo-1",)) -> Assessment:
    worker = WorkerFound(
        "a", "Aslam", "", Money.rupees(20000), Money.rupees(20000), date(2026, 9, 1), None, "line 14", evidence
    )
    month = DeclaredMonth(date(2026, 9, 1), 1, Money.rupees(10000), Money.rupees(600), Money(0))
    case = AssessmentCase("pessi", TODAY, TODAY, declared=(month,), workers=(worker,))
    return assess(case, LAW)


def _confirmed(assessment: Assessment) -> LawPack:
    facts = refuse_unconfirmed(assessment, LAW)
    return LAW.confirmed_with(Confirmation(fact, "officer", TODAY, "gazette") for fact in facts)


def _record(assessment: Assessment | None = None) -> CaseRecord:
    return CaseRecord(
        inspection_approved=True,
        statement="We shall pay.",
        statement_declined=False,
        statement_recorded_on=TODAY,
        hearing_on=date(2026, 12, 7),
        hearing_place="Gulberg office",
        assessment=assessment or _assessment(),
        evidence_held=frozenset({"photo-1"}),
    )


def _closed(record: CaseRecord, law: LawPack) -> list[str]:
    return [gate.name for gate in demand_gates(record, law=law, on=TODAY) if not gate.passed]


def test_a_complete_case_passes_every_gate_in_order() -> None:
    gates = demand_gates(_record(), law=_confirmed(_assessment()), on=TODAY)

    assert tuple(gate.name for gate in gates) == GATES
    assert all(gate.passed and not gate.missing for gate in gates)


@pytest.mark.parametrize(
    ("change", "gate"),
    [
        ({"inspection_approved": False}, "report_approved"),
        ({"evidence_held": frozenset()}, "evidence"),
        ({"statement": " "}, "confrontation"),
        ({"statement_recorded_on": None}, "confrontation"),
        ({"statement_recorded_on": date(2026, 11, 23)}, "confrontation"),
        ({"hearing_on": None}, "hearing"),
        ({"hearing_on": TODAY}, "hearing"),
        ({"hearing_place": ""}, "hearing"),
    ],
)
def test_a_step_that_was_left_out_closes_its_own_gate(change: dict[str, object], gate: str) -> None:
    record = replace(_record(), **change)  # type: ignore[arg-type]
    law = _confirmed(_assessment())

    assert _closed(record, law) == [gate]
    closed = next(found for found in demand_gates(record, law=law, on=TODAY) if not found.passed)
    assert all(text.en != text.ur for text in closed.missing)


def test_a_hearing_on_the_day_after_is_in_time() -> None:
    record = replace(_record(), hearing_on=date(2026, 11, 23))

    assert _closed(record, _confirmed(_assessment())) == []


def test_an_employer_who_declined_to_answer_was_confronted() -> None:
    record = replace(_record(), statement="", statement_declined=True)

    assert _closed(record, _confirmed(_assessment())) == []


def test_a_line_without_evidence_closes_the_gate_and_names_the_line() -> None:
    bare = _assessment(evidence=())
    gates = demand_gates(_record(bare), law=_confirmed(bare), on=TODAY)

    assert [gate.name for gate in gates if not gate.passed] == ["evidence"]
    assert gates[1].missing[0].en == "No evidence is tied to Aslam, September 2026."


def test_the_employers_own_declaration_in_the_register_is_evidence_by_itself() -> None:
    worker_free = replace(_assessment(), lines=tuple(x for x in _assessment().lines if x.kind == "declared_unpaid"))
    record = replace(_record(worker_free), evidence_held=frozenset())

    assert _closed(record, _confirmed(worker_free)) == []


def test_an_unconfirmed_rate_closes_the_gate_and_is_named() -> None:
    gate = demand_gates(_record(), law=LAW, on=TODAY)[4]

    assert not gate.passed
    assert len(gate.missing) == len(refuse_unconfirmed(_assessment(), LAW)) == 4
    assert any("contribution.rate_percent@2013-10-07" in text.ur for text in gate.missing)


def test_what_is_to_be_confirmed_is_told_with_its_source_and_the_page() -> None:
    text = to_confirm("contribution.rate_percent@2013-10-07", LAW)

    assert text.en.startswith("A law officer has still to confirm: Rate of the employer's contribution")
    assert LAW.sources["c143"].title in text.en
    assert text.en.endswith("confirmed on the page Law.")
    assert LAW.sources["c143"].title in text.ur


def test_what_the_sources_leave_unknown_cannot_be_confirmed_and_is_told_apart() -> None:
    [value] = [value for value in load_law_pack("sessi").values["inspection.look_back_years"] if value.value is None]

    text = to_confirm(value.fact, load_law_pack("sessi"))

    assert value.title.en in text.en
    assert "has first to be read in the law" in text.en
    assert "simplify_content/law/sessi/values" in text.ur


@pytest.mark.parametrize("scheme", available_schemes())
def test_a_notice_of_every_scheme_is_barred_by_what_nobody_confirmed_and_says_what_to_do(scheme: str) -> None:
    law = load_law_pack(scheme)
    month = DeclaredMonth(date(2025, 3, 1), 1, Money.rupees(37000), Money.rupees(2220), Money(0))
    day = date(2025, 9, 1)
    worker = WorkerFound("a", "Aslam", "", Money.rupees(37000), Money.rupees(20000), date(2025, 1, 1), None, "line 14")
    assessment = assess(AssessmentCase(scheme, day, day, declared=(month,), workers=(worker,)), law)
    facts = refuse_unconfirmed(assessment, law)
    gate = demand_gates(_record(assessment), law=law, on=TODAY)[4]
    known = {value.fact for rows in law.values.values() for value in rows if value.value is not None}
    known |= set(law.provisions)
    by_officer = [Confirmation(fact, "officer", TODAY, "gazette") for fact in facts if fact in known]
    lacking = refuse_unconfirmed(assessment, law.confirmed_with(by_officer))

    assert facts
    assert (gate.name, gate.passed, len(gate.missing)) == ("law_confirmed", False, len(facts))
    for fact, text in zip(facts, gate.missing, strict=True):
        assert fact in text.en
        assert fact in text.ur
        assert ("law pack" in text.en) == (fact in lacking) == (fact not in known)
    for fact in lacking:
        role = fact.removeprefix(f"{scheme}.")
        assert role == fact or Role(role).topic.en in to_confirm(fact, law).en
    assert any(fact.startswith(f"{scheme}.") for fact in lacking) == (scheme in {"sessi", "kpessi", "bessi"})


def test_nothing_owed_closes_the_last_gate() -> None:
    nothing = assess(AssessmentCase("pessi", TODAY, TODAY), LAW)

    assert _closed(_record(nothing), _confirmed(nothing)) == ["amount_owed"]
