"""A formula: one ODK XPath expression checked, its references known, and compiled for lxml.

Operators of arithmetic and order take dates as numbers, as ODK wants and XPath 1.0 does not; so their operands
are rendered inside the library's `number()`.

Source: ODK XForms specification, "XPath Operators", "XPath Functions", `current()`, `position()`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from lxml import etree

from checklists.errors import XPathError
from checklists.not_offered import FUNCTIONS as NOT_OFFERED
from checklists.pattern import compile_pattern
from checklists.xpath_functions import EXTENSIONS, FUNCTIONS, NAMESPACE, NATIVE, function_named
from checklists.xpath_parser import Binary, Call, Expression, Literal, Negation, Number, Path, Step, parse
from checklists.xpath_values import Value

_NATIVE_ARITY = {"true": 0, "false": 0, "not": 1, "last": 0}
_NUMERIC = frozenset({"<", "<=", ">", ">=", "+", "-", "*", "div", "mod"})
_CONSTANTS: dict[Expression, Value] = {Call("true", ()): True, Call("false", ()): False}


@dataclass(frozen=True)
class Formula:
    """One compiled expression. `reads` gives, for each absolute path that it reads, how far up it went to reach it.

    A path read from inside its own repetition went up no further than that repetition; one read through the root
    went up to "" and so reads every repetition. `texts_of` are groups whose content it may read all at once.
    """

    source: str
    reads: Mapping[str, str]
    texts_of: frozenset[str]
    _compiled: etree.XPath | None
    _constant: Value = ""

    @property
    def references(self) -> frozenset[str]:
        """Absolute paths of the form that it reads."""
        return frozenset(self.reads)

    @property
    def is_never(self) -> bool:
        """Whether it is false whatever is answered."""
        return self._compiled is None and self._constant is False

    def value(self, node: etree._Element) -> Value:
        """Return the value at a node; a repetition's node sees its own repetition."""
        if self._compiled is None:
            return self._constant
        value: Value = self._compiled(node, current=[node])  # type: ignore[assignment]
        return value


def make_formula(source: str, *, context: str, paths: Collection[str]) -> Formula:
    """Return the formula of an expression.

    Args:
        source: ODK XPath with paths, as pyxform writes it (no `${name}` left).
        context: absolute path of the node it belongs to.
        paths: every absolute path of the form.

    Raises:
        XPathError: it does not parse, calls an unknown function or one with the wrong number of arguments,
            or names a node that the form does not have.
    """
    tree = parse(source)
    if tree in _CONSTANTS or isinstance(tree, Literal):
        constant = tree.value if isinstance(tree, Literal) else _CONSTANTS[tree]
        return Formula(source.strip(), {}, frozenset(), None, constant)
    reads, texts_of = _gathered(list(_references(tree, _Here(context, context, context), paths)))
    try:
        compiled = etree.XPath(_render(tree), namespaces={"odk": NAMESPACE}, extensions=EXTENSIONS, smart_strings=False)
    except etree.XPathError as problem:  # libxml2 is stricter than we are; the parser should have refused it
        raise XPathError(f"{source.strip()!r}: {problem}", "an ODK XPath expression") from None
    return Formula(source.strip(), reads, texts_of, compiled)


def _render(tree: Expression) -> str:
    match tree:
        case Literal(value):
            return f"'{value}'" if "'" not in value else f'"{value}"'
        case Number(text):
            return text
        case Negation(operand):
            return f"(-{_as_number(operand)})"
        case Binary(operator, left, right) if operator in _NUMERIC:
            return f"({_as_number(left)} {operator} {_as_number(right)})"
        case Binary(operator, left, right):
            return f"({_render(left)} {operator} {_render(right)})"
        case Call():
            return _render_call(tree)
        case Path():
            return _render_path(tree)


def _as_number(tree: Expression) -> str:
    text = _render(tree)
    if isinstance(tree, Number | Negation) or (isinstance(tree, Binary) and tree.operator in _NUMERIC):
        return text
    if isinstance(tree, Call) and (function := function_named(tree.name)) and function.gives_number:
        return text
    return f"odk:number({text})"


def _render_call(call: Call) -> str:
    _check_call(call)
    if call.name == "current":
        return "$current"
    arguments = ", ".join(_render(argument) for argument in call.arguments)
    if call.name in NATIVE or (call.name == "position" and not call.arguments):
        return f"{call.name}({arguments})"
    return f"odk:{call.name.replace(':', '.')}({arguments})"


def _check_call(call: Call) -> None:
    name, given = call.name, len(call.arguments)
    if name in NOT_OFFERED:
        raise XPathError(f"the function {name}()", f"a form that does not need {NOT_OFFERED[name]}")
    if name == "current" or (name == "position" and given == 0):
        return
    if name in NATIVE:
        if given != _NATIVE_ARITY[name]:
            raise XPathError(f"{name}() with {given} arguments", f"{_NATIVE_ARITY[name]} arguments")
        return
    function = function_named(name)
    if function is None:
        near = ", ".join(sorted(known for known in FUNCTIONS if known[:3] == name[:3])) or "see xpath_functions"
        raise XPathError(f"the unknown function {name}()", f"a function of the ODK XForms specification ({near})")
    if name == "regex" and given == 2:
        pattern = call.arguments[1]
        if not isinstance(pattern, Literal):
            raise XPathError("regex() with a pattern that is computed", "a pattern in quotes")
        compile_pattern(pattern.value)
    if not function.least <= given <= function.most:
        raise XPathError(f"{name}() with {given} arguments", f"{function.least} to {function.most} arguments")


def _render_path(path: Path) -> str:
    text = "" if path.start is None else _render(path.start)
    text += "".join(f"[{_render(predicate)}]" for predicate in path.start_predicates)
    if not path.steps:
        return text or "/"
    parts = [text] if path.start is not None else ([""] if path.absolute else [])
    return "/".join([*parts, *(_render_step(step) for step in path.steps)])


def _render_step(step: Step) -> str:
    # a predicate may not follow the short forms directly
    test = {".": "self::*", "..": "parent::*"}.get(step.test, step.test) if step.predicates else step.test
    return test + "".join(f"[{_render(predicate)}]" for predicate in step.predicates)


@dataclass(frozen=True)
class _Here:
    """Where a relative path starts (None inside another instance), how far up we came to it, and the formula's node."""

    path: str | None
    apex: str
    context: str
    is_counted: bool = False


@dataclass(frozen=True)
class _Read:
    path: str
    apex: str
    is_counted: bool


def _gathered(reads: list[_Read]) -> tuple[dict[str, str], frozenset[str]]:
    apexes: dict[str, str] = {}
    for read in reads:
        apexes[read.path] = min(apexes.get(read.path, read.apex), read.apex, key=len)
    return apexes, frozenset(read.path for read in reads if not read.is_counted)


_COUNTING = frozenset({"count", "position", "indexed-repeat"})
"""Functions that ask of a group or repeat only whether and where it is, not what stands in it."""


def _references(tree: Expression, here: _Here, paths: Collection[str]) -> Iterator[_Read]:
    """Yield what is read, once for each place where it is read."""
    match tree:
        case Binary(_, left, right):
            yield from _references(left, here, paths)
            yield from _references(right, here, paths)
        case Negation(operand):
            yield from _references(operand, here, paths)
        case Call(name, arguments):
            for argument in arguments:
                yield from _references(argument, replace(here, is_counted=name in _COUNTING), paths)
        case Path():
            yield from _path_references(tree, here, paths)


def _path_references(path: Path, here: _Here, paths: Collection[str]) -> Iterator[_Read]:
    start = _start_of(path, here)
    if path.start is not None:
        yield from _references(path.start, here, paths)
    for predicate in path.start_predicates:
        yield from _references(predicate, start, paths)
    reached = {start.path} if start.path is not None else set()
    apex = start.apex
    for step in path.steps:
        reached = _follow(reached, step.test, paths)
        apex = min([apex, *reached], key=len)
        for predicate in step.predicates:
            yield from _predicate_reads(predicate, sorted(reached), _Here(None, apex, here.context), paths=paths)
    if start.path is not None and path.steps:
        if not reached:
            raise XPathError(f"the path {_render_path(path)!r}", "a node of this form")
        if [step.test for step in path.steps] != ["."] or start.path != here.context:
            yield from (_Read(found, apex, here.is_counted) for found in reached)


def _predicate_reads(
    predicate: Expression, reached: list[str], within: _Here, *, paths: Collection[str]
) -> Iterator[_Read]:
    """Yield what a predicate reads at each of the nodes that it is asked of; it must fit one of them."""
    refusals: list[XPathError] = []
    starts: list[str | None] = [*reached] if reached else [None]
    for path in starts:
        try:
            yield from list(_references(predicate, replace(within, path=path), paths))
        except XPathError as refusal:
            refusals.append(refusal)
    if refusals and len(refusals) == max(len(reached), 1):
        raise refusals[0]


def _start_of(path: Path, here: _Here) -> _Here:
    if path.absolute:
        return _Here("", "", here.context)
    if path.start is None:
        return here
    is_current = path.start == Call("current", ())
    return _Here(here.context if is_current else None, here.context, here.context)


def _lineage(path: str) -> list[str]:
    """Return a path and all that stands above it, up to ""."""
    return [path, *(path[:place] for place, letter in enumerate(path) if letter == "/")]


def _follow(reached: set[str], test: str, paths: Collection[str]) -> set[str]:
    if test == ".":
        return reached
    if test == "..":
        return {path.rpartition("/")[0] for path in reached if path}
    if test == "":
        return reached | {path for path in paths if not reached.isdisjoint(_lineage(path))}
    if test == "*":
        return {path for path in paths if path.rpartition("/")[0] in reached}
    return {path for above in reached if (path := f"{above}/{test}") in paths}
