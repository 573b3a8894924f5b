"""The QR of a registration certificate: made by a command, read by anybody's telephone."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from centre_visitor import visit
from click.testing import CliRunner
from PIL import Image

from casework.documents.certificate_qr import scanned_certificate
from casework.documents.sealing import Outcome
from sync_server.cli_office import certificate
from sync_server.errors import Refusal
from sync_server.queries.keys import NOTICE, public_keys
from sync_server.services.certificate_qr import qr_of_certificate


def _certificate(centre: Any, **values: str) -> None:
    row = {"certificate_no": "RC-7", "issued_on": "2024-07-01", "expires_on": "2027-06-30", "status": "valid"}
    centre.write("certificate", {"employer_id": centre.employer(), **row, **values})


def test_the_qr_holds_what_the_register_says_signed_with_the_key_of_notices(centre: Any) -> None:
    _certificate(centre)
    text = qr_of_certificate(centre.session, "RC-7", base_url="https://centre.example")
    found = scanned_certificate(text, public_keys(centre.session, NOTICE))
    assert found.outcome is Outcome.VALID
    assert found.claim is not None
    assert (found.claim.certificate_no, str(found.claim.expires_on)) == ("RC-7", "2027-06-30")


@pytest.mark.parametrize("values", [{"status": "cancelled"}, {"issued_on": ""}, {"certificate_no": "RC-8"}])
def test_no_qr_is_made_for_a_certificate_that_does_not_stand(centre: Any, values: dict[str, str]) -> None:
    _certificate(centre, **values)
    with pytest.raises(Refusal):
        qr_of_certificate(centre.session, "RC-7", base_url="https://centre.example")


@pytest.mark.parametrize(("status", "stands"), [("valid", True), ("cancelled", False)])
def test_a_telephone_is_told_whether_the_certificate_stands_and_the_employer_stays_masked(
    centre: Any, status: str, stands: bool
) -> None:
    _certificate(centre)
    address = qr_of_certificate(centre.session, "RC-7", base_url="").partition("#")[0]
    centre.session.rollback()
    centre.write("certificate", {"status": status}, address.removeprefix("/verify/"))
    page = visit(centre).open(address).text
    assert ("holds this certificate as valid" in page) is stands
    assert "RC-7" in page
    assert "•" in page


def test_the_command_writes_a_picture_that_can_be_scanned(centre: Any, tmp_path: Path, monkeypatch: Any) -> None:
    _certificate(centre)
    monkeypatch.setattr("sync_server.cli_office.in_app", lambda _home, work: work())
    out = tmp_path / "rc-7.png"
    ran = CliRunner().invoke(certificate, ["qr", "RC-7", "--out", str(out), "--home", str(tmp_path)])
    assert ran.exit_code == 0, ran.output
    [code] = zxingcpp.read_barcodes(Image.open(io.BytesIO(out.read_bytes())).convert("L"))
    assert scanned_certificate(code.text, public_keys(centre.session, NOTICE)).outcome is Outcome.VALID
    refused = CliRunner().invoke(certificate, ["qr", "RC-7", "--out", "x.pdf", "--home", str(tmp_path)])
    assert refused.exit_code == 2
