"""Compiles a definition into a form: checks it, orders its nodes so that each comes after all it reads.

Done once per version; raises on the first step that finds problems, with all problems of that step.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

from checklists.columns import kind_of
from checklists.compile_items import FormulaMaker, make_items, make_sections
from checklists.definition import UR, Definition, Row
from checklists.dependencies import find_dependencies
from checklists.errors import ChecklistError, Problem
from checklists.form import Checklist, Form, Node
from checklists.rules import check_definition
from checklists.xform import XForm, convert_definition, paths_of
from simplify_content.text import Text


def compile_definition(definition: Definition, *, provisions: Collection[str] | None = None) -> Checklist:
    """Return the checklist of a definition.

    Args:
        definition: the sheets as written.
        provisions: keys of the scheme's law pack; None where there is none to check against.

    Raises:
        ChecklistError: a text lacks a language, a provision is unknown, a name stands twice, a function is
            unknown, items read each other in a circle; every problem names sheet, row, column, found, expected.
    """
    settings = definition.settings
    title = f"checklist {settings['form_id']} {settings['version']}"
    if problems := check_definition(definition, provisions):
        raise ChecklistError(title, tuple(problems))
    xform = convert_definition(definition)
    form, problems = _form(definition, xform)
    if problems:
        raise ChecklistError(title, tuple(problems))
    return Checklist(
        name=settings["form_id"],
        version=settings["version"],
        title=Text(en=settings["form_title"], ur=settings[f"title::{UR}"]),
        scheme=settings["scheme"],
        form=form,
    )


def _form(definition: Definition, xform: XForm) -> tuple[Form, list[Problem]]:
    rows = dict(paths_of(definition, xform.root))
    maker = FormulaMaker(xform, frozenset({xform.root, *rows}))
    nodes = {path: _node(path, rows, maker) for path in rows}
    order, circle = _in_order(nodes, _reads_to_stand)
    if circle:
        order, circle = _in_order(nodes, _reads)
    constraints = {path: node.standing for path, node in nodes.items()}
    nodes, order = _standing_in_order(nodes, order)
    items = make_items(definition, rows, nodes, constraints=constraints, xform=xform, maker=maker)
    problems = [*maker.problems, *_never_asked(nodes, rows)]
    if circle and not problems:
        problems.append(_circle_problem(circle, rows, nodes))
    form = Form(
        root=xform.root,
        template=xform.template,
        sections=make_sections(rows, xform.root),
        items=items,
        nodes=nodes,
        order=order,
        repeats={nodes[path].name: nodes[path] for path, row in rows.items() if kind_of(row) == "begin_repeat"},
        by_path={item.node.path: item for item in items},
        dependencies=find_dependencies(nodes, order, items),
    )
    return form, problems


def _node(path: str, rows: dict[str, Row], maker: FormulaMaker) -> Node:
    row = rows[path]
    return Node(
        path=path,
        name=row["name"],
        parent=path.rpartition("/")[0],
        repeat=repeat_of(path, rows),
        is_group=kind_of(row).startswith("begin_"),
        relevant=maker.make(path, row, "relevant"),
        calculate=maker.make(path, row, "calculation"),
        count=maker.count(path, row),
        type=kind_of(row),
        standing=maker.make(path, row, "constraint"),
    )


def repeat_of(path: str, rows: dict[str, Row]) -> str:
    """Return the path of the repeat that a path is or lies in, or ""."""
    while path in rows:
        if kind_of(rows[path]) == "begin_repeat":
            return path
        path = path.rpartition("/")[0]
    return ""


def _never_asked(nodes: dict[str, Node], rows: dict[str, Row]) -> list[Problem]:
    return [
        rows[path].problem("relevant", "an expression that is always false", "a way to be asked")
        for path, node in nodes.items()
        if node.relevant is not None and node.relevant.is_never
    ]


def _reads(node: Node) -> set[str]:
    read = {path for formula in (node.relevant, node.calculate, node.count) if formula for path in formula.references}
    return read | {node.parent}


def _reads_to_stand(node: Node) -> set[str]:
    return _reads(node) | (set(node.standing.references) - {node.path} if node.standing else set())


def _standing_in_order(nodes: dict[str, Node], order: tuple[Node, ...]) -> tuple[dict[str, Node], tuple[Node, ...]]:
    """Return the nodes without the constraints that read what is not computed by then; those hold nothing."""
    places = {node.path: place for place, node in enumerate(order)}
    kept = {path: node if _is_settled(node, places) else replace(node, standing=None) for path, node in nodes.items()}
    return kept, tuple(kept[node.path] for node in order)


def _is_settled(node: Node, places: dict[str, int]) -> bool:
    """Return whether all that a constraint reads, besides its own answer, is computed before its node."""
    reads = dict(node.standing.reads) if node.standing else {}
    is_own = reads.pop(node.path, node.path) == node.path
    return is_own and all(places.get(read, -1) < places[node.path] for read in reads)


def _in_order(nodes: dict[str, Node], reads_of: Callable[[Node], set[str]]) -> tuple[tuple[Node, ...], list[str]]:
    """Return the nodes, each after all it reads, otherwise in document order; and a circle if there is one."""
    places = {path: place for place, path in enumerate(nodes)}
    done: dict[str, Node] = {}
    for start in nodes:
        on_the_way = {} if start in done else {start: _reads_in_order(reads_of(nodes[start]), places)}
        while on_the_way:
            path, reads = next(reversed(on_the_way.items()))
            read = next(reads, None)
            if read is None:
                del on_the_way[path]
                done[path] = nodes[path]
            elif read in on_the_way:
                way = list(on_the_way)
                return tuple(nodes.values()), [*way[way.index(read) :], read]
            elif read not in done:
                on_the_way[read] = _reads_in_order(reads_of(nodes[read]), places)
    return tuple(done.values()), []


def _reads_in_order(reads: set[str], places: dict[str, int]) -> Iterator[str]:
    return iter(sorted((path for path in reads if path in places), key=places.__getitem__))


def _circle_problem(circle: list[str], rows: dict[str, Row], nodes: dict[str, Node]) -> Problem:
    reader = next(path for path in circle if nodes[path].relevant or nodes[path].calculate or nodes[path].count)
    following = circle[circle.index(reader) + 1] if reader != circle[-1] else circle[1]
    calculate = nodes[reader].calculate
    relevant = nodes[reader].relevant
    column = "relevant" if relevant and following in relevant.references else "repeat_count"
    column = "calculation" if calculate and following in calculate.references else column
    names = " reads ".join(path.rpartition("/")[2] for path in circle)
    return rows[reader].problem(column, f"a circle: {names}", "expressions that do not need their own result")
