"""The stylesheet and the fonts as files: contrast, completeness, licences."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from simplify_content.look import FOLDER, FONTS

CSS = (FOLDER / "muaina.css").read_text(encoding="utf-8")
TEXT_ON = [
    ("ink", "ground"), ("ink", "paper"), ("ink", "raised"), ("muted", "paper"), ("muted", "ground"),
    ("muted", "raised"),
    ("accent", "paper"), ("accent", "ground"), ("accent-strong", "accent-soft"), ("on-accent", "accent"),
    ("on-accent", "accent-strong"), ("bar-ink", "bar"), ("bar-muted", "bar"), ("ok", "ok-soft"), ("ok", "paper"),
    ("wait", "wait-soft"), ("warn", "warn-soft"), ("bad", "bad-soft"), ("bad", "paper"), ("on-bad", "bad"),
    ("ink", "accent-soft"), ("ink", "warn-soft"), ("ink", "bad-soft"), ("ink", "wait-soft"), ("ink", "ok-soft"),
    ("muted", "warn-soft"),
]  # fmt: skip
EDGE_ON = [("edge", "paper"), ("edge", "ground"), ("focus", "paper"), ("focus", "ground")]


def _tokens() -> dict[str, dict[str, str]]:
    blocks = re.findall(r":root \{(.*?)\}", CSS, re.S)
    light, dark, _print, *rest = [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block)) for block in blocks]
    assert not rest
    return {"light": light, "dark": dark}


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT_ON)
def test_text_has_contrast_of_wcag_aa_in_both_schemes(scheme: str, ink: str, ground: str) -> None:
    tokens = _tokens()[scheme]
    assert _contrast(tokens[ink], tokens[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGE_ON)
def test_edges_of_controls_and_focus_can_be_seen_in_both_schemes(scheme: str, edge: str, ground: str) -> None:
    tokens = _tokens()[scheme]
    assert _contrast(tokens[edge], tokens[ground]) >= 3.0


def test_both_schemes_define_the_same_colours() -> None:
    assert _tokens()["light"].keys() == _tokens()["dark"].keys()


def test_every_file_the_stylesheet_names_is_there_and_nothing_comes_from_elsewhere() -> None:
    named = re.findall(r'url\("([^"]+)"\)', CSS)
    assert named
    assert all((FOLDER / name).is_file() for name in named)
    assert "http" not in CSS


def test_stylesheet_uses_logical_sides_only_so_that_urdu_needs_no_second_sheet() -> None:
    assert not re.search(
        r"(margin|padding|border|inset)-(left|right)\b|text-align: (left|right)|float: (left|right)", CSS
    )


def test_each_document_font_has_a_postscript_name_of_its_own() -> None:
    fonts = sorted(FONTS.glob("*.ttf"))
    assert len(fonts) == 4
    for name_id in (3, 4, 6):
        names = [TTFont(font)["name"].getDebugName(name_id) for font in fonts]
        assert len(set(names)) == len(fonts)


@pytest.mark.parametrize("end", ["ttf", "woff2"])
def test_bold_nastaliq_keeps_words_together_as_the_regular_face_does(end: str) -> None:
    regular, bold = (_spaces_under_tails(FONTS / f"NotoNastaliqUrdu-{face}.{end}") for face in ("Regular", "Bold"))

    assert regular == bold
    assert len(bold) == 16


def _spaces_under_tails(font: Path) -> list[int]:
    lookups = TTFont(font)["GPOS"].table.LookupList.Lookup
    return [lookup.SubTable[0].Value.XAdvance for lookup in lookups if lookup.LookupType == 1]


@pytest.mark.parametrize("family", ["NotoNastaliqUrdu", "NotoSans"])
def test_licence_stands_beside_the_fonts(family: str) -> None:
    text = (FONTS / f"OFL-{family}.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in text


def test_everything_a_page_may_load_stays_small() -> None:
    files: list[Path] = [file for file in FOLDER.rglob("*") if file.suffix in {".woff2", ".ttf", ".css", ".svg"}]
    assert sum(file.stat().st_size for file in files) < 2_000_000
