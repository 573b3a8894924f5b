"""The files of a room: where they are, how they are made once, how they are opened ever after."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from inspector_app.catalogue import say
from inspector_app.errors import Refusal, StoreUnreadable
from inspector_app.store import queue_schema, register_schema, work_schema
from inspector_app.store.driver import DatabaseError, connect, create, row, run, writing
from inspector_app.store.opened import Opened, Person, Room
from inspector_app.store.register_files import connect_register, next_register
from inspector_app.store.vault import file_key
from inspector_app.store.work_copies import copy_work

WORK = "work.db"


class NotMoved(Refusal):
    """This version could not copy the work of an older one first, and so left it as it was."""

    status = 507


def make_room(
    folder: Path, key: bytes, room: Room, *, fill: Callable[[Database, Database], None] | None = None
) -> None:
    """Make the files of a room that never was; `fill` may write into (register, work) before they count as made.

    Raises:
        FileExistsError: there is a work file already.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = folder / f"{WORK}.part"
    part.unlink(missing_ok=True)
    if (folder / WORK).exists():
        raise FileExistsError(folder / WORK)
    work = create(part, file_key(key, f"{room}/work"))
    with next_register(folder, file_key(key, f"{room}/register")) as register:
        for migrations in _work_migrations(room):
            migrations.apply(work)
        if fill:
            fill(register, work)
    work.conn.close()
    part.replace(folder / WORK)


def open_room(folder: Path, key: bytes, room: Room) -> Opened:
    """Return both databases of a room.

    Raises:
        StoreMissing, StoreUnreadable.
    """
    register_key = file_key(key, f"{room}/register")
    register = connect_register(folder, register_key)
    try:
        work = connect(folder / WORK, file_key(key, f"{room}/work"))
    except BaseException:
        register.conn.close()
        raise
    desk = row(work, "SELECT * FROM desk")
    if desk is None:
        register.conn.close()
        work.conn.close()
        raise StoreUnreadable(say("core.store_unreadable", file=WORK))
    return Opened(
        register=register,
        work=work,
        room=room,
        person=Person(desk["person_id"], desk["name_en"], desk["name_ur"], desk["role"]),
        scheme=desk["scheme"],
        institution=desk["institution"],
        demonstration=bool(desk["demonstration"]),
        folder=folder,
        register_key=register_key,
        work_key=file_key(key, f"{room}/work"),
    )


def person_of(work: Database) -> Person:
    """Return whose work file it is.

    Raises:
        StoreUnreadable: the file does not say.
    """
    desk = row(work, "SELECT person_id, name_en, name_ur, role FROM desk")
    if desk is None:
        raise StoreUnreadable(say("core.store_unreadable", file=WORK))
    return Person(*desk.values())


def set_desk(work: Database, person: Person, *, scheme: str, institution: str, demonstration: bool) -> None:
    """Write down who works here and under which scheme."""
    values = (person.id, person.name_en, person.name_ur, person.role, scheme, institution, int(demonstration))
    with writing(work):
        run(work, "INSERT OR REPLACE INTO desk VALUES (1, ?, ?, ?, ?, ?, ?, ?)", values)


def migrate_room(folder: Path, key: bytes, room: Room) -> None:
    """Bring a room's files to this version's tables; the work file is copied first when there is something to do.

    Raises:
        StoreMissing, StoreUnreadable.
        NotMoved: there is no copy, so nothing was done.
    """
    register = connect_register(folder, file_key(key, f"{room}/register"))
    register_schema.register.apply(register)
    register.conn.close()
    work = connect(folder / WORK, file_key(key, f"{room}/work"))
    try:
        if any(migrations.pending(work) for migrations in _work_migrations(room)):
            _copy_first(work, folder / WORK, file_key(key, f"{room}/work"))
            for migrations in _work_migrations(room):
                migrations.apply(work)
    finally:
        work.conn.close()


def _work_migrations(room: Room) -> tuple[Migrations, ...]:
    if room is Room.PRACTICE:
        return (work_schema.inspections,)
    return (work_schema.inspections, queue_schema.queue)


def forget_copy(folder: Path) -> None:
    """Remove the copy that was made of a work file before an upgrade: it holds what is sealed by now."""
    (folder / f"{WORK}.before").unlink(missing_ok=True)


def _copy_first(work: Database, path: Path, key: bytes) -> None:
    copy = path.with_name(f"{WORK}.before")
    try:
        copy.unlink(missing_ok=True)
        copy_work(work, copy, key)
    except (OSError, DatabaseError) as problem:
        raise NotMoved(say("care.not_moved", reason=str(problem))) from None
