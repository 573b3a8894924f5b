"""The months of an exit sheet: what is owed for each, side by side in groups of columns, and the total in words.

With an increase each month shows contribution, increase and their sum; without, the contribution alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reportlab.platypus import Flowable

from casework.documents.page import CONTENT_WIDTH
from casework.documents.parts import fitting, month_of, plain
from casework.documents.styles import Styles
from casework.documents.tables import grid
from casework.documents.text_block import TextBlock
from casework.documents.texts_of_papers import catalogue
from casework.money import ZERO, Money, total
from casework.owed_by_month import OwedMonth
from simplify_content.text import Text

_GAP = 0.06
"""Share of a group's width that stays empty after it."""
_WITHOUT, _WITH = {"month": 0.38, "arrears": 0.56}, {"month": 0.19, "contribution": 0.26, "increase": 0.23, "sum": 0.26}
_GROUPS_WITHOUT, _GROUPS_WITH = 3, 2


def months_owed(months: Sequence[OwedMonth], note: Text | None, *, style: Styles) -> list[Flowable]:
    """Return the months as a table, their total, and how the increase was counted or why none is charged."""
    known = all(month.increase is not None for month in months)
    paper = catalogue()
    amount = total([month.sum for month in months])
    story: list[Flowable] = [_table(months, _WITH if known else _WITHOUT, style=style)]
    said = f"{paper.say('sheet.total', style.lang)}: \u2066{amount}\u2069"
    story.append(TextBlock(said, replace(style.sum, before=3)))
    if known:
        parts = {
            "contributions": plain(total([month.contribution for month in months])),
            "increase": plain(total([month.increase or ZERO for month in months])),
        }
        story.append(TextBlock(paper.say("sheet.total_parts", style.lang, **parts), style.body))
    if note is not None:
        story.append(TextBlock(note.in_(style.lang), style.small))
    return story


def _table(months: Sequence[OwedMonth], columns: dict[str, float], *, style: Styles) -> Flowable:
    """Return the months in groups of columns, read down each group."""
    groups = _GROUPS_WITHOUT if columns is _WITHOUT else _GROUPS_WITH
    widths = [CONTENT_WIDTH / groups * share for share in (*columns.values(), _GAP)]
    rows_needed = -(-len(months) // groups)
    head = [
        TextBlock(catalogue().say(f"column.{name}", style.lang), style.head_figure if i else style.head)
        for i, name in enumerate(columns)
    ]
    rows: list[list[Flowable | str]] = [[*head, ""] * groups]
    for i in range(rows_needed):
        places = range(i, i + rows_needed * groups, rows_needed)
        found = [months[place] if place < len(months) else None for place in places]
        rows.append([cell for month in found for cell in _month(month, widths, style=style)])
    return grid(rows, widths * groups, style=style)


def _month(month: OwedMonth | None, widths: Sequence[float], *, style: Styles) -> list[Flowable | str]:
    if month is None:
        return [""] * len(widths)
    amounts: list[Money] = [month.contribution]
    if len(widths) > len(_WITHOUT) + 1:
        amounts += [month.increase or ZERO, month.sum]
    figures = [fitting(plain(amount), style.figure, width) for amount, width in zip(amounts, widths[1:], strict=False)]
    return [TextBlock(month_of(month.month), style.figure_start), *figures, ""]
