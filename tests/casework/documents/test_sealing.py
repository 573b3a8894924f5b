from __future__ import annotations

import base64
import io
import random
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from casework.documents.demand_notice import render_demand_notice
from casework.documents.sealing import Outcome, fingerprint, qr_text, seal, verify_file, verify_qr
from casework.signatures import public_key_of
from simplify_content.text import isolate

KEY, OTHER = (base64.b64encode(bytes([n]) * 32).decode() for n in (1, 2))
PUBLIC = public_key_of(KEY)
CLAIM = {"serial": "PESSI/LHR/2026/000042", "amount_paisa": "12348000", "hearing_on": "2026-12-15"}
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
SEALED = seal(PDF, private_key=KEY, claim=CLAIM)


def test_a_sealed_file_is_valid_and_gives_back_its_claim() -> None:
    found = verify_file(SEALED, [public_key_of(OTHER), PUBLIC])
    assert found.valid
    assert found.claim == CLAIM


def test_a_sealed_notice_still_opens_as_a_pdf(samples: ModuleType) -> None:
    notice = samples.notice()
    sealed = seal(render_demand_notice(notice, "ur", qr="x"), private_key=KEY, claim=notice.claim())
    assert verify_file(sealed, [PUBLIC]).valid
    assert len(PdfReader(io.BytesIO(sealed)).pages) >= 3


def test_a_change_of_any_single_bit_of_the_file_is_found() -> None:
    for place in range(len(SEALED)):
        for bit in range(8):
            changed = bytearray(SEALED)
            changed[place] ^= 1 << bit
            assert not verify_file(bytes(changed), [PUBLIC]).valid, (place, bit)


def test_random_cuts_insertions_and_swaps_are_found() -> None:
    chance = random.Random(20261122)
    for _ in range(2000):
        changed = bytearray(SEALED)
        at = chance.randrange(len(changed))
        match chance.randrange(4):
            case 0:
                del changed[at : at + chance.randrange(1, 40)]
            case 1:
                changed[at:at] = chance.randbytes(chance.randrange(1, 40))
            case 2:
                end = at + chance.randrange(2, 40)
                changed[at:end] = changed[at:end][::-1]
            case _:
                changed += chance.choice([b"\n", b" ", b"%%EOF", b"x", SEALED])
        if bytes(changed) != SEALED:
            assert not verify_file(bytes(changed), [PUBLIC]).valid


@given(st.binary(max_size=200))
def test_any_bytes_are_answered_without_an_error(junk: bytes) -> None:
    assert not verify_file(junk, [PUBLIC]).valid
    assert not verify_file(PDF + b"%MUAINA-SEAL-1 " + junk + b"\n", [PUBLIC]).valid


@pytest.mark.parametrize(
    ("file", "outcome"),
    [
        (PDF, Outcome.NO_SEAL),
        (b"", Outcome.NO_SEAL),
        (SEALED[: len(PDF) + 10], Outcome.NO_SEAL),
        (SEALED[:-1], Outcome.DAMAGED_SEAL),
        (SEALED[:-30], Outcome.DAMAGED_SEAL),
        (SEALED.replace(b"/Catalog", b"/Katalog"), Outcome.CHANGED),
        (seal(PDF, private_key=OTHER, claim=CLAIM), Outcome.UNKNOWN_KEY),
    ],
    ids=["unsealed", "empty", "seal cut off", "end cut off", "middle of seal", "changed", "other key"],
)
def test_the_reason_of_a_refusal_is_named_in_both_languages(file: bytes, outcome: Outcome) -> None:
    found = verify_file(file, [PUBLIC])
    assert found.outcome is outcome
    assert found.claim == {}
    assert found.reason.en
    assert found.reason.ur


def test_the_name_of_an_unknown_key_is_told_and_isolated_in_urdu() -> None:
    found = verify_file(SEALED, [public_key_of(OTHER)])
    assert found.outcome is Outcome.UNKNOWN_KEY
    key = found.reason.en.split("(key ")[1].split(")")[0]
    assert isolate(key) in found.reason.ur


def test_a_seal_of_another_file_is_found_out() -> None:
    other = seal(PDF.replace(b"Catalog", b"Katalog"), private_key=KEY, claim=CLAIM)
    moved = PDF + other[len(PDF) :]
    assert verify_file(moved, [PUBLIC]).outcome is Outcome.CHANGED


@pytest.mark.parametrize("bad", ["", "not base64!", "AAAA"])
def test_unusable_public_keys_are_passed_over(bad: str) -> None:
    assert verify_file(SEALED, [bad, PUBLIC]).valid
    assert verify_file(SEALED, [bad]).outcome is Outcome.UNKNOWN_KEY


@pytest.mark.parametrize("file", [SEALED, PDF[:-6], b"plain text"], ids=["sealed already", "cut off", "no pdf"])
def test_only_a_complete_pdf_without_a_seal_is_sealed(file: bytes) -> None:
    with pytest.raises(ValueError, match="complete PDF"):
        seal(file, private_key=KEY, claim=CLAIM)


def test_a_qr_carries_the_address_and_the_signed_claim() -> None:
    text = qr_text(CLAIM, private_key=KEY, base_url="https://centre.example/", token="k3Jd8sQ0")
    assert text.startswith("https://centre.example/verify/k3Jd8sQ0#")
    assert len(text) < 500
    found = verify_qr(text, [PUBLIC])
    assert found.valid
    assert found.claim == CLAIM


def test_a_qr_of_another_notice_or_key_or_with_a_changed_letter_is_refused() -> None:
    text = qr_text(CLAIM, private_key=KEY, base_url="https://centre.example", token="k3Jd8sQ0")
    assert verify_qr(text.replace("k3Jd8sQ0", "anOther1"), [PUBLIC]).outcome is Outcome.FALSE_SIGNATURE
    assert verify_qr(text, [public_key_of(OTHER)]).outcome is Outcome.FALSE_SIGNATURE
    for place in range(text.index("#"), len(text)):
        changed = text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]
        assert not verify_qr(changed, [PUBLIC]).valid
    assert verify_qr("https://example.com", [PUBLIC]).outcome is Outcome.UNREADABLE


def test_a_seal_cannot_be_passed_off_as_a_qr() -> None:
    assert (
        verify_qr("https://centre.example/verify/x#" + SEALED.split(b"-1 ")[-1].decode().strip(), [PUBLIC]).claim == {}
    )


def test_fingerprint_is_short_and_changes_with_the_claim() -> None:
    assert len(fingerprint(CLAIM)) == 19
    assert fingerprint(CLAIM) != fingerprint({**CLAIM, "amount_paisa": "12348001"})
