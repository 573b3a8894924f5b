"""A laptop in the middle of its work: one inspection open, one closed, a card, evidence, things in the queue."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from inspector_at_work import Desk
from laptop_window import LaptopWindow
from page_walk import Place
from prepared_laptop import BEGIN, MILL, MILL_VISIT, RESTAURANT, SCOPE
from sealed_visit import seals

from casework.books.book import Column
from casework.head_count import TallyColumn
from inspector_app.services.book_lines import TypedLine, save_lines
from inspector_app.services.books import begin_book
from inspector_app.services.reopen_inspection import reopen_inspection
from inspector_app.services.tally import TypedCount, save_tally
from inspector_app.store.register_changes import put_row
from sync_protocol.entities import ENTITIES

CARD = "card1"
ENGINEERS = "01993b1a-0000-7000-8000-000000000003"
NOT_PAGES = {"look.*": "stylesheet, fonts, scripts"}


@dataclass(frozen=True)
class LaptopStage:
    """Ids of what a signed-in inspector sees."""

    open_id: str
    closed_id: str
    again_id: str
    """An inspection that was returned and is open as its second version."""
    evidence_id: str
    book_id: str
    sections: tuple[str, ...]

    @property
    def values(self) -> Mapping[str, Sequence[str]]:
        """What fills the addresses of the field room's pages."""
        return {
            "employer_id": (MILL, RESTAURANT),
            "inspection_id": (self.open_id, self.closed_id),
            "number": ("1",),
            "evidence_id": (self.evidence_id,),
            "book_id": (self.book_id,),
            "visit_id": (MILL_VISIT,),
        }

    @property
    def special(self) -> Mapping[str, Sequence[str]]:
        """Pages whose states or arguments need more than an id."""
        here = f"/inspections/{self.open_id}"
        return {
            "inspections.section": [f"{here}/sections/{name}" for name in self.sections]
            + [f"/inspections/{self.closed_id}/sections/records"],
            "inspections.overview": [here, *(f"/inspections/{one}" for one in (self.closed_id, self.again_id))],
            "after_visit.version": [f"/inspections/{self.again_id}/versions/1"],
            "after_visit.begin": [f"/inspections/{self.closed_id}/amendments/new?item=headcount_men"],
            "answers.confirm_removal": [f"{here}/repetitions/workers_found/{CARD}/remove"],
            "evidence.show": [f"{here}/evidence/{self.evidence_id}"],
            "search.search": ["/search", "/search?q=chaudhry", "/search?q=nothing-like-it"],
            "pocket_book.show": ["/pocket-book", "/pocket-book?q=contribuiton", "/pocket-book?q=zzzz"],
            "pocket_book.section": ["/pocket-book/complaint-review-appeal"],
            "employers.show": [f"/employers/{MILL}", f"/employers/{RESTAURANT}?said=employer.correct_done"],
            "access.sign_in": [],  # opened before signing in
            "practice.desk": [],  # the practice room's pages: `practice_places`
            "practice.score": [],
        }


def work_a_morning(window: LaptopWindow) -> LaptopStage:
    """Do the work behind a window that is signed in to the field room, and return what was made."""
    with closing(_opened(window)) as opened:
        desk = Desk(opened, at=BEGIN)
        seals(desk.opened)
        closed_id = desk.whole_inspection(RESTAURANT, "")
        again_id = _returned_and_opened_again(desk)
        open_id = desk.start()
        desk.answer_all(open_id)
        desk.answer(open_id, "representative_cnic", "123")
        desk.add(open_id, "workers_found", CARD)
        desk.answer(open_id, "wf_name", "Rashid Ali", key=CARD)
        desk.add(open_id, "interviews", CARD)
        evidence_id = desk.attach(open_id, "rec_wage_register")
        book_id = _write_a_book(desk, open_id)
        save_tally(desk.opened, open_id, [_counted(section="Knitting", men="31"), _counted(section="Gate", men="x")])
        sections = tuple(section.name for section in desk.view(open_id).form.sections)
    return LaptopStage(open_id, closed_id, again_id, evidence_id, book_id, sections)


def _returned_and_opened_again(desk: Desk) -> str:
    """Close an inspection, let the supervisor return it with a remark at an answer, and open its second version."""
    inspection_id = desk.whole_inspection(ENGINEERS, "")
    said = {
        "employer_id": ENGINEERS,
        "inspector_id": desk.opened.person.id,
        "inspector_name": desk.opened.person.name_en,
        "inspected_on": BEGIN.date().isoformat(),
        "state": "returned",
        "remark": "Count again.",
        "remarks": json.dumps([{"item": "headcount_men", "key": "", "text": "Sixty men? The register says forty."}]),
        "findings_count": 3,
        "version": 1,
    }
    values = {**dict.fromkeys(ENTITIES["inspection_summary"].field_names), **said}
    put_row(desk.opened.register, ENTITIES["inspection_summary"], SCOPE, row_id=inspection_id, rev=2, values=values)
    reopen_inspection(desk.opened, inspection_id, at=desk.at)
    return inspection_id


def _write_a_book(desk: Desk, inspection_id: str) -> str:
    """Begin a wage register of two workers, one with a CNIC that is none."""
    month = BEGIN.date().replace(month=10, day=1)
    book_id = begin_book(
        desk.opened, inspection_id, kind="wage_register", period=month, label="", at=desk.at, new_id=desk.ids
    )
    people = (("Rashid Ali", "35202-1122334-5", "40000"), ("سائرہ بی بی", "123", "36000"))
    lines = [
        TypedLine(None, dict(zip((Column.NAME, Column.CNIC, Column.WAGE), cells, strict=True))) for cells in people
    ]
    save_lines(desk.opened, inspection_id, book_id, lines, at=desk.at)
    return book_id


def _counted(**cells: str) -> TypedCount:
    return TypedCount(None, {TallyColumn(name): value for name, value in cells.items()})


def try_practice(window: LaptopWindow) -> str:
    """Begin an attempt behind a window that is signed in to the practice room, and return its inspection."""
    window.go("/practice").page.click("#start")
    return str(window.page.url.rpartition("/")[2])


def practice_places(inspection_id: str) -> list[Place]:
    """Return the pages that only the practice room has, and one that both have, in its red frame."""
    inspection = f"/inspections/{inspection_id}"
    paths = ("/practice", f"/practice/{inspection_id}/score", inspection, f"{inspection}/sections/premises")
    return [Place(path, path) for path in paths]


def _opened(window: LaptopWindow) -> Any:
    opened: Any = window.laptop.app.extensions["muaina"].session.open()
    return opened
