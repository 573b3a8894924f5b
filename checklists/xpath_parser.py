"""Reads one ODK XPath expression into a tree, so that it can be checked, its references known, and rendered.

Evaluates nothing; `xpath_render` hands the tree to lxml.

Source: XPath 1.0, section 3.7 (lexical structure); ODK XForms specification, "XPath Axes": parent, child, self only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from checklists.errors import XPathError


@dataclass(frozen=True)
class Literal:
    """A quoted string."""

    value: str


@dataclass(frozen=True)
class Number:
    """A number as written."""

    text: str


@dataclass(frozen=True)
class Call:
    """A function with its arguments."""

    name: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True)
class Step:
    """One step of a path: a name, `*`, `.`, `..`, or "" for the gap in `//`."""

    test: str
    predicates: tuple[Expression, ...] = ()


@dataclass(frozen=True)
class Path:
    """A location path; `start` is the expression it continues, such as `instance('register')`, or None."""

    absolute: bool
    start: Expression | None
    start_predicates: tuple[Expression, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Binary:
    """Two operands and the operator between them."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True)
class Negation:
    """Unary minus."""

    operand: Expression


Expression = Literal | Number | Call | Path | Binary | Negation

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<literal>"[^"]*"|'[^']*')
    | (?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)
    | (?P<name>[^\W\d][\w.\-]*(?:::?(?:\*|[^\W\d][\w.\-]*))?)
    | (?P<mark>//|\.\.|!=|<=|>=|[()\[\],./|+\-=<>*@])
    )""",
    re.VERBOSE,
)
_PRECEDENCE = (("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "div", "mod"))
_WORD_OPERATORS = frozenset({"or", "and", "div", "mod"})
_OPERATORS = frozenset(operator for level in _PRECEDENCE for operator in level) | {"|", "/", "//"}
_AXES = {"child": "", "self": ".", "parent": ".."}
_DEEPEST, _MOST_OPERATORS = 60, 200
"""An expression within both bounds can be walked and rendered without exhausting the stack."""

_MOST_STEPS, _MOST_NESTED = 50, 2
"""Predicates nested in predicates multiply: three deep, a form of a thousand nodes is walked a thousand million times.
"""


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str


def parse(source: str) -> Expression:
    """Return the tree of an expression.

    Raises:
        XPathError: it is not ODK XPath (a stray mark, an unclosed bracket, an unsupported axis).
    """
    reader = _Reader(_tokens(source), source)
    tree = reader.expression()
    reader.expect_end()
    return tree


def _tokens(source: str) -> list[_Token]:
    tokens: list[_Token] = []
    place, text = 0, source.rstrip()
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise XPathError(f"{text[place:].strip()[:20]!r} in {source.strip()!r}", "an ODK XPath expression")
        kind = str(match.lastgroup)
        tokens.append(_Token(_kind(kind, match[kind], tokens), match[kind]))
        place = match.end()
    return tokens


def _kind(kind: str, text: str, before: list[_Token]) -> str:
    after_operand = bool(before) and before[-1].kind != "operator" and before[-1].text not in ("(", "[", ",", "@")
    if after_operand and (text in _WORD_OPERATORS or text in _OPERATORS):
        return "operator"
    if kind == "mark" and text in _OPERATORS and text != "*":
        return "operator"
    return kind


class _Reader:
    """Recursive descent over the tokens; `_depth` bounds it, so that no expression can exhaust the stack."""

    def __init__(self, tokens: list[_Token], source: str) -> None:
        self._tokens = tokens
        self._source = source.strip()
        self._place = 0
        self._depth = 0
        self._operators = 0
        self._nested = 0

    def expression(self) -> Expression:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise XPathError(f"brackets nested more than {_DEEPEST} deep", "a shorter expression")
        tree = self._binary(0)
        self._depth -= 1
        return tree

    def expect_end(self) -> None:
        if self._place < len(self._tokens):
            raise self._stray("the end of the expression")

    def _binary(self, level: int) -> Expression:
        if level == len(_PRECEDENCE):
            return self._unary()
        left = self._binary(level + 1)
        while self._next_is("operator", *_PRECEDENCE[level]):
            left = Binary(self._operator(), left, self._binary(level + 1))
        return left

    def _operator(self) -> str:
        self._operators += 1
        if self._operators > _MOST_OPERATORS:
            raise XPathError(f"more than {_MOST_OPERATORS} operators", "a shorter expression, or several calculations")
        return self._take().text

    def _unary(self) -> Expression:
        minuses = 0
        while self._next_is("operator", "-"):
            self._take()
            minuses += 1
        left = self._path()
        while self._next_is("operator", "|"):
            left = Binary(self._operator(), left, self._path())
        return Negation(left) if minuses % 2 else left

    def _path(self) -> Expression:
        if self._next_is("operator", "/", "//"):
            return Path(True, None, (), self._steps(first=True))
        start = self._primary()
        if start is None:
            return Path(False, None, (), (self._step(), *self._steps()))
        predicates = self._predicates()
        steps = self._steps()
        return Path(False, start, predicates, steps) if predicates or steps else start

    def _primary(self) -> Expression | None:
        token = self._peek()
        if token is None:
            raise self._stray("a value, a path or a function")
        if token.kind == "literal":
            return Literal(self._take().text[1:-1])
        if token.kind == "number":
            return Number(self._take().text)
        if token.text == "(":
            self._take()
            inner = self.expression()
            self._close(")")
            return inner
        after = self._tokens[self._place + 1] if self._place + 1 < len(self._tokens) else None
        if token.kind == "name" and after is not None and after.text == "(":
            return self._call()
        return None

    def _call(self) -> Call:
        name = self._take().text
        self._close("(")
        arguments: list[Expression] = []
        while not self._next_is("mark", ")"):
            if arguments:
                self._close(",")
            arguments.append(self.expression())
        self._close(")")
        return Call(name, tuple(arguments))

    def _steps(self, *, first: bool = False) -> tuple[Step, ...]:
        steps: list[Step] = []
        while self._next_is("operator", "/", "//"):
            if self._take().text == "//":
                steps.append(Step(""))
            elif first and not steps and not self._at_step():
                return ()
            steps.append(self._step())
            if len(steps) > _MOST_STEPS:
                raise XPathError(f"a path of more than {_MOST_STEPS} steps", "a shorter path")
        return tuple(steps)

    def _at_step(self) -> bool:
        token = self._peek()
        return token is not None and (token.kind == "name" or token.text in (".", "..", "*"))

    def _step(self) -> Step:
        if not self._at_step():
            raise self._stray("a name, `.`, `..` or `*`")
        test = self._take().text
        if "::" in test:
            test = _abbreviated(test)
        return Step(test, self._predicates())

    def _predicates(self) -> tuple[Expression, ...]:
        predicates: list[Expression] = []
        while self._next_is("mark", "["):
            self._take()
            self._nested += 1
            if self._nested > _MOST_NESTED:
                raise XPathError(f"predicates nested more than {_MOST_NESTED} deep", "a calculation for the inner one")
            predicates.append(self.expression())
            self._nested -= 1
            self._close("]")
        return tuple(predicates)

    def _peek(self) -> _Token | None:
        return self._tokens[self._place] if self._place < len(self._tokens) else None

    def _next_is(self, kind: str, *texts: str) -> bool:
        token = self._peek()
        return token is not None and token.kind == kind and token.text in texts

    def _take(self) -> _Token:
        self._place += 1
        return self._tokens[self._place - 1]

    def _close(self, mark: str) -> None:
        if not self._next_is("mark", mark):
            raise self._stray(f"{mark!r}")
        self._take()

    def _stray(self, expected: str) -> XPathError:
        token = self._peek()
        found = repr(token.text) if token else "the end"
        return XPathError(f"{found} in {self._source!r}", expected)


def _abbreviated(step: str) -> str:
    axis, _, name = step.partition("::")
    if axis not in _AXES:
        raise XPathError(f"the axis {axis!r}", "one of child, parent, self")
    if axis == "child":
        return name
    if name not in ("*", "node"):
        raise XPathError(f"the step {step!r}", f"{axis}::* or its short form {_AXES[axis]!r}")
    return _AXES[axis]
