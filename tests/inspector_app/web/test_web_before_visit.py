"""The pages before a visit: the brief on the file, its sheet, the notice, and the week."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from prepared_laptop import MILL, MILL_VISIT, RESTAURANT
from pypdf import PdfReader

SECTIONS = (
    "order", "last_visit", "contributions", "workers", "notices", "certificate", "amnesty", "duplicates", "law",
)  # fmt: skip
SURPRISE = "01993b1a-0000-7000-8000-000000000003"


@pytest.mark.parametrize("lang", ["en", "ur"])
def test_the_file_opens_with_the_brief_in_the_order_in_which_an_inspector_asks(visitor: Any, lang: str) -> None:
    page = visitor.speak(lang).get(f"/employers/{MILL}").text

    assert tuple(re.findall(r'data-brief="([a-z_]+)"', page)) == SECTIONS
    assert page.index('id="brief"') < page.index('id="unpaid"')
    assert "{" not in page.partition('id="brief"')[2].partition("</section>\n{%")[0].partition('id="unpaid"')[0]


@pytest.mark.parametrize("lang", ["en", "ur"])
def test_brief_and_notice_are_sent_as_papers_whose_names_say_nothing_of_the_employer(visitor: Any, lang: str) -> None:
    for path, name in (
        (f"/employers/{MILL}/brief.pdf?lang={lang}", "brief"),
        (f"/visits/{MILL_VISIT}/notice.pdf?lang={lang}", "visit-notice"),
    ):
        answer = visitor.get(path)

        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}-{lang}.pdf"'
        assert len(PdfReader(io.BytesIO(answer.data)).pages) == 1


def test_a_visit_without_notice_offers_none_and_gives_none(visitor: Any) -> None:
    assert 'id="visit-notice"' not in visitor.get(f"/employers/{SURPRISE}").text
    assert 'id="visit-notice"' in visitor.get(f"/employers/{RESTAURANT}").text
    assert visitor.get("/visits/01993b1a-0000-7000-8000-000000034001/notice.pdf").status_code == 404
    assert visitor.get("/visits/nothing/notice.pdf").status_code == 404
    assert visitor.post("/visits/nothing/notice").status_code == 404


def test_that_the_notice_was_served_is_written_once_and_shown_on_file_and_week(visitor: Any) -> None:
    form = {"served_on": "2026-11-20", "served_to": "Tariq <b>Mehmood</b>", "way": "courier"}
    kept = visitor.post(f"/visits/{MILL_VISIT}/notice", form)
    page = visitor.get(kept.headers["Location"].partition("#")[0]).text

    assert kept.status_code == 303
    assert "Tariq &lt;b&gt;Mehmood" in page
    assert "by courier" in page


@pytest.mark.parametrize(("lang", "said"), [("en", "Write who received"), ("ur", "کس نے وصول کیا")])
def test_a_served_notice_that_cannot_stand_comes_back_as_typed(visitor: Any, lang: str, said: str) -> None:
    form = {"served_on": "2026-11-20", "served_to": " ", "way": "post"}
    answer = visitor.speak(lang).post(f"/visits/{MILL_VISIT}/notice", form)

    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="2026-11-20"' in answer.text
    assert '<option value="post" selected>' in answer.text


@pytest.mark.parametrize(("lang", "days"), [("en", ("Wednesday", "Friday")), ("ur", ("بدھ", "جمعہ"))])
def test_the_first_page_shows_the_week_with_what_is_to_be_sent(visitor: Any, lang: str, days: tuple[str, str]) -> None:
    page = visitor.speak(lang).get("/").text
    week = page.partition('id="week"')[2].partition("</section>")[0]

    assert all(day in week for day in days)
    assert "PESSI/LHR/INS/2026/0421" in week
    assert week.count("#visit-notice") == 1
    assert "PESSI/LHR/INS/2026/0417" not in week
    assert "until 05-12-2026" in page if lang == "en" else "05-12-2026" in page


def test_an_order_that_has_ended_is_shown_and_cannot_be_begun(visitor: Any) -> None:
    with visitor.app.extensions["muaina"].session.open() as opened:
        opened.register.conn.execute(
            "UPDATE visit SET planned_on = '2026-11-10', valid_until = '2026-11-20' WHERE id = ?", (MILL_VISIT,)
        )
        opened.register.conn.commit()
    page = visitor.get("/").text

    assert "the order has ended" in page
    assert f'value="{MILL_VISIT}"' not in page
    answer = visitor.post("/inspections", {"employer_id": MILL, "visit_id": MILL_VISIT})
    assert answer.status_code == 422
    assert "today is outside these days" in answer.text
    assert 'id="paper-order"' in answer.text
