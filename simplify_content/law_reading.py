"""Strict reading of the YAML of a law pack: exact fields, no key twice, every problem told with its file and key.

Knows how to read one value of a kind; which files and fields there are is `law_loader`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from simplify_content.plain_yaml import YamlRefused, read_yaml_file
from simplify_content.text import Text

_Kind = TypeVar("_Kind", bound=StrEnum)


MAX_BYTES = 5 * 1024 * 1024
"""Of one file; the largest that ships has a twentieth of a megabyte."""

_LARGEST = 10**15
_LONGEST_NUMBER, _LONGEST_SHOWN = 40, 200


class Reader:
    """Reads fields and keeps every problem it met, so that one run names them all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.problems: list[str] = []

    def problem(self, file: Path, key: str, *, found: object, expected: str) -> None:
        """Note a problem: where, what stands there, what was expected."""
        above = next((folder for folder in (self._folder, self._folder.parent) if file.is_relative_to(folder)), None)
        place = file.relative_to(above) if above else file
        told = repr(found)
        if len(told) > _LONGEST_SHOWN:
            told = f"{told[:_LONGEST_SHOWN]}..."
        self.problems.append(f"{place}: {key}: found {told}; expected {expected}")

    def mapping_of(self, file: Path) -> Mapping[str, Any]:
        """Return the mapping that a file holds; empty, with a problem noted, when it does not hold one."""
        if not file.resolve().is_relative_to(self._folder.parent.resolve()):
            self.problem(file, "the file", found=str(file.resolve()), expected="a file inside the folder of the packs")
            return {}
        try:
            content = read_yaml_file(file, most_bytes=MAX_BYTES)
        except YamlRefused as problem:
            self.problem(file, "the file", found=str(problem), expected="readable YAML in UTF-8")
            return {}
        if not isinstance(content, dict):
            self.problem(file, "the file", found=type(content).__name__, expected="a mapping of keys")
            return {}
        return content

    def fields(
        self, file: Path, key: str, *, raw: object, required: set[str], optional: set[str]
    ) -> Mapping[str, Any] | None:
        """Return the fields of an entry, or None with a problem noted when a field lacks or is unknown."""
        if not isinstance(raw, dict):
            self.problem(file, key, found=raw, expected=f"the fields {', '.join(sorted(required))}")
            return None
        names = {str(name) for name in raw}
        if unknown := sorted(names - required - optional):
            known = ", ".join(sorted(required | optional))
            self.problem(file, key, found=", ".join(unknown), expected=f"only the fields {known}")
        if missing := sorted(required - names):
            self.problem(file, key, found="no " + ", ".join(missing), expected="these fields to be given")
        return None if unknown or missing else raw

    def text(self, file: Path, key: str, *, raw: object) -> Text | None:
        """Return a text of two halves, or None with a problem noted."""
        halves = self.fields(file, key, raw=raw, required={"en", "ur"}, optional=set())
        if halves is None:
            return None
        empty = [lang for lang in ("en", "ur") if not isinstance(halves[lang], str) or not halves[lang].strip()]
        if empty:
            self.problem(file, key, found=f"an empty {' and '.join(empty)}", expected="both languages, en and ur")
            return None
        return Text(en=halves["en"].strip(), ur=halves["ur"].strip())

    def words(self, file: Path, key: str, *, raw: object) -> str | None:
        """Return a text that may not be empty, or None with a problem noted."""
        if isinstance(raw, bool) or not isinstance(raw, str | int) or not str(raw).strip():
            self.problem(file, key, found=raw, expected="a text")
            return None
        return str(raw).strip()

    def day(self, file: Path, key: str, *, raw: object) -> date | None:
        """Return a day, or None where it is left open or where a problem was noted."""
        if raw is not None and type(raw) is not date:
            self.problem(file, key, found=raw, expected="a day such as 2017-06-15, or null")
            return None
        return raw

    def decimal(self, file: Path, key: str, *, raw: object) -> Decimal | None:
        """Return an exact number, or None where it is unknown or where a problem was noted."""
        if raw is None:
            return None
        try:
            number = Decimal(str(raw) if len(str(raw)) <= _LONGEST_NUMBER else "NaN")
        except InvalidOperation:
            number = Decimal("NaN")
        if isinstance(raw, bool) or not number.is_finite() or not 0 <= number <= _LARGEST:
            self.problem(file, key, found=raw, expected="a number of zero or more, or null for unknown")
            return None
        return number

    def kind(self, file: Path, key: str, *, raw: object, kinds: type[_Kind]) -> _Kind | None:
        """Return a member of an enumeration, or None with a problem noted."""
        try:
            return kinds(str(raw))
        except ValueError:
            self.problem(file, key, found=raw, expected="one of " + ", ".join(kinds))
            return None
