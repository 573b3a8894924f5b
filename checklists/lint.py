"""What a checklist holds, counted, and what is wrong with it (nothing, where it may be used).

Pure; the command that prints it is elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from checklists.compile import compile_definition
from checklists.definition import Definition
from checklists.errors import ChecklistError, Problem
from checklists.for_scheme import roles_in, schemes_in
from checklists.form import Checklist
from checklists.form_state import ItemKind
from checklists.library import available_checklists, definition_of, provisions_of
from checklists.versions import broken_since, changed_since_release
from simplify_content.law_loader import available_schemes
from simplify_content.scheme_rules import load_scheme_rules


@dataclass(frozen=True)
class ChecklistLint:
    """The count of one version of one checklist; counts are zero where it does not compile."""

    name: str
    version: str
    problems: tuple[Problem, ...]
    sections: int = 0
    questions: int = 0
    calculations: int = 0
    notes: int = 0
    findings: int = 0
    provisions: tuple[str, ...] = ()
    """Provisions cited, sorted; in a checklist of several schemes the roles."""
    unrecorded: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By scheme: the roles cited for which its pack has no section, sorted; empty where no role is cited."""


def lint_definition(definition: Definition, *, provisions: Collection[str] | None) -> ChecklistLint:
    """Return the count of a definition and its problems, each with sheet, row, column, found, expected.

    Args:
        definition: the sheets as written.
        provisions: keys of the scheme's law pack; None where there is none to check against.
    """
    name, version = definition.settings["form_id"], definition.settings["version"]
    try:
        checklist = compile_definition(definition, provisions=provisions)
    except ChecklistError as refusal:
        return ChecklistLint(name, version, refusal.problems)
    return _counted(checklist, findings=len(definition.findings))


def lint_all() -> tuple[ChecklistLint, ...]:
    """Return the count of every version that ships, and what each changes that it may not change."""
    changed = changed_since_release()
    return tuple(
        _shipped(name, version, changed) for name, versions in available_checklists().items() for version in versions
    )


def _shipped(name: str, version: str, changed: tuple[Problem, ...]) -> ChecklistLint:
    """Return the count of one file of the folder; one that cannot be read is told like one that does not compile."""
    file = f"{name}/{version}.yaml"
    try:
        definition = definition_of(name, version)
        history = broken_since(name, definition)
    except ChecklistError as refusal:
        problems = refusal.problems or (Problem(file, 0, "", str(refusal), "a checklist that can be read"),)
        return ChecklistLint(name, version, problems)
    lint = lint_definition(definition, provisions=provisions_of(definition.settings["scheme"]))
    if (lint.name, lint.version) != (name, version):
        found = f"form_id {lint.name!r} and version {lint.version!r}"
        return ChecklistLint(name, version, (Problem(file, 0, "settings", found, f"{name!r} and {version!r}"),))
    edited = (one for one in changed if one.sheet == file)
    return replace(lint, problems=(*lint.problems, *history, *edited))


def _counted(checklist: Checklist, *, findings: int) -> ChecklistLint:
    kinds = [item.kind for item in checklist.form.items]
    cited = tuple(sorted({key for item in checklist.form.items for key in item.provisions}))
    schemes = [scheme for scheme in schemes_in(checklist.scheme) if scheme in available_schemes() and roles_in(cited)]
    return ChecklistLint(
        name=checklist.name,
        version=checklist.version,
        problems=(),
        sections=len(checklist.form.sections),
        questions=kinds.count(ItemKind.QUESTION),
        calculations=kinds.count(ItemKind.CALCULATION),
        notes=kinds.count(ItemKind.NOTE),
        findings=findings,
        provisions=cited,
        unrecorded={scheme: _without_section(scheme, cited) for scheme in schemes},
    )


def _without_section(scheme: str, cited: tuple[str, ...]) -> tuple[str, ...]:
    known = load_scheme_rules(scheme).provisions
    return tuple(role.value for role in roles_in(cited) if role not in known)
