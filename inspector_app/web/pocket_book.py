"""The pocket book: contents, search, one section, the glossary."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from inspector_app.catalogue import say
from inspector_app.current import current_laptop, current_opened
from inspector_app.errors import Refusal
from inspector_app.services.pocket_book import contents, glossary, read_section, search_pocket_book
from inspector_app.web.language import current_lang

blueprint = Blueprint("pocket_book", __name__)

LIMIT = 20
LONGEST_QUERY = 200


@blueprint.get("/pocket-book")
def show() -> str:
    """Show the contents, or what a search found."""
    query = request.args.get("q", "").strip()
    if len(query) > LONGEST_QUERY:
        raise Refusal(say("search.too_long", limit=LONGEST_QUERY))
    opened = current_opened()
    on = current_laptop().tools.today()
    hits = search_pocket_book(opened, query, on=on, lang=current_lang(), limit=LIMIT) if query else ()
    return render_template("pocket_book.html", query=query, hits=hits, limit=LIMIT, chapters=contents())


@blueprint.get("/pocket-book/words")
def words() -> str:
    """Show the glossary."""
    current_opened()
    return render_template("pocket_book_words.html", terms=glossary())


@blueprint.get("/pocket-book/<key>")
def section(key: str) -> str:
    """Show a section as it reads today."""
    on = current_laptop().tools.today()
    view = read_section(current_opened(), key, on=on, lang=current_lang())
    return render_template("pocket_book_section.html", view=view, on=on)
