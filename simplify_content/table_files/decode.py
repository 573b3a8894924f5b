"""Bytes of a text file to text: which encoding an institution's clerk saved it in.

Tables and their delimiters are `tables`.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from simplify_content.table_files.errors import BadFile

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_VALID_MULTIBYTE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xe0[\xa0-\xbf][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}"
)
_URDU_RUN = re.compile(rb"[\x81\x8a\x8d-\x90\x98\x9a\x9f\xaa\xc0-\xff]{3,}")
_SAMPLE = 65536
_ASCII = bytes(range(128))


@dataclass(frozen=True)
class Decoded:
    """The text of a file without byte order mark, and the encoding it was read as."""

    text: str
    encoding: str


def decode(data: bytes) -> Decoded:
    """Return the text of a file.

    A byte order mark decides; without one, zero bytes at every second place mean UTF-16, valid UTF-8 is
    UTF-8, and anything else is Windows-1252, or Windows-1256 where its high bytes stand together as the
    letters of Urdu words do.

    Raises:
        BadFile: bytes that the encoding does not have, or two encodings in one file; names the byte's
            position counted from 1 and its line.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strictly(data, encoding, skip=len(mark))
    if (wide := _utf16_without_mark(data)) is not None:
        return _strictly(data, wide, skip=0)
    if b"\x00" in data:
        raise BadFile("file.binary")
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as problem:
        if _is_mostly_utf8(data):
            raise _bad("file.mixed_encoding", data, problem.start) from None
    return _strictly(data, _single_byte_encoding(data), skip=0)


def _strictly(data: bytes, encoding: str, *, skip: int) -> Decoded:
    try:
        text = data[skip:].decode(encoding)
    except UnicodeDecodeError as problem:
        raise _bad("file.encoding", data, problem.start + skip, encoding=encoding) from None
    if "\x00" in text:
        raise BadFile("file.binary")
    return Decoded(text, encoding)


def _utf16_without_mark(data: bytes) -> str | None:
    sample = data[:_SAMPLE]
    if b"\x00" not in sample or len(sample) < 4:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 4 * even and odd * 20 >= len(sample):
        return "utf-16-le"
    if even > 4 * odd and even * 20 >= len(sample):
        return "utf-16-be"
    return None


def _is_mostly_utf8(data: bytes) -> bool:
    """Return whether most high bytes stand in UTF-8 sequences; by accident a few do in any encoding."""
    in_sequences = sum(len(found) for found in _VALID_MULTIBYTE.findall(data))
    return in_sequences * 2 > len(data.translate(None, _ASCII))


def _single_byte_encoding(data: bytes) -> str:
    high = len(data[:_SAMPLE].translate(None, _ASCII))
    in_runs = sum(len(run) for run in _URDU_RUN.findall(data[:_SAMPLE]))
    return "windows-1256" if in_runs * 2 > high else "windows-1252"


def _bad(code: str, data: bytes, at: int, **facts: object) -> BadFile:
    line = data.count(b"\n", 0, at) + 1
    return BadFile(code, position=f"{at + 1:,}", line=f"{line:,}", byte=f"0x{data[at]:02X}", **facts)
