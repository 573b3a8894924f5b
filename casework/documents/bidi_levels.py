"""Embedding levels of one paragraph: which letters run left to right and which right to left.

The Unicode bidirectional algorithm for text without embeddings and overrides (`written_text.clean` drops them),
with isolates and paired brackets. Knows nothing of fonts; the order in which runs are drawn is `visual_order`.

Source: Unicode Standard Annex 9, revision 50 (rules W1-W7, N0-N2, I1-I2, L1-L2).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from unicodedata import bidirectional

from casework.documents.written_text import FSI, LRI, PDI, RLI

_OPENING = {"(": ")", "[": "]", "{": "}"}
_CLOSING = frozenset(_OPENING.values())
_NEUTRAL = frozenset(("B", "S", "WS", "ON"))
_MOST_OPEN_BRACKETS = 63


@lru_cache(maxsize=4096)
def levels(text: str, base: int) -> tuple[int, ...]:
    """Return the level of each character; `base` is 0 for left-to-right paragraphs and 1 for right-to-left ones."""
    found = [base] * len(text)
    _resolve(text, 0, len(text), level=base, found=found)
    return tuple(found)


def visual_order(line_levels: Sequence[int]) -> tuple[int, ...]:
    """Return the positions in the order in which they stand from left to right (rule L2)."""
    order = list(range(len(line_levels)))
    if not order:
        return ()
    lowest_odd = min((level for level in line_levels if level % 2), default=0)
    for level in range(max(line_levels), lowest_odd - 1, -1):
        if not level:
            break
        _turn(order, line_levels, level)
    return tuple(order)


def _turn(order: list[int], line_levels: Sequence[int], level: int) -> None:
    start = 0
    while start < len(order):
        if line_levels[order[start]] < level:
            start += 1
            continue
        end = start
        while end < len(order) and line_levels[order[end]] >= level:
            end += 1
        order[start:end] = reversed(order[start:end])
        start = end


def _resolve(text: str, start: int, end: int, *, level: int, found: list[int]) -> None:
    """Resolve one isolating run sequence; what stands in isolates inside it is resolved on its own (BD13)."""
    places: list[int] = []
    position = start
    while position < end:
        char = text[position]
        places.append(position)
        if char not in (LRI, RLI, FSI):
            position += 1
            continue
        closing = _matching(text, position, end)
        inner = _inner_level(text, position, closing, level=level)
        _resolve(text, position + 1, closing, level=inner, found=found)
        position = closing
    _resolve_sequence(text, places, level=level, found=found)


def _matching(text: str, opening: int, end: int) -> int:
    """Return the place of the PDI that closes an isolate; one that nothing closes lasts to the end (BD9)."""
    depth = 0
    for position in range(opening, end):
        if text[position] in (LRI, RLI, FSI):
            depth += 1
        elif text[position] == PDI:
            depth -= 1
            if not depth:
                return position
    return end


def _inner_level(text: str, opening: int, closing: int, *, level: int) -> int:
    kind = text[opening]
    right_to_left = kind == RLI or (kind == FSI and is_right_to_left(text[opening + 1 : closing]))
    return (level + 1) | 1 if right_to_left else (level + 2) & ~1


def is_right_to_left(text: str) -> bool:
    """Return whether the first strong letter of a text, isolates aside, is a right-to-left one (P2, P3)."""
    position = 0
    while position < len(text):
        if text[position] in (LRI, RLI, FSI):  # P2: what stands in an inner isolate does not count
            position = _matching(text, position, len(text))
        elif (kind := bidirectional(text[position])) in ("L", "R", "AL"):
            return kind != "L"
        position += 1
    return False


def _resolve_sequence(text: str, places: list[int], *, level: int, found: list[int]) -> None:
    here = "R" if level % 2 else "L"
    real = [place for place in places if bidirectional(text[place]) != "BN"]
    kinds = [_kind(text[place]) for place in real]
    _weak(kinds, here)
    _brackets([text[place] for place in real], kinds, here)
    _neutrals(kinds, here)
    for place, kind in zip(real, kinds, strict=True):
        found[place] = level + _rise(kind, level)
    _joiners_follow(places, real, level=level, found=found)


def _kind(char: str) -> str:
    kind = bidirectional(char) or "L"
    return "ON" if kind in ("LRI", "RLI", "FSI", "PDI") else kind


def _rise(kind: str, level: int) -> int:
    if level % 2:
        return 0 if kind == "R" else 1
    return {"L": 0, "R": 1}.get(kind, 2)


def _joiners_follow(places: list[int], real: list[int], *, level: int, found: list[int]) -> None:
    if len(places) == len(real):
        return
    known, last = set(real), level
    for place in places:
        last = found[place] if place in known else last
        found[place] = last


def _weak(kinds: list[str], here: str) -> None:
    before, strong = here, here
    for i, kind in enumerate(kinds):  # W1, W2
        if kind == "NSM":
            kinds[i] = before
        elif kind == "EN" and strong == "AL":
            kinds[i] = "AN"
        before = kinds[i]
        strong = before if before in ("L", "R", "AL") else strong
    kinds[:] = ["R" if kind == "AL" else kind for kind in kinds]  # W3
    for i in range(1, len(kinds) - 1):  # W4
        left, right = kinds[i - 1], kinds[i + 1]
        if left == right and ((kinds[i] == "ES" and left == "EN") or (kinds[i] == "CS" and left in ("EN", "AN"))):
            kinds[i] = left
    _terminators(kinds)
    strong = here
    for i, kind in enumerate(kinds):  # W6, W7
        if kind in ("ES", "ET", "CS"):
            kinds[i] = "ON"
        elif kind == "EN" and strong == "L":
            kinds[i] = "L"
        strong = kinds[i] if kinds[i] in ("L", "R") else strong


def _terminators(kinds: list[str]) -> None:
    start = 0
    while start < len(kinds):  # W5
        end = start
        while end < len(kinds) and kinds[end] == "ET":
            end += 1
        if end > start and ("EN" in kinds[max(start - 1, 0) : start] or "EN" in kinds[end : end + 1]):
            kinds[start:end] = ["EN"] * (end - start)
        start = end + 1


def _brackets(chars: list[str], kinds: list[str], here: str) -> None:
    for opening, closing in _pairs(chars, kinds):  # N0
        inside = {_strong(kind) for kind in kinds[opening + 1 : closing]} - {""}
        if here in inside:
            kinds[opening] = kinds[closing] = here
        elif inside:
            before = next((s for kind in reversed(kinds[:opening]) if (s := _strong(kind))), here)
            kinds[opening] = kinds[closing] = before


def _pairs(chars: list[str], kinds: list[str]) -> list[tuple[int, int]]:
    open_ones: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for i, char in enumerate(chars):
        if kinds[i] != "ON":
            continue
        if char in _OPENING:
            if len(open_ones) == _MOST_OPEN_BRACKETS:
                return []
            open_ones.append((_OPENING[char], i))
        elif char in _CLOSING:
            at = next((k for k in range(len(open_ones) - 1, -1, -1) if open_ones[k][0] == char), None)
            if at is not None:
                pairs.append((open_ones[at][1], i))
                del open_ones[at:]
    return sorted(pairs)


def _strong(kind: str) -> str:
    if kind in ("EN", "AN", "R"):
        return "R"
    return "L" if kind == "L" else ""


def _neutrals(kinds: list[str], here: str) -> None:
    start = 0
    while start < len(kinds):  # N1, N2
        end = start
        while end < len(kinds) and kinds[end] in _NEUTRAL:
            end += 1
        if end > start:
            before = _strong(kinds[start - 1]) if start else here
            after = _strong(kinds[end]) if end < len(kinds) else here
            kinds[start:end] = [before if before == after else here] * (end - start)
        start = end + 1
