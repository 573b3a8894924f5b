"""A signature stands for the exit sheet it was put under; for a sheet that was changed afterwards it does not stand."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from inspector_at_work import Desk, picture, signature_png
from prepared_laptop import MILL, TODAY
from pypdf import PdfReader

from casework.documents.sheet import ExitSheet
from casework.money import Money
from casework.notice import Letterhead
from casework.owed_by_month import OwedMonth
from inspector_app.errors import FormChanged, NotReadyToClose, SheetChanged
from inspector_app.services.exit_sheet import exit_sheet
from inspector_app.services.inspection_parts import earlier_signatures
from inspector_app.services.inspection_report import inspection_report
from inspector_app.services.marks import signature_mark
from inspector_app.services.open_inspection import InspectionView, open_inspection
from inspector_app.services.practice import open_practice
from inspector_app.services.record_statement import record_statement
from inspector_app.services.sheet_kept import kept_of, with_kept_employer, with_kept_owed
from inspector_app.services.sign_inspection import Shown, sign_inspection
from inspector_app.services.signed_sheet import hash_to_sign
from inspector_app.services.visit_note import visit_note
from inspector_app.store.driver import rows, run
from simplify_content.text import LANGS, Lang, Text

CHANGED = "The exit sheet was changed after"


def refuse(desk: Desk, inspection_id: str, reason: str = "Will not sign", shown: Shown | None = None) -> None:
    sign_inspection(
        desk.opened, inspection_id, image_png=None, signer_name="Tariq Mehmood", signer_role="Manager",
        refusal_reason=reason, witness_name="Constable Aslam", at=desk.at, new_id=desk.ids, shown=shown,
    )  # fmt: skip


def say_something_else(desk: Desk, inspection_id: str) -> None:
    record_statement(
        desk.opened, inspection_id, text="We shall register them.", declined=False, by_name="Tariq Mehmood",
        by_role="Manager", at=desk.at,
    )  # fmt: skip


def month_is_paid(desk: Desk, inspection_id: str) -> None:
    run(desk.opened.register, "UPDATE contribution_month SET paid_paisa = due_paisa WHERE employer_id = ?", (MILL,))


CHANGES: dict[str, Callable[[Desk, str], object]] = {
    "finding": lambda desk, one: desk.answer(one, "headcount_men", "20"),
    "record asked for": lambda desk, one: desk.answer(one, "rec_challans", "produced"),
    "day for records": lambda desk, one: desk.answer(one, "records_due_on", "2026-12-08"),
    "statement": say_something_else,
    "arrears": month_is_paid,
}


@pytest.fixture
def signed(desk: Desk) -> str:
    """An inspection that only waits to be closed."""
    inspection_id = desk.start()
    desk.answer_all(inspection_id)
    desk.attach_needed(inspection_id)
    desk.state(inspection_id)
    desk.sign(inspection_id)
    return inspection_id


def reasons(view: InspectionView) -> list[str]:
    return [reason.en[: len(CHANGED)] for reason in view.reasons_not_to_close]


@pytest.mark.parametrize("change", CHANGES)
def test_a_sheet_that_was_changed_is_signed_again_before_closing(desk: Desk, signed: str, change: str) -> None:
    first = desk.view(signed).signature
    assert desk.view(signed).reasons_not_to_close == ()
    desk.move(minutes=7)
    CHANGES[change](desk, signed)

    view = desk.view(signed)
    assert (view.has_lapsed, reasons(view)) == (True, [CHANGED])
    with pytest.raises(NotReadyToClose) as refused:
        desk.close(signed)
    [reason] = refused.value.reasons
    assert "09:30 on 22-11-2026" in reason.en
    assert "تبدیل ہوئی" in reason.ur
    assert desk.view(signed).signature == first, "it is kept until another takes its place"

    desk.attach_needed(signed)
    desk.sign(signed)
    assert earlier_signatures(desk.opened, signed) == (first,)
    desk.close(signed)
    assert desk.view(signed).is_closed


def test_a_lapsed_signature_is_printed_on_no_paper_and_the_new_one_is(desk: Desk, signed: str) -> None:
    before = exit_sheet(desk.opened, signed, "en", on=TODAY)
    desk.answer(signed, "headcount_men", "20")
    lapsed = exit_sheet(desk.opened, signed, "en", on=TODAY)
    assert _pictures(before) == 1
    assert _pictures(lapsed) == 0
    desk.sign(signed)
    assert _pictures(exit_sheet(desk.opened, signed, "en", on=TODAY)) == 1


def _pictures(pdf: bytes) -> int:
    return sum(len(page.images) for page in PdfReader(io.BytesIO(pdf)).pages)


def test_a_refusal_lapses_like_a_signature_and_says_so(desk: Desk, signed: str) -> None:
    refuse(desk, signed)
    desk.answer(signed, "records_due_on", "2026-12-08")

    [reason] = desk.view(signed).reasons_not_to_close
    assert reason.en.startswith("The exit sheet was changed after the refusal to sign was recorded")
    refuse(desk, signed, "Still will not")
    desk.close(signed)
    assert [one.refused for one in earlier_signatures(desk.opened, signed)] == [False, True]


def test_what_the_sheet_does_not_say_is_no_change(desk: Desk, signed: str) -> None:
    desk.answer(signed, "remarks", "The gate keeper was friendly.")
    desk.attach(signed, "remarks", picture("navy"))
    desk.state(signed)
    for _ in range(2):
        exit_sheet(desk.opened, signed, "ur", on=TODAY)
    for later in (TODAY, TODAY + timedelta(days=1), TODAY + timedelta(days=3)):
        assert not open_inspection(desk.opened, signed, on=later).has_lapsed
    desk.move(hours=20)
    desk.close(signed)
    assert desk.view(signed).is_closed


def test_what_is_put_back_as_it_was_is_what_was_signed(desk: Desk, signed: str) -> None:
    desk.answer(signed, "records_due_on", "2026-12-08")
    desk.answer(signed, "records_due_on", "2026-12-01")
    desk.close(signed)
    assert desk.view(signed).is_closed


def test_a_statement_after_the_signature_is_signed_for(desk: Desk) -> None:
    inspection_id = desk.start()
    desk.answer_all(inspection_id)
    desk.attach_needed(inspection_id)
    desk.sign(inspection_id)
    desk.state(inspection_id)
    assert reasons(desk.view(inspection_id)) == [CHANGED]


def test_a_signature_from_before_hashes_counts_as_it_did(desk: Desk, signed: str) -> None:
    run(desk.opened.work, "UPDATE signature SET sheet_sha256 = ''")
    desk.answer(signed, "records_due_on", "2026-12-08")
    desk.close(signed)
    assert desk.view(signed).is_closed


def test_every_earlier_picture_stays_and_goes_to_the_centre_with_the_closing(desk: Desk, signed: str) -> None:
    [first] = [one.evidence_id for one in desk.view(signed).evidence if one.kind == "signature"]
    desk.answer(signed, "records_due_on", "2026-12-08")
    desk.sign(signed)
    desk.close(signed)
    sent = [
        (row["row_id"], json.loads(row["body"])["set"]["kind"])
        for row in rows(desk.opened.work, "SELECT row_id, body FROM outbox WHERE kind = 'evidence.add'")
    ]
    assert (first, "signature") in sent
    assert sum(kind == "signature" for _, kind in sent) == 2
    [closing] = rows(desk.opened.work, "SELECT body FROM outbox WHERE kind = 'inspection.close'")
    assert "sheet_sha256" not in json.loads(closing["body"])["set"]["signature"]


def test_what_is_signed_is_the_sheet_that_the_page_showed(desk: Desk, signed: str) -> None:
    view = desk.view(signed)
    shown = Shown(hash_to_sign(desk.opened, view), signature_mark(view.signature))
    desk.answer(signed, "records_due_on", "2026-12-08")
    with pytest.raises(SheetChanged):
        refuse(desk, signed, shown=shown)
    assert desk.view(signed).signature == view.signature


def test_a_signature_that_the_page_did_not_show_is_not_put_aside(desk: Desk, signed: str) -> None:
    view = desk.view(signed)
    shown = Shown(hash_to_sign(desk.opened, view), "")
    with pytest.raises(FormChanged) as refused:
        refuse(desk, signed, shown=shown)
    assert refused.value.mark == signature_mark(view.signature)
    refuse(desk, signed, shown=Shown(shown.sheet, refused.value.mark))
    assert desk.view(signed).signature.refused


def test_a_signature_sent_twice_by_one_press_is_taken(desk: Desk, signed: str) -> None:
    view = desk.view(signed)
    sign_inspection(
        desk.opened, signed, image_png=signature_png(), signer_name="Tariq Mehmood", signer_role="Manager",
        refusal_reason="", witness_name="", at=desk.at, new_id=desk.ids,
        shown=Shown(hash_to_sign(desk.opened, view), ""),
    )  # fmt: skip
    assert desk.view(signed).signature.image_sha256 == view.signature.image_sha256


def test_the_practice_room_asks_for_the_same(practice_desk: Desk) -> None:
    desk = practice_desk
    inspection_id = open_practice(desk.opened, at=desk.at, new_id=desk.ids)
    refuse(desk, inspection_id)
    assert not desk.view(inspection_id).has_lapsed
    desk.answer(inspection_id, "rec_wage_register", "not_produced")
    assert desk.view(inspection_id).has_lapsed
    refuse(desk, inspection_id)
    assert not desk.view(inspection_id).has_lapsed


@pytest.mark.parametrize("lang", LANGS)
def test_a_closed_sheet_stays_as_it_was_signed_whatever_the_register_says_since(
    desk: Desk, signed: str, lang: Lang
) -> None:
    desk.close(signed)
    papers = (exit_sheet, visit_note, inspection_report)
    before = [paper(desk.opened, signed, lang, on=TODAY) for paper in papers]
    month_is_paid(desk, signed)
    run(
        desk.opened.register, "UPDATE employer SET name_en = 'Another Mill', name_ur = 'دوسری مل' WHERE id = ?", (MILL,)
    )
    assert [paper(desk.opened, signed, lang, on=TODAY) for paper in papers] == before


def test_a_sheet_that_is_closed_without_an_assessment_stays_without_one() -> None:
    texts = [Text(en=f"{n}", ur=f"{n}") for n in range(6)]
    bare = ExitSheet(
        Letterhead(texts[0], texts[1], texts[2], ""), "INS", TODAY, TODAY, texts[3], "1-2", texts[4], texts[5], texts[0]
    )
    months = (OwedMonth(Money(7), Money(0), TODAY), OwedMonth(Money(5), None, TODAY))
    for sheet in (
        replace(bare, arrears_by_month=None),
        bare,
        replace(bare, arrears_by_month=months, total=Money(12), increase_note=texts[1]),
    ):
        assert with_kept_owed(with_kept_employer(bare, kept_of(sheet)), kept_of(sheet)) == sheet
    assert with_kept_employer(bare, "") == bare


def test_opened_again_the_sheet_is_what_the_register_says_now_and_is_signed_again(desk: Desk, signed: str) -> None:
    desk.close(signed)
    before = desk.view(signed).signature
    run(desk.opened.work, "UPDATE inspection SET closed_at = '', version = 2")
    assert not desk.view(signed).has_lapsed
    month_is_paid(desk, signed)
    assert desk.view(signed).has_lapsed
    assert desk.view(signed).signature == before
