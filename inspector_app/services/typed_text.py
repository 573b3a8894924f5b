"""What a person typed, made fit to keep, or refused with a sentence."""

from __future__ import annotations

from inspector_app.catalogue import say
from inspector_app.errors import InvalidAnswer


def typed(text: str, *, most: int) -> str:
    """Return the text without blanks around it.

    Raises:
        InvalidAnswer: longer than `most`, or with signs that nobody types.
    """
    stripped = text.strip()
    if len(stripped) > most:
        raise InvalidAnswer(say("core.answer_too_long", found=len(stripped), most=most))
    if any(sign == "\0" or "\ud800" <= sign <= "\udfff" for sign in stripped):
        raise InvalidAnswer(say("core.answer_signs"))
    return stripped
