"""How far the lists are that are being read and checked at present, for the pages that wait for them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from inspector_app.telling import Tell
from simplify_content.text import Text


@dataclass(frozen=True)
class HowFar:
    """What is being done with a list, and how much of it is done, from 0 to 1."""

    text: Text
    share: float


class ListProgress:
    """What is told of each book's list while it is worked on, and nothing afterwards. Thread-safe: each step is one."""

    def __init__(self) -> None:
        self._by_book: dict[str, HowFar] = {}

    @contextmanager
    def told(self, book_id: str) -> Iterator[Tell]:
        """Yield what hears how far the list of a book is; what was told is forgotten at the end."""

        def tell(text: Text, share: float) -> None:
            self._by_book[book_id] = HowFar(text, share)

        try:
            yield tell
        finally:
            self._by_book.pop(book_id, None)

    def of(self, book_id: str) -> HowFar | None:
        """Return how far the list of a book is; None where none is worked on."""
        return self._by_book.get(book_id)
