"""The checklist that an inspection was made with, in its own version."""

from __future__ import annotations

from sqlalchemy.orm import object_session

from checklists.errors import ChecklistError
from checklists.form import Checklist
from checklists.library import load_checklist
from sync_server.models import Inspection
from sync_server.queries.settings import centre_facts
from sync_server.refusals import Barred, said


def checklist_of(inspection: Inspection) -> Checklist:
    """Return the checklist of an inspection, citing the scheme of this centre.

    Raises:
        Barred: this centre does not have that version; the laptop was updated before the centre.
    """
    name, version = inspection.checklist, inspection.checklist_version
    session = object_session(inspection)
    assert session is not None
    try:
        return load_checklist(name, version, scheme=centre_facts(session).scheme)
    except ChecklistError:
        raise Barred(said("refused.unknown_checklist", name=name, version=version)) from None
