"""Pages of the laptop."""

from __future__ import annotations

from flask import Flask

from inspector_app.web import (
    access,
    after_visit,
    answers,
    book_files,
    books,
    bundles,
    care,
    certificate,
    closing,
    cross_check,
    employers,
    evidence,
    idle,
    inspections,
    look,
    own_password,
    papers,
    pocket_book,
    practice,
    queue,
    search,
    survey,
    tally,
    today,
    visits,
)
from inspector_app.web.filters import register_filters
from inspector_app.web.locked_register import register_locked_register
from inspector_app.web.problems import register_problems


def pages(app: Flask) -> None:
    """Give the app its pages, their filters and their error pages."""
    register_filters(app)
    register_problems(app)
    idle.register_idle(app)
    register_locked_register(app)
    for part in (
        look,
        access,
        own_password,
        today,
        search,
        survey,
        employers,
        visits,
        inspections,
        answers,
        evidence,
        idle,
        books,
        book_files,
        cross_check,
        certificate,
        tally,
        closing,
        after_visit,
        papers,
        queue,
        bundles,
        care,
        practice,
        pocket_book,
    ):
        app.register_blueprint(part.blueprint)
