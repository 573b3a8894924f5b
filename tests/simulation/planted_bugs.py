"""Five bugs of the kinds that lose data in the field, planted one at a time, to prove that the simulator sees them.

They live here as replacements of functions of the product; the product itself is never changed.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from inspector_app.store.driver import writing
from inspector_app.sync import install_snapshot, repair, setbacks, take_reply
from sync_protocol.merge import merge
from sync_server.queries import database
from sync_server.services import apply_correction, receive

_take_page = take_reply._take_page
_open_sqlite = database.open_sqlite


def _cursor_before_commit(run: Any, page: Mapping[str, Any], kept: frozenset[str], *, schema: int) -> Any:
    """The cursor moves in a transaction of its own, before the rows that it claims."""
    with writing(run.register):
        run.register.conn.execute("UPDATE cursor SET v = ? WHERE scope = ?", (page["until"], page["scope"]))
    return _take_page(run, page, kept, schema=schema)


def _without_fsync(path: Path, *, busy_timeout_s: float) -> Any:
    """The centre acknowledges what is only in the memory of the machine."""
    connection = _open_sqlite(path, busy_timeout_s=busy_timeout_s)
    connection.execute("pragma synchronous=off")
    return connection


def _last_writer_wins(entity: Any, current: Mapping[str, Any], stamps: Any, **said: Any) -> Any:
    """The later value is written over the other, and nobody hears of it."""
    found = merge(entity, current, stamps, **said)
    if not found.conflicts:
        return found
    write = {name: value for name, value in said["set_"].items() if value != current[name]}
    return dataclasses.replace(found, write=write, conflicts=())


def _believe_the_chain(previous: str, operations: Sequence[Mapping[str, Any]]) -> str:
    """Hashes are taken as they are sent."""
    return str(operations[-1]["hash"])


def _forget_pending_work(work: Any) -> frozenset[str]:
    """What moves out of the district goes, whatever waits for it."""
    return frozenset()


@contextmanager
def _replaced(replacement: Callable[..., Any], name: str, *modules: Any) -> Iterator[None]:
    patches = [patch.object(module, name, replacement) for module in modules]
    for one in patches:
        one.start()
    try:
        yield
    finally:
        for one in patches:
            one.stop()


BUGS: Mapping[str, Callable[[], Any]] = {
    "cursor before commit": lambda: _replaced(_cursor_before_commit, "_take_page", take_reply),
    "acknowledgement before fsync": lambda: _replaced(_without_fsync, "open_sqlite", database),
    "overwrite without conflict row": lambda: _replaced(_last_writer_wins, "merge", apply_correction),
    "chain check off": lambda: _replaced(_believe_the_chain, "verify_run", receive),
    "move-out drops pending work": lambda: _replaced(
        _forget_pending_work, "employers_with_work", take_reply, setbacks, install_snapshot, repair
    ),
}
"""Each bug as a context in which it is there."""
