"""The rejects file: a CSV for the clerk, in UTF-8 with a byte order mark so that a spreadsheet shows the Urdu.

Every cell is harmless to a spreadsheet: what could start a formula gets an apostrophe in front.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from sync_server.register.records import Reject

COLUMNS = ("file", "row", "column", "value", "code", "reason_en", "reason_ur")
_SHOWN = 200
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def rejects_csv(rejects: Iterable[Reject]) -> bytes:
    """Return the rejects file; its rows keep the order given."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for reject in rejects:
        cells = (reject.file, reject.row, reject.column, reject.value, reject.code, reject.reason.en, reject.reason.ur)
        writer.writerow(cell if isinstance(cell, int) else harmless(cell) for cell in cells)
    return out.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula, at most 200 characters of it.

    Source: OWASP, CSV Injection.
    """
    shown = cell if len(cell) <= _SHOWN else cell[: _SHOWN - 1] + "…"
    shown = shown.replace("\x00", "")
    return f"'{shown}" if shown.lstrip(" \u00a0").startswith(_STARTS_FORMULA) else shown
