from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from checklists.answers_json import answers_from_json, answers_to_json
from checklists.form_state import Answer, Answers, AnswerState, ItemRef

_KEYS = some.text(min_size=1, max_size=5)
_ANSWERS = some.builds(
    Answers,
    some.dictionaries(
        some.builds(ItemRef, _KEYS, some.text(max_size=5)),
        some.builds(Answer, some.text(max_size=9), some.sampled_from(AnswerState), some.text(max_size=9)),
    ),
    some.dictionaries(_KEYS, some.lists(_KEYS, unique=True).map(tuple)),
)


@settings(max_examples=60)
@given(_ANSWERS)
def test_answers_come_back_as_they_went(answers: Answers) -> None:
    assert answers_from_json(answers_to_json(answers)) == answers


def test_the_same_answers_give_the_same_json_whatever_the_order() -> None:
    one, two = (
        (ItemRef("a", "k2"), Answer("1")),
        (ItemRef("a", "k1"), Answer(state=AnswerState.NOT_PRODUCED, reason="x")),
    )

    forward = answers_to_json(Answers(dict([one, two]), {"r": ("k2", "k1"), "q": ()}))
    backward = answers_to_json(Answers(dict([two, one]), {"q": (), "r": ("k2", "k1")}))

    assert forward == backward
    assert list(forward["repeats"]) == list(backward["repeats"])
    assert forward["answers"][0] == {"item": "a", "key": "k1", "value": "", "state": "not_produced", "reason": "x"}
    assert forward["repeats"] == {"q": [], "r": ["k2", "k1"]}


_GOOD = {"item": "a", "key": "", "value": "1", "state": "given", "reason": ""}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ([], "list"),
        ({"answers": []}, "expected the keys answers and repeats"),
        ({"answers": {}, "repeats": {}}, "expected a list"),
        ({"answers": [{"item": "a"}], "repeats": {}}, r"answers\[0\]"),
        ({"answers": [_GOOD | {"value": 1}], "repeats": {}}, "expected text"),
        ({"answers": [_GOOD | {"state": "lost"}], "repeats": {}}, "'lost'"),
        ({"answers": [_GOOD, _GOOD], "repeats": {}}, "stands twice"),
        ({"answers": [], "repeats": {"r": "k1"}}, "expected a list of keys"),
        ({"answers": [], "repeats": {"r": ["k", "k"]}}, "a key stands twice"),
        ({"answers": [], "repeats": {"r": [""]}}, "expected a list of keys"),
    ],
)
def test_json_of_another_shape_is_refused_with_its_place(content: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        answers_from_json(content)
