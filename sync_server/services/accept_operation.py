"""A supervisor takes an operation that was held or rejected after all; what waited for it follows by itself.

It is judged once more, by the districts of its inspector and the supervisor's own. What cannot stand for another reason
(its content, an inspection that is approved) is rejected again, with the reason of today.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from simplify_content.text import Text
from sync_server.errors import NotAllowed, NotFound
from sync_server.models import LedgerEntry, Role, User
from sync_server.queries.devices import find_device
from sync_server.queries.gateway import writing
from sync_server.queries.ledger import lock_device
from sync_server.queries.tell_again import say_again
from sync_server.refusals import Barred, said
from sync_server.services.arrival import Batch
from sync_server.services.settle_batch import settle_batch, try_again
from sync_server.services.written_text import written
from sync_server.tools import Tools


def accept_operation(
    session: Session, user: User, device_id: str, *, place: tuple[int, int], reason: str, tools: Tools
) -> LedgerEntry:
    """Judge an operation once more, with the supervisor's word, and return its entry with the verdict of today.

    Args:
        session: one transaction, committed here.
        user: the supervisor.
        device_id: the laptop that sent it.
        place: its incarnation and number.
        reason: why it is to be taken; its laptop is told.
        tools: clock and ids.

    Raises:
        NotAllowed: the user is not a supervisor.
        NotFound: no such operation of a laptop in the supervisor's scope.
        Barred: it had its effect already.
        Refusal: no reason.
    """
    if user.role != Role.SUPERVISOR:
        raise NotAllowed(said("refused.role"))
    find_device(session, user, device_id)
    why = written(reason, "reason", limit=500)
    with writing(session, now=tools.now()) as gateway:
        device = lock_device(session, device_id)
        entry = session.get(LedgerEntry, (device_id, *place), populate_existing=True)
        if entry is None:
            raise NotFound()
        if entry.outcome not in ("held", "rejected"):
            raise Barred(said("refused.taken_already"))
        batch = Batch(session=session, gateway=gateway, tools=tools)
        try_again(batch, entry, _with_word(session.get_one(User, device.user_id), user))
        if entry.outcome in ("applied", "merged"):
            by = Text(en=user.name_en, ur=user.name_ur)
            say_again(session, entry, said("sync.accepted", name=by, reason=why))
        settle_batch(batch)
    return entry


def _with_word(person: User, supervisor: User) -> User:
    """Return the inspector as the operation is judged: with the supervisor's districts, whatever became of the account.

    The value is never stored; the account stays as it is.
    """
    return User(
        id=person.id,
        sign_in=person.sign_in,
        name_en=person.name_en,
        name_ur=person.name_ur,
        role=Role.INSPECTOR,
        institution=person.institution,
        scopes=[*person.scopes, *supervisor.scopes],
        password_hash="",
        active=True,
    )
