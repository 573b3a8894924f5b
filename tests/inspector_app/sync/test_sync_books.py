"""What an inspector enters of the employer's books reaches the centre: answers, findings, and every line."""

from __future__ import annotations

from datetime import date

from inspector_at_work import Desk
from prepared_laptop import TODAY

from casework.books.paper import read_paper
from inspector_app.services.books import begin_book
from inspector_app.services.bring_list import PASTED, bring_list
from inspector_app.services.cross_check import open_cross_check
from inspector_app.services.inspection_form import require_inspection
from inspector_app.services.name_workers import Untold, candidates_of, name_workers
from inspector_app.services.take_list import How, take_list
from sync_server.services.durable_files import file_place

LINES, NAMED = 900, 120


def payroll() -> bytes:
    rows = [f"Worker {chr(65 + n % 26)}\t35202{n:07d}1\t21000\t26\t1-3-2024" for n in range(1, LINES + 1)]
    return "\n".join(["Name\tCNIC\tSalary\tDays\tDate of Joining", *rows]).encode()


def inspect(desk: Desk, employer_id: str) -> str:
    """Do a visit with a payroll of which many workers are not declared, list some by name, and close it."""
    opened = desk.opened
    inspection_id = desk.start(employer_id, "")
    desk.answer_all(inspection_id)
    begun = {"kind": "wage_register", "period": date(2026, 9, 1), "label": ""}
    book_id = begin_book(opened, inspection_id, **begun, at=desk.at, new_id=desk.ids)
    bring_list(opened, inspection_id, book_id, name=PASTED, data=payroll(), at=desk.at)
    take_list(opened, inspection_id, book_id, how=How.APPEND, at=desk.at, new_id=desk.ids)
    found = open_cross_check(opened, inspection_id, on=TODAY)
    could = candidates_of(opened, require_inspection(opened, inspection_id), found, on=TODAY)
    chosen = {one.cnic for one in could[:NAMED]}
    name_workers(opened, inspection_id, chosen, untold=Untold.CANNOT_VERIFY, lang="en", at=desk.at, new_id=desk.ids)
    for step in (desk.attach_needed, desk.state, desk.sign, desk.close):
        step(inspection_id)
    return inspection_id


def test_every_line_finding_and_named_worker_arrives(centre, enrolled) -> None:
    employer_id = centre.employer(1)
    for number in range(1, 6):
        centre.write("coverage", coverage(employer_id, number), f"01993b1a-0000-7000-8000-0000000009{number:02d}")
    laptop = enrolled()
    laptop.sync()
    with laptop.open() as opened:
        inspection_id = inspect(Desk(opened), employer_id)
        findings = Desk(opened).view(inspection_id).findings
    outcome = laptop.sync()

    assert outcome.finished, outcome.text.en
    assert centre.scalar("SELECT count(*) FROM ledger WHERE outcome NOT IN ('applied', 'merged')") == 0
    assert centre.scalar("SELECT count(*) FROM finding") == len(findings) > NAMED
    assert centre.scalar("SELECT count(*) FROM finding WHERE code = 'WORKER_NOT_SECURED'") == NAMED
    assert centre.scalar("SELECT count(*) FROM evidence WHERE held_at IS NULL") == 0
    sha256 = centre.scalar("SELECT sha256 FROM evidence WHERE item = 'rec_wage_register' AND media_type = 'text/csv'")
    heads, rows = read_paper(file_place(centre.app.config["MUAINA"].evidence, sha256).read_bytes())
    assert {row[heads.index("cnic")] for row in rows} == {f"35202-{n:07d}-1" for n in range(1, LINES + 1)}


def coverage(employer_id: str, number: int) -> dict[str, object]:
    return {
        "employer_id": employer_id,
        "worker_id": f"01993b1a-0000-7000-8000-0000000008{number:02d}",
        "secured_no": f"SS-{number:06d}",
        "name_en": f"Worker {number}",
        "name_ur": "",
        "cnic": f"35202-{number:07d}-1",
        "sex": "m",
        "from_on": "2019-04-01",
        "to_on": "",
        "wage_at_entry_paisa": 18_000_00,
    }
