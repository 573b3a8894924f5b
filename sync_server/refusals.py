"""Refusals of the centre's pages beyond those of `errors`, and how a refusal gets its sentence from the catalogue."""

from __future__ import annotations

from simplify_content.text import Text
from sync_server.errors import Refusal
from sync_server.texts import centre_texts


class Barred(Refusal):
    """The act is not possible as things stand; `missing` lists what a person would have to do first."""

    status = 409

    def __init__(self, text: Text, missing: tuple[Text, ...] = ()) -> None:
        super().__init__(text)
        self.missing = missing


class Throttled(Refusal):
    """Too many tries in a short time."""

    status = 429


def said(key: str, **values: object) -> Text:
    """Return the sentence of a catalogue key with its values filled in."""
    text = centre_texts()[key]
    return text.fill(**values) if values else text
