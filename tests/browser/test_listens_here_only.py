"""The running laptop listens on 127.0.0.1 and nowhere else, by the operating system's own list of its sockets."""

from __future__ import annotations

import http.cookiejar
import re
import shutil
import subprocess
import sys
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from laptop_process import laptop_process
from listeners import Listener, beyond_this_machine, listed_by_proc, listed_by_ss
from prepared_laptop import PASSWORD, prepare_home

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the lists are those of Linux")

PLANTED = """
import socket, sys
family, kind, address = (getattr(socket, sys.argv[1]), getattr(socket, sys.argv[2]), sys.argv[3])
planted = socket.socket(family, kind)
planted.bind((address, 0))
if kind == socket.SOCK_STREAM:
    planted.listen()
print(planted.getsockname()[1], flush=True)
sys.stdin.read()
"""
A_CHILD = "import subprocess, sys; subprocess.run([sys.executable, '-c', *sys.argv[1:]])"

WAYS = [
    pytest.param(listed_by_proc, id="proc"),
    pytest.param(
        listed_by_ss, id="ss", marks=pytest.mark.skipif(shutil.which("ss") is None, reason="there is no ss here")
    ),
]
Listed = Callable[[int], list[Listener]]


@contextmanager
def planted(*command: str) -> Iterator[tuple[int, int]]:
    """Run a server that somebody planted; yield its process and its port."""
    process = subprocess.Popen([sys.executable, *command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdin is not None
    try:
        yield process.pid, int(process.stdout.readline())
    finally:
        process.stdin.close()
        process.wait(timeout=20)
        process.stdout.close()


@pytest.mark.parametrize("listed", WAYS)
def test_the_running_laptop_listens_on_this_machine_alone(tmp_path: Path, listed: Listed) -> None:
    prepare_home(tmp_path / "home" / "laptop")
    with laptop_process(tmp_path) as laptop:
        port = urllib.parse.urlsplit(laptop.running.url).port
        assert port is not None
        alone = [Listener("tcp", "127.0.0.1", port)]
        assert listed(laptop.process.pid) == alone
        _sign_in(laptop.running.launch_url, laptop.running.url)
        assert listed(laptop.process.pid) == alone
        assert beyond_this_machine(alone) == []


def _sign_in(launch_url: str, url: str) -> None:
    window = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    with window.open(launch_url) as answer:
        token = re.search(r'name="token" value="([^"]+)"', answer.read().decode())
    assert token
    form = urllib.parse.urlencode({"token": token[1], "password": PASSWORD, "room": "field"}).encode()
    request = urllib.request.Request(f"{url}/sign-in", form, {"Origin": url, "Sec-Fetch-Site": "same-origin"})
    with window.open(request) as answer:
        assert b'action="/sign-out"' in answer.read()


@pytest.mark.parametrize("listed", WAYS)
@pytest.mark.parametrize(
    ("family", "kind", "address"),
    [
        ("AF_INET", "SOCK_STREAM", "0.0.0.0"),
        ("AF_INET", "SOCK_DGRAM", "0.0.0.0"),
        ("AF_INET", "SOCK_STREAM", "127.0.0.2"),
        ("AF_INET6", "SOCK_STREAM", "::"),
        ("AF_INET6", "SOCK_STREAM", "::1"),
    ],
)
def test_a_planted_server_is_found(listed: Listed, family: str, kind: str, address: str) -> None:
    if family == "AF_INET6" and not Path("/proc/net/if_inet6").exists():
        pytest.skip("this machine has no IPv6")
    with planted("-c", PLANTED, family, kind, address) as (pid, port):
        [found] = beyond_this_machine(listed(pid))
    assert found.port == port
    assert found.kind == {"SOCK_STREAM": "tcp", "SOCK_DGRAM": "udp"}[kind]
    assert found.address in (address, "*")


@pytest.mark.parametrize("listed", WAYS)
def test_a_server_planted_by_a_child_of_the_process_is_found(listed: Listed) -> None:
    with planted("-c", A_CHILD, PLANTED, "AF_INET", "SOCK_STREAM", "0.0.0.0") as (pid, port):
        assert beyond_this_machine(listed(pid)) == [Listener("tcp", "0.0.0.0", port)]


@pytest.mark.parametrize("listed", WAYS)
def test_a_server_of_this_machine_alone_passes(listed: Listed) -> None:
    with planted("-c", PLANTED, "AF_INET", "SOCK_STREAM", "127.0.0.1") as (pid, port):
        assert listed(pid) == [Listener("tcp", "127.0.0.1", port)]
        assert beyond_this_machine(listed(pid)) == []
