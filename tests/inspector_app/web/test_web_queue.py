from __future__ import annotations

import threading
from typing import Any

import pytest
from click.testing import CliRunner
from prepared_laptop import BEGIN, MILL, PASSWORD

from inspector_app.cli import laptop as laptop_commands
from inspector_app.services import sync_desk
from inspector_app.services.status_words import size_words
from inspector_app.services.sync_desk import SyncDesk
from inspector_app.store import outbox, queue_lines, verdicts
from inspector_app.store.driver import writing
from inspector_app.store.way import set_push_pace


def _desk(visitor: Any) -> SyncDesk:
    desk: SyncDesk = visitor.app.extensions["muaina"].desk
    return desk


def _correct(visitor: Any, phone: str) -> None:
    visitor.post(f"/employers/{MILL}/corrections", {"phone": phone})


@pytest.mark.parametrize(
    ("lang", "saved", "to_do"),
    [("en", "Made and saved on this laptop: 1.", "Waiting to be sent: 1 (1 KB)."), ("ur", "محفوظ ہوئے", "کے منتظر")],
)
def test_the_queue_says_where_the_work_is(visitor: Any, lang: str, saved: str, to_do: str) -> None:
    _correct(visitor.speak(lang), "042-35870199")
    page = visitor.get("/queue").text

    assert saved in page
    assert to_do in page


def test_the_queue_names_what_a_held_entry_waits_for_and_why_another_was_rejected(visitor: Any) -> None:
    for number in range(3):
        _correct(visitor, f"042-3587019{number}")
    with visitor.app.extensions["muaina"].session.open() as opened, writing(opened.work):
        first, second, third = outbox.operations_after(opened.work, 0, limit=3)
        outbox.mark_acknowledged(opened.work, 3, BEGIN.isoformat())
        common = {"reason_en": "It cannot stand: phone.", "reason_ur": "یہ قبول نہیں: phone۔", "conflict_ids": []}
        for number, operation, outcome, code, waits in (
            (1, first, "applied", "", ""),
            (2, second, "held", "E_PARENT", first["row_id"]),
            (3, third, "rejected", "E_VALIDATION", ""),
        ):
            verdicts.put_verdict(
                opened.work,
                {**common, "op_id": operation["op_id"], "number": number, "outcome": outcome, "code": code,
                 "waits_for": waits},
            )  # fmt: skip
        states = [line["outcome"] for line in queue_lines.lines(opened.work, limit=5)]
    page = visitor.get("/queue").text

    assert states == ["rejected", "held", "applied"]
    assert "It waits at the centre for: Correction of the register: Shahdara Knitwear" in page
    assert "It cannot stand: phone." in page
    assert "Read the reason and enter it anew." in page


def test_a_slow_link_shows_how_long_sending_takes(visitor: Any) -> None:
    _correct(visitor, "042-35870199")
    with visitor.app.extensions["muaina"].session.open() as opened, writing(opened.work):
        set_push_pace(opened.work, 2.0)
    page = visitor.get("/queue").text

    assert "At the speed last measured this takes about" in page


def test_a_sync_that_takes_long_is_shown_on_its_way_and_begun_only_once(visitor: Any, monkeypatch: Any) -> None:
    going, begun = threading.Event(), list[int]()

    def slow(opened: Any, **options: Any) -> Any:
        begun.append(1)
        options["progress"](size_words(5), 0.5)
        going.wait(30)
        return real(opened, **options)

    real = sync_desk.synchronise
    monkeypatch.setattr(sync_desk, "synchronise", slow)
    visitor.post("/queue/sync")
    visitor.post("/queue/sync")
    told = visitor.get("/queue/progress").json
    page = visitor.get("/queue").text
    going.set()
    _desk(visitor).wait(30)

    assert (told["running"], told["share"], told["text"]) == (
        True, 0.5, "1 KB",
    )  # fmt: skip
    assert 'id="sync" disabled' in page
    assert begun == [1]
    assert visitor.get("/queue/progress").json["running"] is False
    assert "No connection to the centre" in visitor.get("/queue").text


def test_the_practice_room_has_no_sync(visitor: Any) -> None:
    visitor.sign_in("practice")

    assert visitor.post("/queue/sync").status_code == 409


def test_the_status_command_says_it_in_both_languages(config: Any) -> None:
    told = CliRunner().invoke(
        laptop_commands, ["status", "--home", str(config.home.parent), "--password", PASSWORD], catch_exceptions=False
    )

    assert told.exit_code == 0
    assert "Nothing has been finished on this laptop yet." in told.output
    assert "اس لیپ ٹاپ پر ابھی کوئی کام مکمل نہیں ہوا۔" in told.output
