"""Every page of an app, found in its URL map: what a test or a picture of "each page" goes through."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_ARGUMENT = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>")


@dataclass(frozen=True)
class Place:
    """One page of an app: its path and the endpoint that answers it."""

    endpoint: str
    path: str


class Unlisted(AssertionError):
    """The app has an address that the walk knows no values for."""


def places_of(
    app: Any,
    values: Mapping[str, Sequence[str]],
    *,
    special: Mapping[str, Sequence[str]],
    not_pages: Mapping[str, str],
) -> Iterator[Place]:
    """Yield every page that a reader of the app can open.

    Args:
        app: the Flask app.
        values: for an argument of an address, the values to fill in; each is a page of its own.
        special: for an endpoint, the paths to open instead of filled-in ones (several states of a page, or arguments
            that mean something else there).
        not_pages: endpoints that answer no page (a file, a picture, JSON), each with what it is. Endpoints or
            blueprints: `look.look` or `sync_evidence.*`.

    Raises:
        Unlisted: an address has an argument that nothing was said about. Add its value, or say that it is no page.
    """
    for rule in sorted(app.url_map.iter_rules(), key=str):
        if "GET" not in (rule.methods or ()) or _is_named(rule.endpoint, not_pages):
            continue
        if rule.endpoint in special:
            yield from (Place(rule.endpoint, path) for path in special[rule.endpoint])
        else:
            yield from _filled(rule, values)


def stale(app: Any, *names: Mapping[str, object]) -> set[str]:
    """Return the names of endpoints that the app no longer has."""
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    blueprints = {f"{endpoint.partition('.')[0]}.*" for endpoint in endpoints}
    return {name for group in names for name in group} - endpoints - blueprints


def _is_named(endpoint: str, names: Mapping[str, object]) -> bool:
    return endpoint in names or f"{endpoint.partition('.')[0]}.*" in names


def _filled(rule: Any, values: Mapping[str, Sequence[str]]) -> Iterator[Place]:
    arguments = _ARGUMENT.findall(rule.rule)
    if unknown := [name for name in arguments if name not in values]:
        raise Unlisted(
            f"{rule.endpoint} ({rule.rule}): no value for {unknown}; give one to the walk, or say that it is no page"
        )
    paths = [rule.rule]
    for name in arguments:
        paths = [_ARGUMENT.sub(value, path, count=1) for path in paths for value in values[name]]
    yield from (Place(rule.endpoint, path) for path in paths)
