"""The checklists that ship, by name and version; a version once used is never edited, one is added beside it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from checklists.compile import compile_definition
from checklists.definition import UR, Definition, read_definition
from checklists.errors import ChecklistError
from checklists.for_scheme import cites_roles, for_scheme, schemes_in
from checklists.form import Checklist
from simplify_content.law_loader import available_schemes, load_law_pack
from simplify_content.scheme_rules import Role
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
    """As the settings have it: one scheme, several separated by blanks, or "shared"."""

    def is_for(self, scheme: str) -> bool:
        """Return whether inspectors of a scheme use it."""
        return scheme in schemes_in(self.scheme) or self.scheme == SHARED


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
    return tuple(heading for heading in newest if heading.is_for(scheme))


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
def load_checklist(name: str, version: str | None = None, *, scheme: str = "") -> Checklist:
    """Return a checklist; without a version the newest.

    Args:
        name: which checklist.
        version: which version.
        scheme: whose provisions the questions of a checklist of several schemes cite; without one they hold roles. A
            checklist of one scheme cites that scheme, whoever reads it.

    Raises:
        ChecklistError: there is no such checklist or version, it is of several schemes but not of this one, or it
            does not keep the rules.
    """
    versions = available_checklists().get(name, ())
    wanted = version or (versions[-1] if versions else "")
    if wanted not in versions:
        raise ChecklistError(f"checklist {name!r} version {wanted!r}: found {list(versions)}; expected one of these")
    written = _compiled(name, wanted)
    if not scheme or not cites_roles(written.scheme):
        return written
    if scheme not in schemes_in(written.scheme):
        raise ChecklistError(f"{name}/{wanted}.yaml: found the schemes {written.scheme}; expected {scheme} among them")
    return for_scheme(written, scheme)


@cache
def _compiled(name: str, wanted: str) -> Checklist:
    definition = definition_of(name, wanted)
    checklist = compile_definition(definition, provisions=provisions_of(definition.settings["scheme"]))
    if (checklist.name, checklist.version) != (name, wanted):
        found = f"{checklist.name} {checklist.version}"
        raise ChecklistError(f"{name}/{wanted}.yaml: found form_id and version {found}; expected {name} {wanted}")
    scheme = definition.settings["scheme"]
    return for_scheme(checklist, scheme) if scheme in available_schemes() else checklist


def provisions_of(scheme: str) -> frozenset[str] | None:
    """Return the words that `ss:law` may hold in a checklist of this setting, or None where no law pack ships.

    For several schemes the roles that each scheme's rules give a section, or none; for one scheme the keys of its
    provisions, and the roles for what its law pack has no provision for.
    """
    roles = frozenset(role.value for role in Role)
    if cites_roles(scheme):
        return roles
    return roles | set(load_law_pack(scheme).provisions) if scheme in available_schemes() else None


@cache
def definition_of(name: str, version: str) -> Definition:
    """Return the sheets of a checklist as written.

    Raises:
        ChecklistError: there is no such file or it is not of rows.
    """
    return read_definition(FOLDER / name / f"{version}.yaml")
