"""An enrolled laptop whose centre is gone for good: a home folder with a small register, and the app on loopback."""

from __future__ import annotations

import errno
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlite_utils import Database
from uuid_utils.compat import uuid7
from waitress import create_server

from casework.office import OFFICE
from casework.signatures import new_private_key, public_key_of
from inspector_app.app import create_app
from inspector_app.config import Config
from inspector_app.in_memory import SERVER_LIMITS
from inspector_app.services.session import Session
from inspector_app.store.device import Device, put_device
from inspector_app.store.driver import writing
from inspector_app.store.opened import Person, Room
from inspector_app.store.register_changes import put_row
from inspector_app.store.register_cursors import set_cursor
from inspector_app.store.rooms import make_room, set_desk
from inspector_app.store.seats import free_seat, label_seat, seats
from inspector_app.store.vault import create_vault
from inspector_app.tools import Tools
from sync_protocol.entities import ENTITIES

PASSWORD = "lahore-canal-1965"
LAUNCH_TOKEN = "launch-token-of-the-test-0123456789"
BEGIN = datetime(2026, 11, 22, 4, 30, tzinfo=UTC)
TODAY = date(2026, 11, 22)
SCOPE = "district:lahore"
NOWHERE = "http://127.0.0.1:9"
"""Address of a centre that does not answer."""

INSPECTOR = Person(str(uuid7()), "Nadia Aslam", "نادیہ اسلم", "inspector")
MILL = "01993b1a-0000-7000-8000-000000000001"
RESTAURANT = "01993b1a-0000-7000-8000-000000000002"
BRICK_KILN = "01993b1a-0000-7000-8000-000000000004"
"""Declares on the whole wages; the others on wages up to the limit, as Punjab's law counts them."""
MILL_VISIT = "01993b1a-0000-7000-8000-0000000000a1"
OFFICE_ID = "01993b1a-0000-7000-8000-0000000000e1"

_EMPLOYERS: tuple[tuple[str, str, str, str, str, str, str, str], ...] = (
    (MILL, "Shahdara Knitwear (Pvt) Ltd", "شاہدرہ نٹ ویئر (پرائیویٹ) لمیٹڈ", "LHR-04-11873", "3520212345671",
     "Muhammad Rafiq Chaudhry", "textile", "active"),
    (RESTAURANT, "Data Darbar Restaurant", "داتا دربار ریسٹورنٹ", "LHR-02-00512", "3520298765433",
     "Saima Bibi", "restaurant", "active"),
    ("01993b1a-0000-7000-8000-000000000003", "Ravi Engineering Works", "راوی انجینئرنگ ورکس", "LHR-07-02219",
     "3520145678907", "Tariq Mehmood", "engineering", "active"),
    (BRICK_KILN, "Chaudhry Brick Company", "چوہدری برک کمپنی", "LHR-11-00077",
     "3520377788991", "Ghulam Rasool Chaudhry", "brick-kiln", "defaulter"),
    ("01993b1a-0000-7000-8000-000000000005", "Iqbal Pharma Laboratories", "اقبال فارما لیبارٹریز", "LHR-05-03310",
     "3520166655443", "Dr. Amna Iqbal", "pharma", "active"),
    ("01993b1a-0000-7000-8000-000000000006", "Gulberg Garments", "گلبرگ گارمنٹس", "LHR-04-09005",
     "3520222233345", "Faisal Butt", "garments", "closed"),
    ("01993b1a-0000-7000-8000-000000000007", "Mughalpura Knit Fabrics", "مغلپورہ نٹ فیبرکس", "LHR-04-10440",
     "3520288811127", "Rubina Chaudhry", "textile", "active"),
    ("01993b1a-0000-7000-8000-000000000008", "Model Town School", "ماڈل ٹاؤن سکول", "LHR-09-00931",
     "3520191919193", "Khalida Parveen", "school", "active"),
)  # fmt: skip

_ORDER = {
    "valid_until": "2026-12-05",
    "most_minutes": 180,
    "officers": "Adeel Khan, Labour Officer",
    "selected_by": "risk",
    "notice": "notified",
    "ground": "",
}
_NEXT_DAYS = (
    ("01993b1a-0000-7000-8000-000000000003", date(2026, 11, 25), "PESSI/LHR/INS/2026/0421", "surprise"),
    ("01993b1a-0000-7000-8000-000000000008", date(2026, 11, 27), "PESSI/LHR/INS/2026/0425", "notified"),
)
"""Visits of the week that follows."""


@dataclass(frozen=True)
class RunningLaptop:
    """A laptop app that answers on loopback."""

    url: str
    launch_url: str
    home: Path
    app: Any


def prepare_home(home: Path, *, scheme: str = "pessi", demonstration: bool = False) -> Config:
    """Make an enrolled laptop's files for one inspector and return its settings; no centre is asked."""
    prepare_seat(home, scheme=scheme, demonstration=demonstration)
    return settings_of(home)


def prepare_seat(
    home: Path,
    *,
    person: Person = INSPECTOR,
    password: str = PASSWORD,
    scheme: str = "pessi",
    demonstration: bool = False,
) -> Path:
    """Give one more inspector a seat, with a register, a device and a work file of its own; return its folder."""
    folder = free_seat(home)
    folder.mkdir(parents=True)
    key = create_vault(folder, password)

    def fill(register: Database, work: Database) -> None:
        _fill_register(register)
        set_desk(work, person, scheme=scheme, institution=scheme, demonstration=demonstration)
        put_device(work, _device())

    make_room(folder, key, Room.FIELD, fill=fill)
    label_seat(folder, person)
    return folder


def seat_of(config: Config) -> Path:
    """Return the folder of the first inspector of a laptop: vault and databases are there."""
    return seats(config.home)[0].folder


def settings_of(home: Path) -> Config:
    """Return the settings of a prepared home (or a copy of one), on a port that is free."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return Config(home=home, port=port, centre_url=NOWHERE, sync_every_s=0, timeout_s=1.0)


def ticking_tools() -> Tools:
    """Return a clock that starts on the morning of the test's day and goes on from there, and real ids."""
    started = time.monotonic()
    return Tools(now=lambda: BEGIN + timedelta(seconds=time.monotonic() - started), new_id=lambda: str(uuid7()))


@contextmanager
def running_laptop(config: Config) -> Iterator[RunningLaptop]:
    """Run a prepared laptop on a free port of 127.0.0.1 until the end of the block."""
    app = create_app(config, launch_token=LAUNCH_TOKEN, tools=ticking_tools())
    server = create_server(app, host="127.0.0.1", port=config.port, threads=4, **SERVER_LIMITS)
    thread = threading.Thread(target=_serve, args=(server,), daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{config.port}"
    try:
        yield RunningLaptop(url, f"{url}/launch?token={LAUNCH_TOKEN}", config.home, app)
    finally:
        server.close()
        thread.join(timeout=10)


def _serve(server: Any) -> None:
    """Serve until the socket is closed, which another thread does in the midst of waiting for it."""
    try:
        server.run()
    except OSError as problem:
        if problem.errno != errno.EBADF:
            raise


def _device() -> Device:
    return Device(
        device_id=str(uuid7()),
        incarnation=1,
        token="token-of-a-centre-that-is-gone",
        private_key=new_private_key(),
        centre_url=NOWHERE,
        centre_public_key=public_key_of(new_private_key()),
        scopes=(SCOPE,),
        beacon=(BEGIN - timedelta(days=2)).isoformat(),
        verdicts_since=0,
    )


def _fill_register(register: Database) -> None:
    for number, employer in enumerate(_EMPLOYERS, start=1):
        _put(register, "employer", employer[0], _employer(number, employer))
        _put(register, "certificate", _id(employer[0], 2000), _certificate(number, employer[0]))
        for month in _months(number, employer[0]):
            _put(register, "contribution_month", str(uuid7()), month)
    for number in range(1, 43):
        _put(register, "coverage", _id(MILL, 3000 + number), _coverage(number))
    mill_visit = {**_visit(MILL, TODAY, "PESSI/LHR/INS/2026/0417"), **_ORDER}
    _put(register, "visit", MILL_VISIT, mill_visit)
    for number, (employer_id, day, order_no, notice) in enumerate(_NEXT_DAYS, start=1):
        _put(
            register, "visit", _id(employer_id, 4000 + number), {**_visit(employer_id, day, order_no), "notice": notice}
        )
    _put(register, "visit", _id(RESTAURANT, 4000), _visit(RESTAURANT, date(2026, 11, 18), "PESSI/LHR/INS/2026/0402"))
    _put(register, "inspection_summary", _id(MILL, 5000), _summary())
    set_cursor(register, SCOPE, epoch="epoch-1", v=1)


def put_office(session: Session) -> str:
    """Put an office of the institution into the register of a laptop signed in to, and return its id.

    Its own checklist is asked of no employer.
    """
    named = {"status": OFFICE, "name_en": "Regional Office Lahore", "name_ur": "ریجنل آفس لاہور"}
    values = {**dict.fromkeys(ENTITIES["employer"].field_names, ""), **named, "self_assessment": 0}
    with session.open() as opened, writing(opened.register):
        _put(opened.register, "employer", OFFICE_ID, values)
    return OFFICE_ID


def _put(register: Database, entity: str, row_id: str, values: dict[str, Any]) -> None:
    put_row(register, ENTITIES[entity], SCOPE, row_id=row_id, rev=1, values=values)


def _id(base: str, number: int) -> str:
    return f"{base[:24]}{int(base[24:]) * 10000 + number:012d}"


def _employer(number: int, employer: tuple[str, ...]) -> dict[str, Any]:
    _, name_en, name_ur, registration_no, owner_cnic, owner_name, sector, status = employer
    return {
        "institution": "pessi",
        "registration_no": registration_no,
        "name_en": name_en,
        "name_ur": name_ur,
        "trade_name": "",
        "ntn": f"{3401200 + number * 37}-{number}",
        "owner_name": owner_name,
        "owner_cnic": owner_cnic,
        "phone": f"042-3587{number:02d}41",
        "address_en": f"Plot {number * 7}, Sheikhupura Road, Lahore",
        "address_ur": f"پلاٹ {number * 7}، شیخوپورہ روڈ، لاہور",
        "district": "lahore",
        "sector": sector,
        "status": status,
        "registered_on": f"201{number}-03-14",
        "self_assessment": 0,
    }


def _certificate(number: int, employer_id: str) -> dict[str, Any]:
    return {
        "employer_id": employer_id,
        "certificate_no": f"RC-{number:04d}-2024",
        "issued_on": "2024-07-01",
        "expires_on": "2027-06-30",
        "status": "valid",
    }


def _months(number: int, employer_id: str) -> Iterator[dict[str, Any]]:
    workers = {1: 42, 2: 9}.get(number, 10 + number * 3)
    for back in range(24, 0, -1):
        month = _months_before(TODAY, back)
        declared = workers + (back % 5 if number > 2 else 0)
        wages = declared * 40_000_00
        due = (wages if employer_id == BRICK_KILN else declared * 22_000_00) * 6 // 100
        unpaid = number in (1, 4) and back <= 4
        yield {
            "employer_id": employer_id,
            "month": f"{month:%Y-%m}",
            "declared_workers": declared,
            "wages_paisa": wages,
            "due_paisa": due,
            "paid_paisa": 0 if unpaid else due,
            "paid_on": "" if unpaid else f"{_months_before(month, -1):%Y-%m}-14",
            "challan_no": "" if unpaid else f"CH-{number:02d}-{month:%y%m}",
        }


def _months_before(day: date, back: int) -> date:
    months = day.year * 12 + day.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)


def _coverage(number: int) -> dict[str, Any]:
    return {
        "employer_id": MILL,
        "worker_id": _id(MILL, 6000 + number),
        "secured_no": f"SS-{number:06d}",
        "name_en": f"Worker {number}",
        "name_ur": f"کارکن {number}",
        "cnic": f"35202{number:07d}1",
        "sex": "m" if number % 3 else "f",
        "from_on": "2019-04-01",
        "to_on": "",
        "wage_at_entry_paisa": 18_000_00,
    }


def _visit(employer_id: str, planned_on: date, order_no: str) -> dict[str, Any]:
    return {
        "employer_id": employer_id,
        "inspector_id": INSPECTOR.id,
        "planned_on": planned_on.isoformat(),
        "purpose_en": "Declared workers unchanged for two years; four months unpaid",
        "purpose_ur": "دو سال سے ظاہر کردہ کارکنوں کی تعداد یکساں؛ چار ماہ غیر ادا شدہ",
        "order_no": order_no,
        "authorised_by": "Regional Director, Lahore North",
        "status": "planned",
    }


_FOUND = (
    {"en": "Six workers of the dyeing hall are not declared", "ur": "رنگائی کے شعبے کے چھ کارکن ظاہر نہیں کیے گئے",
     "severity": "grave"},
    {"en": "The certificate is not displayed", "ur": "سرٹیفکیٹ آویزاں نہیں", "severity": "minor"},
)  # fmt: skip


def _summary() -> dict[str, Any]:
    return {
        "employer_id": MILL,
        "inspector_id": str(uuid7()),
        "inspector_name": "Bashir Ahmad",
        "inspected_on": "2024-09-10",
        "state": "approved",
        "remark": "",
        "findings_count": 2,
        "found": json.dumps(_FOUND, ensure_ascii=False),
        "promised": "We shall declare the six workers of the dyeing hall from October on.",
        "records_due_on": "2024-09-25",
        "notice_no": "PESSI/LAHORE/D/2024/0031",
        "notice_on": "2024-10-02",
        "notice_paisa": 158_400_00,
        "hearing_on": "2024-10-21",
    }
