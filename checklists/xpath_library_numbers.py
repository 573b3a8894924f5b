"""Number and node-set arithmetic of the ODK XPath library. What is undefined is NaN, never an exception.

Source: ODK XForms specification, "Number Functions", "Boolean Functions" (checklist), "Node-set Functions".
"""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_FLOOR, Decimal

from checklists.xpath_library import ANY, Function, Library
from checklists.xpath_values import Value, relevant_nodes, to_number, to_strings

_MOST_PLACES = 400
"""Beyond these a float has no digit on either side of its point."""


def _number(context: object, value: Value) -> float:
    return to_number(value)


def _int(context: object, value: Value) -> float:
    number = to_number(value)
    return number if math.isnan(number) or math.isinf(number) else float(math.trunc(number))


def _round(context: object, value: Value, places: Value = 0.0) -> float:
    number, digits = to_number(value), to_number(places)
    if math.isnan(number) or math.isinf(number) or math.isnan(digits):
        return number
    digits = max(-_MOST_PLACES, min(digits, _MOST_PLACES))
    unit = Decimal(1).scaleb(-int(digits))
    steps = (Decimal(repr(number)) / unit + Decimal("0.5")).to_integral_value(rounding=ROUND_FLOOR)
    return float(steps * unit)


def _sum(context: object, value: Value) -> float:
    return float(sum(to_number(text) for text in to_strings(value)))


def _numbers(values: tuple[Value, ...]) -> list[float]:
    return [to_number(text) for value in values for text in to_strings(value) if text.strip()]


def _max(context: object, *values: Value) -> float:
    numbers = _numbers(values)
    return math.nan if not numbers or any(map(math.isnan, numbers)) else max(numbers)


def _min(context: object, *values: Value) -> float:
    numbers = _numbers(values)
    return math.nan if not numbers or any(map(math.isnan, numbers)) else min(numbers)


def _count(context: object, value: Value) -> float:
    return float(len(relevant_nodes(value))) if isinstance(value, list) else 0.0


def _count_non_empty(context: object, value: Value) -> float:
    return float(sum(1 for text in to_strings(value) if text)) if isinstance(value, list) else 0.0


def _within(count: float, least: Value, most: Value) -> bool:
    low, high = to_number(least), to_number(most)
    return (low == -1 or count >= low) and (high == -1 or count <= high)


def _weight(value: Value, weight: float) -> float:
    return weight if value is True or to_number(value) > 0 else 0.0


def _checklist(context: object, least: Value, most: Value, *values: Value) -> bool:
    return _within(sum(_weight(value, 1.0) for value in values), least, most)


def _weighted_checklist(context: object, least: Value, most: Value, *values: Value) -> bool:
    pairs = zip(values[::2], values[1::2], strict=False)
    return _within(sum(_weight(value, to_number(weight)) for value, weight in pairs), least, most)


def _real(function: Callable[..., float]) -> Callable[..., float]:
    def call(context: object, *values: Value) -> float:
        try:
            return float(function(*(to_number(value) for value in values)))
        except (ValueError, OverflowError, ZeroDivisionError, TypeError):
            return math.nan

    return call


def _pi(context: object) -> float:
    return math.pi


def _log(number: float) -> float:
    return -math.inf if number == 0 else math.log(number)


def _log10(number: float) -> float:
    return -math.inf if number == 0 else math.log10(number)


_ONE_ARGUMENT: dict[str, Callable[..., float]] = {
    "abs": abs,
    "log": _log,
    "log10": _log10,
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "asin": math.asin,
    "acos": math.acos,
    "atan": math.atan,
    "sqrt": math.sqrt,
    "exp": math.exp,
    "exp10": lambda number: math.pow(10, number),
    "floor": math.floor,
    "ceiling": math.ceil,
}

NUMBERS: Library = {
    "number": Function(_number, 1, 1, gives_number=True),
    "int": Function(_int, 1, 1, gives_number=True),
    "round": Function(_round, 1, 2, gives_number=True),
    "sum": Function(_sum, 1, 1, gives_number=True),
    "max": Function(_max, 1, ANY, gives_number=True),
    "min": Function(_min, 1, ANY, gives_number=True),
    "count": Function(_count, 1, 1, gives_number=True),
    "count-non-empty": Function(_count_non_empty, 1, 1, gives_number=True),
    "checklist": Function(_checklist, 2, ANY),
    "weighted-checklist": Function(_weighted_checklist, 2, ANY),
    "pow": Function(_real(math.pow), 2, 2, gives_number=True),
    "atan2": Function(_real(math.atan2), 2, 2, gives_number=True),
    "pi": Function(_pi, 0, 0, gives_number=True),
    **{name: Function(_real(function), 1, 1, gives_number=True) for name, function in _ONE_ARGUMENT.items()},
}
