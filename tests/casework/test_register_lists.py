from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from casework.register_lists import certificate_list, establishment_list, surroundings_lists, worker_list

DAY = date(2026, 11, 22)


def _covered(row_id: str, **fields: object) -> dict[str, object]:
    names = {"name_en": f"Worker {row_id}", "name_ur": f"کارکن {row_id}", "cnic": "3520212345671"}
    return {"id": row_id, **names, "from_on": "2020-01-01", "to_on": "", "wage_at_entry_paisa": 18_000_50, **fields}


def test_workers_are_those_covered_on_the_day_by_name_with_their_number_isolated_in_urdu() -> None:
    rows = [
        _covered("b"),
        _covered("a"),
        _covered("left", to_on="2026-11-21"),
        _covered("last_day", to_on="2026-11-22"),
        _covered("coming", from_on="2026-11-23"),
    ]

    workers = worker_list(rows, DAY)

    assert [worker["name"] for worker in workers] == ["a", "b", "last_day"]
    assert workers[0]["label_en"] == "Worker a (35202-1234567-1)"
    assert workers[0]["label_ur"] == "کارکن a (\u206635202-1234567-1\u2069)"
    assert workers[0]["wage_at_entry"] == "18000.5"


def test_a_half_named_record_shows_the_other_half_and_a_bare_one_its_number() -> None:
    [worker] = worker_list([_covered("x", name_ur="", cnic=None, secured_no="SS-1")], DAY)
    [place] = establishment_list([{"id": "p", "name_en": "", "name_ur": "گودام", "address_en": "Ravi Road"}])
    [certificate] = certificate_list([{"id": "c", "certificate_no": None, "issued_on": None}])

    assert (worker["label_en"], worker["label_ur"]) == ("Worker x (SS-1)", "Worker x (\u2066SS-1\u2069)")
    assert (place["label_en"], place["label_ur"]) == ("گودام, Ravi Road", "گودام، Ravi Road")
    assert certificate["label_en"] == "–"


def test_only_the_lists_that_are_asked_are_read_and_an_unknown_one_is_empty() -> None:
    read: list[str] = []

    def rows(name: str) -> Iterable[dict[str, object]]:
        read.append(name)
        return ()

    lists = surroundings_lists(
        {"certificates", "suppliers"},
        establishments=lambda: rows("establishments"),
        certificates=lambda: rows("certificates"),
        coverage=lambda: rows("coverage"),
        on=DAY,
    )

    assert lists == {"certificates": (), "suppliers": ()}
    assert read == ["certificates"]
