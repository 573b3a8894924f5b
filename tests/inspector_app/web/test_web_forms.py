"""What a browser may remember of the forms: nothing. Its history, suggestions and saved tabs lie on the disk."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from inspector_app import web

TEMPLATES = sorted((Path(web.__file__).parent / "templates").glob("*.html"))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.stem)
def test_every_form_asks_the_browser_to_remember_nothing(template: Path) -> None:
    forms = re.findall(r"<form\b[^>]*>", template.read_text(encoding="utf-8"))
    assert [form for form in forms if 'autocomplete="off"' not in form] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.stem)
def test_no_form_puts_what_was_typed_into_an_address(template: Path) -> None:
    forms = re.findall(r"<form\b[^>]*>.*?</form>", template.read_text(encoding="utf-8"), re.DOTALL)
    asking = [form for form in forms if 'method="post"' not in form.partition(">")[0]]
    public = [form for form in asking if "pocket_book" in form.partition(">")[0]]
    assert [
        form.partition(">")[0] for form in asking if form not in public and re.search(r"<(input|textarea)", form)
    ] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.stem)
def test_no_title_names_an_employer_or_a_person(template: Path) -> None:
    titles = re.findall(r"{% block title %}(.*?){% endblock %}", template.read_text(encoding="utf-8"))
    named = [title for title in titles if re.search(r"employer|file\.|view\.|person|caption", title.partition("}}")[0])]
    assert [title for title in named if not re.fullmatch(r"{{ t\('[\w.]+'\) }}", title)] == []
