"""Characters that no cell of a checklist may hold: those that XML cannot carry, and those that hide or turn a line.

What the cells mean is `rules`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checklists.definition import Definition
from checklists.errors import Problem
from checklists.instance_tree import NOT_XML

_TURNING = re.compile("[\x80-\x9f\u2028-\u202e\ufeff]")
"""Characters that end a line unseen or turn what stands around them; isolates do not reach beyond their end."""
_ISOLATES, _END_OF_ISOLATE = "\u2066\u2067\u2068", "\u2069"


def character_problems(definition: Definition) -> Iterator[Problem]:
    """Yield a problem for each cell with such a character."""
    for _, rows in definition.sheets():
        for row in rows:
            for column, text in row.columns.items():
                if NOT_XML.search(text) or NOT_XML.search(column):
                    yield row.problem(column, "a control character", "letters, digits, marks and blanks")
                elif found := _TURNING.search(text):
                    yield row.problem(column, f"the character U+{ord(found.group()):04X}", "none that turns a line")
                elif sum(map(text.count, _ISOLATES)) != text.count(_END_OF_ISOLATE):
                    yield row.problem(column, "a direction isolate without its end", "U+2069 for each U+2066 to U+2068")
