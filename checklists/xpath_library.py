"""What a library function is: its call, how many arguments it takes, and whether it gives a number.

The functions themselves stand in `xpath_library_strings`, `_numbers`, `_dates` and `_form`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

ANY = 1000
"""Largest number of arguments of a function that takes any number."""


@dataclass(frozen=True)
class Function:
    """One function; `call` takes lxml's context first, then the arguments as XPath values."""

    call: Callable[..., Any]
    least: int
    most: int
    gives_number: bool = False


Library = Mapping[str, Function]
