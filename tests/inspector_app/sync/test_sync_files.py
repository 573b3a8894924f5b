"""Evidence files between a real laptop and a real centre, over links that cut, change and lie."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from fault_proxy import Faults, fault_proxy
from inspector_at_work import Desk
from live_centre import TOOLS, LiveCentre, LiveLaptop, serving
from PIL import Image

from inspector_app.services.correct_employer import correct_employer
from inspector_app.services.queue import QueueState, queue
from inspector_app.services.synchronise import synchronise
from inspector_app.store import files_to_send
from inspector_app.store.driver import row, rows
from inspector_app.sync.synchronise import Outcome
from inspector_app.telling import Tell, untold
from sync_protocol.entities import OperationKind
from sync_protocol.errors import Code
from sync_server.services import apply_operation
from sync_server.services.verdicts import Rejected

QUIET = replace(TOOLS, sleep=lambda _: None)
UPLOADS = "/sync/v1/uploads"


def paper(size: int) -> bytes:
    """A paper of this many bytes: one file, without copies."""
    return b"%PDF-1.7\n" + os.urandom(size - 15) + b"\n%%EOF"


def photo() -> bytes:
    target = io.BytesIO()
    Image.frombytes("L", (300, 200), os.urandom(60_000)).resize((1800, 1200)).save(target, "JPEG", quality=95)
    return target.getvalue()


@dataclass
class Watch:
    """Stands before the centre, notes what passes, and may change a request or answer in the centre's place."""

    app: Any
    change: Callable[[dict[str, Any], bytes], bytes | tuple[str, list[tuple[str, str]], bytes]] = lambda _, body: body
    seen: list[tuple[str, str, bytes]] = field(default_factory=list)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        body = environ["wsgi.input"].read()
        self.seen.append((environ["REQUEST_METHOD"], environ["PATH_INFO"], body))
        changed = self.change(environ, body)
        if isinstance(changed, tuple):
            status, headers, content = changed
            start_response(status, [*headers, ("Content-Length", str(len(content)))])
            return [content]
        environ["wsgi.input"] = io.BytesIO(changed)
        environ["CONTENT_LENGTH"] = str(len(changed))
        return self.app(environ, start_response)

    @property
    def pieces(self) -> list[bytes]:
        return [body for method, path, body in self.seen if path.startswith(UPLOADS) and body]


@contextmanager
def watched(centre: LiveCentre, change: Any = lambda _, body: body) -> Iterator[tuple[Watch, str]]:
    watch = Watch(centre.app, change)
    with serving(watch) as url:
        yield watch, url


def sync(laptop: LiveLaptop, url: str = "", tell: Tell = untold) -> Outcome:
    with laptop.open() as opened:
        return synchronise(opened, centre_url=url, timeout_s=10.0, tools=QUIET, progress=tell)


def inspected(laptop: LiveLaptop, employer_id: str, *files: bytes) -> str:
    """Make a whole inspection whose evidence is these files besides the needed ones; its records are at the centre."""
    with laptop.open() as opened:
        desk = Desk(opened)
        inspection_id = desk.start(employer_id, "")
        desk.answer_all(inspection_id)
        desk.attach_needed(inspection_id)
        for data in files:
            desk.attach(inspection_id, "remarks", data)
        desk.state(inspection_id)
        desk.sign(inspection_id)
        desk.close(inspection_id)
        return inspection_id


@pytest.fixture
def employer(centre: LiveCentre) -> str:
    return centre.employer(1)


@pytest.fixture
def laptop(employer: str, enrolled: Callable[..., LiveLaptop]) -> LiveLaptop:
    made = enrolled()
    made.sync()
    return made


def held(centre: LiveCentre) -> int:
    return int(centre.scalar("SELECT count(*) FROM evidence WHERE held_at IS NOT NULL"))


def stored(centre: LiveCentre) -> list[bytes]:
    folder = centre.app.config["MUAINA"].evidence
    return [file.read_bytes() for file in folder.glob("??/*")]


def test_thumbnails_go_first_then_copies_then_originals_and_the_records_before_all(centre, laptop, employer) -> None:
    inspected(laptop, employer, photo(), photo())
    with watched(centre) as (watch, url):
        outcome = sync(laptop, url)
    assert outcome.finished, outcome.text.en
    with laptop.open() as opened:
        sent = rows(opened.work, "SELECT * FROM evidence WHERE copy_sha256 <> '' ORDER BY copy_size")
        assert row(opened.work, "SELECT count(*) AS found FROM evidence_file WHERE held_at = ''") == {"found": 0}
        assert row(opened.work, "SELECT count(*) AS found FROM upload") == {"found": 0}
        contents = {one["sha256"]: one["content"] for one in rows(opened.work, "SELECT * FROM evidence_file")}
    assert len(sent) == 2
    whole = b"".join(watch.pieces)
    places = [
        max(whole.index(contents[one[name]]) for one in sent) for name in ("thumbnail_sha256", "copy_sha256", "sha256")
    ]
    assert places == sorted(places)
    assert whole.count(contents[sent[0]["sha256"]]) == 1
    asked = [path for _, path, _ in watch.seen]
    assert max(place for place, path in enumerate(asked) if path.endswith("/sync")) < asked.index(UPLOADS)
    assert centre.scalar(
        "SELECT count(*) FROM evidence WHERE held_at IS NOT NULL AND "
        "(copy_sha256 = '' OR copy_held_at IS NOT NULL) AND (thumbnail_sha256 = '' OR thumbnail_held_at IS NOT NULL)"
    ) == centre.scalar("SELECT count(*) FROM evidence")
    assert centre.scalar("SELECT count(*) FROM evidence WHERE thumbnail_held_at IS NOT NULL") == 2


def test_two_megabytes_through_a_hundred_cuts_and_at_most_one_piece_twice_for_each(centre, laptop, employer) -> None:
    data = paper(2_000_000)
    inspected(laptop, employer, data)
    with watched(centre) as (watch, url), fault_proxy(url, Faults(cut_up_every=20_000)) as link:
        for _ in range(40):
            outcome = sync(laptop, link.url)
            if outcome.finished:
                break
    assert outcome.finished, outcome.text.en
    assert link.cuts >= 100
    assert data in stored(centre)
    assert sum(map(len, watch.pieces)) <= 1.05 * 2_000_000
    sizes = sorted(map(len, watch.pieces))
    assert link.bytes_up <= 2_000_000 + link.cuts * (sizes[len(sizes) // 2] + 4000)


@pytest.fixture
def small_pieces(monkeypatch):
    """A fast link would carry these files in one piece."""
    monkeypatch.setattr("inspector_app.sync.push.LARGEST", 64 * 1024)


@pytest.mark.usefixtures("small_pieces")
def test_a_file_goes_on_where_it_stopped_after_the_laptop_was_switched_off(centre, laptop, employer) -> None:
    data = paper(900_000)
    inspected(laptop, employer, data)
    gone = []

    def breaks(environ: dict[str, Any], body: bytes) -> Any:
        if environ["REQUEST_METHOD"] == "PATCH" and sum(map(len, watch.pieces)) > 500_000:
            gone.append(1)
            return "503 Service Unavailable", [("Content-Type", "text/html")], b"<h1>no</h1>"
        return body

    with watched(centre, breaks) as (watch, url):
        assert not sync(laptop, url).finished
        with laptop.open() as opened:
            assert 0 < queue(opened).files_waiting_bytes <= 900_000
    came = max(file.stat().st_size for file in (centre.app.config["MUAINA"].evidence / "parts").iterdir())
    assert came > 60_000
    laptop.session.sign_out()
    laptop.session.sign_in("lahore-canal-1965")
    with watched(centre) as (later, url):
        assert sync(laptop, url).finished
    assert sum(map(len, later.pieces)) == 900_000 - came
    assert data in stored(centre)


def test_a_record_made_while_files_are_sent_goes_before_the_next_piece(centre, laptop, employer) -> None:
    inspected(laptop, employer, paper(3_500_000))
    made = []

    def make(environ: dict[str, Any], body: bytes) -> bytes:
        if environ["REQUEST_METHOD"] == "PATCH" and not made:
            made.append(len(watch.seen))
            with laptop.open() as opened:
                correct_employer(opened, employer, {"phone": "042-35761234"}, at=TOOLS.now(), op_id=TOOLS.new_id())
        return body

    with watched(centre, make) as (watch, url):
        outcome = sync(laptop, url)
    assert outcome.finished, outcome.text.en
    after = [(method, path) for method, path, _ in watch.seen[made[0] :]]
    assert after[0] == ("POST", "/sync/v1/sync")
    assert "PATCH" in [method for method, _ in after]
    assert centre.scalar("SELECT phone FROM employer WHERE id = :id", id=employer) == "042-35761234"


def damaged(body: bytes) -> bytes:
    return body[:100] + bytes([body[100] ^ 1]) + body[101:] if len(body) > 200 else body


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize("harm", [damaged, lambda body: bytes(len(body))], ids=["one bit", "zeros of the right length"])
def test_a_piece_that_changed_on_the_way_is_noticed_and_sent_again(centre, laptop, employer, harm) -> None:
    data = paper(400_000)
    inspected(laptop, employer, data)
    with watched(centre) as (watch, url):
        times = iter(range(1000))

        def change(environ: dict[str, Any], body: bytes) -> bytes:
            is_piece = environ["PATH_INFO"].startswith(UPLOADS) and len(body) > 10_000
            return harm(body) if is_piece and next(times) % 3 == 1 else body

        watch.change = change
        assert sync(laptop, url).finished
        assert next(times) > 1
    assert data in stored(centre)


def test_a_file_that_arrives_as_another_begins_anew_and_is_never_held_before(centre, laptop, employer) -> None:
    data = paper(150_000)
    inspected(laptop, employer, data)
    state = {"harm": True}

    def change(environ: dict[str, Any], body: bytes) -> bytes:
        environ.pop("HTTP_UPLOAD_CHECKSUM", None)
        return damaged(body) if environ["PATH_INFO"].startswith(UPLOADS) and state["harm"] else body

    with watched(centre, change) as (_, url):
        assert not sync(laptop, url).finished
        count = held(centre)
        assert data not in stored(centre)
        assert all(len(content) != 150_000 for content in stored(centre))
        with laptop.open() as opened:
            assert queue(opened).files_waiting > 0
        state["harm"] = False
        assert sync(laptop, url).finished
    assert held(centre) > count
    assert data in stored(centre)


def test_the_same_photo_of_two_laptops_is_sent_and_stored_once(centre, laptop, employer, enrolled) -> None:
    data = photo()
    other = enrolled("bashir")
    other.sync()
    inspected(laptop, employer, data)
    inspected(other, employer, data)
    assert sync(laptop).finished
    with watched(centre) as (watch, url):
        assert sync(other, url).finished
    assert not any(data[1000:2000] in body for body in watch.pieces)
    assert stored(centre).count(data) == 1


LIES = {
    "a page": ("200 OK", [("Content-Type", "text/html")], b"<h1>Welcome, please pay</h1>"),
    "an empty page": ("204 No Content", [], b""),
    "created nowhere": ("201 Created", [("Location", "/welcome")], b""),
    "an offset of nobody": ("204 No Content", [("Upload-Offset", "150000")], b""),
    "not found by somebody else": ("404 Not Found", [("Content-Type", "text/html")], b"no"),
    "wrong offset in the right words": ("204 No Content", [("Tus-Resumable", "1.0.0"), ("Upload-Offset", "7")], b""),
    "a redirection": ("302 Found", [("Location", "http://portal.example/")], b""),
}


def test_what_is_not_the_centres_answer_never_makes_a_file_held(centre, laptop, employer) -> None:
    inspected(laptop, employer, paper(150_000))
    for name, lie in LIES.items():

        def change(environ: dict[str, Any], body: bytes, lie: Any = lie) -> Any:
            return lie if environ["PATH_INFO"].startswith(UPLOADS) else body

        with watched(centre, change) as (_, url):
            assert not sync(laptop, url).finished, name
        with laptop.open() as opened:
            assert row(opened.work, "SELECT count(*) AS found FROM evidence_file WHERE held_at <> ''") == {"found": 0}
            assert queue(opened).files_waiting > 0
        assert held(centre) == 0
    assert sync(laptop).finished


def test_an_upload_that_the_centre_forgot_begins_anew(centre, laptop, employer) -> None:
    data = paper(400_000)
    inspected(laptop, employer, data)

    def forget(environ: dict[str, Any], body: bytes) -> bytes:
        if environ["REQUEST_METHOD"] == "PATCH" and not forgotten:
            forgotten.append(1)
            centre.alter("DELETE FROM upload")
        return body

    forgotten: list[int] = []
    with watched(centre, forget) as (_, url):
        assert sync(laptop, url).finished
    assert data in stored(centre)


def test_a_centre_that_forgets_every_upload_is_left_alone_after_two(centre, laptop, employer) -> None:
    inspected(laptop, employer, paper(2_500_000))

    def forgetful(environ: dict[str, Any], body: bytes) -> Any:
        if environ["REQUEST_METHOD"] == "PATCH":
            return "503 Service Unavailable", [("Content-Type", "text/html")], b"<h1>no</h1>"
        return ("404 Not Found", [("Tus-Resumable", "1.0.0")], b"") if environ["REQUEST_METHOD"] == "HEAD" else body

    with watched(centre, forgetful) as (watch, url):
        assert not sync(laptop, url).finished
    assert len([body for body in watch.pieces if body.startswith(b"%PDF")]) == 2
    assert sync(laptop).finished


def test_a_file_the_centre_refuses_keeps_no_other_from_going(centre, laptop, employer) -> None:
    large = paper(500_000)
    inspected(laptop, employer, large)
    object.__setattr__(centre.app.config["MUAINA"], "max_evidence_bytes", 400_000)
    outcome = sync(laptop)
    assert not outcome.finished
    with laptop.open() as opened:
        assert list(files_to_send.wanted_files(opened.work).values()) == [500_000]
        assert queue(opened).files_waiting_bytes == 500_000
    object.__setattr__(centre.app.config["MUAINA"], "max_evidence_bytes", 600_000)
    assert sync(laptop).finished


def test_the_file_of_a_rejected_record_waits_no_more_and_the_queue_says_so(
    centre, laptop, employer, monkeypatch
) -> None:
    add = apply_operation._EFFECTS[OperationKind.EVIDENCE_ADD]

    def refused(arrival: Any, content: Any) -> Any:
        if content["size_bytes"] == 150_000:
            raise Rejected(Code.IMMUTABLE, "approved")
        return add(arrival, content)

    effects = {**apply_operation._EFFECTS, OperationKind.EVIDENCE_ADD: refused}
    monkeypatch.setattr(apply_operation, "_EFFECTS", effects)
    inspected(laptop, employer, data := paper(150_000))
    outcome = sync(laptop)
    assert outcome.finished, outcome.text.en
    with laptop.open() as opened:
        view = queue(opened)
        assert (view.files_waiting, files_to_send.files_to_carry(opened.work)) == (0, [])
    assert view.lines[0].state is QueueState.REJECTED
    assert view.lines[0].to_do.en.endswith("Its file stays on this laptop and is not sent.")
    assert data not in stored(centre)


def test_progress_is_told_in_bytes(centre, laptop, employer) -> None:
    inspected(laptop, employer, paper(300_000))
    told: list[tuple[str, float]] = []
    assert sync(laptop, tell=lambda text, share: told.append((text.en, share))).finished
    files = [(text, share) for text, share in told if text.startswith("Sending evidence files:")]
    assert len({share for _, share in files}) > 2
    assert [share for _, share in files] == sorted(share for _, share in files)
    assert files[-1][0].split(" of ")[1].startswith("30")
