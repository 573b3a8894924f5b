"""Where a process and its children listen, as the operating system lists it: by `ss`, or by /proc without it."""

from __future__ import annotations

import ipaddress
import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
SOCKET = re.compile(r"socket:\[([0-9]+)\]")
STATES = {"tcp": "0A", "tcp6": "0A", "udp": "07", "udp6": "07"}
"""Of a table of /proc/net, the state of a socket that takes what comes: TCP_LISTEN, and of UDP one without a peer."""


@dataclass(frozen=True, order=True)
class Listener:
    """One socket that takes what others send: `kind` is tcp or udp, `address` without brackets or zone, "*" for all."""

    kind: str
    address: str
    port: int


def beyond_this_machine(found: Iterable[Listener]) -> list[Listener]:
    """Return the sockets that are bound to anything but 127.0.0.1."""
    return [one for one in found if one.address != "127.0.0.1"]


def family(pid: int) -> set[int]:
    """Return a process and all that it started, directly or not."""
    known, ahead = set[int](), [pid]
    while ahead:
        known.add(one := ahead.pop())
        for children in PROC.glob(f"{one}/task/*/children"):
            ahead += [int(child) for child in children.read_text(encoding="ascii").split() if int(child) not in known]
    return known


def listed_by_ss(pid: int) -> list[Listener]:
    """Return the listening sockets of a process and its children by `ss`."""
    told = subprocess.run(["ss", "-H", "-l", "-t", "-u", "-n", "-p"], capture_output=True, text=True, check=True)
    owners = family(pid)
    lines = [line.split() for line in told.stdout.splitlines()]
    return sorted(
        _of_ss(parts) for parts in lines if owners & {int(one) for one in re.findall(r"pid=(\d+)", parts[-1])}
    )


def _of_ss(parts: list[str]) -> Listener:
    address, _, port = parts[4].rpartition(":")
    return Listener(parts[0], address.strip("[]").partition("%")[0], int(port))


def listed_by_proc(pid: int) -> list[Listener]:
    """Return the listening sockets of a process and its children by the tables of /proc."""
    held = {inode for one in family(pid) for inode in _sockets(one)}
    return sorted(
        Listener(table.removesuffix("6"), _address(local), int(local.partition(":")[2], 16))
        for table, state in STATES.items()
        for local, inode in _rows(table, state)
        if inode in held
    )


def _sockets(pid: int) -> Iterator[str]:
    for handle in (PROC / str(pid) / "fd").iterdir():
        if handle.is_symlink() and (found := SOCKET.match(str(handle.readlink()))):
            yield found[1]


def _rows(table: str, state: str) -> Iterator[tuple[str, str]]:
    path = PROC / "net" / table
    if not path.exists():
        return
    for line in path.read_text(encoding="ascii").splitlines()[1:]:
        parts = line.split()
        if parts[3] == state:
            yield parts[1], parts[9]


def _address(local: str) -> str:
    """Return the address of a table's entry, whose 32-bit words are in the byte order of the machine."""
    words = bytes.fromhex(local.partition(":")[0])
    in_order = b"".join(words[start : start + 4][::-1] for start in range(0, len(words), 4))
    return str(ipaddress.ip_address(in_order))
