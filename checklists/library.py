"""The checklists that ship, by name and version; a version once used is never edited, one is added beside it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from checklists.compile import compile_definition
from checklists.definition import UR, Definition, read_definition
from checklists.errors import ChecklistError
from checklists.form import Checklist
from simplify_content.law_loader import available_schemes, load_law_pack
from simplify_content.text import Text

FOLDER = Path(__file__).parent / "definitions"
SHARED = "shared"
"""The scheme that a checklist names when inspectors of every scheme may use it."""


@dataclass(frozen=True)
class Heading:
    """What a list of checklists says of one, read without compiling it."""

    name: str
    version: str
    title: Text
    scheme: str


def available_checklists() -> dict[str, tuple[str, ...]]:
    """Return the versions of each checklist, oldest first, by name."""
    return {
        folder.name: tuple(sorted(file.stem for file in folder.glob("*.yaml")))
        for folder in sorted(FOLDER.iterdir())
        if folder.is_dir()
    }


def headings_for(scheme: str) -> tuple[Heading, ...]:
    """Return the newest version of each checklist that inspectors of a scheme use, by name."""
    newest = (_heading(name, versions[-1]) for name, versions in available_checklists().items())
    return tuple(heading for heading in newest if heading.scheme in (scheme, SHARED))


def heading_of(name: str, version: str) -> Heading:
    """Return the heading of one version of a checklist.

    Raises:
        ChecklistError: there is no such checklist or version.
    """
    versions = available_checklists().get(name, ())
    if version not in versions:
        raise ChecklistError(f"checklist {name!r} version {version!r}: found {list(versions)}; expected one of these")
    return _heading(name, version)


@cache
def _heading(name: str, version: str) -> Heading:
    settings = definition_of(name, version).settings
    return Heading(name, version, Text(en=settings["form_title"], ur=settings[f"title::{UR}"]), settings["scheme"])


@cache
def load_checklist(name: str, version: str | None = None) -> Checklist:
    """Return a checklist; without a version the newest.

    Raises:
        ChecklistError: there is no such checklist or version, or it does not keep the rules.
    """
    versions = available_checklists().get(name, ())
    wanted = version or (versions[-1] if versions else "")
    if wanted not in versions:
        raise ChecklistError(f"checklist {name!r} version {wanted!r}: found {list(versions)}; expected one of these")
    definition = definition_of(name, wanted)
    checklist = compile_definition(definition, provisions=provisions_of(definition.settings["scheme"]))
    if (checklist.name, checklist.version) != (name, wanted):
        found = f"{checklist.name} {checklist.version}"
        raise ChecklistError(f"{name}/{wanted}.yaml: found form_id and version {found}; expected {name} {wanted}")
    return checklist


def provisions_of(scheme: str) -> frozenset[str] | None:
    """Return the keys of a scheme's provisions, or None where no law pack of the scheme ships."""
    return frozenset(load_law_pack(scheme).provisions) if scheme in available_schemes() else None


@cache
def definition_of(name: str, version: str) -> Definition:
    """Return the sheets of a checklist as written.

    Raises:
        ChecklistError: there is no such file or it is not of rows.
    """
    return read_definition(FOLDER / name / f"{version}.yaml")
