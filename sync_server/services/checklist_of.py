"""The checklist that an inspection was made with, in its own version."""

from __future__ import annotations

from checklists.errors import ChecklistError
from checklists.form import Checklist
from checklists.library import load_checklist
from sync_server.models import Inspection
from sync_server.refusals import Barred, said


def checklist_of(inspection: Inspection) -> Checklist:
    """Return the checklist of an inspection.

    Raises:
        Barred: this centre does not have that version; the laptop was updated before the centre.
    """
    name, version = inspection.checklist, inspection.checklist_version
    try:
        return load_checklist(name, version)
    except ChecklistError:
        raise Barred(said("refused.unknown_checklist", name=name, version=version)) from None
