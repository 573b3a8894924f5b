"""Looks after the feeds: digests that are not known are worked out, field changes that nobody needs are forgotten.

The worker calls it; every step is a short transaction of its own and may be cut off or run twice without harm.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from sync_server.queries.database import reading
from sync_server.queries.digests import fill_digests, prune_field_changes, scopes_without_digest, sum_up_digests
from sync_server.queries.snapshots import all_scope_ids
from sync_server.tools import Tools

KEPT_CHANGES = 50_000
"""Newest numbers of a scope whose fields are kept: a laptop that is further behind gets whole records."""


def tend_scopes(session: Session, *, tools: Tools, kept: int = KEPT_CHANGES) -> int:
    """Bring every scope in order and return how many digests of records were worked out and changes forgotten.

    Args:
        session: outside any transaction; several are begun and committed here.
        tools: clock.
        kept: how many numbers of each scope keep the names of their fields.
    """
    reading(session)
    scopes, unknown = all_scope_ids(session), scopes_without_digest(session)
    session.rollback()
    done = 0
    for scope_id in unknown:
        while filled := fill_digests(session, scope_id):
            session.commit()
            done += filled
        sum_up_digests(session, scope_id, now=tools.now())
        session.commit()
    for scope_id in scopes:
        done += prune_field_changes(session, scope_id, kept=kept, now=tools.now())
        session.commit()
    return done
