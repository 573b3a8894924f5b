"""Drafts of an inspection that was closed are gone; old ones go with the next."""

from __future__ import annotations

from datetime import timedelta

from prepared_laptop import BEGIN

from inspector_app.services.drafts import KEPT, forget_closed, forget_sent_in, keep_fields, kept_fields

FIELDS = [["statement text 1", "انہوں نے کہا"]]


def test_a_closed_inspection_leaves_no_draft_behind_and_others_stay(desk) -> None:
    for page in ("/inspections/a", "/inspections/a/statement", "/inspections/ab", "/survey"):
        assert keep_fields(desk.opened, page, FIELDS, at=BEGIN)
    forget_closed(desk.opened, "/inspections/a")
    kept = [kept_fields(desk.opened, page) for page in ("/inspections/a", "/inspections/a/statement")]
    assert kept == [[], []]
    assert [kept_fields(desk.opened, page) for page in ("/inspections/ab", "/survey")] == [FIELDS, FIELDS]


def test_a_draft_is_replaced_and_forgotten(desk) -> None:
    keep_fields(desk.opened, "/survey", FIELDS, at=BEGIN)
    keep_fields(desk.opened, "/survey", [["x", True]], at=BEGIN)
    assert kept_fields(desk.opened, "/survey") == [["x", True]]
    forget_sent_in(desk.opened, "/survey")
    forget_sent_in(desk.opened, "/survey")
    assert kept_fields(desk.opened, "/survey") == []


def test_a_draft_that_nobody_came_back_to_goes_after_a_while(desk) -> None:
    keep_fields(desk.opened, "/survey", FIELDS, at=BEGIN)
    keep_fields(desk.opened, "/other", FIELDS, at=BEGIN + KEPT + timedelta(seconds=1))
    assert kept_fields(desk.opened, "/survey") == []
