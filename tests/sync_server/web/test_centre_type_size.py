from __future__ import annotations

from typing import Any

from centre_visitor import visit

from sync_server.models import Role


def test_larger_type_is_kept_over_signing_in_and_out_and_taken_back(centre: Any) -> None:
    centre.user("sup", Role.SUPERVISOR)
    visitor = visit(centre)
    assert "large-type" not in visitor.open("/sign-in").text

    answer = visitor.send("/type-size", size="large", next="/sign-in")

    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert 'class="large-type"' in visitor.open("/sign-in").text
    visitor.send("/sign-in", sign_in="sup", password="a long enough password", next="/")
    assert 'class="large-type"' in visitor.open("/employers").text
    visitor.send("/sign-out")
    assert 'class="large-type"' in visitor.open("/sign-in").text
    visitor.send("/type-size", size="usual", next="/")
    assert "large-type" not in visitor.open("/sign-in").text
