"""What people do at the centre in the demonstration, through its pages: settle, approve, confirm, issue."""

from __future__ import annotations

import html
import re
from datetime import date
from pathlib import Path

from muaina.demo.stage import ENFORCEMENT, LAW_OFFICER, PASSWORD, SUPERVISOR, Person
from muaina.demo.visitor import StepFailed, Visitor

_ID = r"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"


def sign_in(address: str, person: Person) -> Visitor:
    """Return a visitor who has signed in at the centre."""
    visitor = Visitor(address)
    visitor.open("/sign-in")
    visitor.send("/sign-in", sign_in=person.sign_in, password=PASSWORD)
    return visitor


def linked_ids(page: str, noun: str) -> list[str]:
    """Return the ids that a page links to under `/<noun>/`, each once, in the order of the page."""
    return list(dict.fromkeys(re.findall(rf'href="/{noun}/{_ID}"', page)))


def settle_conflicts(address: str) -> int:
    """As supervisor, settle every open conflict in favour of the arriving value; return how many there were."""
    supervisor = sign_in(address, SUPERVISOR)
    conflicts = linked_ids(supervisor.open("/conflicts").text, "conflicts")
    for conflict in conflicts:
        page = supervisor.open(f"/conflicts/{conflict}").text
        supervisor.send(
            f"/conflicts/{conflict}/resolve",
            choice="arriving",
            value="",
            reason="The employer confirmed this telephone number by letter (demonstration).",
            version=_hidden(page, "version"),
            rev=_hidden(page, "rev"),
        )
    return len(conflicts)


def approve_inspections(address: str) -> list[str]:
    """As supervisor, approve every received inspection; return their ids."""
    supervisor = sign_in(address, SUPERVISOR)
    received = linked_ids(supervisor.open("/inspections?state=received").text, "inspections")
    for inspection in received:
        page = supervisor.open(f"/inspections/{inspection}").text
        supervisor.send(
            f"/inspections/{inspection}/approve",
            version=_hidden(page, "version"),
            remark="Read and approved (demonstration).",
        )
    return received


def open_case(address: str, inspection: str, *, hearing_on: date) -> str:
    """As enforcement officer, open the case of an approved inspection and set its hearing; return the case's id."""
    officer = sign_in(address, ENFORCEMENT)
    officer.open(f"/inspections/{inspection}")
    page = officer.send(f"/inspections/{inspection}/case")
    case = page.url.rstrip("/").rsplit("/", 1)[-1]
    officer.open(f"/cases/{case}")
    officer.send(
        f"/cases/{case}/hearing",
        hearing_on=hearing_on.isoformat(),
        hearing_at="11:00",
        hearing_place_en="Hearing room 2, Directorate Faisalabad (East)",
        hearing_place_ur="کمرہ سماعت نمبر 2، ڈائریکٹوریٹ فیصل آباد (ایسٹ)",
    )
    return case


def is_refused_unconfirmed(address: str, case: str) -> bool:
    """As enforcement officer, ask for the notice too early; return whether the centre refused it."""
    officer = sign_in(address, ENFORCEMENT)
    officer.open(f"/cases/{case}")
    try:
        officer.send(f"/cases/{case}/notice")
    except StepFailed:
        return True
    return False


def confirm_facts(address: str) -> list[str]:
    """As law officer, confirm each fact that an open case needs; return the facts."""
    officer = sign_in(address, LAW_OFFICER)
    page = officer.open("/law").text
    facts = [html.unescape(fact) for fact in re.findall(r'data-needed-fact="([^"]+)"', page)]
    for fact in facts:
        officer.send("/law/confirmations", fact=fact, reference="Demonstration only: no gazette was consulted")
    return facts


def issue_notice(address: str, case: str, papers: Path) -> dict[str, str]:
    """As enforcement officer, issue the notice and save both papers; return serial, amount in paisa and paths."""
    officer = sign_in(address, ENFORCEMENT)
    officer.open(f"/cases/{case}")
    page = officer.send(f"/cases/{case}/notice").text
    found = re.search(rf'href="/notices/{_ID}/en\.pdf"', page)
    if not found:
        raise StepFailed("the case page links no notice after it was issued")
    result = {
        "serial": _data(page, "serial"),
        "amount_paisa": _data(page, "amount-paisa"),
        "case_no": _data(page, "case-no"),
    }
    for lang in ("en", "ur"):
        path = papers / f"notice-{lang}.pdf"
        path.write_bytes(officer.open(f"/notices/{found.group(1)}/{lang}.pdf").content)
        result[lang] = str(path)
    return result


def count_flags(address: str) -> int:
    """Return how many flags stand, as the supervisor sees them."""
    page = sign_in(address, SUPERVISOR).open("/flags").text
    return int(_data(page, "flags-total"))


def _hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"\s+value="([^"]*)"', page)
    if not found:
        raise StepFailed(f"the page has no hidden field {name!r}")
    return html.unescape(found.group(1))


def _data(page: str, name: str) -> str:
    found = re.search(rf'data-{name}="([^"]*)"', page)
    if not found:
        raise StepFailed(f"the page carries no data-{name}")
    return html.unescape(found.group(1))
