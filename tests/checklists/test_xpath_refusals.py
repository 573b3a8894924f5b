from __future__ import annotations

import pytest
from lxml import etree

from checklists.errors import XPathError
from checklists.formula import make_formula

_PATHS = {"/data", "/data/a", "/data/b"}


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("1 +", "the end in '1 +'"),
        ("(1", "the end in '(1'"),
        ("1 2", "'2' in '1 2'"),
        ("'open", '"\'open" in "\'open"'),
        ("concat('a',)", "')' in \"concat('a',)\""),
        ("/data/a[", "the end in '/data/a['"),
        ("following-sibling::b", "the axis 'following-sibling'"),
        ("preceding::*", "the axis 'preceding'"),
        ("parent::group", "the step 'parent::group'"),
        ("$x", "'$x' in '$x'"),
        ("", "the end in ''"),
        ("sume(/data/a)", "the unknown function sume()"),
        ("document('http://x')", "the unknown function document()"),
        ("if(1, 2)", "if() with 2 arguments"),
        ("today(1)", "today() with 1 arguments"),
        ("not()", "not() with 0 arguments"),
        ("uuid()", "the function uuid()"),
        ("random()", "the function random()"),
        ("randomize(/data/a)", "the function randomize()"),
        ("distance(/data/a)", "the function distance()"),
        ("area(/data/a)", "the function area()"),
        ("geofence(/data/a, /data/b)", "the function geofence()"),
        ("property('deviceid')", "the function property()"),
        ("/data/c", "the path '/data/c'"),
        ("../c", "the path '../c'"),
        ("/elsewhere/a", "the path '/elsewhere/a'"),
    ],
)
def test_an_expression_that_is_no_odk_xpath_is_refused_with_what_was_found(expression: str, found: str) -> None:
    with pytest.raises(XPathError) as refusal:
        make_formula(expression, context="/data/a", paths=_PATHS)

    assert refusal.value.found == found
    assert refusal.value.expected


def test_an_expression_nested_without_end_is_refused_before_the_stack_is_full() -> None:
    with pytest.raises(XPathError, match="nested more than 60 deep"):
        make_formula("(" * 5000 + "1" + ")" * 5000, context="/data/a", paths=_PATHS)


def test_an_unknown_function_is_answered_with_the_names_near_it() -> None:
    with pytest.raises(XPathError, match="selected, selected-at"):
        make_formula("select(/data/a, 'x')", context="/data/a", paths=_PATHS)


def test_a_quoted_text_stays_a_text() -> None:
    formula = make_formula('concat("it\'s", \' "so" \')', context="/data/a", paths=_PATHS)

    assert formula.value(etree.fromstring("<data><a/><b/></data>")[0]) == 'it\'s "so" '
