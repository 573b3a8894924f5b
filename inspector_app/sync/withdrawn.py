"""What happens when the centre says that this laptop was withdrawn: the register goes, the work stays.

The records of employers on whom work is unfinished or unsent stay too: without them it could not be finished. Should
the office admit the laptop again, the next sync sends the work and fetches the register anew.
"""

from __future__ import annotations

from inspector_app.store.driver import writing
from inspector_app.store.pending_work import employers_with_work
from inspector_app.store.register import cursors
from inspector_app.store.register_changes import drop_scope, let_go
from inspector_app.store.standing import withdraw
from inspector_app.sync.run import SyncRun
from inspector_app.tools import moment


def give_up_register(run: SyncRun) -> None:
    """Write the withdrawal down, then remove the register; safe to repeat after a crash between the two."""
    with writing(run.work):
        withdraw(run.work, moment(run.tools.now()))
    kept = employers_with_work(run.work)
    with writing(run.register):
        for cursor in cursors(run.register):
            drop_scope(run.register, cursor["scope"], kept=kept)
        let_go(run.register, kept=kept)
