"""Gives the templates their filters and words; what they do is in `presentation` and `question_words`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask

from inspector_app.services.marks import decision_mark, signature_mark, statement_mark
from inspector_app.services.record_answer import answer_mark
from inspector_app.web import presentation, question_words, register_words
from inspector_app.web.bar import page_context
from inspector_app.web.two_windows import may_be_amended, showing

FILTERS: tuple[Callable[..., Any], ...] = (
    presentation.ident,
    presentation.money,
    presentation.day,
    presentation.month,
    presentation.moment,
    presentation.text,
    presentation.other_half,
    presentation.points,
    presentation.name,
    presentation.cnic,
    presentation.word,
    presentation.word_or_other,
    register_words.district_name,
    register_words.sector_name,
    register_words.cite,
    register_words.cite_together,
    register_words.provision_summary,
    register_words.pocket_book_page,
    question_words.question_url,
    question_words.card_title,
    question_words.evidence_of,
    question_words.shown_value,
    question_words.offer_of,
    question_words.is_long,
    question_words.with_answer,
    question_words.offered_value,
    answer_mark,
    statement_mark,
    signature_mark,
    decision_mark,
    may_be_amended,
    showing,
    question_words.column_name,
)


def register_filters(app: Flask) -> None:
    """Make every filter and page value known to the app's templates."""
    for filter_ in FILTERS:
        app.add_template_filter(filter_, filter_.__name__)
    app.context_processor(page_context)
