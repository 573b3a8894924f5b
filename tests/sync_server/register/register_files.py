"""Register files as tests send them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook

from simplify_content.table_files.days import DayReader
from simplify_content.table_files.tables import SourceFile, read_tables
from sync_server.register.headers import map_table
from sync_server.register.kinds import Kind
from sync_server.register.rows import ParsedTable, parse_table

TODAY = date(2026, 11, 22)
HEADINGS = ("Registration No", "Employer Name", "District")
ROW = ("2019070001", "Ravi Textile Mills", "Lahore")


def csv_file(
    rows: Sequence[Sequence[str]], *, name: str = "register.csv", encoding: str = "utf-8", delimiter: str = ","
) -> SourceFile:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return SourceFile(name, out.getvalue().encode(encoding))


def xlsx_file(rows: Sequence[Sequence[Any]], *, name: str = "register.xlsx", epoch_1904: bool = False) -> SourceFile:
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    workbook = Workbook()
    if epoch_1904:
        workbook.epoch = CALENDAR_MAC_1904
    sheet = workbook.active
    for row in rows:
        sheet.append(list(row))
    return workbook_file(workbook, name=name)


def workbook_file(workbook: Workbook, *, name: str = "register.xlsx") -> SourceFile:
    out = io.BytesIO()
    workbook.save(out)
    return SourceFile(name, out.getvalue())


def parse(source: SourceFile, kind: Kind | None = None) -> ParsedTable:
    table = read_tables(source)[0]
    days = DayReader(TODAY, epoch=table.epoch)
    return parse_table(table, map_table(table, kind=kind), days=days, jurisdiction="Punjab")


def values(source: SourceFile) -> list[dict[str, Any]]:
    return [record.values for record in parse(source).records]
