"""A page on this machine that shows a checklist in both languages, as it stands before anything is answered.

Shows only; an inspection is filled in on the laptop's own pages. Bound to 127.0.0.1 by `muaina checklist preview`.
"""

from __future__ import annotations

from flask import Flask, Response, abort, render_template_string, request, send_from_directory

from checklists.engine import evaluate
from checklists.form import Checklist
from checklists.form_state import Answers, Surroundings
from simplify_content.look import FOLDER as LOOK
from simplify_content.text import LANGS, direction

_PAGE = """<!doctype html>
<html lang="{{ lang }}" dir="{{ dir }}">
<head><meta charset="utf-8"><title>{{ checklist.title.in_(lang) }}</title>
<link rel="stylesheet" href="/look/muaina.css"></head>
<body><header class="bar"><nav>
{% for other in langs %}<a href="/{{ other }}">{{ {"en": "English", "ur": "اردو"}[other] }}</a> {% endfor %}
</nav></header>
<main class="page"><h1>{{ checklist.title.in_(lang) }}</h1>
<p class="muted"><bdi dir="ltr" class="ident">{{ checklist.name }} {{ checklist.version }}</bdi></p>
{% for section in checklist.form.sections %}<section class="card" id="{{ section.name }}">
<h2>{{ section.label.text.in_(lang) }}</h2>
{% for item in checklist.form.items if item.section == section.name %}<fieldset class="item">
<legend>{{ plain(item.label.text.in_(lang)) }}</legend>
{% if item.hint %}<p class="hint">{{ plain(item.hint.text.in_(lang)) }}</p>{% endif %}
{% if item.select %}<ul>{% for choice in item.select.choices %}
<li>{{ choice.label.in_(lang) }}</li>{% endfor %}</ul>{% endif %}
{% if item.message %}<p class="problem">{{ plain(item.message.text.in_(lang)) }}</p>{% endif %}
{% if item.breach %}<p class="notice warn">{{ plain(item.breach.text.text.in_(lang)) }}</p>{% endif %}
<p class="muted"><bdi dir="ltr">{{ item.node.name }} · {{ item.type }}{% if item.node.relevant %} ·
{{ item.node.relevant.source }}{% endif %}{% if item.provisions %} · {{ item.provisions | join(" ") }}{% endif %}{%
if item.node.path in asked %} · ●{% endif %}</bdi></p>
</fieldset>{% endfor %}</section>{% endfor %}</main></body></html>"""


def preview_app(checklist: Checklist, around: Surroundings) -> Flask:
    """Return an app of two pages, `/en` and `/ur`; a dot marks items that are asked before anything is answered."""
    app = Flask(__name__, static_folder=None)
    asked = _asked(checklist, around)

    @app.before_request
    def refuse_strangers() -> None:
        if request.host.partition(":")[0] not in ("127.0.0.1", "localhost"):
            abort(400)

    @app.after_request
    def keep_in(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'self'; font-src 'self'"
        response.headers["Cache-Control"] = "no-store"
        return response

    @app.get("/")
    @app.get("/<lang>")
    def page(lang: str = "en") -> str:
        if lang not in LANGS:
            abort(404)
        chosen = LANGS[LANGS.index(lang)]
        return render_template_string(
            _PAGE, checklist=checklist, asked=asked, lang=chosen, dir=direction(chosen), langs=LANGS, plain=_plain
        )

    @app.get("/look/<path:file>")
    def look(file: str) -> Response:
        return send_from_directory(LOOK, file)

    return app


def _asked(checklist: Checklist, around: Surroundings) -> frozenset[str]:
    relevant = {state.ref.item for state in evaluate(checklist, Answers(), around).items if state.relevant}
    return frozenset(path for path, item in checklist.form.by_path.items() if item.node.name in relevant)


def _plain(text: str) -> str:
    """Return a text with its places as `{name}` and doubled braces as one."""
    return text.replace("{{", "{").replace("}}", "}")
