"""What a sync brings for papers: the office's letterhead, and the keys that tell a genuine certificate."""

from __future__ import annotations

import io
from datetime import date

import segno
from inspector_at_work import Desk
from prepared_laptop import TODAY

from casework.documents.certificate_qr import CertificateClaim
from casework.signatures import new_private_key
from inspector_app.services.check_certificate import check_certificate
from inspector_app.services.paper_parts import letterhead_of
from inspector_app.store.papers import papers
from inspector_app.store.standing import standing
from inspector_app.sync import take_word
from inspector_app.sync.take_word import _take_papers
from sync_protocol.papers import Papers, tell_papers
from sync_server.models import db
from sync_server.services.certificate_qr import qr_of_certificate
from sync_server.services.recovery import make_recovery_key


def _picture(text: str) -> bytes:
    target = io.BytesIO()
    segno.make(text, error="m", micro=False).save(target, kind="png", scale=5, border=4)
    return target.getvalue()


def test_a_certificate_of_the_centre_is_genuine_on_a_laptop_after_one_sync_and_offline(centre, enrolled) -> None:
    employer_id = centre.employer(1)
    values = {
        "employer_id": employer_id, "certificate_no": "RC-1", "issued_on": "2024-07-01", "expires_on": "2027-06-30",
        "status": "valid",
    }  # fmt: skip
    centre.write("certificate", values)
    laptop = enrolled()
    with laptop.open() as opened:
        assert papers(opened.work) is None
    assert laptop.sync().finished
    with centre.inside():
        text = qr_of_certificate(db.session(), "RC-1", base_url="https://centre.example")
    with laptop.open() as opened:
        desk = Desk(opened)
        found = check_certificate(opened, desk.start(employer_id, ""), _picture(text), on=TODAY)
        assert found.is_in_order, [line.text.en for line in found.lines]
        assert found.claim == CertificateClaim(
            "RC-1", "LHR-00001", "Employer 1 Limited", date(2024, 7, 1), date(2027, 6, 30)
        )
        head = letterhead_of(opened, "lahore")
        assert head.office.en == "Social Security Office, Lahore"
        assert head.address.en != "—"


def test_papers_that_the_centre_of_enrolment_did_not_sign_change_nothing(centre, enrolled) -> None:
    laptop = enrolled()
    laptop.sync()
    with laptop.open() as opened:
        known = papers(opened.work)
        assert known is not None
        forged = tell_papers(Papers(("A" * 44,), known.letterhead), receipt_key=new_private_key())
        _take_papers(opened.work, forged)
        assert papers(opened.work) == known


def test_papers_come_once_and_again_when_they_change(centre, enrolled, monkeypatch) -> None:
    told: list[bool] = []
    take = take_word._take_papers
    monkeypatch.setattr(take_word, "_take_papers", lambda work, said: (told.append(said is not None), take(work, said)))
    laptop = enrolled()
    laptop.sync()
    first = len(told)
    assert told[0]
    assert told.count(True) == 1
    laptop.sync()
    assert told[first:] == [False] * (len(told) - first)

    with centre.inside():
        make_recovery_key(db.session(), "a passphrase for two keepers", tools=centre.app.extensions["muaina"])
    laptop.sync()
    laptop.sync()

    assert told.count(True) == 2
    with laptop.open() as opened:
        assert standing(opened.work).recovery_key
