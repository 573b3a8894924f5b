"""Asks a law pack by role instead of by name: the provision that stands for the contribution, whatever its section.

Which fact plays which role is `simplify_content/law/<scheme>/rules.yaml`.
"""

from __future__ import annotations

from casework.wording import sentence
from simplify_content.law_pack import LawPack
from simplify_content.scheme_rules import Role, SchemeRules, load_scheme_rules
from simplify_content.text import Text

__all__ = ["MONEY_UNIT", "Role", "cite", "named", "printed", "rules_of"]

MONEY_UNIT = "PKR/month"


def rules_of(law: LawPack) -> SchemeRules:
    """Return the rules of a pack's scheme."""
    return load_scheme_rules(law.scheme)


def cite(role: Role, law: LawPack) -> Text:
    """Return how papers cite the provision of a role; that no section is recorded, where none is."""
    name = rules_of(law).provisions.get(role)
    return law.cite(name) if name else sentence("law.section_unknown")


def named(law: LawPack, *roles: Role) -> tuple[str, ...]:
    """Return the names of the provisions of roles, in their order; a role without a known section has none."""
    provisions = rules_of(law).provisions
    return tuple(provisions[role] for role in roles if role in provisions)


def printed(law: LawPack, *roles: Role) -> tuple[str, ...]:
    """Return the names that must be confirmed before a notice may print the roles.

    A role without a known section stands as `scheme.role`, which no confirmation can name, so that the notice is
    barred until the pack knows the section.
    """
    provisions = rules_of(law).provisions
    return tuple(provisions.get(role, f"{law.scheme}.{role}") for role in roles)
