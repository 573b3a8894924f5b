"""Tells a sound recording by its bytes, read to their end; knows the containers that browsers and telephones write.

Sound is not decoded: what is looked at is that the container is whole, and that it holds sound and no pictures.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator

WAV, OGG, WEBM, MP4, MPEG = "audio/wav", "audio/ogg", "audio/webm", "audio/mp4", "audio/mpeg"

_EBML = b"\x1a\x45\xdf\xa3"
_HEAD = 4096
_FEWEST_FRAMES = 3
_BITRATES_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_BITRATES_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
"""Samples a second by the version bits of an MPEG frame: 3 is version 1, 2 is version 2, 0 is version 2.5."""


class DamagedRecording(ValueError):
    """The bytes begin as a recording and do not go on as one."""


def recording_type(data: bytes) -> str:
    """Return the media type of a recording, or "" for bytes that begin as none.

    Raises:
        DamagedRecording: cut off, damaged, without sound, or a film.
    """
    for begins, media_type, is_whole in _KINDS:
        if begins(data):
            if not is_whole(data):
                raise DamagedRecording(media_type)
            return media_type
    return ""


def _is_wav(data: bytes) -> bool:
    return data[:4] == b"RIFF" and data[8:12] == b"WAVE"


def _whole_wav(data: bytes) -> bool:
    """Source: Multimedia Programming Interface and Data Specifications 1.0 (RIFF, WAVE)."""
    seen: dict[bytes, int] = {}
    place = 12
    while place + 8 <= len(data):
        name, size = data[place : place + 4], int.from_bytes(data[place + 4 : place + 8], "little")
        seen[name] = size
        place += 8 + size + size % 2
    return place <= len(data) + 1 and seen.get(b"fmt ", 0) >= 16 and seen.get(b"data", 0) > 0


def _whole_ogg(data: bytes) -> bool:
    """Source: RFC 3533, section 6 (the page), and RFC 7845, section 5 (Opus in Ogg)."""
    place, pages = 0, 0
    while data[place : place + 4] == b"OggS" and place + 27 <= len(data):
        segments = data[place + 26]
        table = data[place + 27 : place + 27 + segments]
        if len(table) < segments:
            return False
        place += 27 + segments + sum(table)
        pages += 1
    has_sound = b"OpusHead" in data[:_HEAD] or b"\x01vorbis" in data[:_HEAD]
    return place == len(data) and pages > 1 and has_sound


def _whole_webm(data: bytes) -> bool:
    """What a browser records has no lengths that could tell where it ends: sound and no film is all that is asked."""
    head = data[:_HEAD]
    is_matroska = b"webm" in head[:64] or b"matroska" in head[:64]
    has_cluster = b"\x1f\x43\xb6\x75" in data
    return is_matroska and has_cluster and b"A_" in head and b"V_" not in head


def _is_mp4(data: bytes) -> bool:
    return data[4:8] == b"ftyp"


def _whole_mp4(data: bytes) -> bool:
    """Source: ISO/IEC 14496-12, section 4.2 (boxes)."""
    boxes = list(_boxes(data))
    names = [name for name, _, _ in boxes]
    if not boxes or boxes[-1][2] != len(data) or b"moov" not in names or b"mdat" not in names:
        return False
    _, start, end = boxes[names.index(b"moov")]
    return b"soun" in data[start:end] and b"vide" not in data[start:end]


def _boxes(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Yield name, start and end of each box of the file; the last end is beyond the file where it is cut off."""
    place = 0
    while place + 8 <= len(data):
        size, name = struct.unpack_from(">I4s", data, place)
        if size == 1 and place + 16 <= len(data):
            size = struct.unpack_from(">Q", data, place + 8)[0]
        end = len(data) if size == 0 else place + size
        if end < place + 8:
            return
        yield name, place, end
        place = end


def _is_mpeg(data: bytes) -> bool:
    return data[:3] == b"ID3" or _frame_bytes(data, 0) > 0


def _whole_mpeg(data: bytes) -> bool:
    """Source: ISO/IEC 11172-3, section 2.4.1.3 (the header of a frame); id3.org, ID3v2.4.0, section 3.1."""
    place = 0
    if data[:3] == b"ID3" and len(data) >= 10:
        place = 10 + (data[6] << 21 | data[7] << 14 | data[8] << 7 | data[9])
    frames = 0
    while size := _frame_bytes(data, place):
        place, frames = place + size, frames + 1
    rest = data[place : place + 3]
    return frames >= _FEWEST_FRAMES and place <= len(data) and (not rest.strip(b"\0") or rest == b"TAG")


def _frame_bytes(data: bytes, place: int) -> int:
    """Return the length of the layer III frame at a place, 0 where there is none."""
    if place + 4 > len(data) or data[place] != 0xFF or data[place + 1] & 0xE6 != 0xE2:
        return 0
    version, bits, rate = data[place + 1] >> 3 & 3, data[place + 2] >> 4, data[place + 2] >> 2 & 3
    if version == 1 or bits in (0, 15) or rate == 3:
        return 0
    table, factor = (_BITRATES_1, 144) if version == 3 else (_BITRATES_2, 72)
    return factor * table[bits] * 1000 // _RATES[version][rate] + (data[place + 2] >> 1 & 1)


_KINDS: tuple[tuple[Callable[[bytes], bool], str, Callable[[bytes], bool]], ...] = (
    (_is_wav, WAV, _whole_wav),
    (lambda data: data[:4] == b"OggS", OGG, _whole_ogg),
    (lambda data: data[:4] == _EBML, WEBM, _whole_webm),
    (_is_mp4, MP4, _whole_mp4),
    (_is_mpeg, MPEG, _whole_mpeg),
)
