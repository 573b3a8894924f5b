"""Snapshots at the centre: which generations stay, when one is built, what their manifests name."""

from __future__ import annotations

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import text

from sync_server.models import db
from sync_server.services.build_snapshot import (
    KEPT,
    MOST_KEPT,
    build_snapshot,
    drop_strays,
    manifest_of,
    refresh_snapshot,
    snapshot_file,
)
from sync_server.services.durable_files import store_bytes

LAHORE = "district:lahore"


def test_a_snapshot_is_kept_until_a_quarter_of_it_has_changed_and_old_ones_go(centre: Any) -> None:
    laptop, employers = centre.laptop(), [centre.employer() for _ in range(8)]
    url = f"/sync/v1/snapshots/{LAHORE}"
    first = centre.client.get(url, headers=laptop.headers).get_json()
    centre.write("employer", {"phone": "1"}, employers[0])
    assert centre.client.get(url, headers=laptop.headers).get_json() == first
    for number in range(2, 40):
        centre.clock.move(hours=9)
        centre.write("employer", {"phone": str(number)}, employers[number % 8])
        refresh_snapshot(centre.session, LAHORE, folder=centre.config.snapshots, tools=centre.tools)
    kept = {row[0] for row in centre.session.execute(text("SELECT sha256 FROM snapshot"))}
    centre.session.rollback()
    files = {file.name.split(".")[0] for file in centre.config.snapshots.rglob("*.zst")}
    assert len(kept) == KEPT
    assert files == kept


def test_generations_of_the_last_day_stay_up_to_a_number(centre: Any) -> None:
    employer = centre.employer()
    for number in range(MOST_KEPT + 3):
        centre.clock.move(minutes=10)
        centre.write("employer", {"phone": str(number)}, employer)
        refresh_snapshot(centre.session, LAHORE, folder=centre.config.snapshots, tools=centre.tools)
    assert centre.scalar("SELECT count(*) FROM snapshot") == MOST_KEPT


def test_a_stale_snapshot_is_good_enough_for_a_laptop_until_everything_changed(centre: Any) -> None:
    laptop, employers = centre.laptop(), [centre.employer() for _ in range(8)]
    url = f"/sync/v1/snapshots/{LAHORE}"
    first = centre.client.get(url, headers=laptop.headers).get_json()
    for number, employer in enumerate(employers):
        centre.write("employer", {"phone": str(number)}, employer)
    assert centre.client.get(url, headers=laptop.headers).get_json() == first
    centre.write("employer", {"phone": "last"}, employers[0])
    assert centre.client.get(url, headers=laptop.headers).get_json()["v"] == first["v"] + 9


def test_a_manifest_names_the_pieces_of_its_file(centre: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("snapshot_file", "build_snapshot"):
        monkeypatch.setattr(f"sync_server.services.{module}.PIECE_BYTES", 700)
    laptop = centre.laptop()
    for _ in range(20):
        centre.employer()
    manifest = centre.client.get(f"/sync/v1/snapshots/{LAHORE}", headers=laptop.headers).get_json()
    path = f"/sync/v1/snapshots/files/{manifest['sha256']}"
    data = centre.client.get(path, headers=laptop.headers, buffered=True).data
    pieces = [data[start : start + 700] for start in range(0, len(data), 700)]
    assert (manifest["piece_bytes"], len(pieces) > 2) == (700, True)
    assert manifest["pieces"] == [hashlib.sha256(piece).hexdigest() for piece in pieces]


def test_many_laptops_that_ask_at_once_get_one_snapshot_built(centre: Any) -> None:
    centre.employer()
    tools, folder = centre.tools, centre.config.snapshots

    def ask(_: int) -> str:
        with centre.app.app_context():
            return str(manifest_of(db.session(), LAHORE, folder=folder, tools=tools)["sha256"])

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(ask, range(8)))) == 1
    assert len(list(folder.rglob("*.zst"))) == 1


def test_a_file_that_no_snapshot_names_goes_once_it_is_old(centre: Any) -> None:
    centre.employer()
    made = build_snapshot(centre.session, LAHORE, folder=centre.config.snapshots, tools=centre.tools)
    strays = [store_bytes(centre.config.snapshots, [bytes([age])], suffix=".sqlite.zst").path for age in (1, 2)]
    now = centre.clock().timestamp()
    for file, age in zip(strays, (7200, 60), strict=True):
        os.utime(file, (now - age, now - age))
    assert drop_strays(centre.session, folder=centre.config.snapshots, tools=centre.tools) == 1
    assert [file.exists() for file in strays] == [False, True]
    assert snapshot_file(centre.config.snapshots, made["sha256"]).exists()
