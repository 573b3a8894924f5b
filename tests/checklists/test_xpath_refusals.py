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
        ("۱ + ۲", "'۱ + ۲' in '۱ + ۲'"),
        ("1" + " + 1" * 50_000, "more than 200 operators"),
        ("/data/a" + " | /data/a" * 300, "more than 200 operators"),
        ("/data/a" + "/.." * 20_000, "a path of more than 50 steps"),
        ("count(//a[//b[//a[1]]])", "predicates nested more than 2 deep"),
        ("regex(/data/a, '(')", "the pattern '(': missing ), unterminated subpattern at position 0"),
        ("regex(/data/a, /data/b)", "regex() with a pattern that is computed"),
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


def test_what_is_shown_of_an_expression_without_end_has_an_end() -> None:
    with pytest.raises(XPathError) as refusal:
        make_formula("(" + "concat('a', 'b') " * 10_000, context="/data/a", paths=_PATHS)

    assert len(str(refusal.value)) < 500


def test_an_expression_at_every_bound_is_still_compiled() -> None:
    source = "(" * 59 + "1" + ")" * 59 + " + 1" * 200

    assert make_formula(source, context="/data/a", paths=_PATHS).value(etree.Element("data")) == 201


def test_an_unknown_function_is_answered_with_the_names_near_it() -> None:
    with pytest.raises(XPathError, match="selected, selected-at"):
        make_formula("select(/data/a, 'x')", context="/data/a", paths=_PATHS)


def test_a_quoted_text_stays_a_text() -> None:
    formula = make_formula('concat("it\'s", \' "so" \')', context="/data/a", paths=_PATHS)

    assert formula.value(etree.fromstring("<data><a/><b/></data>")[0]) == 'it\'s "so" '
