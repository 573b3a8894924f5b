"""How templates write texts, identifiers, money and days in the reader's language."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask import Flask
from markupsafe import Markup, escape

from casework.money import Money
from simplify_content.law_loader import load_law_pack
from simplify_content.law_pack import LawError
from simplify_content.places import PlaceError, district, sector
from simplify_content.text import Text, direction, same
from sync_server.local_time import local, parsed
from sync_server.models import db
from sync_server.queries.settings import NotInitialised, centre_facts
from sync_server.texts import centre_texts
from sync_server.web.navigation import navigation
from sync_server.web.reader import chosen_size, form_token, language, reader_or_none


def install_filters(app: Flask) -> None:
    """Give the templates of this app their filters and globals."""
    app.jinja_env.filters.update(say=say, ident=ident, money=money, day=day, moment=moment, paisa=paisa)
    app.jinja_env.globals.update(
        t=t,
        text_of=text_of,
        cite=cite,
        district_name=district_name,
        sector_name=sector_name,
        form_token=form_token,
        nav=navigation,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.context_processor(_ground)


def _ground() -> dict[str, Any]:
    lang = language()
    return {
        "lang": lang,
        "dir": direction(lang),
        "type_size": chosen_size(),
        "reader": reader_or_none(),
        "demonstration": _demonstration(),
    }


def _demonstration() -> bool:
    try:
        return centre_facts(db.session()).demonstration
    except NotInitialised:
        return False


def t(key: str, **values: object) -> str:
    """Return the sentence of a key in the reader's language."""
    return centre_texts().say(key, language(), **values)


def text_of(en: str, ur: str = "") -> str:
    """Return the half of a stored pair that the reader reads; the English one stands in for a missing Urdu one."""
    return ur if language() == "ur" and ur.strip() else en


def say(text: Text) -> str:
    """Return a text in the reader's language."""
    return text.in_(language())


def ident(value: object) -> Markup:
    """Return an identifier as one left-to-right unit that text around it cannot reorder."""
    return Markup('<bdi dir="ltr" class="ident">{}</bdi>').format(escape(value))


def money(amount: Money) -> Markup:
    """Return an amount in rupees."""
    return Markup('<bdi dir="ltr" class="ident money">{}</bdi>').format(str(amount))


def paisa(amount: int | None) -> Markup:
    """Return a stored amount in rupees; a dash for none."""
    return money(Money(amount)) if amount is not None else Markup("—")


def day(value: date | str | None) -> Markup:
    """Return a calendar day as DD-MM-YYYY; a dash for none."""
    if not value:
        return Markup("—")
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value[:10])
        except ValueError:
            return ident(value)
    return ident(value.strftime("%d-%m-%Y"))


def moment(value: datetime | str | None) -> Markup:
    """Return a moment as Pakistan's day and time; a dash for none."""
    at = parsed(value) if isinstance(value, str) else value
    return ident(local(at).strftime("%d-%m-%Y %H:%M")) if at else Markup("—")


def cite(provision: str, scheme: str) -> str:
    """Return how papers cite a provision, or its key where the pack does not know it."""
    try:
        return load_law_pack(scheme).cite(provision).in_(language())
    except LawError:
        return provision


def district_name(key: str) -> str:
    """Return the name of a district or of its scope; what is unknown is shown as it stands."""
    try:
        return district(key.removeprefix("district:")).name.in_(language())
    except PlaceError:
        return same(key or "—").en


def sector_name(key: str) -> str:
    """Return the name of a line of business; what is unknown is shown as it stands."""
    try:
        return sector(key).name.in_(language())
    except PlaceError:
        return key or "—"
