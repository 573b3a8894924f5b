"""A checklist of several schemes as one of them asks it: each role that a question cites becomes that scheme's section.

A role without a known section stays without one and is named; never is it another scheme's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from checklists.form import Checklist, Item
from simplify_content.scheme_rules import Role, load_scheme_rules


def schemes_in(setting: str) -> tuple[str, ...]:
    """Return the schemes that a checklist's setting names, in its order; with more than one, `ss:law` holds roles."""
    return tuple(setting.split())


def cites_roles(setting: str) -> bool:
    """Return whether `ss:law` holds roles instead of one scheme's provisions."""
    return len(schemes_in(setting)) > 1


def for_scheme(checklist: Checklist, scheme: str) -> Checklist:
    """Return a checklist of several schemes with the provisions of one of them."""
    provisions = load_scheme_rules(scheme).provisions
    items = tuple(_cited(item, provisions) for item in checklist.form.items)
    form = replace(checklist.form, items=items, by_path={item.node.path: item for item in items})
    return replace(checklist, scheme=scheme, form=form)


def _cited(item: Item, provisions: Mapping[Role, str]) -> Item:
    roles = [Role(word) for word in item.provisions]
    known = dict.fromkeys(provisions[role] for role in roles if role in provisions)
    return replace(
        item, provisions=tuple(known), unrecorded=tuple(role.topic for role in roles if role not in provisions)
    )
