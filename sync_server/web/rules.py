"""Who may use a page: a rule written on each view, which the guard reads before the view runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from sync_server.models import Role

View = TypeVar("View", bound=Callable[..., Any])
ATTRIBUTE = "who_may_use"
"""Name of the attribute that holds a view's rule; the test of the app's shape looks for it on every route."""


@dataclass(frozen=True)
class Rule:
    """`roles` that may use a view; `public` views need no sign-in at all."""

    roles: frozenset[Role]
    public: bool = False


def open_to(*roles: Role) -> Callable[[View], View]:
    """Declare that only these roles may use a view."""
    return _ruled(Rule(frozenset(roles)))


def open_to_signed_in(view: View) -> View:
    """Declare that everybody who is signed in may use a view."""
    return _ruled(Rule(frozenset(Role)))(view)


def open_to_anyone(view: View) -> View:
    """Declare that a view is public."""
    return _ruled(Rule(frozenset(Role), public=True))(view)


def rule_of(view: object) -> Rule | None:
    """Return the rule of a view, or None for one that declares none."""
    rule = getattr(view, ATTRIBUTE, None)
    return rule if isinstance(rule, Rule) else None


def _ruled(rule: Rule) -> Callable[[View], View]:
    def declare(view: View) -> View:
        setattr(view, ATTRIBUTE, rule)
        return view

    return declare
