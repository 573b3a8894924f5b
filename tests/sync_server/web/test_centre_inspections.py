from __future__ import annotations

import hashlib
from typing import Any

import pytest
from centre_visitor import visit
from inspected_employer import SECRET, add_evidence, inspected, jpeg
from sqlalchemy import select

from sync_server.models import Inspection, InspectionSummary, Review, Role

UNKNOWN = "01900000-0000-7000-8000-000000000000"


def state_of(centre: Any, inspection_id: str) -> tuple[str, str]:
    centre.session.rollback()
    inspection = centre.session.get(Inspection, inspection_id)
    summary = centre.session.get(InspectionSummary, inspection_id)
    return inspection.state, summary.state


def test_a_supervisor_reads_an_inspection_with_evidence_statement_hints_and_interviews(centre: Any) -> None:
    made = inspected(centre)
    centre.user("sup", Role.SUPERVISOR)
    page = visit(centre, "sup").open(f"/inspections/{made.inspection_id}")

    assert page.status_code == 200
    for words in (
        "Wage register, page 14",
        "section 20(1)",
        "The two men joined last month",
        "The employer refused to sign",
        "Time on site: 135 minutes.",
        "Closed not before 20-11-2026 09:00 and received 22-11-2026 14:00",
        "Record not produced",
        SECRET,
    ):
        assert words in page.text


@pytest.mark.parametrize("role", [Role.ENFORCEMENT_OFFICER, Role.INSPECTOR])
def test_what_workers_said_in_confidence_is_shown_to_nobody_but_supervisors(centre: Any, role: Role) -> None:
    made = inspected(centre, state="approved")
    secret_photo = add_evidence(
        centre, made.inspection_id, "iv_card", jpeg("red"), caption="Card of a worker", key="i1"
    )
    name = made.inspector.sign_in
    if role is not Role.INSPECTOR:
        name = centre.user("enf", role).sign_in
    visitor = visit(centre, name)

    page = visitor.open(f"/inspections/{made.inspection_id}")

    assert page.status_code == 200
    assert SECRET not in page.text
    assert "kept back from wages" not in page.text
    assert "Card of a worker" not in page.text
    assert visitor.open(f"/inspections/{made.inspection_id}/evidence/{secret_photo}").status_code == 404
    assert visitor.open(f"/inspections/{made.inspection_id}/evidence/{made.photo_id}").status_code == 200


def test_approval_is_appended_told_to_laptops_and_raises_flags(centre: Any) -> None:
    made = inspected(centre)
    user_id = centre.user("sup", Role.SUPERVISOR).id
    visitor = visit(centre, "sup")

    answer = visitor.send(f"/inspections/{made.inspection_id}/approve", version="1", remark="Good work")

    assert answer.status_code == 303
    assert state_of(centre, made.inspection_id) == ("approved", "approved")
    [review] = centre.session.scalars(select(Review))
    assert (review.act, review.remark, review.user_id) == ("approved", "Good work", user_id)
    assert centre.scalar("SELECT count(*) FROM flag WHERE cleared_at IS NULL") > 0


def test_returning_asks_for_a_remark_and_sends_it_to_the_laptop(centre: Any) -> None:
    made = inspected(centre)
    centre.user("sup", Role.SUPERVISOR)
    visitor = visit(centre, "sup", lang="ur")
    path = f"/inspections/{made.inspection_id}/return"

    without = visitor.send(path, version="1", remark="   ")
    with_one = visitor.send(path, version="1", remark="تصویر دوبارہ لیں")

    assert (without.status_code, with_one.status_code) == (422, 303)
    assert "خالی نہیں چھوڑا جا سکتا" in without.text
    summary = centre.session.get(InspectionSummary, made.inspection_id)
    assert (summary.state, summary.remark) == ("returned", "تصویر دوبارہ لیں")


@pytest.mark.parametrize("second", ["approve", "return"])
@pytest.mark.parametrize("first", ["approve", "return"])
def test_an_inspection_is_reviewed_once(centre: Any, first: str, second: str) -> None:
    made = inspected(centre)
    centre.user("sup", Role.SUPERVISOR)
    centre.user("sup2", Role.SUPERVISOR)

    answers = [
        visit(centre, name).send(f"/inspections/{made.inspection_id}/{act}", version="1", remark="seen")
        for name, act in (("sup", first), ("sup2", second))
    ]

    assert [answer.status_code for answer in answers] == [303, 409]
    assert "no longer awaiting review" in answers[1].text
    assert centre.scalar("SELECT count(*) FROM review") == 1


def test_a_page_that_was_shown_before_the_inspection_changed_approves_nothing(centre: Any) -> None:
    made = inspected(centre)
    centre.user("sup", Role.SUPERVISOR)
    centre.session.get(Inspection, made.inspection_id).version = 2
    centre.session.commit()

    answer = visit(centre, "sup").send(f"/inspections/{made.inspection_id}/approve", version="1")

    assert answer.status_code == 409
    assert state_of(centre, made.inspection_id)[0] == "received"


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SUPERVISOR])
def test_only_supervisors_review(centre: Any, role: Role) -> None:
    made = inspected(centre)
    centre.user("other", role)

    answer = visit(centre, "other").send(f"/inspections/{made.inspection_id}/approve", version="1")

    assert answer.status_code == 403
    assert state_of(centre, made.inspection_id)[0] == "received"


def test_another_districts_inspection_and_an_unknown_one_are_answered_alike(centre: Any) -> None:
    made = inspected(centre, district="multan")
    centre.user("sup", Role.SUPERVISOR)
    visitor = visit(centre, "sup")

    pages = [
        visitor.open(f"/inspections/{id_}{rest}")
        for id_ in (made.inspection_id, UNKNOWN, "not-an-id", "x" * 3000)
        for rest in ("", f"/evidence/{made.photo_id}", f"/evidence/{made.photo_id}/thumbnail")
    ]
    posts = [
        visitor.send(f"/inspections/{id_}/{act}", version="1", remark="x")
        for id_ in (made.inspection_id, UNKNOWN)
        for act in ("approve", "return")
    ]

    assert {page.status_code for page in (*pages, *posts)} == {404}
    assert "Employer" not in visitor.open("/inspections").text.split("<tbody>")[1]
    assert state_of(centre, made.inspection_id)[0] == "received"


def test_an_inspector_sees_own_inspections_only(centre: Any) -> None:
    made, other = inspected(centre), inspected(centre)
    visitor = visit(centre, made.inspector.sign_in)

    assert visitor.open(f"/inspections/{made.inspection_id}").status_code == 200
    assert visitor.open(f"/inspections/{other.inspection_id}").status_code == 404
    assert other.inspection_id not in visitor.open("/inspections").text


def test_an_enforcement_officer_sees_approved_inspections_only(centre: Any) -> None:
    waiting, approved = inspected(centre), inspected(centre, state="approved")
    centre.user("enf", Role.ENFORCEMENT_OFFICER)
    visitor = visit(centre, "enf")

    assert visitor.open(f"/inspections/{waiting.inspection_id}").status_code == 404
    assert visitor.open(f"/inspections/{approved.inspection_id}").status_code == 200


@pytest.mark.parametrize("lang", ["en", "ur"])
def test_a_remark_of_ten_thousand_characters_is_refused_and_nothing_is_written(centre: Any, lang: str) -> None:
    made = inspected(centre)
    centre.user("sup", Role.SUPERVISOR)

    answer = visit(centre, "sup", lang=lang).send(
        f"/inspections/{made.inspection_id}/return", version="1", remark="ا" * 10_000
    )

    assert answer.status_code == 422
    assert "2000" in answer.text
    assert "10000" in answer.text
    assert state_of(centre, made.inspection_id)[0] == "received"


@pytest.mark.parametrize("version", ["", "abc", "-1", "٣", "9" * 30])
def test_nonsense_as_version_matches_no_version(centre: Any, version: str) -> None:
    made = inspected(centre)
    centre.user("sup", Role.SUPERVISOR)

    answer = visit(centre, "sup").send(f"/inspections/{made.inspection_id}/approve", version=version)

    assert answer.status_code == 409


def test_evidence_is_downloaded_byte_for_byte_and_never_shown_inline(centre: Any) -> None:
    made = inspected(centre)
    centre.user("sup", Role.SUPERVISOR)

    response = visit(centre, "sup").open(f"/inspections/{made.inspection_id}/evidence/{made.photo_id}")

    assert response.data == jpeg()
    assert response.headers["Content-Disposition"].startswith("attachment; filename=")
    assert response.mimetype == "application/octet-stream"


def test_a_thumbnail_is_drawn_anew_and_a_file_that_is_no_picture_has_none(centre: Any) -> None:
    made = inspected(centre)
    hostile = add_evidence(centre, made.inspection_id, "remarks", b"<script>alert(1)</script>", caption="not a picture")
    centre.user("sup", Role.SUPERVISOR)
    visitor = visit(centre, "sup")

    picture = visitor.open(f"/inspections/{made.inspection_id}/evidence/{made.photo_id}/thumbnail")
    no_picture = visitor.open(f"/inspections/{made.inspection_id}/evidence/{hostile}/thumbnail")

    assert (picture.status_code, picture.mimetype, no_picture.status_code) == (200, "image/jpeg", 404)
    assert hashlib.sha256(picture.data).digest() != hashlib.sha256(jpeg()).digest()


def test_hostile_names_and_remarks_are_written_as_text(centre: Any) -> None:
    made = inspected(centre, name_en='<script>alert("x")</script>', name_ur="")
    centre.user("sup", Role.SUPERVISOR)
    visitor = visit(centre, "sup")
    visitor.send(f"/inspections/{made.inspection_id}/approve", version="1", remark="<img src=x onerror=alert(1)>")

    page = visitor.open(f"/inspections/{made.inspection_id}").text + visitor.open("/inspections").text

    assert "<script>" not in page
    assert "<img src=x" not in page


def test_an_inspection_made_with_a_checklist_the_centre_lacks_is_explained(centre: Any) -> None:
    made = inspected(centre)
    centre.session.get(Inspection, made.inspection_id).checklist_version = "2099010101"
    centre.session.commit()
    centre.user("sup", Role.SUPERVISOR)

    page = visit(centre, "sup").open(f"/inspections/{made.inspection_id}")

    assert page.status_code == 409
    assert "2099010101" in page.text


def test_in_urdu_every_word_of_the_page_is_urdu_and_numbers_are_isolated(centre: Any) -> None:
    made = inspected(centre)
    centre.user("sup", Role.SUPERVISOR)

    page = visit(centre, "sup", lang="ur").open(f"/inspections/{made.inspection_id}").text

    assert '<html lang="ur" dir="rtl">' in page
    assert '<bdi dir="ltr" class="ident">35202-1234567-1</bdi>' in page
    assert "اجرت رجسٹر کی سطر" in page
    assert "Findings" not in page
