"""Answers as a JSON value, the form in which they travel and are kept; the same answers give the same value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checklists.form_state import Answer, Answers, AnswerState, ItemRef


def answers_to_json(answers: Answers) -> dict[str, Any]:
    """Return `{"answers": [{item, key, value, state, reason}], "repeats": {name: [keys]}}`, sorted by item and key."""
    return {
        "answers": [
            {
                "item": ref.item,
                "key": ref.key,
                "value": answer.value,
                "state": answer.state.value,
                "reason": answer.reason,
            }
            for ref, answer in sorted(answers.by_ref.items())
        ],
        "repeats": {name: list(keys) for name, keys in sorted(answers.repeats.items())},
    }


def answers_from_json(content: Mapping[str, Any]) -> Answers:
    """Return the answers of a JSON value.

    Raises:
        ValueError: it is not of the shape that `answers_to_json` gives; the message says what was found where.
    """
    if not isinstance(content, Mapping) or set(content) != {"answers", "repeats"}:
        raise ValueError(f"found {_kinds(content)}; expected the keys answers and repeats")
    if not isinstance(content["answers"], list) or not isinstance(content["repeats"], Mapping):
        raise ValueError("answers: expected a list; repeats: expected an object")  # noqa: TRY004 - one error for all
    by_ref: dict[ItemRef, Answer] = {}
    for place, entry in enumerate(content["answers"]):
        ref, answer = _answer(place, entry)
        if ref in by_ref:
            raise ValueError(f"answers[{place}]: {ref.item} {ref.key} stands twice; expected once")
        by_ref[ref] = answer
    return Answers(by_ref, {str(name): _keys(str(name), keys) for name, keys in content["repeats"].items()})


def _answer(place: int, entry: Any) -> tuple[ItemRef, Answer]:
    expected = ("item", "key", "value", "state", "reason")
    if not isinstance(entry, Mapping) or set(entry) != set(expected):
        raise ValueError(f"answers[{place}]: found {_kinds(entry)}; expected {', '.join(expected)}")
    if not all(isinstance(value, str) for value in entry.values()):
        raise ValueError(f"answers[{place}]: expected text in every field")
    if entry["state"] not in tuple(AnswerState):
        raise ValueError(f"answers[{place}].state: found {entry['state']!r}; expected {', '.join(AnswerState)}")
    ref = ItemRef(entry["item"], entry["key"])
    return ref, Answer(entry["value"], AnswerState(entry["state"]), entry["reason"])


def _keys(name: str, keys: Any) -> tuple[str, ...]:
    if not isinstance(keys, list) or not all(isinstance(key, str) and key for key in keys):
        raise ValueError(f"repeats.{name}: expected a list of keys")
    if len(set(keys)) != len(keys):
        raise ValueError(f"repeats.{name}: a key stands twice; expected each once")
    return tuple(keys)


def _kinds(found: Any) -> str:
    return ", ".join(map(str, found)) if isinstance(found, Mapping) else type(found).__name__
