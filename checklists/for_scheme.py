"""A checklist as one scheme asks it: each role that a question cites becomes that scheme's section.

A role without a known section stays without one and is named; never is it another scheme's. A checklist of one scheme
cites that scheme's sections, and a role where its law pack has none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from checklists.form import Checklist, Item
from simplify_content.scheme_rules import Role, load_scheme_rules

_ROLES = frozenset(role.value for role in Role)


def schemes_in(setting: str) -> tuple[str, ...]:
    """Return the schemes that a checklist's setting names, in its order; with more than one, `ss:law` holds roles."""
    return tuple(setting.split())


def cites_roles(setting: str) -> bool:
    """Return whether `ss:law` holds roles only, and never one scheme's provisions."""
    return len(schemes_in(setting)) > 1


def for_scheme(checklist: Checklist, scheme: str) -> Checklist:
    """Return a checklist with the provisions of one of its schemes."""
    provisions = load_scheme_rules(scheme).provisions
    items = tuple(_cited(item, provisions) for item in checklist.form.items)
    form = replace(checklist.form, items=items, by_path={item.node.path: item for item in items})
    return replace(checklist, scheme=scheme, form=form)


def roles_in(words: Iterable[str]) -> tuple[Role, ...]:
    """Return the roles among the words of `ss:law`, in their order."""
    return tuple(Role(word) for word in words if word in _ROLES)


def _cited(item: Item, provisions: Mapping[Role, str]) -> Item:
    roles = roles_in(item.provisions)
    keys = (provisions.get(Role(word), "") if word in _ROLES else word for word in item.provisions)
    known = dict.fromkeys(key for key in keys if key)
    return replace(
        item, provisions=tuple(known), unrecorded=tuple(role.topic for role in roles if role not in provisions)
    )
