"""The centre of the simulator: requests, the work of its people, its background worker, power cuts and restores."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import select, text, update

from sync_server.errors import Refusal
from sync_server.models import Conflict, User, db
from sync_server.queries.gateway import writing
from sync_server.refusals import Barred
from sync_server.services.evidence_store import evidence_place
from sync_server.services.resolve_conflict import Resolution, resolve_conflict
from sync_server.services.restored import begin_new_history
from sync_server.worker import refresh_snapshots, try_held_again

from .machine import Machine, PowerCut, copy_folder
from .network import Reply
from .scene import DISTRICTS, SUPERVISORS, Scene, call, moving


@dataclass
class Centre:
    """The one centre of a world."""

    scene: Scene
    machine: Machine
    random: Random
    is_down: bool = False

    def deliver(self, environ: dict[str, Any]) -> Reply:
        """Answer a request.

        Raises:
            ConnectionRefusedError: it is down.
            PowerCut: it went down over this request.
        """
        if self.is_down:
            raise ConnectionRefusedError
        with self._may_fall():
            return call(self.scene.app, environ)

    @contextmanager
    def inside(self) -> Iterator[Any]:
        """Give a session, for one piece of work or for a look."""
        with self.scene.app.app_context():
            try:
                yield db.session()
            finally:
                db.session.remove()

    def work(self, piece: Callable[[Any], Any]) -> Any:
        """Do a piece of work of the office; a power cut ends it.

        Raises:
            PowerCut: it went down.
        """
        if self.is_down:
            return None
        with self._may_fall(), self.inside() as session:
            return piece(session)

    @contextmanager
    def _may_fall(self) -> Iterator[None]:
        try:
            yield
        except PowerCut:
            self.is_down = True
            raise

    def start_again(self) -> None:
        """Start from what the power cut left on the disk."""
        self._let_go()
        self.machine.restart()
        self.is_down = False

    def back_up(self, place: Path) -> None:
        shutil.rmtree(place, ignore_errors=True)
        copy_folder(self.machine.folder, place)

    def restore(self, place: Path) -> None:
        """Put an earlier copy in place of the files, as an operator does after a disk has died."""
        self._let_go()
        shutil.rmtree(self.machine.folder)
        copy_folder(place, self.machine.folder)
        self.machine.note_all_flushed()

    def begin_new_history(self) -> None:
        """What `muaina server restored` does, which an operator may forget."""
        config = self.scene.app.config["MUAINA"]
        with self.inside() as session:
            begin_new_history(session, place=evidence_place(config), snapshots=config.snapshots, tools=moving)  # type: ignore[arg-type]

    def rows(self, statement: str, **values: Any) -> list[Any]:
        """Return what a query of a check finds, beside every session of the centre."""
        with self.scene.app.app_context():
            engine = db.engine
        with engine.connect().execution_options(muaina_reading=True) as connection:
            return list(connection.execute(text(statement), values).all())

    def change_employer(self, number: int) -> Any:
        """An office clerk changes a field, in the register itself."""

        def piece(session: Any) -> str:
            employer_id = self._some_employer(session)
            name = self.random.choice(("trade_name", "owner_name", "address_en", "registration_no", "status"))
            with writing(session, now=moving.now()) as gateway:
                gateway.write("employer", employer_id, {name: f"{name} {number}"})
            return f"{employer_id} {name}"

        return self.work(piece)

    def move_employer(self) -> Any:
        """An employer moves to another district."""

        def piece(session: Any) -> str:
            employer_id = self._some_employer(session)
            district = self.random.choice(DISTRICTS)
            with writing(session, now=moving.now()) as gateway:
                gateway.write("employer", employer_id, {"district": district})
            return f"{employer_id} {district}"

        return self.work(piece)

    def reassign(self, sign_in: str) -> Any:
        """An inspector gets other districts."""

        def piece(session: Any) -> str:
            districts = self.random.sample(DISTRICTS, k=self.random.randrange(1, 3))
            scopes = [f"district:{name}" for name in districts]
            session.execute(update(User).where(User.sign_in == sign_in).values(scopes=scopes))
            session.commit()
            return " ".join(scopes)

        return self.work(piece)

    def resolve(self, number: int) -> Any:
        """Both supervisors decide the same conflict as they both saw it; only the first may succeed."""

        def piece(session: Any) -> str:
            conflict = session.scalars(select(Conflict).where(Conflict.state == "open").order_by(Conflict.id)).first()
            if conflict is None:
                return "none"
            conflict_id, version = conflict.id, conflict.version
            session.rollback()
            said = [self._decide(session, name, conflict_id, version, number) for name in SUPERVISORS]
            return f"{conflict_id} {' '.join(said)}"

        return self.work(piece)

    def _decide(self, session: Any, name: str, conflict_id: str, version: int, number: int) -> str:
        user = session.scalars(select(User).where(User.sign_in == name)).one()
        choice = self.random.choice(("standing", "arriving"))
        resolution = Resolution(choice, f"Looked into, {number}.", version)
        try:
            resolve_conflict(session, user, conflict_id, resolution=resolution, tools=moving)  # type: ignore[arg-type]
        except Barred:
            session.rollback()
            return "barred"
        except Refusal as refusal:
            session.rollback()
            return type(refusal).__name__
        return choice

    def do_chores(self) -> Any:
        """The worker's round: snapshots, and what was held by an older version."""
        if self.is_down:
            return None
        with self._may_fall():
            return refresh_snapshots(self.scene.app), try_held_again(self.scene.app)

    def _some_employer(self, session: Any) -> str:
        found = list(session.execute(text("SELECT id FROM employer ORDER BY id")).scalars())
        session.rollback()
        return str(self.random.choice(found))

    def _let_go(self) -> None:
        with self.scene.app.app_context():
            db.session.remove()
            db.engine.dispose()
