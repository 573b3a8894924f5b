"""YAML that holds facts is read as it is written; YAML that multiplies, hides or guesses is refused with its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from simplify_content.plain_yaml import YamlRefused, read_yaml, read_yaml_file

WRITTEN = st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"])
SCALARS = st.one_of(st.text(WRITTEN, max_size=8), st.integers(-(10**17), 10**17), st.booleans(), st.none(), st.dates())
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text(WRITTEN, max_size=6), inner, max_size=4)
    ),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("", None),
        ("~", None),
        ("'null'", "null"),
        ("true", True),
        ("yes", "yes"),
        ("12", 12),
        ("-5", -5),
        ("010", "010"),
        ("0x1F", "0x1F"),
        ("1:30", "1:30"),
        ("1_000", "1_000"),
        ("12.50", "12.50"),
        ("1234567890123456.78", "1234567890123456.78"),
        ("1e400", "1e400"),
        (".nan", ".nan"),
        ("9" * 5_000, "9" * 5_000),
        ("2026-09-30", date(2026, 9, 30)),
        ('"2026-09-30"', "2026-09-30"),
        ("2026-02-30", "2026-02-30"),
        ("2026-09-30 10:00:00", "2026-09-30 10:00:00"),
        ("۲۲۵۰۰", "۲۲۵۰۰"),
    ],
)
def test_a_scalar_is_what_it_was_written_as_and_nothing_is_guessed(written: str, value: object) -> None:
    assert read_yaml(f"a: {written}") == {"a": value}
    assert type(read_yaml(f"- {written}")[0]) is type(value)  # type: ignore[index]


@given(value=VALUES)
@settings(max_examples=150, deadline=None)
def test_what_is_written_as_yaml_comes_back(value: object) -> None:
    assert read_yaml(yaml.dump(value, Dumper=_NoAliases, allow_unicode=True, sort_keys=False)) == value


class _NoAliases(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        return True


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: &x 1", "line 1: found &x; expected values written out, without anchors and aliases"),
        ("\na: *x", "line 2: found *x; expected"),
        ("a: !!str 5", "line 1: found the tag tag:yaml.org,2002:str"),
        ("a: !!python/object/apply:os.system ['true']", "found the tag"),
        ("a: 1\nb: 2\na: 3", "line 3: found the key 'a' stands twice; expected each key once"),
        ("? [a]\n: 1", "found a key that is no text"),
        ("--- 1\n--- 2", "line 2: found a second document"),
        ("[" * 100_000, "found more than 40 levels"),
        ("{a: " * 100_000, "found more than 40 levels"),
        ("\n".join(" " * depth + "a:" for depth in range(500)), "line 41: found more than 40 levels"),
        ("a: [", "expected"),
        ("a: \x00", "control characters are not allowed"),
        ("a: '\ud800'", "surrogates not allowed"),
    ],
)
def test_what_is_no_plain_yaml_is_refused_with_its_line(text: str, said: str) -> None:
    with pytest.raises(YamlRefused) as refusal:
        read_yaml(text)

    assert said in str(refusal.value)


def test_a_file_is_read_no_further_than_it_may_reach(tmp_path: Path) -> None:
    file = tmp_path / "facts.yaml"
    file.write_bytes(b"\xef\xbb\xbfa: 1")
    assert read_yaml_file(file, most_bytes=7) == {"a": 1}

    with pytest.raises(YamlRefused, match="found more than 6 bytes; expected at most 6"):
        read_yaml_file(file, most_bytes=6)


@pytest.mark.parametrize(("content", "said"), [(b"a: \xff\xfe", "not UTF-8 at 3"), (None, "cannot be read")])
def test_a_file_that_is_no_text_and_one_that_is_not_there_are_refused(
    tmp_path: Path, content: bytes | None, said: str
) -> None:
    file = tmp_path / "facts.yaml"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(YamlRefused, match=said):
        read_yaml_file(file, most_bytes=100)
