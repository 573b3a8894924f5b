"""What axe-core finds on pages, in words; and whether a page fits its window."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from page_walk import Place

STANDARD = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
"""WCAG 2.2 to level AA, and what axe calls good practice (headings in order, one main part, landmarks)."""
_COLOURS = ("color-contrast", "link-in-text-block")
"""What can differ between light and dark."""
_OPEN_EVERYTHING = "document.querySelectorAll('details').forEach(part => { part.open = true; })"
_RUN = "options => axe.run(document, options)"
_ESCAPING = """() => {
    const reach = document.documentElement.clientWidth;
    const page = document.scrollingElement;
    return page.scrollWidth > reach + 1 ? page.scrollWidth - reach : 0;
}"""


def faults_on(page: Any, address: str, places: Iterable[Place], *, status: int = 200) -> list[str]:
    """Open each place that answers a page (not a file, nor JSON) and return what is wrong with all of them.

    Filled-in ids may not belong together (evidence of another inspection): such an address may answer that nothing is
    there, so long as the endpoint answers at another one.
    """
    found, answers = [], defaultdict(list)
    for place in places:
        reply = page.request.get(address + place.path, max_redirects=0)
        answers[place.endpoint].append(reply.status)
        if reply.status == status and "text/html" in reply.headers["content-type"]:
            page.goto(address + place.path)
            found += [f"{place.path} ({place.endpoint}): {fault}" for fault in faults_of(page)]
    silent = {endpoint: seen for endpoint, seen in answers.items() if status not in seen}
    return found + [f"{endpoint}: no address of it answered {status}, but {seen}" for endpoint, seen in silent.items()]


def faults_of(page: Any) -> list[str]:
    """Return what is wrong with an open page in light and in dark, folded parts unfolded; empty when nothing is."""
    page.evaluate(_OPEN_EVERYTHING)
    page.evaluate(AXE_SCRIPT)
    page.emulate_media(color_scheme="light")
    found = list(_run(page, {"runOnly": {"type": "tag", "values": list(STANDARD)}}, "light"))
    page.emulate_media(color_scheme="dark")
    found += _run(page, {"runOnly": {"type": "rule", "values": list(_COLOURS)}}, "dark")
    page.emulate_media(color_scheme="light")
    if beyond := page.evaluate(_ESCAPING):
        found.append(f"the page is {beyond} px wider than its window")
    return found


def _run(page: Any, options: dict[str, Any], scheme: str) -> Iterator[str]:
    results = page.evaluate(_RUN, {**options, "resultTypes": ["violations"]})
    for violation in results["violations"]:
        for node in violation["nodes"]:
            checks = node["any"] + node["all"] + node["none"]
            why = "; ".join(check["message"] for check in checks)
            yield f"{scheme}: {violation['id']}: {' '.join(map(str, node['target']))}: {why}"
