"""Says which answers do not count now and why; none of them is dropped.

Reads a settled instance; what is asked at all, `settling` has decided.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from checklists.display import Reading, shown_answer
from checklists.form import Form, Item, Node
from checklists.form_state import Answer, Answers, Cause, ItemKind, ItemRef, SetAside
from checklists.formula import Formula
from checklists.instance_tree import Instance
from checklists.item_states import Standing
from checklists.texts import TEXTS
from checklists.xpath_values import OFF, to_boolean


class SettingAside:
    """What is set aside in one form."""

    def __init__(self, form: Form, instance: Instance, reading: Reading) -> None:
        self._form, self._instance, self._reading = form, instance, reading

    def of_item(self, standing: Standing) -> SetAside:
        """Return the answer of an item that is not asked now."""
        formula = self._closed_by(standing.item.node, standing.element)
        return self._made(standing.item, standing.state.ref, standing.state.answer, formula)

    def of_cut_repetitions(self, answers: Answers) -> Iterator[SetAside]:
        """Yield the answers of repetitions that a repeat_count has no place for now."""
        for ref, answer in answers.by_ref.items():
            path = self._form.path_of.get(ref.item, "")
            repeat = self._form.nodes.get(self._form.nodes[path].repeat) if path else None
            if repeat is None or repeat.count is None or answer.is_blank or (path, ref.key) in self._instance.by_key:
                continue
            yield self._made(self._form.by_path[path], ref, answer, repeat.count)

    def _made(self, item: Item, ref: ItemRef, answer: Answer, formula: Formula | None) -> SetAside:
        shown = shown_answer(item, answer, self._reading.choices_of(item)) or TEXTS["answer.none"]
        label = self._reading.fill(item.label, ref)
        return SetAside(ref, item.section, label, shown, tuple(self._causes(formula, ref)))

    def _closed_by(self, node: Node, element: etree._Element) -> Formula | None:
        """Return the outermost condition that is false for a node: of a group around it, or its own."""
        above = self._form.nodes.get(node.parent)
        parent = element.getparent()
        if above is not None and parent is not None and parent.get(OFF) is not None:
            return self._closed_by(above, parent)
        if node.relevant is not None and not to_boolean(node.relevant.value(element)):
            return node.relevant
        return None

    def _causes(self, formula: Formula | None, near: ItemRef) -> Iterator[Cause]:
        for path in sorted(formula.references if formula else (), key=lambda path: self._form.places.get(path, -1)):
            item = self._form.by_path.get(path)
            if item is not None and item.kind is not ItemKind.NOTE and item.label.text.en != item.node.name:
                yield Cause(self._reading.fill(item.label, near), self._reading.shown(path, near))
