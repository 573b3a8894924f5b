"""Who must be computed again when a node of the form changes: found once per version, from the expressions.

Knows no answers; `incremental` asks it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from checklists.form import Item, Node, Template
from checklists.formula import Formula


@dataclass(frozen=True)
class Reader:
    """One that reads a node: its place in the order of computing, or among the items.

    `is_same_row`: it reads the node only in its own repetition.
    """

    place: int
    path: str
    is_same_row: bool


@dataclass(frozen=True)
class Dependencies:
    """By path: the nodes and the items that read it. `is_whole`: the form can only be computed all at once."""

    nodes: Mapping[str, tuple[Reader, ...]]
    items: Mapping[str, tuple[Reader, ...]]
    counts: frozenset[str]
    """Paths that decide how many repetitions there are."""
    is_whole: bool


def find_dependencies(nodes: Mapping[str, Node], order: Iterable[Node], items: Iterable[Item]) -> Dependencies:
    """Return who reads what in a form.

    A form in which a default reads an answer, or an expression the whole text of a group, is `is_whole`: what they
    give depends on when they are asked.
    """
    items = tuple(items)
    order = tuple(order)
    formulas = [formula for node in order for formula in _node_formulas(node)]
    formulas += [formula for item in items for formula in _item_formulas(item)]
    groups = {path for path, node in nodes.items() if node.is_group} | {""}
    return Dependencies(
        nodes=_readers(((node.path, _node_reads(node)) for node in order), nodes),
        items=_readers(((item.node.path, _item_reads(item, nodes)) for item in items), nodes),
        counts=frozenset(path for node in order if node.count for path in node.count.references),
        is_whole=any(formula.texts_of & groups for formula in formulas)
        or any(item.default is not None and item.default.references for item in items),
    )


def _readers(
    reads_by_path: Iterable[tuple[str, Iterable[tuple[str, str]]]], nodes: Mapping[str, Node]
) -> dict[str, tuple[Reader, ...]]:
    found: defaultdict[str, dict[tuple[int, bool], Reader]] = defaultdict(dict)
    for place, (path, reads) in enumerate(reads_by_path):
        repeat = nodes[path].repeat
        for read, apex in reads:
            is_same_row = bool(repeat) and f"{apex}/".startswith(f"{repeat}/")
            found[read][place, is_same_row] = Reader(place, path, is_same_row)
    return {read: tuple(readers.values()) for read, readers in found.items()}


def _node_formulas(node: Node) -> Iterator[Formula]:
    yield from (
        formula for formula in (node.relevant, node.calculate, node.count, node.standing) if formula is not None
    )


def _node_reads(node: Node) -> Iterator[tuple[str, str]]:
    """Yield what a node reads, and how far up it goes for it; a node reads its parent's relevance in its own row."""
    for formula in (node.relevant, node.calculate, node.standing):
        yield from ((path, apex) for path, apex in formula.reads.items() if path != node.path) if formula else ()
    yield node.parent, node.parent


def _item_formulas(item: Item) -> Iterator[Formula]:
    filtered = item.select.filtered if item.select else None
    when = item.breach.when if item.breach else None
    found = (item.required, item.read_only, item.constraint, item.evidence_when, filtered, when)
    yield from (formula for formula in found if formula is not None)


def _item_reads(item: Item, nodes: Collection[str]) -> Iterator[tuple[str, str]]:
    for formula in _item_formulas(item):
        yield from formula.reads.items()
    for path in {path for template in _templates(item) for path in template.paths.values()}:
        yield path, path
    for path in item.breach.facts.values() if item.breach else ():
        yield path, path
    yield item.node.path, item.node.path


def _templates(item: Item) -> Iterator[Template]:
    found = (item.label, item.hint, item.message, item.required_message, item.breach.text if item.breach else None)
    yield from (template for template in found if template is not None)
