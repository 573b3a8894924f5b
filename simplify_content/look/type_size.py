"""How large the letters of the pages are: what a reader may choose, and how a page says it to the stylesheet."""

from __future__ import annotations

from enum import StrEnum


class TypeSize(StrEnum):
    """The size of everything that is written; what is laid out around it grows with it."""

    USUAL = "usual"
    LARGE = "large"

    @property
    def other(self) -> TypeSize:
        """What a page offers to change to."""
        return TypeSize.USUAL if self is TypeSize.LARGE else TypeSize.LARGE

    @property
    def page_class(self) -> str:
        """The class of `html` that the stylesheet knows."""
        return "large-type" if self is TypeSize.LARGE else ""


def type_size(chosen: object) -> TypeSize:
    """Return the size that was chosen; the usual one for everything else."""
    return TypeSize.LARGE if chosen == TypeSize.LARGE.value else TypeSize.USUAL
