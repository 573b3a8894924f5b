"""The register comes piece by piece: over links that break, from files that are replaced or damaged."""

from __future__ import annotations

import hashlib
import json
import random
from typing import Any

import pytest
from fault_proxy import Faults, fault_proxy
from live_centre import TOOLS, LiveLaptop, serving
from prepared_laptop import BEGIN, seat_of
from register_files_on_the_way import LAHORE, Files, at_centre, cut_once, dead_after, employers, fill, held, rebuild

from inspector_app.services.session import Session
from inspector_app.services.synchronise import synchronise
from inspector_app.store.driver import rows
from inspector_app.store.snapshot_pieces import FILE, SnapshotPieces
from inspector_app.sync import snapshot
from inspector_app.sync.download import DamagedPiece, Download
from simplify_content.text import Text
from sync_server.models import db
from sync_server.queries.gateway import writing
from sync_server.services.build_snapshot import snapshot_file


def test_what_came_before_a_cut_is_not_fetched_again(centre, enrolled) -> None:
    fill(centre, 300, width=600)
    laptop = enrolled()
    with serving(files := Files(centre.app, cut_once(50_000))) as url:
        assert laptop.sync(url).finished
    size = rebuild(centre)["compressed_bytes"]
    assert [asked for _, asked in files.asked] == [f"bytes=0-{size - 1}", f"bytes=50000-{size - 1}"]
    assert held(laptop) == at_centre(centre)
    assert not (seat_of(laptop.config) / FILE).exists()


def test_what_came_outlives_the_program_and_lies_encrypted_on_the_disk(centre, enrolled, monkeypatch) -> None:
    fill(centre, 300, width=600)
    laptop = enrolled()
    monkeypatch.setattr("sync_server.services.snapshot_file.PIECE_BYTES", 20_000)
    monkeypatch.setattr("sync_server.services.build_snapshot.PIECE_BYTES", 20_000)
    sent: list[bytes] = []

    def dying(sha256: str, body: bytes) -> bytes:
        sent.append(body)
        return body[:50_000]

    def killed(text: Text, share: float) -> None:
        if share > 0.1:
            raise KeyboardInterrupt

    with serving(Files(centre.app, dying)) as url, laptop.open() as opened, pytest.raises(KeyboardInterrupt):
        synchronise(opened, centre_url=url, timeout_s=5, tools=TOOLS, progress=killed)
    kept = b"".join(file.read_bytes() for file in seat_of(laptop.config).glob(f"{FILE}*"))
    assert len(kept) > 20_000
    assert sent[0][1000:1040] not in kept
    assert b"SQLite format" not in kept
    again = LiveLaptop(laptop.config, Session(laptop.config, TOOLS))
    again.session.sign_in("lahore-canal-1965")
    with serving(files := Files(centre.app, lambda sha256, body: body)) as url:
        assert again.sync(url).finished
    [(_, asked)] = files.asked
    assert int(asked.removeprefix("bytes=").partition("-")[0]) >= 20_000
    assert held(again) == at_centre(centre)


def test_changes_while_it_is_fetched_join_without_a_gap_and_without_an_overlap(centre, enrolled) -> None:
    ids = fill(centre, 1000)
    laptop = enrolled()

    def meanwhile() -> None:
        with centre.inside():
            for phone in range(5):
                rows = [{**row, "phone": str(phone)} for row in employers(ids)]
                with writing(db.session(), now=BEGIN) as gateway:
                    gateway.write_many("employer", rows)
            with writing(db.session(), now=BEGIN) as gateway:
                for row_id in ids[:40]:
                    gateway.write("employer", row_id, {"district": "kasur"})
        fill(centre, 7, phone="042-2222222")

    with serving(Files(centre.app, cut_once(20_000, then=meanwhile))) as url:
        assert laptop.sync(url, timeout_s=60).finished
    theirs = at_centre(centre)
    assert len(theirs) == 1000 - 40 + 7
    assert held(laptop) == theirs
    with laptop.open() as opened:
        cursor = rows(opened.register, "SELECT v FROM cursor")[0]["v"]
    assert cursor == centre.scalar("SELECT v FROM scope WHERE id = 'district:lahore'")


def test_two_hundred_cuts_and_lost_connections_cost_a_tenth_at_most(centre, enrolled) -> None:
    fill(centre, 2200, width=1000)
    size = rebuild(centre)["compressed_bytes"]
    laptop, syncs = enrolled(), 0
    faults = Faults(cut_down_every=size // 200, most_cuts=200, lost_connections=0.05)
    with fault_proxy(centre.url, faults) as link:
        while not laptop.sync(link.url).finished:
            syncs += 1
            assert syncs < 40
    assert (link.cuts, link.lost > 0) == (200, True)
    assert link.bytes_down <= 1.1 * size, (link.bytes_down, size)
    assert held(laptop) == at_centre(centre)


def test_a_replaced_file_is_fetched_to_its_end_while_it_stands(centre, enrolled) -> None:
    ids = fill(centre, 300, width=600)
    old = rebuild(centre)
    laptop = enrolled()

    def replace() -> None:
        with centre.inside(), writing(db.session(), now=BEGIN) as gateway:
            for row_id in ids:
                gateway.write("employer", row_id, {"phone": "042-7777777"})
        rebuild(centre)

    with serving(files := Files(centre.app, cut_once(40_000, then=replace))) as url:
        assert laptop.sync(url).finished
    assert {sha256 for sha256, _ in files.asked} == {old["sha256"]}
    assert held(laptop) == at_centre(centre)


def test_a_file_that_is_gone_is_begun_anew_and_never_mixed(centre, enrolled) -> None:
    ids = fill(centre, 300, width=600)
    old = rebuild(centre)
    laptop = enrolled()

    def replace() -> None:
        with centre.inside(), writing(db.session(), now=BEGIN) as gateway:
            for row_id in ids:
                gateway.write("employer", row_id, {"phone": "042-7777777"})
        rebuild(centre)
        centre.alter(f"DELETE FROM snapshot WHERE sha256 = '{old['sha256']}'")
        with centre.inside():
            snapshot_file(centre.app.config["MUAINA"].snapshots, old["sha256"]).unlink()

    with serving(files := Files(centre.app, cut_once(40_000, then=replace))) as url:
        assert laptop.sync(url).finished
    asked = [(sha256 == old["sha256"], where.partition("-")[0]) for sha256, where in files.asked]
    assert asked == [(True, "bytes=0"), (True, "bytes=40000"), (False, "bytes=0")]
    assert held(laptop) == at_centre(centre)


@pytest.mark.parametrize("damage", [lambda part: bytes(len(part)), lambda part: part[::-1]], ids=["zeroed", "other"])
def test_a_piece_of_the_right_length_with_other_bytes_is_fetched_again(centre, enrolled, damage) -> None:
    fill(centre, 300, width=600)
    laptop, first = enrolled(), [True]

    def change(sha256: str, body: bytes) -> bytes:
        if first.pop() if first else False:
            return body[:9000] + damage(body[9000:19000]) + body[19000:]
        return body

    with serving(files := Files(centre.app, change)) as url:
        assert laptop.sync(url).finished
    assert len(files.asked) == 2
    assert held(laptop) == at_centre(centre)


def test_a_file_that_is_always_another_is_never_put_in_place(centre, enrolled) -> None:
    fill(centre, 20)
    laptop = enrolled()
    with serving(files := Files(centre.app, lambda sha256, body: bytes(len(body)))) as url:
        outcome = laptop.sync(url)
    assert (outcome.reached, outcome.finished) == (False, False)
    assert len(files.asked) == snapshot.MOST_DAMAGED + 1
    assert held(laptop) == {}
    assert laptop.sync().finished
    assert len(held(laptop)) == 20


def test_a_piece_that_rots_on_the_laptops_disk_is_fetched_again(centre, enrolled, monkeypatch) -> None:
    fill(centre, 300, width=600)
    monkeypatch.setattr("sync_server.services.snapshot_file.PIECE_BYTES", 20_000)
    monkeypatch.setattr("sync_server.services.build_snapshot.PIECE_BYTES", 20_000)
    laptop = enrolled()
    with serving(Files(centre.app, dead_after(45_000))) as url:
        laptop.sync(url)
    with laptop.open() as opened:
        pieces = SnapshotPieces(opened.folder, opened.register_key)
        assert pieces.numbers(LAHORE) >= {0, 1}
        pieces.put(LAHORE, 1, bytes(20_000))
        pieces.close()
    with serving(files := Files(centre.app, lambda sha256, body: body)) as url:
        assert laptop.sync(url).finished
    assert files.asked[-1][1] == "bytes=20000-39999"
    assert held(laptop) == at_centre(centre)


def test_a_proxy_that_knows_no_ranges_costs_bytes_and_nothing_else(centre, enrolled) -> None:
    fill(centre, 300, width=600)
    laptop = enrolled()

    def without_ranges(environ: dict[str, Any], start_response: Any) -> Any:
        environ.pop("HTTP_RANGE", None)
        return centre.app(environ, start_response)

    with serving(Files(without_ranges, cut_once(50_000))) as url:
        assert laptop.sync(url).finished
    assert held(laptop) == at_centre(centre)


def test_pieces_are_taken_in_order_and_only_with_their_own_bytes(tmp_path) -> None:
    content = random.Random(5).randbytes(1050)
    hashes = [hashlib.sha256(content[start : start + 100]).hexdigest() for start in range(0, 1050, 100)]
    manifest = {
        "scope": LAHORE,
        "sha256": hashlib.sha256(content).hexdigest(),
        "compressed_bytes": 1050,
        "piece_bytes": 100,
        "pieces": hashes,
    }
    pieces = SnapshotPieces(tmp_path, bytes(32))
    pieces.begin(manifest)
    download = Download(pieces, json.loads(json.dumps(manifest)))
    assert download.missing() == (0, 1050)
    download.take(content[:250])
    with pytest.raises(DamagedPiece):
        download.take(bytes(60))
    assert (download.missing(), download.held_bytes) == ((200, 1050), 200)
    download.take(content[200:333])
    download.pause()
    pieces.close()
    pieces = SnapshotPieces(tmp_path, bytes(32))
    pieces.drop(LAHORE, 1)
    download = Download(pieces, manifest)
    assert download.missing() == (100, 200)
    download.take(content[100:200])
    assert download.missing() == (300, 1050)
    download.take(content[300:])
    assert download.missing() is None
    assert b"".join(download.contents()) == content
    pieces.close()
    (tmp_path / FILE).write_bytes(b"x" * 5000)
    pieces = SnapshotPieces(tmp_path, bytes(32))
    assert pieces.scopes() == set()
    pieces.close()
    assert not (tmp_path / FILE).exists()
