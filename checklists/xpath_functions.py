"""The ODK XPath function library: one table of name, arity and pure function.

A function reads only its arguments and the document it is called in (day, register and choices lie in that
document, see `instance_tree`), so evaluations in several threads never meet. To add a function, write it in one
of the library files and give it a line in that file's table. What is left out on purpose stands in `not_offered`.

Source: ODK XForms specification, "XPath Functions".
"""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

from checklists.xpath_library import Function, Library
from checklists.xpath_library_dates import DATES
from checklists.xpath_library_form import FORM
from checklists.xpath_library_numbers import NUMBERS
from checklists.xpath_library_strings import STRINGS

NATIVE = frozenset({"true", "false", "not", "last"})
"""Functions that XPath itself does as ODK wants them, with the number of arguments that libxml2 checks."""

FUNCTIONS: Library = MappingProxyType({**STRINGS, **NUMBERS, **DATES, **FORM})

NAMESPACE = "urn:muaina:odk-xpath"

EXTENSIONS: dict[tuple[str, str], Callable[..., object]] = {
    (NAMESPACE, name.replace(":", ".")): function.call for name, function in FUNCTIONS.items()
}
"""The library as lxml takes it; read only."""


def function_named(name: str) -> Function | None:
    """Return a function of the library, or None."""
    return FUNCTIONS.get(name)
