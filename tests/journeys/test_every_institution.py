"""The whole way of a finding at each of the six institutions: from an empty folder to the notice, or its refusal."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient
from inspector_at_work import Desk
from live_centre import PASSWORD, TOOLS, LiveCentre, LiveLaptop, new_id, serving
from prepared_laptop import BEGIN, TODAY
from pypdf import PdfReader
from sqlalchemy import select
from werkzeug.test import TestResponse

from casework.assessment import Assessment
from casework.case_from_inspection import WORKERS, feeds_assessment
from casework.gates import to_confirm
from casework.money import Money
from checklists.form_state import AnswerState, ItemRef, ItemState
from inspector_app.config import Config as LaptopConfig
from inspector_app.errors import Refusal as LaptopRefusal
from inspector_app.services.arrears import arrears
from inspector_app.services.choose_checklist import checklists_on_offer
from inspector_app.services.exit_sheet import exit_sheet
from inspector_app.services.search_register import search_register
from inspector_app.services.session import Session
from inspector_app.sync.enrol import enrol
from simplify_content.law_loader import available_schemes, load_law_pack
from simplify_content.places import districts
from simplify_content.table_files.tables import SourceFile
from simplify_content.text import Text
from sync_server.app import create_app
from sync_server.cli import server
from sync_server.config import load_config
from sync_server.errors import Refusal
from sync_server.models import Case, Employer, FlagRecord, Inspection, NoticeRecord, Role, db
from sync_server.register.generate import FILES, generate_register
from sync_server.register.synthetic.recipe import Recipe
from sync_server.services.add_user import NewUser, add_user
from sync_server.services.build_snapshot import build_snapshot
from sync_server.services.case_file import case_file
from sync_server.services.import_register import ImportOptions, import_register
from sync_server.services.pair_employers import pair_employers
from sync_server.tools import Tools as CentreTools
from sync_server.tools import current_tools

pytestmark = [pytest.mark.journey, pytest.mark.timeout(240)]

_TOKEN = re.compile(r'name="token" value="([^"]+)"')
_PEOPLE = {"sup": Role.SUPERVISOR, "enf": Role.ENFORCEMENT_OFFICER, "law": Role.LAW_OFFICER}
_ELSEWHERE = {"pessi": "quetta", "eobi": "nowhere"}
FOUND = {
    "wf_name": "Ghulam Rasool",
    "wf_cnic": "35202-7654321-1",
    "wf_record": "wage register, October, line 3",
    "wf_since": "2026-08-01",
    "wf_wage": "36000",
    "wf_wage_at_entry": "20000",
    "wf_born": "1966-10-01",
    "wf_sex": "m",
}
"""A worker whom the employer did not declare; the last two are asked where an age ends the contribution."""
HEARING = {
    "hearing_on": "2026-12-10",
    "hearing_at": "11:00",
    "hearing_place_en": "Room 2",
    "hearing_place_ur": "کمرہ نمبر 2",
}


@dataclass
class Visitor:
    """A person of the office with a browser."""

    client: FlaskClient
    token: str = ""

    @classmethod
    def signed_in(cls, centre: LiveCentre, name: str) -> Visitor:
        visitor = cls(centre.app.test_client())
        visitor.open("/sign-in")
        assert visitor.send("/sign-in", sign_in=name, password=PASSWORD).status_code == 303
        return visitor

    def open(self, path: str) -> TestResponse:
        answer = self.client.get(path)
        if answer.mimetype == "text/html" and (found := _TOKEN.search(answer.text)):
            self.token = found.group(1)
        return answer

    def page(self, path: str) -> str:
        answer = self.open(path)
        assert answer.status_code == 200, answer.text
        return answer.text

    def send(self, path: str, **fields: str) -> TestResponse:
        return self.client.post(path, data={"token": self.token, **fields})


@contextmanager
def standing_centre(home: Path, scheme: str) -> Iterator[LiveCentre]:
    made = CliRunner().invoke(server, ["init", "--home", str(home), "--institution", scheme])
    assert made.exit_code == 0, made.output
    assert load_law_pack(scheme).institution.en in made.output
    app = create_app(load_config(home), tools=CentreTools(now=lambda: BEGIN, new_id=new_id))
    with serving(app) as url:
        yield LiveCentre(app, url)
    with app.app_context():
        db.engine.dispose()


def add_people(centre: LiveCentre, district: str, elsewhere: str) -> None:
    with centre.inside():
        for name, role in _PEOPLE.items():
            new = NewUser(name, role, Text(en=name.title(), ur="نام"), (f"district:{district}",), PASSWORD)
            add_user(db.session(), new, tools=current_tools())
        with pytest.raises(Refusal, match="no scope of"):
            add_user(
                db.session(),
                NewUser("stranger", Role.INSPECTOR, Text(en="S", ur="س"), (f"district:{elsewhere}",), PASSWORD),
                tools=current_tools(),
            )
        db.session.rollback()


def import_synthetic(centre: LiveCentre, folder: Path, scheme: str, district: str) -> str:
    """Generate, import with nothing rejected, and return the number of an employer with unpaid months."""
    recipe = Recipe(25, 7, months=8, districts=(district,))
    made = generate_register(recipe, folder, law=load_law_pack(scheme))
    sources = [SourceFile(f"{name}.csv", made.files[name].read_bytes()) for name in FILES]
    with centre.inside():
        report = import_register(db.session(), sources, options=ImportOptions(scheme), tools=current_tools())
        build_snapshot(
            db.session(),
            f"district:{district}",
            folder=centre.app.config["MUAINA"].snapshots,
            tools=current_tools(),
        )
        closed = set(db.session.scalars(select(Employer.registration_no).where(Employer.status != "active")))
        db.session.rollback()
    assert report.written
    assert not report.rejects
    truth = json.loads(made.truth.read_text(encoding="utf-8"))
    unpaid = [one["registration_no"] for one in truth["employers"] if "unpaid_months" in one["planted"]]
    return next(str(number) for number in unpaid if number not in closed)


def enrolled_laptop(centre: LiveCentre, home: Path, district: str) -> LiveLaptop:
    config = LaptopConfig(home=home / "laptop", timeout_s=10.0)
    config.home.parent.mkdir()
    code = centre.invite("nadia", (f"district:{district}",))
    enrol(config, centre_url=centre.url, code=code, password=PASSWORD, device_name="test")
    session = Session(config, TOOLS)
    session.sign_in(PASSWORD)
    laptop = LiveLaptop(config, session)
    laptop.sync()
    return laptop


def visited(laptop: LiveLaptop, employer_id: str) -> tuple[str, dict[str, Money]]:
    """Make a whole inspection in which a worker is found; return it and the worker's arrears, shown by the laptop."""
    with laptop.open() as opened:
        desk = Desk(opened)
        (checklist,) = [one.name for one in checklists_on_offer(opened) if feeds_assessment(one.name)]
        inspection_id = desk.start(employer_id, "", checklist=checklist)
        found = desk.add(inspection_id, WORKERS, "w1")
        for item, value in FOUND.items():
            if any(state.ref == ItemRef(item, "w1") for state in found.items):
                desk.answer(inspection_id, item, value, key="w1")
        answer_whatever_is_asked(desk, inspection_id)
        desk.attach_needed(inspection_id)
        desk.state(inspection_id)
        desk.sign(inspection_id)
        assessment = arrears(opened, inspection_id, as_of=TODAY)
        desk.close(inspection_id)
    laptop.sync()
    assert assessment is not None
    return inspection_id, owed_for_the_worker(assessment)


def owed_for_the_worker(assessment: Assessment) -> dict[str, Money]:
    return {f"{line.month:%Y-%m}": line.arrears for line in assessment.lines if line.ref == "w1"}


def answer_whatever_is_asked(desk: Desk, inspection_id: str) -> None:
    for _ in range(200):
        missing = desk.view(inspection_id).form.missing
        if not missing:
            return
        assert any(_stands(desk, inspection_id, missing[0], answer) for answer in _answers(missing[0])), missing[0]
    raise AssertionError("the checklist never ends")


def _answers(item: ItemState) -> Iterator[tuple[str, AnswerState, str]]:
    by_choice = [choice.name for choice in item.choices]
    for value in [*by_choice, "0", "12", TODAY.isoformat(), "2026-12-05", "As seen", "35202-1122334-5"]:
        yield value, AnswerState.GIVEN, ""
    for state in item.allowed_states[1:]:
        yield "", state, "not to be had on the day"


def _stands(desk: Desk, inspection_id: str, item: ItemState, answer: tuple[str, AnswerState, str]) -> bool:
    value, state, reason = answer
    try:
        form = desk.answer(inspection_id, item.ref.item, value, key=item.ref.key, state=state, reason=reason)
    except LaptopRefusal:
        return False
    return all(found.problem is None for found in form.items if found.ref == item.ref)


def confirm_all(centre: LiveCentre) -> None:
    officer = Visitor.signed_in(centre, "law")
    page = officer.page("/law")
    with_form = set(re.findall(r'name="fact" value="([^"]+)"', page))
    needed = [fact for fact in re.findall(r'data-needed-fact="([^"]+)"', page) if fact in with_form]
    assert needed
    for fact in needed:
        assert officer.send("/law/confirmations", fact=fact, reference="Gazette, checked").status_code == 303


def words_of(paper: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages).split())


@pytest.mark.parametrize("scheme", available_schemes())
def test_a_finding_goes_its_whole_way_at_every_institution(scheme: str, tmp_path: Path) -> None:
    law = load_law_pack(scheme)
    district = districts(law.jurisdiction)[-1].key
    with standing_centre(tmp_path / "office", scheme) as centre:
        add_people(centre, district, _ELSEWHERE.get(scheme, "lahore"))
        number = import_synthetic(centre, tmp_path / "register", scheme, district)
        employer_id = centre.scalar("SELECT id FROM employer WHERE registration_no = :no", no=number)
        inspection_id, owed = visited(enrolled_laptop(centre, tmp_path / "desk", district), employer_id)

        supervisor = Visitor.signed_in(centre, "sup")
        page = supervisor.page(f"/inspections/{inspection_id}")
        version = re.search(r'name="version" value="(\d+)"', page)
        assert version
        approved = supervisor.send(f"/inspections/{inspection_id}/approve", remark="", version=version.group(1))
        assert approved.status_code == 303, approved.text
        flags_page, employers_page = supervisor.page("/flags"), supervisor.page("/employers")

        with centre.inside():
            flags = list(db.session.scalars(select(FlagRecord).where(FlagRecord.employer_id == employer_id)))
            cited = {key for flag in flags for key in flag.provisions}
            state = db.session.get_one(Inspection, inspection_id).state
        assert state == "approved"
        assert "UNPAID_MONTHS" in {flag.rule for flag in flags}
        assert cited <= set(law.provisions)
        assert number in flags_page
        assert number in employers_page
        for key in cited:
            assert key not in flags_page, "a page cites a provision, never its key"

        officer = Visitor.signed_in(centre, "enf")
        officer.page(f"/inspections/{inspection_id}")
        opened = officer.send(f"/inspections/{inspection_id}/case")
        assert opened.status_code == 303, opened.text
        the_case_tells_what_is_owed_and_what_is_to_be_confirmed(centre, officer, opened.location, owed=owed)
        if scheme == "eobi":  # a man of 60 on 1 October; 6 % of 37,000, whatever the wages
            assert owed == {"2026-08": Money.rupees(2220), "2026-09": Money.rupees(2220)}
        assert officer.send(f"{opened.location}/hearing", **HEARING).status_code == 303
        notice_or_its_refusal(centre, officer, opened.location, scheme=scheme, district=district)


def the_case_tells_what_is_owed_and_what_is_to_be_confirmed(
    centre: LiveCentre, officer: Visitor, path: str, *, owed: dict[str, Money]
) -> None:
    page = officer.page(path)
    _, told = still_to_confirm(centre)
    with centre.inside():
        file = case_file(db.session(), db.session.scalars(select(Case)).one(), tools=current_tools())
        assert owed_for_the_worker(file.assessment) == owed
    assert told
    assert_lists(page, told)


def notice_or_its_refusal(centre: LiveCentre, officer: Visitor, path: str, *, scheme: str, district: str) -> None:
    """Be refused for want of confirmations, confirm all that can be, then get the notice or be told what is lacking."""
    unconfirmed, told = still_to_confirm(centre)
    refused = officer.send(f"{path}/notice")
    assert unconfirmed
    assert refused.status_code == 409
    assert_lists(refused.text, told)

    confirm_all(centre)

    unknown, told = still_to_confirm(centre)
    answer = officer.send(f"{path}/notice")
    if unknown:
        law = load_law_pack(scheme)
        values = {value.fact for rows in law.values.values() for value in rows if value.value is not None}
        assert not set(unknown) & {*values, *law.provisions}, "all that the pack knows can be confirmed"
        assert answer.status_code == 409
        assert_lists(answer.text, told)
        return
    assert answer.status_code == 303, answer.text
    with centre.inside():
        [notice] = db.session.scalars(select(NoticeRecord))
        serial, paper = notice.serial, notice.pdf_en
    assert serial == f"{scheme.upper()}/{district.upper()}/D/2026/0001"
    words = words_of(paper)
    assert serial in words
    assert load_law_pack(scheme).institution.en in words
    assert "Punjab Employees" not in words or scheme == "pessi"


def still_to_confirm(centre: LiveCentre) -> tuple[tuple[str, ...], list[str]]:
    with centre.inside():
        file = case_file(db.session(), db.session.scalars(select(Case)).one(), tools=current_tools())
        return file.unconfirmed, [to_confirm(fact, file.law).en for fact in file.unconfirmed]


def assert_lists(page: str, told: list[str]) -> None:
    for fact in told:
        assert fact in page.replace("&#39;", "'").replace("&#34;", '"').replace("&amp;", "&")


OFFICE_OPTIONS = ("--district", "lahore", "--name-en", "Regional Office Lahore", "--name-ur", "ریجنل آفس لاہور")


def add_office(home: Path, *options: str) -> Result:
    return CliRunner().invoke(server, ["office", "add", "--home", str(home), *options])


def inspected_by_itself(laptop: LiveLaptop, office_id: str) -> str:
    """Let an office's inspector find the office on the laptop and go through the whole self-inspection."""
    with laptop.open() as opened:
        [hit] = search_register(opened, "Regional Office")
        assert hit.employer_id == office_id
        [offered] = checklists_on_offer(opened, hit.status)
        desk = Desk(opened)
        with pytest.raises(LaptopRefusal):
            desk.start(office_id, "", checklist="eobi_establishment")
        inspection_id = desk.start(office_id, "", checklist=offered.name)
        desk.answer(inspection_id, "last_inspection_mended", "no")
        answer_whatever_is_asked(desk, inspection_id)
        desk.attach_needed(inspection_id)
        desk.state(inspection_id)
        desk.sign(inspection_id)
        assert arrears(opened, inspection_id, as_of=TODAY) is None
        assert desk.view(inspection_id).form.observations
        desk.close(inspection_id)
        assert exit_sheet(opened, inspection_id, "ur", on=TODAY).startswith(b"%PDF")
    laptop.sync()
    return inspection_id


def test_an_office_of_eobi_inspects_itself_and_nothing_is_held_against_anybody(tmp_path: Path) -> None:
    home = tmp_path / "office"
    with standing_centre(home, "eobi") as centre:
        add_people(centre, "lahore", "nowhere")
        assert add_office(home, *OFFICE_OPTIONS).exit_code == 0
        assert "already" in add_office(home, *OFFICE_OPTIONS).output
        assert "no district" in add_office(home, "--district", "atlantis", *OFFICE_OPTIONS[2:]).output
        office_id = centre.scalar("SELECT id FROM employer WHERE status = 'office'")
        with centre.inside():
            folder = centre.app.config["MUAINA"].snapshots
            build_snapshot(db.session(), "district:lahore", folder=folder, tools=current_tools())
            db.session.rollback()
        inspection_id = inspected_by_itself(enrolled_laptop(centre, tmp_path / "desk", "lahore"), office_id)

        supervisor = Visitor.signed_in(centre, "sup")
        page = supervisor.page(f"/inspections/{inspection_id}")
        version = re.search(r'name="version" value="(\d+)"', page)
        assert version
        assert "Regional Office Lahore" in page
        assert "last self-inspection" in page
        sent = supervisor.send(f"/inspections/{inspection_id}/approve", remark="", version=version.group(1))
        assert sent.status_code == 303, sent.text
        assert "Office of the institution" in supervisor.page("/employers")
        assert "Office of the institution" in supervisor.page(f"/employers/{office_id}")
        assert "Regional Office Lahore" not in supervisor.page("/flags")

        officer = Visitor.signed_in(centre, "enf")
        officer.page(f"/inspections/{inspection_id}")
        opened = officer.send(f"/inspections/{inspection_id}/case")
        assert opened.status_code == 409
        assert "inspected itself" in opened.text
        assert centre.scalar("SELECT count(*) FROM flag") == 0
        assert centre.scalar("SELECT count(*) FROM enforcement_case") == 0
        with centre.inside():
            pair_employers(db.session(), tools=current_tools())
            assert centre.scalar("SELECT count(*) FROM employer_key") == 0


def test_an_institution_without_such_a_checklist_adds_no_office(tmp_path: Path) -> None:
    with standing_centre(tmp_path / "office", "pessi") as centre:
        refused = add_office(tmp_path / "office", *OFFICE_OPTIONS)

        assert refused.exit_code == 2
        assert "no checklist with which an office inspects itself" in refused.output
        assert centre.scalar("SELECT count(*) FROM employer") == 0
