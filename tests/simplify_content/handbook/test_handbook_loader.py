from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from simplify_content.handbook import HANDBOOK_FOLDER, load_handbook, read_handbook
from simplify_content.handbook_types import BlockKind, Handbook, HandbookError
from simplify_content.law_loader import load_law_pack

SECTION = """
chapter: money
title: {en: Money, ur: رقم}
sections:
  refund:
    title: {en: Refund, ur: واپسی}
    body:
      - en: Claim within {value:refund.months}.
        ur: "{value:refund.months} کے اندر مطالبہ کریں۔"
    provisions: [PESSO65.s25]
    source: [statute]
    simplify_source: ""
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A handbook of one good section."""
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters" / "01-money.yaml").write_text(SECTION, encoding="utf-8")
    (tmp_path / "sources.yaml").write_text("statute: {title: The Ordinance}\n", encoding="utf-8")
    (tmp_path / "glossary.yaml").write_text(
        "refund: {name: {en: refund, ur: واپسی}, meaning: {en: Money back., ur: رقم کی واپسی۔}}\n", encoding="utf-8"
    )
    return tmp_path


def _read(folder: Path) -> Handbook:
    return read_handbook(folder, {"pessi": load_law_pack("pessi")})


def _spoil(folder: Path, before: str, after: str) -> str:
    file = folder / "chapters" / "01-money.yaml"
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")
    with pytest.raises(HandbookError) as refused:
        _read(folder)
    return str(refused.value)


def test_section_is_read_with_its_provisions_and_sources(folder: Path) -> None:
    section = _read(folder).section("refund")

    assert section.chapter == "money"
    assert section.provisions == ("PESSO65.s25",)
    assert section.sources == ("statute",)
    assert section.simplify_source == ""
    assert [block.kind for block in section.body] == [BlockKind.TEXT]


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ("title: {en: Refund, ur: واپسی}", "title: {en: Refund}", "refund.title"),
        ("title: {en: Refund, ur: واپسی}", 'title: {en: Refund, ur: " "}', "refund.title"),
        ("title: {en: Refund, ur: واپسی}", "title: {en: Refund, ur: Refund}", "a text in Urdu"),
        ("PESSO65.s25", "PESSO65.s925", "'PESSO65.s925'"),
        ("[statute]", "[hearsay]", "'hearsay'"),
        ("[statute]", "[]", "refund.source"),
        ("within {value:refund.months}", "within six months", "the same values in both languages"),
        ("refund.months", "refund.moons", "'refund.moons'"),
        ("Claim within", "Claim {within}", "no braces but"),
        ('    simplify_source: ""\n', "", "simplify_source"),
        ('    simplify_source: ""', '    simplify_source: ""\n    colour: red', "colour"),
        ("  refund:", "  Refund Rules:", "small letters"),
        ("    body:", "    scheme: atlantis\n    body:", "'atlantis'"),
        ("    provisions:", "    facts: [miracle]\n    provisions:", "'miracle'"),
        ("    provisions:", "    words: refund\n    provisions:", "refund.words"),
    ],
)
def test_fault_in_a_section_is_refused_naming_file_and_key(folder: Path, before: str, after: str, named: str) -> None:
    message = _spoil(folder, before, after)

    assert "chapters/01-money.yaml" in message
    assert named in message


def test_section_that_stands_in_two_files_is_refused_naming_both(folder: Path) -> None:
    second = folder / "chapters" / "02-more.yaml"
    second.write_text(SECTION.replace("chapter: money", "chapter: more"), encoding="utf-8")

    with pytest.raises(HandbookError, match=r"02-more\.yaml: refund: .*01-money\.yaml"):
        _read(folder)


def test_key_that_stands_twice_in_one_file_is_refused(folder: Path) -> None:
    file = folder / "glossary.yaml"
    file.write_text(file.read_text(encoding="utf-8") * 2, encoding="utf-8")

    with pytest.raises(HandbookError, match=r"glossary\.yaml: .*refund.* stands twice"):
        _read(folder)


def test_every_fault_is_named_at_once(folder: Path) -> None:
    message = _spoil(folder, "PESSO65.s25", "PESSO65.s0, PESSO65.s00")

    assert "PESSO65.s0'" in message
    assert "PESSO65.s00'" in message


def test_handbook_without_chapters_is_refused(folder: Path) -> None:
    shutil.rmtree(folder / "chapters")

    with pytest.raises(HandbookError, match="a chapter"):
        _read(folder)


def test_shipped_handbook_treats_every_matter_of_an_inspection() -> None:
    handbook = load_handbook()

    assert [chapter.key for chapter in handbook.chapters] == [
        "registering",
        "coverage",
        "contributions",
        "records",
        "powers",
        "visit",
        "evidence",
        "evasion",
        "enforcement",
        "benefits",
        "domestic",
        "certificate",
        "eobi",
        "conventions",
    ]
    assert [section.key for section in handbook.chapter("visit").sections] == [
        "visit-plan",
        "visit-authorise",
        "visit-open",
        "visit-tour",
        "visit-records",
        "visit-interviews",
        "visit-cross-check",
        "visit-confront",
        "visit-exit",
        "visit-report",
    ]
    assert {section.key for section in handbook.chapter("conventions").sections} == {
        "c102", "c121", "c130", "c189", "r202", "c81"
    }  # fmt: skip


def test_each_provision_that_the_checklist_of_registration_cites_leads_to_a_section() -> None:
    definitions = Path(__file__).parents[3] / "checklists" / "definitions"
    files = [file for file in definitions.rglob("*.yaml") if "registration_contribution" in file.as_posix()]
    cited = {
        key for file in files for key in re.findall(r"PESSO65\.s[0-9A-Za-z.\-]*[0-9A-Za-z]", file.read_text("utf-8"))
    }

    assert cited
    assert sorted(key for key in cited if not load_handbook().citing(key)) == []


def test_section_that_names_a_provision_foremost_comes_first() -> None:
    citing = load_handbook().citing("PESSO65.s25")

    assert [section.key for section in citing] == ["refund"]


def test_sections_are_read_in_the_order_of_the_book() -> None:
    handbook = load_handbook()
    first, last = handbook.sections[0], handbook.sections[-1]

    assert handbook.beside(first.key) == (None, handbook.sections[1])
    assert handbook.beside(last.key) == (handbook.sections[-2], None)


def test_unknown_section_and_chapter_are_refused() -> None:
    with pytest.raises(HandbookError, match="nowhere"):
        load_handbook().section("nowhere")
    with pytest.raises(HandbookError, match="nowhere"):
        load_handbook().chapter("nowhere")


def test_nothing_of_the_shipped_handbook_claims_the_simplify_text() -> None:
    assert {section.simplify_source for section in load_handbook().sections} == {""}


def test_glossary_in_urdu_holds_no_latin_run_that_would_need_isolating() -> None:
    latin = [term.key for term in load_handbook().terms if re.search("[A-Za-z0-9]", term.name.ur + term.meaning.ur)]

    assert latin == []


def test_figures_of_the_law_are_never_typed_where_a_pack_holds_them() -> None:
    """The limits of section 22(5) and the like stand as values; a digit typed for one of them would go stale."""
    text = (HANDBOOK_FOLDER / "chapters" / "05-powers.yaml").read_text(encoding="utf-8")
    body = [line for line in text.splitlines() if line.lstrip("- ").startswith(("en:", "ur:"))]

    assert [line for line in body if any(sign.isdigit() for sign in line)] == []


def test_every_section_can_be_read_for_every_scheme_on_any_day() -> None:
    from simplify_content.handbook_figures import pieces
    from simplify_content.law_loader import available_schemes

    for scheme in available_schemes():
        for section in load_handbook().sections:
            law = load_law_pack(section.scheme or scheme)
            for line in section.lines:
                for lang in ("en", "ur"):
                    for on in (date(1970, 1, 1), date(2026, 11, 22), date(2090, 1, 1)):
                        assert "{" not in "".join(piece.words for piece in pieces(line, law, on=on, lang=lang))
