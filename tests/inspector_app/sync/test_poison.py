"""One operation that cannot stand and one that meets a fault at the centre do not stop the 998 around them."""

from __future__ import annotations

from typing import Any

import pytest
from live_centre import PASSWORD, TOOLS
from prepared_laptop import BEGIN

from inspector_app.services.queue import QueueState, queue
from inspector_app.services.status_words import status_words
from inspector_app.store import outbox
from inspector_app.store.driver import writing
from inspector_app.store.outbox import Intent, append
from simplify_content.text import Text
from sync_protocol.entities import OperationKind
from sync_server.models import Role, db
from sync_server.services import apply_operation
from sync_server.services.add_user import NewUser, add_user
from sync_server.services.read_devices import device_views, read_device

CRASHING = "042-6666666"


@pytest.fixture
def fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of the centre that one value brings out."""
    effects = dict(apply_operation._EFFECTS)
    correct = effects[OperationKind.EMPLOYER_CORRECT]

    def met(arrival: Any, content: Any) -> Any:
        if content.get("phone") == CRASHING:
            raise ZeroDivisionError("a fault of ours")
        return correct(arrival, content)

    monkeypatch.setattr(apply_operation, "_EFFECTS", {**effects, OperationKind.EMPLOYER_CORRECT: met})


def seen_at_the_centre(centre: Any) -> list[tuple[str, Text]]:
    """Return place and reason of what a supervisor sees to be without effect on the page of the only laptop."""
    with centre.inside():
        session = db.session()
        new = NewUser("asma", Role.SUPERVISOR, Text(en="Asma", ur="عاصمہ"), ("district:lahore",), PASSWORD)
        supervisor = add_user(session, new, tools=centre.app.extensions["muaina"])
        [laptop] = device_views(session, supervisor, now=BEGIN)
        page = read_device(session, supervisor, laptop.line.id, now=BEGIN)
        said = ((one.place, Text(en=one.entry.reason_en, ur=one.entry.reason_ur)) for one in page.unsettled)
        return sorted(said, key=lambda one: one[0])


def test_998_good_operations_are_received_in_two_rounds_and_2_stand_with_their_reasons(centre, enrolled, fault) -> None:
    employer_id = centre.employer(1)
    laptop = enrolled()
    assert laptop.sync().finished
    phones = ["not a number" if n == 300 else CRASHING if n == 600 else f"042-1{n:06d}" for n in range(1000)]
    intents = [
        Intent(
            TOOLS.new_id(),
            OperationKind.EMPLOYER_CORRECT,
            employer_id,
            employer_id,
            "",
            set={"phone": phone},
            was={"phone": ""},
        )
        for phone in phones
    ]
    with laptop.open() as opened, writing(opened.work):
        append(opened.work, intents, user_id=opened.person.id, made_at=BEGIN.isoformat())
    assert laptop.sync().finished
    with laptop.open() as opened:
        assert outbox.acknowledged_through(opened.work) == 1000
        view = queue(opened)
    assert view.counts[QueueState.RECEIVED] == 998
    assert (view.counts[QueueState.HELD], view.counts[QueueState.REJECTED]) == (1, 1)
    first, second = view.lines[:2]
    assert {first.state, second.state} == {QueueState.HELD, QueueState.REJECTED}
    for line in (first, second):
        assert line.reason is not None
        assert line.reason.en
        assert line.reason.ur
        assert line.to_do.ur
    assert centre.scalar("SELECT count(*) FROM ledger WHERE outcome NOT IN ('held', 'rejected')") == 998
    shown = seen_at_the_centre(centre)
    assert [place for place, _ in shown] == ["1-301", "1-601"]
    assert all(reason.en and reason.ur for _, reason in shown)
    words = [sentence.en for sentence in status_words(view)]
    assert any(sentence.startswith("Held at the centre") and ": 1." in sentence for sentence in words)
    assert any(sentence.startswith("Not accepted: 1") for sentence in words)
