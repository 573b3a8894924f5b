"""Flags: every reason why an employer is marked, with amount and a plain sentence."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

from simplify_content.law_loader import load_law_pack
from simplify_content.places import districts
from sync_server.models import db
from sync_server.queries.flags import PAGE, flag_page
from sync_server.queries.scoped import district_scope, may_see
from sync_server.queries.settings import centre_facts
from sync_server.web.lists import one_of, page_number
from sync_server.web.navigation import roles_for
from sync_server.web.reader import reader
from sync_server.web.rules import open_to

blueprint = Blueprint("flags", __name__, url_prefix="/flags")


@blueprint.get("")
@open_to(*roles_for("flags"))
def list_page() -> Any:
    """Show the standing flags of the reader's scope."""
    user, number = reader(), page_number()
    scheme = centre_facts(db.session()).scheme
    own = [place for place in districts(load_law_pack(scheme).jurisdiction) if may_see(user, district_scope(place.key))]
    chosen = one_of("district", *(place.key for place in own))
    page = flag_page(db.session(), user, district=chosen, number=number)
    return render_template(
        "flags.html", page=page, scheme=scheme, districts=own, chosen=chosen, number=number, per_page=PAGE
    )
