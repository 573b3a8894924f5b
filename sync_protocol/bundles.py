"""Bundles: what a laptop and the centre say to each other, carried by hand in one file.

A bundle is a ZIP file without compression. `header.json` names the device and says nothing about anybody; the other
parts are sealed for the reader's key; `signature` is the sender's, over the SHA-256 of all that stands before it.
Nothing is opened before the signature holds.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from itertools import groupby
from typing import Any, BinaryIO

import zstandard
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox
from nacl.signing import SigningKey, VerifyKey

from casework.signatures import is_signed_by, sign
from sync_protocol.errors import Code, ProtocolError

FORMAT = "muaina-bundle-1"
PIECE_BYTES = 4 * 1024 * 1024
"""Most bytes of a file in one part."""

MAX_PART_BYTES = 24 * 1024 * 1024
"""Largest part of a bundle that is read, sealed or opened."""

MAX_PARTS = 20_000

_HEADER, _MESSAGES, _FILES, _SIGNATURE = "header.json", "messages", "files", "signature"
_MOST_HEADER = 64 * 1024
_SAME_DAY = (1980, 1, 1, 0, 0, 0)


class BundleKind(StrEnum):
    """Which way a bundle goes."""

    TO_CENTRE = "to_centre"
    TO_LAPTOP = "to_laptop"


@dataclass(frozen=True)
class BundleHeader:
    """What stands on the outside. `bundle_id` is the sender's; an answer repeats that of the bundle it answers."""

    kind: BundleKind
    bundle_id: str
    device_id: str
    made_at: str


class BundleError(ProtocolError):
    """The file is not a bundle, is damaged, was changed, or is not for this reader."""

    def __init__(self, message: str, code: Code = Code.MALFORMED) -> None:
        super().__init__(code, message)


def write_bundle(
    target: BinaryIO,
    header: BundleHeader,
    *,
    messages: Sequence[Mapping[str, Any]],
    files: Iterable[tuple[str, bytes]] = (),
    sender_key: str,
    reader_key: str,
) -> None:
    """Write a bundle.

    Args:
        target: an empty file, open for writing.
        header: the outside.
        messages: plain JSON values, in the order in which they are to be taken.
        files: (SHA-256, bytes) of each file that goes along.
        sender_key: the sender's private Ed25519 key.
        reader_key: the reader's public Ed25519 key.
    """
    box = SealedBox(VerifyKey(base64.b64decode(reader_key)).to_curve25519_public_key())
    sums: list[list[str]] = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:

        def put(name: str, data: bytes) -> None:
            archive.writestr(zipfile.ZipInfo(name, _SAME_DAY), data)
            sums.append([name, hashlib.sha256(data).hexdigest()])

        put(_HEADER, json.dumps({"format": FORMAT, **asdict(header)}).encode())
        for number, message in enumerate(messages):
            plain = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()
            put(f"{_MESSAGES}/{number:06}", box.encrypt(zstandard.ZstdCompressor(level=12).compress(plain)))
        for sha256, content in files:
            for number, start in enumerate(range(0, max(len(content), 1), PIECE_BYTES)):
                put(f"{_FILES}/{sha256}/{number:06}", box.encrypt(content[start : start + PIECE_BYTES]))
        archive.writestr(zipfile.ZipInfo(_SIGNATURE, _SAME_DAY), sign(sender_key, _claim(sums)))


def read_header(source: BinaryIO) -> BundleHeader:
    """Return what stands on the outside of a file; it is not proved until `open_bundle` has checked the signature.

    Raises:
        BundleError: the file is no bundle.
    """
    with _archive(source) as archive:
        return _header(archive)


class Bundle:
    """A bundle whose signature holds. Read it while its source is open."""

    def __init__(self, archive: zipfile.ZipFile, header: BundleHeader, box: SealedBox[PrivateKey]) -> None:
        """Take over an archive that was checked."""
        self.header = header
        self._archive = archive
        self._box = box

    def messages(self) -> Iterator[Any]:
        """Yield the messages in order.

        Raises:
            BundleError: sealed for another reader, or larger than any message.
        """
        for name in self._names(_MESSAGES):
            try:
                plain = zstandard.ZstdDecompressor().decompress(self._open(name), max_output_size=MAX_PART_BYTES)
                yield json.loads(plain)
            except (zstandard.ZstdError, ValueError, RecursionError) as problem:
                raise BundleError(f"{name} holds no message") from problem

    def files(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        """Yield (SHA-256, pieces) of each file; the pieces are read before the next file is asked for."""
        for sha256, names in groupby(self._names(_FILES), key=lambda name: name.split("/")[1]):
            yield sha256, (self._open(name) for name in names)

    def _names(self, folder: str) -> list[str]:
        return [name for name in self._archive.namelist() if name.startswith(f"{folder}/")]

    def _open(self, name: str) -> bytes:
        try:
            return self._box.decrypt(self._archive.read(name))
        except CryptoError as problem:
            raise BundleError("the bundle is sealed for another reader", Code.TOKEN) from problem


def open_bundle(source: BinaryIO, *, sender_key: str, reader_key: str) -> Bundle:
    """Return a bundle after checking its signature.

    Args:
        source: the file, open for reading; it stays open while the bundle is read.
        sender_key: the public Ed25519 key of whom the header names.
        reader_key: our own private Ed25519 key.

    Raises:
        BundleError: no bundle, damaged, or not signed by the sender.
    """
    archive = _archive(source)
    header = _header(archive)
    *parts, signature = archive.namelist()
    if signature != _SIGNATURE or len(set(parts)) != len(parts):
        raise BundleError("the bundle has no signature at its end", Code.CHAIN)
    sums = [[name, hashlib.sha256(_read(archive, name)).hexdigest()] for name in parts]
    if not is_signed_by(sender_key, _claim(sums), _read(archive, signature).decode("ascii", "replace")):
        raise BundleError("the bundle was changed on the way, or is not of the sender it names", Code.CHAIN)
    private = SigningKey(base64.b64decode(reader_key)).to_curve25519_private_key()
    return Bundle(archive, header, SealedBox(private))


def _claim(sums: Sequence[Sequence[str]]) -> dict[str, Any]:
    return {"bundle": FORMAT, "parts": [list(part) for part in sums]}


def _archive(source: BinaryIO) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(source)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as problem:
        raise BundleError("the file is not a bundle, or was cut off") from problem
    entries = archive.infolist()
    odd = [e.filename for e in entries if e.compress_type != zipfile.ZIP_STORED or e.file_size > MAX_PART_BYTES]
    if odd or not 2 <= len(entries) <= MAX_PARTS:
        raise BundleError(f"the file is not a bundle: {odd[0] if odd else len(entries)}")
    return archive


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        return archive.read(name)
    except (zipfile.BadZipFile, OSError, KeyError, EOFError, RuntimeError, NotImplementedError) as problem:
        raise BundleError(f"{name} of the bundle is damaged") from problem


def _header(archive: zipfile.ZipFile) -> BundleHeader:
    first = archive.infolist()[0]
    if first.filename != _HEADER or first.file_size > _MOST_HEADER:
        raise BundleError("the file is not a bundle: it does not begin with its header")
    try:
        said = json.loads(_read(archive, _HEADER))
        if said.pop("format") != FORMAT:
            raise BundleError("the bundle is of another format; update this app", Code.PROTOCOL)
        header = BundleHeader(**said)
        return BundleHeader(BundleKind(header.kind), *(str(x) for x in list(asdict(header).values())[1:]))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as problem:
        raise BundleError("the header of the bundle cannot be read") from problem
