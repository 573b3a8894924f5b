"""The look at the zip that carries a workbook, before anything in it is unpacked to be used.

Reads no cells and knows no sheets' meaning; who reads them says how large a workbook may be.
"""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib
from dataclasses import dataclass
from enum import StrEnum

MAX_RATIO = 250
"""Largest unpacked-to-packed ratio of a part over a megabyte; real sheets stay near 10 to 20."""

_MEGABYTE = 1024 * 1024
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)
_FORMULA = re.compile(rb"<f[ >/]")
_MERGED = re.compile(rb"<mergeCell ")
_DOCTYPE = b"<!DOCTYPE"
_LONGEST_MARK = 12
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<", b"\x00\x00")
"""How a text of two or four bytes a letter begins."""
_ENCODING = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-8[\"']|us-ascii[\"'])", re.IGNORECASE)


class Danger(StrEnum):
    """Why a workbook is not opened."""

    BROKEN = "broken"
    BOMB = "bomb"
    NOT_A_WORKBOOK = "not_a_workbook"
    DOCTYPE = "doctype"


class UnsafeWorkbook(ValueError):
    """A workbook must not be opened; `danger` is for programs, `detail` names the size or the part."""

    def __init__(self, danger: Danger, detail: str) -> None:
        super().__init__(f"{danger.value}: {detail}")
        self.danger = danger
        self.detail = detail


@dataclass(frozen=True)
class WorkbookParts:
    """What the zip of a workbook holds: names of its parts, and what its sheets make of cells."""

    names: frozenset[str]
    has_formulas: bool
    has_merged_cells: bool = False

    @property
    def has_macros(self) -> bool:
        """Whether it carries a program beside its cells."""
        return any(name.lower().endswith("vbaproject.bin") for name in self.names)


def look_at_workbook(content: bytes, *, unpacked_bytes: int, parts: int) -> WorkbookParts:
    """Return what a workbook's zip holds.

    Args:
        content: the file.
        unpacked_bytes: the most that all its parts may unpack to.
        parts: the most parts that it may have.

    Raises:
        UnsafeWorkbook: no zip, a zip bomb, no workbook inside, or XML with a DTD (and so with entities).
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _parts_of(archive, unpacked_bytes=unpacked_bytes, parts=parts)
    except UnsafeWorkbook:
        raise
    except _BROKEN as problem:
        raise UnsafeWorkbook(Danger.BROKEN, str(problem)[:120] or type(problem).__name__) from None


def _parts_of(archive: zipfile.ZipFile, *, unpacked_bytes: int, parts: int) -> WorkbookParts:
    found = archive.infolist()
    _check_sizes(found, unpacked_bytes=unpacked_bytes, parts=parts)
    names = frozenset(part.filename for part in found)
    if "xl/workbook.xml" not in names:
        raise UnsafeWorkbook(Danger.NOT_A_WORKBOOK, "no part xl/workbook.xml")
    marks = [mark for part in found for mark in _marks(archive, part)]
    return WorkbookParts(names, _FORMULA in marks, has_merged_cells=_MERGED in marks)


def _check_sizes(found: list[zipfile.ZipInfo], *, unpacked_bytes: int, parts: int) -> None:
    unpacked = sum(part.file_size for part in found)
    steep = any(
        part.file_size > _MEGABYTE and part.file_size > MAX_RATIO * max(part.compress_size, 1) for part in found
    )
    if steep or unpacked > unpacked_bytes or len(found) > parts:
        raise UnsafeWorkbook(Danger.BOMB, f"{unpacked // _MEGABYTE} MB")


def _marks(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> set[re.Pattern[bytes]]:
    """Read one part through once; a DTD anywhere in it is refused, the marks that it holds as a sheet come back.

    Whatever its name: what a part is, another part says. A part that is no XML may be written as it likes.
    """
    is_named_xml = part.filename.lower().endswith((".xml", ".rels"))
    found: set[re.Pattern[bytes]] = set()
    with archive.open(part) as stream:
        tail = b""
        while chunk := stream.read(_MEGABYTE):
            is_hidden = not tail and ((chunk.startswith(_WIDE) and is_named_xml) or _ENCODING.search(chunk[:200]))
            if is_hidden or _DOCTYPE in tail + chunk:
                raise UnsafeWorkbook(Danger.DOCTYPE, f"{part.filename}: DOCTYPE")
            found |= {mark for mark in (_FORMULA, _MERGED) if mark not in found and mark.search(tail + chunk)}
            tail = chunk[-_LONGEST_MARK:]
    return found if part.filename.startswith("xl/worksheets/") else set()
