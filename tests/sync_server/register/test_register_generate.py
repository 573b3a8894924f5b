from __future__ import annotations

import csv
import hashlib
import json
from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from statistics import mean, median
from typing import Any

import pytest

from casework.identity import identity_format
from casework.money import Money
from simplify_content.law_loader import available_schemes, load_law_pack
from simplify_content.law_pack import LawPack
from simplify_content.places import district, districts
from sync_server.register.generate import FILES, GeneratedRegister, generate_register
from sync_server.register.identifiers import parse_cnic, parse_registration_no
from sync_server.register.synthetic.firms import Irregularity
from sync_server.register.synthetic.numbers import Numbering, NumberShapes
from sync_server.register.synthetic.pools import pools
from sync_server.register.synthetic.recipe import LawByMonth, Recipe, laws_by_province

LAW = load_law_pack("pessi")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> GeneratedRegister:
    return generate_register(Recipe(1500, 3, detail=400), tmp_path_factory.mktemp("register"), law=LAW)


def rows(made: GeneratedRegister, name: str) -> list[dict[str, str]]:
    with made.files[name].open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def months(made: GeneratedRegister) -> dict[str, list[dict[str, str]]]:
    by_employer: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows(made, "contributions"):
        by_employer[row["Registration No"]].append(row)
    return by_employer


def truths(made: GeneratedRegister) -> dict[str, dict[str, Any]]:
    content = json.loads(made.truth.read_text(encoding="utf-8"))
    return {truth["registration_no"]: truth["planted"] for truth in content["employers"]}


def rupees(row: dict[str, str], name: str) -> Money:
    return Money.rupees(Decimal(row[name]))


def test_one_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    def digest(seed: int, folder: str) -> str:
        made = generate_register(Recipe(30, seed, months=6), tmp_path / folder, law=LAW)
        return hashlib.sha256(b"".join(p.read_bytes() for p in (*made.files.values(), made.truth))).hexdigest()

    assert digest(1, "a") == digest(1, "b") != digest(2, "c")


def test_an_employer_is_the_same_however_many_follow(tmp_path: Path) -> None:
    few = generate_register(Recipe(5, 1, months=3), tmp_path / "few", law=LAW)
    more = generate_register(Recipe(50, 1, months=3), tmp_path / "more", law=LAW)
    for name in FILES:
        assert more.files[name].read_bytes().startswith(few.files[name].read_bytes())


def test_numbers_are_unique_and_cnics_are_sound(made: GeneratedRegister) -> None:
    employers, workers = rows(made, "employers"), rows(made, "workers")
    numbers = [row["Registration No"] for row in employers]
    cnics = [row["CNIC"] for row in workers] + [row["Owner CNIC"] for row in employers]
    assert len(set(numbers)) == len(numbers) == 1500
    assert {len(number) for number in numbers} == {10}
    assert len(set(cnics)) == len(cnics)
    assert all(parse_cnic(cnic) == cnic for cnic in cnics)
    assert all((int(row["CNIC"][-1]) % 2 == 1) == (row["Sex"] == "m") for row in workers)
    district = {row["Registration No"]: row["District"] for row in employers}
    assert all(row["CNIC"][:3] == pools().cnic_area[district[row["Registration No"]]] for row in workers)


def test_sizes_are_skewed_as_real_firms_are(made: GeneratedRegister) -> None:
    sizes = [int(listed[-1]["Declared Workers"]) for listed in months(made).values()]
    largest_tenth = sorted(sizes)[-len(sizes) // 10 :]
    assert mean(sizes) > 1.5 * median(sizes)
    assert sum(largest_tenth) > 0.35 * sum(sizes)
    assert 5 <= median(sizes) <= 25


def test_districts_and_sectors_have_their_share(made: GeneratedRegister) -> None:
    employers = rows(made, "employers")
    districts = Counter(row["District"] for row in employers)
    assert [key for key, _ in districts.most_common(2)] == ["lahore", "faisalabad"]
    assert len(districts) >= 30
    assert len({row["Sector"] for row in employers}) == 16
    textile = {
        d: mean(row["Sector"] == "textile" for row in employers if row["District"] == d)
        for d in ("faisalabad", "lahore")
    }
    assert textile["faisalabad"] > 1.5 * textile["lahore"]


def test_names_say_the_same_in_both_languages(made: GeneratedRegister) -> None:
    words = pools()
    people = (words.men, words.women, words.families, (words.unit, words.bibi))
    firms = (words.brands, words.family_firms, words.company_forms, *words.cores.values())
    pairs = {pair for pool in (*people, *firms) for pair in pool}
    spellings = {pair.en: pair.ur for pair in pairs} | {str(n): str(n) for n in range(10)}

    def urdu(name: str) -> str:
        left, said = name, []
        while left:
            match = max((known for known in spellings if left == known or left.startswith(known + " ")), key=len)
            said.append(spellings[match])
            left = left[len(match) :].strip()
        return " ".join(said)

    for row in rows(made, "employers")[:300]:
        assert urdu(row["Employer Name"]) == row["Employer Name Urdu"]
    for row in rows(made, "workers")[:300]:
        assert urdu(row["Worker Name"]) == row["Worker Name Urdu"]


def test_contributions_follow_the_law_pack_worker_by_worker(made: GeneratedRegister) -> None:
    law = LawByMonth(LAW)
    recipe = Recipe(1, 1)
    by_name = {month.strftime("%Y-%m"): law(month) for month in recipe.calendar()}
    for row in rows(made, "contributions"):
        workers = int(row["Declared Workers"])
        wage = Money(rupees(row, "Wages").paisa // workers)
        assert wage.times(workers) == rupees(row, "Wages")
        assert by_name[row["Month"]].contribution(wage).times(workers) == rupees(row, "Contribution Due")


def test_every_irregularity_is_planted_and_named(made: GeneratedRegister) -> None:
    planted = Counter(kind for truth in truths(made).values() for kind in truth)
    assert set(planted) == set(Irregularity)
    assert min(planted.values()) >= 5
    assert len(truths(made)) < 0.8 * 400


def test_the_truth_names_exactly_the_months_that_are_short(made: GeneratedRegister) -> None:
    for number, listed in months(made).items():
        missing = {r["Month"]: rupees(r, "Contribution Due") - rupees(r, "Contribution Paid") for r in listed}
        truth = truths(made).get(number, {})
        kinds = [truth.get(kind, {}) for kind in ("unpaid_months", "short_payment")]
        assert {month for month, amount in missing.items() if amount} == {
            m for kind in kinds for m in kind.get("months", ())
        }
        assert sum(amount.paisa for amount in missing.values()) == sum(kind.get("arrears_paisa", 0) for kind in kinds)


def test_other_irregularities_can_be_seen_in_the_months(made: GeneratedRegister) -> None:
    listed = months(made)
    for number, truth in truths(made).items():
        heads = [int(row["Declared Workers"]) for row in listed[number]]
        wages = [int(rupees(row, "Wages").paisa) // head for row, head in zip(listed[number], heads, strict=True)]
        if "flat_workforce" in truth:
            assert set(heads) == {truth["flat_workforce"]["workers"]}
        if frozen := truth.get("wages_frozen_at_ceiling") or truth.get("wages_frozen_at_minimum"):
            assert set(wages) == {frozen["wage_paisa"]}
        if drop := truth.get("sudden_drop"):
            place = [row["Month"] for row in listed[number]].index(drop["month"])
            assert (heads[place - 1], heads[place]) == (drop["from"], drop["to"])
            assert heads[place - 1] >= 1.5 * heads[place]
        for month in truth.get("late_payment", {}).get("months", ()):
            row = next(row for row in listed[number] if row["Month"] == month)
            assert row["Paid On"] > f"{month}-28"


def test_as_many_workers_are_at_work_as_the_last_month_declares(made: GeneratedRegister) -> None:
    at_work = Counter(row["Registration No"] for row in rows(made, "workers") if not row["Date of Leaving"])
    assert at_work == {number: int(listed[-1]["Declared Workers"]) for number, listed in months(made).items()}


def test_no_day_lies_after_the_register_was_drawn_up(made: GeneratedRegister) -> None:
    as_of = Recipe(1, 1).as_of.isoformat()
    days = [row["Paid On"] for row in rows(made, "contributions")]
    days += [row[name] for row in rows(made, "workers") for name in ("Date of Joining", "Date of Leaving")]
    days += [row["Registration Date"] for row in rows(made, "employers")]
    days += [row["Issue Date"] for row in rows(made, "certificates")]
    assert max(days) <= as_of


def test_only_the_wanted_districts_and_details_are_made(tmp_path: Path) -> None:
    made = generate_register(Recipe(20, 1, months=2, detail=3, districts=("kasur", "okara")), tmp_path, law=LAW)
    assert {row["District"] for row in rows(made, "employers")} <= {"kasur", "okara"}
    assert (made.counts["establishments"], made.counts["contributions"], made.counts["employers"]) == (3, 6, 20)


def test_what_cannot_be_made_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="atlantis"):
        generate_register(Recipe(1, 1, districts=("atlantis",)), tmp_path, law=LAW)
    with pytest.raises(ValueError, match="at least one"):
        Recipe(0, 1)


_NUMBER = {"pessi": "pessi_registration", "sessi": "sessi_registration", "eobi": "eobi_employer"}


@pytest.fixture(scope="module", params=available_schemes())
def register_of(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[LawPack, Any]:
    law = load_law_pack(request.param)
    return law, generate_register(Recipe(250, 5, months=12, detail=60), tmp_path_factory.mktemp(law.scheme), law=law)


def test_a_register_lies_in_the_jurisdiction_of_its_institution(register_of: tuple[LawPack, GeneratedRegister]) -> None:
    law, made = register_of
    own = {place.key: place for place in districts(law.jurisdiction)}
    employers = rows(made, "employers")
    found = {row["District"] for row in employers}
    assert found <= set(own)
    assert len(found) >= min(len(own), 10)
    assert len({own[key].province for key in found}) == len({place.province for place in own.values()})
    assert {row["Owner CNIC"][0] for row in employers} == {pools().cnic_area[key][0] for key in found}


def test_numbers_have_the_shape_that_the_law_pack_knows_or_bear_the_name_of_the_institution(
    register_of: tuple[LawPack, GeneratedRegister],
) -> None:
    law, made = register_of
    numbers = [row["Registration No"] for row in rows(made, "employers")]
    persons = [row["Secured No"] for row in rows(made, "workers")]
    assert len(set(numbers)) == len(numbers)
    assert len(set(persons)) == len(persons)
    assert all(parse_registration_no(number) == number for number in numbers)
    if kind := _NUMBER.get(law.scheme):
        assert all(identity_format(law, kind).matches(number) for number in numbers)
    else:
        assert all(number.startswith(f"{law.scheme.upper()}-") for number in (*numbers, *persons))
    if law.scheme == "eobi":
        assert all(identity_format(law, "eobi_insured").matches(person) for person in persons)


def test_contributions_are_those_that_an_assessment_of_the_scheme_would_charge(
    register_of: tuple[LawPack, GeneratedRegister],
) -> None:
    law, made = register_of
    laws = laws_by_province(law)
    home = {row["Registration No"]: district(row["District"]).province for row in rows(made, "employers")}
    truth = truths(made)
    for row in rows(made, "contributions"):
        year, month = map(int, row["Month"].split("-"))
        of_month = laws[home[row["Registration No"]]](date(year, month, 1))
        wage = Money(rupees(row, "Wages").paisa // int(row["Declared Workers"]))
        due = of_month.contribution(wage).times(int(row["Declared Workers"]))
        assert due == rupees(row, "Contribution Due")
        if not any(kind.startswith("wages_frozen") for kind in truth.get(row["Registration No"], {})):
            assert wage >= of_month.minimum_wage


def test_the_due_of_one_worker_is_worked_out_by_hand_for_each_scheme() -> None:
    """July 2025, wages of Rs 42,000: rate of wages up to the limit; for EOBI 5 and 1 per cent of Rs 37,000."""
    july, wage = date(2025, 7, 1), Money.rupees(42_000)
    due = {
        scheme: next(iter(laws_by_province(load_law_pack(scheme)).values()))(july).contribution(wage)
        for scheme in ("pessi", "sessi", "kpessi", "iessi", "eobi")
    }
    assert due == {
        "pessi": Money.rupees(1_320),
        "sessi": Money.rupees(2_400),
        "kpessi": Money.rupees(2_400),
        "iessi": Money.rupees(1_350),
        "eobi": Money.rupees(2_220),
    }


def test_a_federal_institution_meets_the_minimum_wage_of_each_province() -> None:
    laws, month = laws_by_province(load_law_pack("eobi")), date(2024, 7, 1)
    assert laws["Khyber Pakhtunkhwa"](month).minimum_wage == Money.rupees(36_000)
    assert laws["Sindh"](month).minimum_wage == Money.rupees(37_000)
    assert laws["Sindh"](month).coverage_limit is None


def test_a_district_of_another_institution_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no district lahore of SESSI"):
        generate_register(Recipe(1, 1, districts=("lahore",)), tmp_path, law=load_law_pack("sessi"))


def test_a_series_that_is_full_is_refused_instead_of_giving_a_number_twice() -> None:
    numbering = Numbering(NumberShapes("{letters}", 1, "{series}-{serial}", "C-{series}-{serial}", "{person}"))
    given = [numbering.employer("Ab & Co", date(2026, 1, 1)).registration_no for _ in range(9)]
    assert given == [f"ABC-{number}" for number in range(1, 10)]
    with pytest.raises(ValueError, match="more than 9 employers"):
        numbering.employer("Ab & Co", date(2026, 1, 1))
