"""An earlier version of a returned inspection, as it was closed; nothing of it changes any more."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from checklists.engine import evaluate
from checklists.form import Checklist
from checklists.form_state import FormState, Surroundings
from inspector_app.catalogue import say
from inspector_app.errors import NotFound
from inspector_app.services.inspection_form import checklist_of, require_inspection
from inspector_app.services.kept_items import with_kept_items
from inspector_app.store.opened import Opened
from inspector_app.store.versions import KeptVersion, kept_versions
from inspector_app.tools import local_day


@dataclass(frozen=True)
class VersionView:
    """A version with its form as it stood on the day it was closed."""

    kept: KeptVersion
    checklist: Checklist
    form: FormState


def read_version(opened: Opened, inspection_id: str, number: int) -> VersionView:
    """Return an earlier version.

    Raises:
        NotFound: no such inspection, or no such version before the present one.
    """
    inspection = require_inspection(opened, inspection_id)
    kept = next((one for one in kept_versions(opened.work, inspection_id) if one.number == number), None)
    if kept is None:
        raise NotFound(say("core.no_version"))
    checklist = checklist_of(opened, inspection)
    closed_on = local_day(datetime.fromisoformat(kept.closed_at))
    lists = {name: tuple(rows) for name, rows in json.loads(kept.register["register_lists"]).items()}
    around = Surroundings(closed_on, json.loads(kept.register["register_facts"]), lists=lists)
    form = evaluate(checklist, kept.answers, around)
    return VersionView(kept, checklist, with_kept_items(form, kept.register["kept_items"]))
