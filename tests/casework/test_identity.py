from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.identity import (
    CNIC,
    Sex,
    Verdict,
    identify,
    identify_telephone,
    identity_format,
    identity_kinds,
    sex_doubt,
)
from simplify_content.law_loader import available_schemes, load_law_pack
from simplify_content.law_pack import Confirmation, LawError

LAW = load_law_pack("pessi")
URDU_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")

cnics = st.from_regex(r"[1-7][0-9]{4}-[0-9]{6}[1-9]-[1-9]", fullmatch=True).filter(
    lambda cnic: len(set(cnic) - {"-"}) > 2 and cnic != "12345-6789012-3"
)
quickly = settings(deadline=None)


@pytest.mark.parametrize("scheme", available_schemes())
def test_every_scheme_knows_the_numbers_that_are_the_same_everywhere(scheme: str) -> None:
    law = load_law_pack(scheme)

    assert {"cnic", "old_nic", "ntn", "srb_stn", "strn", "cuin", "mobile", "landline"} <= set(identity_kinds(law))


@pytest.mark.parametrize("scheme", available_schemes())
def test_every_example_of_a_pack_is_valid_in_the_form_in_which_it_is_kept(scheme: str) -> None:
    law = load_law_pack(scheme)
    for kind in identity_kinds(law):
        for example in identity_format(law, kind).examples:
            found = identify(example, kind, law=law)
            assert (found.verdict, found.code, found.reason) == (Verdict.VALID, "", None)
            assert identify(found.number, kind, law=law) == found


@pytest.mark.parametrize(
    ("kind", "raw", "number"),
    [
        ("cnic", "3520212345671", "35202-1234567-1"),
        ("cnic", " ۳۵۲۰۲-۱۲۳۴۵۶۷-۱ ", "35202-1234567-1"),
        ("cnic", "٣٥٢٠٢ ١٢٣٤٥٦٧ ١", "35202-1234567-1"),
        ("cnic", "35202–1234567—1", "35202-1234567-1"),
        ("cnic", '="3520212345671"', "35202-1234567-1"),
        ("cnic", "\u202a35202-1234567-1\u202c", "35202-1234567-1"),
        ("old_nic", "12345678901", "123-45-678901"),
        ("ntn", "1234567", "1234567"),
        ("ntn", "12345678", "1234567-8"),
        ("ntn", "j 499217", "J499217"),
        ("srb_stn", "s47912170", "S4791217-0"),
        ("cuin", "۰۳۲۴۰۹۷", "0324097"),
        ("strn", "12-34-5678-901-23", "1234567890123"),
        ("mobile", "+92 (300) 1234567", "0300-1234567"),
        ("mobile", "0092 0300 1234567", "0300-1234567"),
        ("mobile", "3001234567", "0300-1234567"),
        ("mobile", "923001234567", "0300-1234567"),
        ("landline", "021 32727266", "021-32727266"),
        ("landline", "+92 42 35761234", "042-35761234"),
        ("landline", "0547.123456", "0547123456"),
    ],
)
def test_a_number_is_kept_in_one_form_however_it_is_written(kind: str, raw: str, number: str) -> None:
    found = identify(raw, kind, law=LAW)

    assert (found.number, found.verdict) == (number, Verdict.VALID)


@pytest.mark.parametrize(
    ("kind", "raw", "code"),
    [
        ("cnic", "", "blank"),
        ("cnic", " - ", "blank"),
        ("cnic", "3.52021E+12", "shortened"),
        ("cnic", "applied for", "no_digit"),
        ("cnic", "35202-123456A-1", "letters"),
        ("cnic", "352021234567", "length"),
        ("cnic", "35202123456712", "length"),
        ("cnic", "123-45-678901", "old_nic"),
        ("cnic", "05202-1234567-1", "area"),
        ("cnic", "95202-1234567-1", "area"),
        ("cnic", "35202-1234567-0", "last"),
        ("cnic", "35202-0000000-1", "filler"),
        ("cnic", "33333-3333333-3", "filler"),
        ("cnic", "12345-6789012-3", "filler"),
        ("old_nic", "123-45-67890", "shape"),
        ("ntn", "applied for", "no_digit"),
        ("ntn", "1.2E+06", "shortened"),
    ],
)
def test_what_cannot_be_a_number_is_invalid_for_a_reason_in_both_languages(kind: str, raw: str, code: str) -> None:
    found = identify(raw, kind, law=LAW)

    assert (found.verdict, found.code, found.may_be_kept) == (Verdict.INVALID, code, False)
    assert found.reason is not None
    assert "{" not in found.reason.en + found.reason.ur


@pytest.mark.parametrize(
    ("kind", "raw", "number", "code"),
    [
        ("cnic", "82203-1234567-1", "82203-1234567-1", "area_unsourced"),
        ("ntn", "123", "123", "shape_weak"),
        ("strn", "12", "12", "shape_weak"),
        ("cuin", "03240971", "03240971", "shape_weak"),
        ("mobile", "0300-123456", "0300-123456", "shape_weak"),
        ("landline", "115", "115", "shape_weak"),
    ],
)
def test_a_number_of_a_weakly_sourced_form_is_kept_with_a_warning(kind: str, raw: str, number: str, code: str) -> None:
    found = identify(raw, kind, law=LAW)

    assert (found.number, found.verdict, found.code) == (number, Verdict.DOUBTFUL, code)
    assert found.may_be_kept
    assert found.reason is not None


@pytest.mark.parametrize(
    ("scheme", "kind", "raw", "number", "verdict", "code"),
    [
        ("eobi", "eobi_employer", "abc12345", "ABC-12345", Verdict.VALID, ""),
        ("eobi", "eobi_employer", "ABC - ۱۲۳۴۵", "ABC-12345", Verdict.VALID, ""),
        ("eobi", "eobi_employer", "ABC-1234", "ABC-1234", Verdict.INVALID, "shape"),
        ("eobi", "eobi_employer_branch", "ab 123", "AB123", Verdict.VALID, ""),
        ("eobi", "eobi_employer_branch", "AB1234", "AB1234", Verdict.INVALID, "shape"),
        ("eobi", "eobi_insured", "1234A567890", "1234A567890", Verdict.DOUBTFUL, "contradicted"),
        ("eobi", "eobi_insured", "123a-567890", "123A567890", Verdict.DOUBTFUL, "contradicted"),
        ("eobi", "eobi_insured", "12A567890", "12A567890", Verdict.DOUBTFUL, "shape_weak"),
        ("eobi", "eobi_date", "22.11.2026", "22/11/2026", Verdict.VALID, ""),
        ("pessi", "pessi_registration", "2026-07-0024", "2026070024", Verdict.VALID, ""),
        ("pessi", "pessi_registration", "lhr / 0042", "LHR/0042", Verdict.DOUBTFUL, "shape_weak"),
        ("sessi", "sessi_registration", "۲۰۲۶۰۳۰۰۱۲", "2026030012", Verdict.VALID, ""),
        ("sessi", "sessi_registration", "42", "42", Verdict.DOUBTFUL, "shape_weak"),
    ],
)
def test_numbers_of_the_institutions_follow_their_own_packs(
    scheme: str, kind: str, raw: str, number: str, verdict: Verdict, code: str
) -> None:
    found = identify(raw, kind, law=load_law_pack(scheme))

    assert (found.number, found.verdict, found.code) == (number, verdict, code)


def test_no_form_of_weak_evidence_ever_refuses_digits() -> None:
    for scheme in available_schemes():
        law = load_law_pack(scheme)
        for kind in identity_kinds(law):
            if not identity_format(law, kind).refuses:
                assert all(identify(raw, kind, law=law).may_be_kept for raw in ("1", "A1", "9" * 30, "12/34-ب"))


def test_a_form_that_a_law_officer_confirms_refuses() -> None:
    given = Confirmation("identity.cuin", "law officer", date(2026, 11, 22), "F. 12/2026")

    assert identify("12", "cuin", law=LAW.confirmed_with([given])).verdict is Verdict.INVALID
    assert identify("12", "cuin", law=LAW).verdict is Verdict.DOUBTFUL


@quickly
@given(cnics)
def test_a_cnic_reads_the_same_in_every_script_and_spacing(cnic: str) -> None:
    plain = cnic.replace("-", "")
    forms = (cnic, plain, cnic.replace("-", " "), cnic.translate(URDU_DIGITS), plain.translate(ARABIC_DIGITS))

    assert {identify(form, CNIC, law=LAW).number for form in forms} == {cnic}
    assert {identify(form, CNIC, law=LAW).verdict for form in forms} == {Verdict.VALID}


@quickly
@given(st.text(max_size=40), st.sampled_from(identity_kinds(LAW)))
def test_any_text_gets_a_verdict_and_a_kept_number_stays_as_it_is(raw: str, kind: str) -> None:
    found = identify(raw, kind, law=LAW)

    assert (found.reason is None) == (found.verdict is Verdict.VALID) == (found.code == "")
    if found.may_be_kept:
        assert identify(found.number, kind, law=LAW) == found


@pytest.mark.parametrize("sign", ["=", "'", "1", " 1", "۱", "\u0301\u0316"])
@pytest.mark.parametrize("kind", ["cnic", "ntn", "mobile"])
def test_a_text_without_end_is_no_number_and_is_told_at_once(sign: str, kind: str) -> None:
    found = identify(sign * 1_000_000, kind, law=load_law_pack("pessi"))

    assert (found.verdict, found.code) == (Verdict.INVALID, "too_long")
    assert len(found.number) <= 200


def test_a_telephone_number_is_told_as_mobile_or_landline() -> None:
    assert identify_telephone("0300 1234567", law=LAW).kind == "mobile"
    assert identify_telephone("(042) 3576-1234", law=LAW).kind == "landline"
    assert identify_telephone("۰۳۰۰۱۲۳۴۵۶۷", law=LAW).number == "0300-1234567"


@pytest.mark.parametrize(
    ("cnic", "stated", "doubtful"),
    [
        ("35202-1234567-1", Sex.MALE, False),
        ("35202-1234567-1", Sex.FEMALE, True),
        ("35202-1234567-8", Sex.FEMALE, False),
        ("۳۵۲۰۲۱۲۳۴۵۶۷۸", Sex.MALE, True),
        ("35202-1234567-0", Sex.MALE, False),
        ("", Sex.MALE, False),
    ],
)
def test_the_last_digit_against_the_stated_sex_is_a_remark_and_no_refusal(
    cnic: str, stated: Sex, doubtful: bool
) -> None:
    remark = sex_doubt(cnic, stated)

    assert (remark is not None) is doubtful
    if remark is not None:
        assert "proves nothing" in remark.en
        assert identify(cnic, CNIC, law=LAW).verdict is Verdict.VALID


def test_a_kind_that_the_pack_does_not_know_is_named() -> None:
    with pytest.raises(LawError, match="no identity format 'passport'"):
        identify("AB1234567", "passport", law=LAW)
    with pytest.raises(LawError, match="no identity format 'cnic'"):
        identify("3520212345671", CNIC, law=replace(LAW, facts={}))
