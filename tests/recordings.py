"""Short recordings as browsers and telephones write them, made byte by byte."""

from __future__ import annotations

import io
import struct
import wave


def wav(seconds: float = 0.2) -> bytes:
    target = io.BytesIO()
    with wave.open(target, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(int(8000 * seconds) * 2))
    return target.getvalue()


def ogg(pages: int = 3) -> bytes:
    bodies = [b"OpusHead" + bytes(11), *[bytes(100)] * (pages - 1)]
    return b"".join(_page(number, body) for number, body in enumerate(bodies))


def _page(number: int, body: bytes) -> bytes:
    return b"OggS" + struct.pack("<BBqIIIB", 0, 0, 0, 1, number, 0, 1) + bytes([len(body)]) + body


def webm(codec: bytes = b"A_OPUS") -> bytes:
    head = b"\x1a\x45\xdf\xa3\x9f" + b"\x42\x82\x84webm" + bytes(20)
    return head + b"\x18\x53\x80\x67\x01\xff\xff\xff" + codec + b"\x1f\x43\xb6\x75\x01\xff" + bytes(60)


def m4a(handler: bytes = b"soun") -> bytes:
    return _box(b"ftyp", b"M4A mp42isom") + _box(b"moov", _box(b"hdlr", bytes(8) + handler)) + _box(b"mdat", bytes(80))


def _box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", 8 + len(body)) + name + body


def mp3(frames: int = 4, *, tagged: bool = True) -> bytes:
    """Frames of 417 bytes: 128 kbit/s at 44.1 kHz."""
    tag = b"ID3\x04\x00\x00\x00\x00\x00\x0a" + bytes(10) if tagged else b""
    return tag + (b"\xff\xfb\x90\x00" + bytes(413)) * frames
