"""The pages of the preview: the whole checklist on one page in both languages, answered as an inspector would.

Takes the laptop's own fields, script, words and guard, so that what an author sees is what an inspector will see.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, jsonify, redirect, render_template, request, send_from_directory, url_for
from jinja2 import ChoiceLoader, FileSystemLoader
from werkzeug.wrappers import Response as AnyResponse

import inspector_app.web.look as laptop_look
from checklists.errors import Problem
from checklists.form import Checklist, Item, Template
from checklists.form_state import ItemRef
from inspector_app.errors import Refusal
from inspector_app.guard import Guard, harden
from inspector_app.web.answers import answer_from, item_as_json, sent_fields
from inspector_app.web.filters import FILTERS
from inspector_app.web.language import current_lang, other_lang, remember
from inspector_app.web.language import say as say_of_laptop
from inspector_app.web.presentation import clock_time, text
from inspector_app.web.problems import wants_json
from inspector_app.web.question_words import place
from inspector_app.web.sections import sections_of
from muaina.preview.trial import Trial
from simplify_content.law_loader import load_law_pack
from simplify_content.law_pack import LawError
from simplify_content.look import FOLDER as LOOK
from simplify_content.text import LANGS, Catalogue, Text, direction

_HERE = Path(__file__).parent
_LAPTOP = Path(laptop_look.__file__).parent
_WORDS = Catalogue.load(_HERE / "texts")


@dataclass(frozen=True)
class Tried:
    """What is tried: whose law its questions cite, whose register they ask, which texts it lacks."""

    trial: Trial
    law_scheme: str
    employer: Text
    missing_texts: tuple[Problem, ...] = ()


def preview_app(tried: Tried, *, launch_token: str, port: int) -> Flask:
    """Return the app of the preview, behind the laptop's own loopback guard.

    Args:
        tried: the checklist and what surrounds it.
        launch_token: opens the first window, once, by `/launch?token=`.
        port: that it is listened on, on 127.0.0.1.
    """
    app = Flask(__name__, static_folder=None, template_folder=None)
    app.jinja_loader = ChoiceLoader([FileSystemLoader(_HERE / "templates"), FileSystemLoader(_LAPTOP / "templates")])
    guard = Guard(launch_token, port)
    app.before_request(guard.admit)
    app.after_request(harden)
    app.register_error_handler(Refusal, _refused)
    _give_words(app, tried, guard)
    _add_pages(app, tried)
    _add_answers(app, tried.trial)
    return app


def _add_pages(app: Flask, tried: Tried) -> None:
    @app.get("/")
    def page() -> str:
        return render_template("preview.html", view=_view(tried.trial), **_shown(tried))

    @app.get("/<lang>")
    def speak(lang: str) -> AnyResponse:
        if lang not in LANGS:
            abort(404)
        return remember(redirect("/", code=303), LANGS[LANGS.index(lang)])

    @app.get("/look/<path:file>")
    def look(file: str) -> Response:
        return send_from_directory(LOOK, file)

    @app.get("/static/<path:file>")
    def static_file(file: str) -> Response:
        return send_from_directory(_HERE / "static" if file == "preview.css" else _LAPTOP / "static", file)


def _add_answers(app: Flask, trial: Trial) -> None:
    @app.post("/answers")
    def record() -> AnyResponse:
        sent = sent_fields()
        ref = ItemRef(sent.get("item", ""), sent.get("key", ""))
        _or_404(lambda: trial.answer(ref, answer_from(sent)))
        if not wants_json():
            return redirect(url_for("page", _anchor=place(ref)), code=303)
        return jsonify(_new_state(trial))

    @app.post("/cards")
    def add_card() -> AnyResponse:
        key = _or_404(lambda: trial.add_card(request.form.get("repeat", "")))
        return redirect(url_for("page", _anchor=f"card-{key}"), code=303)

    @app.post("/cards/remove")
    def remove_card() -> AnyResponse:
        repeat = request.form.get("repeat", "")
        _or_404(lambda: trial.remove_card(repeat, request.form.get("key", "")))
        return redirect(url_for("page", _anchor=repeat), code=303)

    @app.post("/restart")
    def restart() -> AnyResponse:
        trial.restart()
        return redirect("/", code=303)


def _or_404(act: Callable[[], Any]) -> Any:
    try:
        return act()
    except KeyError:
        abort(404)


def _refused(refusal: Refusal) -> Response:
    words = refusal.text.in_(current_lang())
    if wants_json():
        response: Response = jsonify({"message": words, "status": refusal.status})
    else:
        response = Response(render_template("refused.html", words=words), mimetype="text/html")
    response.status_code = refusal.status
    return response


@dataclass(frozen=True)
class _View:
    """What the laptop's question macros ask of an inspection."""

    answers: Any
    form: Any
    is_closed: bool = False


def _view(trial: Trial) -> _View:
    return _View(trial.answers, trial.state)


def _shown(tried: Tried) -> dict[str, Any]:
    checklist, state = tried.trial.checklist, tried.trial.state
    return {
        "checklist": checklist,
        "sections": sections_of(checklist, state),
        "elsewhere": [section for section in state.sections if not section.relevant],
        "written": {item.node.name: item for item in checklist.form.items},
        "conditions_of": lambda item: conditions_of(item, checklist),
        "tried": tried,
    }


def conditions_of(item: Item, checklist: Checklist) -> list[str]:
    """Return the conditions under which an item is asked, the outermost group's first."""
    conditions: list[str] = []
    node = checklist.form.nodes.get(item.node.path)
    while node is not None:
        if node.relevant is not None:
            conditions.insert(0, node.relevant.source)
        node = checklist.form.nodes.get(node.parent)
    return conditions


def template_text(template: Template) -> str:
    """Return a text as written, with its places as `{name}` and doubled braces as one."""
    return text(template.text).replace("{{", "{").replace("}}", "}")


def _new_state(trial: Trial) -> dict[str, Any]:
    now, view = datetime.now(UTC), _view(trial)
    sections = sections_of(trial.checklist, trial.state)
    return {
        "saved_at": now.isoformat(),
        "saved_text": _say("preview.taken", time=clock_time(now)),
        "items": [item_as_json(item) for item in trial.state.items],
        "sections": [{"name": s.name, "count": s.count_text, "skipped": s.skipped} for s in sections],
        "observations_html": render_template("outcome.html", view=view),
        "set_aside_html": render_template("set_aside.html", set_aside=trial.state.set_aside),
    }


def _say(key: str, **values: object) -> str:
    if key in _WORDS:
        return _WORDS.say(key, current_lang(), **values)
    return say_of_laptop(key, **values)


def _give_words(app: Flask, tried: Tried, guard: Guard) -> None:
    """The laptop's filters, with the citations of the law of the checklist instead of the laptop's own scheme."""
    for filter_ in FILTERS:
        app.add_template_filter(filter_, filter_.__name__)
    app.add_template_filter(template_text)
    for filter_ in _citing(tried.law_scheme):
        app.add_template_filter(filter_, filter_.__name__)
    app.jinja_env.globals["form_token"] = lambda: guard.form_token
    app.context_processor(
        lambda: {"t": _say, "lang": current_lang(), "dir": direction(current_lang()), "other_lang": other_lang()}
    )


def _citing(scheme: str) -> tuple[Callable[..., Any], ...]:
    law = load_law_pack(scheme)

    def cite(key: str) -> str:
        try:
            return text(law.cite(key))
        except LawError:
            return key

    def cite_together(keys: Sequence[str]) -> list[str]:
        return [cite(key) for key in keys]

    def provision_summary(key: str) -> str:
        try:
            return text(law.provision(key).summary)
        except LawError:
            return ""

    return cite, cite_together, provision_summary
