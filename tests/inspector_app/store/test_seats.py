"""Several inspectors on one laptop: each has a seat of his own, and nothing of one can be read from another."""

from __future__ import annotations

import base64
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from inspector_at_work import Desk
from prepared_laptop import BEGIN, INSPECTOR, PASSWORD, Person, prepare_home, prepare_seat, seat_of, settings_of

from inspector_app.config import Config
from inspector_app.errors import NotFound, SeatUnknown, StoreMissing, StoreUnreadable, TooManyAttempts, WrongPassword
from inspector_app.services.correct_employer import correct_employer
from inspector_app.services.open_inspection import open_inspection
from inspector_app.services.session import PAUSE_S, Session
from inspector_app.services.todays_visits import inspections_here
from inspector_app.store.opened import Room
from inspector_app.store.rooms import WORK, open_room
from inspector_app.store.seats import SEATS, is_unsettled, seats, settle
from inspector_app.store.vault import FILE, unlock_vault
from inspector_app.tools import Tools

OTHER = Person("01993b1a-0000-7000-8000-0000000000b2", "Bashir Ahmad Khan", "بشیر احمد خان", "inspector")
OTHER_PASSWORD = "sutlej-barrage-1927"
CANARIES = {1: ("Canary Zafarullah", "3520299999917"), 2: ("Canary Mehrunnisa", "3740588888826")}


def _session(config: Config, now: list = [BEGIN]) -> Session:  # noqa: B006 - a clock that a test moves
    return Session(config, Tools(now=lambda: now[0], new_id=lambda: ""))


@pytest.fixture
def shared(tmp_path: Path) -> Config:
    """A laptop with two inspectors."""
    home = tmp_path / "laptop"
    prepare_home(home)
    prepare_seat(home, person=OTHER, password=OTHER_PASSWORD)
    return settings_of(home)


def _work_with_canaries(session: Session, seat: int, password: str) -> str:
    name, cnic = CANARIES[seat]
    session.sign_in(password, seat=seat)
    with session.open() as opened:
        desk = Desk(opened)
        inspection_id = desk.start(visit_id="")
        desk.answer(inspection_id, "representative_name", f"{name} {cnic}")
        employer_id = opened.register.conn.execute("SELECT id FROM employer WHERE status = 'closed'").fetchone()[0]
        correct_employer(opened, employer_id, {"owner_name": name}, at=BEGIN, op_id=f"op-{seat}")
    return inspection_id


def _written(text: str) -> list[bytes]:
    plain = text.encode()
    encodings = [plain, text.encode("utf-16-le"), plain.hex().encode()]
    encodings += [base64.b64encode(b"x" * shift + plain)[4:-4] for shift in range(3)]
    return encodings


def _bytes_below(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_no_byte_of_either_inspectors_work_stands_readable_in_any_folder(shared: Config) -> None:
    session = _session(shared)
    for seat, password in ((1, PASSWORD), (2, OTHER_PASSWORD)):
        _work_with_canaries(session, seat, password)
    looked_for = [*CANARIES[1], *CANARIES[2], INSPECTOR.name_en, OTHER.name_en, OTHER.name_ur, "Shahdara Knitwear"]
    needles = [needle for text in looked_for for needle in _written(text)]
    files = _bytes_below(shared.home)
    assert len(files) >= 8
    assert [path for path, content in files.items() for needle in needles if needle in content] == []


def test_each_inspector_sees_his_own_work_only_and_the_others_ids_lead_nowhere(shared: Config) -> None:
    session = _session(shared)
    of_first = _work_with_canaries(session, 1, PASSWORD)
    of_second = _work_with_canaries(session, 2, OTHER_PASSWORD)
    for seat, password, own, other in ((1, PASSWORD, of_first, of_second), (2, OTHER_PASSWORD, of_second, of_first)):
        session.sign_in(password, seat=seat)
        with session.open() as opened:
            assert [line.inspection_id for line in inspections_here(opened)] == [own]
            with pytest.raises(NotFound):
                open_inspection(opened, other, on=BEGIN.date())
            everything = str([list(opened.work[table].rows) for table in opened.work.table_names()])
        assert CANARIES[seat][0] in everything
        assert CANARIES[3 - seat][0] not in everything


@pytest.mark.parametrize(("seat", "password"), [(1, OTHER_PASSWORD), (2, PASSWORD)])
def test_ones_password_does_not_open_the_others_seat(shared: Config, seat: int, password: str) -> None:
    with pytest.raises(WrongPassword):
        _session(shared).sign_in(password, seat=seat)


def test_ones_key_opens_none_of_the_others_files(shared: Config) -> None:
    first, second = (seat.folder for seat in seats(shared.home))
    key = unlock_vault(first, PASSWORD)
    with pytest.raises(StoreUnreadable):
        open_room(second, key, Room.FIELD)
    assert key != unlock_vault(second, OTHER_PASSWORD)


@pytest.mark.parametrize("taken", ["vault", "files"])
def test_files_moved_from_one_seat_to_another_open_nothing(shared: Config, taken: str) -> None:
    first, second = (seat.folder for seat in seats(shared.home))
    for path in list(second.iterdir()):
        if path.is_file() and (path.name == FILE) == (taken == "vault"):
            (first / path.name).write_bytes(path.read_bytes())
    for password in (PASSWORD, OTHER_PASSWORD):
        with pytest.raises((StoreUnreadable, StoreMissing, WrongPassword)):
            _session(shared).sign_in(password, seat=1)


def test_it_must_be_said_who_signs_in_where_there_are_several(shared: Config) -> None:
    session = _session(shared)
    for unknown in (None, 0, 3):
        with pytest.raises(SeatUnknown):
            session.sign_in(PASSWORD, seat=unknown)
    assert session.sign_in(PASSWORD, seat=1).seat == 1


def test_the_seats_show_initials_and_no_name(shared: Config) -> None:
    assert [(seat.number, seat.initials.en, seat.initials.ur) for seat in seats(shared.home) if seat.initials] == [
        (1, "N. A.", "ن۔ ا۔"),
        (2, "B. A. K.", "ب۔ ا۔ خ۔"),
    ]


def test_ones_wrong_passwords_do_not_keep_the_other_waiting(shared: Config) -> None:
    session = _session(shared)
    for _ in range(5):
        with pytest.raises(WrongPassword):
            session.sign_in("wrong", seat=1)
    with pytest.raises(TooManyAttempts):
        session.sign_in(PASSWORD, seat=1)
    assert session.sign_in(OTHER_PASSWORD, seat=2).person == OTHER


def test_ten_wrong_passwords_make_nothing_change_nothing_and_are_said_in_words(tmp_path: Path) -> None:
    config, now = prepare_home(tmp_path / "laptop"), [BEGIN]
    before, session = _bytes_below(config.home), _session(config, now)
    said = []
    for _ in range(10):
        with pytest.raises((WrongPassword, TooManyAttempts)) as refused:
            session.sign_in("not the password")
        said.append(refused.value.text)
    assert _bytes_below(config.home) == before
    assert "Nothing was changed" in said[0].en
    assert "nothing is lost" in said[-1].en
    assert "کچھ ضائع نہیں" in said[-1].ur
    now[0] += timedelta(seconds=PAUSE_S + 1)
    assert session.sign_in(PASSWORD).person == INSPECTOR


def test_a_seat_without_its_vault_is_said_to_be_damaged_and_gets_no_new_one(shared: Config) -> None:
    first = seat_of(shared)
    (first / FILE).unlink()
    with pytest.raises(StoreMissing):
        _session(shared).sign_in(PASSWORD, seat=1)
    assert not (first / FILE).exists()
    assert _session(shared).sign_in(OTHER_PASSWORD, seat=2).person == OTHER


def _as_before_seats(tmp_path: Path) -> Config:
    """Return a home as the version before seats left it, with practice files and a half-made enrolment."""
    config = prepare_home(tmp_path / "laptop")
    session = _session(config)
    session.sign_in(PASSWORD, Room.PRACTICE)
    seat = seat_of(config)
    (seat / "label.json").unlink()
    for path in list(seat.iterdir()):
        path.rename(config.home / path.name)
    seat.rmdir()
    seat.parent.rmdir()
    left = config.home.with_name("laptop.enrolling")
    left.mkdir()
    (left / FILE).write_text("{}")
    return config


def _opens(config: Config) -> None:
    assert not is_unsettled(config.home)
    assert [path.name for path in (config.home / SEATS).iterdir()] == ["1"]
    session = _session(config)
    assert session.seats[0].initials is None
    assert session.sign_in(PASSWORD).person == INSPECTOR
    assert session.sign_in(PASSWORD, Room.PRACTICE).room is Room.PRACTICE
    assert session.seats[0].initials is not None


def test_a_home_of_one_inspector_becomes_a_seat(tmp_path: Path) -> None:
    config = _as_before_seats(tmp_path)
    assert is_unsettled(config.home)
    settle(config.home)
    settle(config.home)
    _opens(config)
    assert (config.home / "enrolling" / "before" / FILE).exists()


def test_a_move_that_breaks_off_anywhere_is_finished_later(tmp_path: Path, monkeypatch) -> None:
    old = _as_before_seats(tmp_path / "old").home.parent
    for place in ("all", *map(str, range(40))):
        shutil.copytree(old, tmp_path / place)
    moves = _moves_of(tmp_path / "all" / "laptop", monkeypatch)
    assert 6 <= moves <= 40
    whole = _below(tmp_path / "all")
    for number in range(moves):
        home = tmp_path / str(number) / "laptop"
        _break_at(number, monkeypatch)
        with pytest.raises(OSError, match="power"):
            settle(home)
        monkeypatch.undo()
        settle(home)
        assert _below(home.parent) == whole
        assert not is_unsettled(home)


def _below(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): content for path, content in _bytes_below(folder).items()}


def _moves_of(home: Path, monkeypatch) -> int:
    counted: list[int] = []
    for name in ("replace", "rename", "mkdir"):
        own = getattr(Path, name)
        monkeypatch.setattr(Path, name, lambda *a, own=own, **k: (counted.append(1), own(*a, **k))[1])
    settle(home)
    monkeypatch.undo()
    return len(counted)


def _break_at(number: int, monkeypatch) -> None:
    left = [number]

    def breaking(own):
        def move(*args, **kwargs):
            if left[0] == 0:
                raise OSError("power")
            left[0] -= 1
            return own(*args, **kwargs)

        return move

    for name in ("replace", "rename", "mkdir"):
        monkeypatch.setattr(Path, name, breaking(getattr(Path, name)))


def test_an_old_home_put_beside_seats_becomes_one_more_seat(tmp_path: Path) -> None:
    config = prepare_home(tmp_path / "laptop")
    old = _as_before_seats(tmp_path / "old")
    for path in list(old.home.iterdir()):
        path.rename(config.home / path.name)
    settle(config.home)
    assert [seat.number for seat in seats(config.home)] == [1, 2]
    assert (seats(config.home)[1].folder / WORK).exists()
    assert _session(config).sign_in(PASSWORD, seat=2).person == INSPECTOR
