"""Checks of what a person wrote into a form field: there, not too long, no control characters."""

from __future__ import annotations

from sync_server.errors import Refusal
from sync_server.refusals import said
from sync_server.texts import centre_texts


def written(value: str, field: str, *, limit: int) -> str:
    """Return a required text without blanks around it.

    Args:
        value: what was written.
        field: name of the field; its label is the text `field.<name>`.
        limit: most characters.

    Raises:
        Refusal: empty, longer than `limit`, or holding control characters.
    """
    text = optional(value, field, limit=limit)
    if not text:
        raise Refusal(said("refused.empty", field=centre_texts()[f"field.{field}"]))
    return text


def optional(value: str, field: str, *, limit: int) -> str:
    """Return a text that may be empty, without blanks around it.

    Raises:
        Refusal: longer than `limit` or holding control characters.
    """
    text = value.replace("\r\n", "\n").strip()
    label = centre_texts()[f"field.{field}"]
    if len(text) > limit:
        raise Refusal(said("refused.too_long", field=label, limit=limit, found=len(text)))
    if any(character < " " and character != "\n" for character in text):
        raise Refusal(said("refused.control_characters", field=label))
    return text
