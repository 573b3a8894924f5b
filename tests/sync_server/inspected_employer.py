"""An employer with a history and an inspection of it as received, for tests that begin where syncing ends."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageDraw
from uuid_utils.compat import uuid7

from checklists.library import load_checklist
from sync_server.models import Conflict, Device, DeviceChain, EvidenceRecord, FindingRecord, Inspection, Role, User
from sync_server.services.durable_files import file_place

STARTED, CLOSED = "2026-11-20T05:10:00Z", "2026-11-20T07:25:00Z"
MONTHS = ("2026-05", "2026-06", "2026-07", "2026-08", "2026-09", "2026-10")
UNPAID = ("2026-07", "2026-08")
SECRET = "Loom operator with the grey shawl"


@dataclass(frozen=True)
class Inspected:
    """Ids of what was made."""

    employer_id: str
    inspection_id: str
    photo_id: str
    inspector: User


def jpeg(colour: str = "darkgreen", *, size: tuple[int, int] = (640, 420)) -> bytes:
    out = io.BytesIO()
    page = Image.new("RGB", size, "#f3efe2")
    draw = ImageDraw.Draw(page)
    for line in range(40, size[1] - 20, 28):
        draw.line((30, line, size[0] - 30, line), fill="#9aa58f", width=2)
    for column in (110, 330, 470):
        draw.line((column, 20, column, size[1] - 20), fill=colour, width=3)
    page.save(out, "JPEG")
    return out.getvalue()


def inspected(centre: Any, *, district: str = "lahore", state: str = "received", **employer: Any) -> Inspected:
    """Make an employer, six months of contributions (two unpaid), and a closed inspection with two workers found."""
    scope = f"district:{district}"
    inspector = centre.user(f"inspector-{uuid7().hex[-6:]}", Role.INSPECTOR, (scope,))
    device_id = _device(centre, inspector)
    employer_id = centre.employer(district, **employer)
    _history(centre, employer_id)
    inspection_id = _inspection(centre, employer_id, inspector, device_id=device_id, scope=scope, state=state)
    photo_id = add_evidence(centre, inspection_id, "rec_wage_register", jpeg(), caption="Wage register, page 14")
    _findings(centre, inspection_id, photo_id)
    centre.write(
        "inspection_summary",
        {
            "employer_id": employer_id,
            "inspector_id": inspector.id,
            "inspector_name": inspector.name_en,
            "inspected_on": "2026-11-20",
            "state": state,
            "remark": "",
            "findings_count": 3,
        },
        inspection_id,
    )
    centre.session.expire_all()
    return Inspected(employer_id, inspection_id, photo_id, inspector)


def add_evidence(
    centre: Any,
    inspection_id: str,
    item: str,
    data: bytes,
    *,
    caption: str,
    key: str = "",
    media_type: str = "image/jpeg",
    kind: str = "photo",
) -> str:
    """Store a file and the record that names it."""
    sha256, evidence_id = hashlib.sha256(data).hexdigest(), str(uuid7())
    file = file_place(centre.config.evidence, sha256)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    centre.session.add(
        EvidenceRecord(
            id=evidence_id,
            inspection_id=inspection_id,
            item=item,
            key=key,
            sha256=sha256,
            size_bytes=len(data),
            media_type=media_type,
            kind=kind,
            caption=caption,
            captured_at="2026-11-20T06:00:00Z",
            held_at=centre.clock(),
        )
    )
    centre.session.commit()
    return evidence_id


def conflict_over(centre: Any, made: Inspected, *, field: str = "phone", **values: Any) -> str:
    """Store an open conflict over one field (or group) of an employer."""
    conflict_id = str(uuid7())
    row = {
        "base_value": "042-35710000",
        "standing_value": "042-35711111",
        "arriving_value": "0300-1234567",
        "chosen_value": "042-35711111",
        **values,
    }
    inspection = centre.session.get_one(Inspection, made.inspection_id)
    centre.session.add(
        Conflict(
            id=conflict_id,
            entity="employer",
            row_id=made.employer_id,
            employer_id=made.employer_id,
            scope_id=inspection.scope_id,
            field=field,
            policy="review",
            standing_user_id=made.inspector.id,
            standing_at="2026-11-19T09:00:00Z",
            arriving_user_id=made.inspector.id,
            arriving_device_id=inspection.device_id,
            arriving_at="2026-11-20T06:30:00Z",
            raised_at=centre.clock(),
            **row,
        )
    )
    centre.session.commit()
    return conflict_id


def _device(centre: Any, inspector: User) -> str:
    device_id = str(uuid7())
    centre.session.add(
        Device(
            id=device_id,
            user_id=inspector.id,
            name="PESSI-LHR-07",
            public_key="-",
            token_hash=device_id,
            enrolled_at=centre.clock(),
            last_sync_at=centre.clock(),
        )
    )
    chain = DeviceChain(device_id=device_id, incarnation=1, next_seq=12, chain_head="0" * 64, begun_at=centre.clock())
    centre.session.add(chain)
    centre.session.commit()
    return device_id


def _history(centre: Any, employer_id: str) -> None:
    for number, month in enumerate(MONTHS):
        wages = 20 * 22_000_00
        due = wages * 6 // 100
        is_paid = month not in UNPAID
        centre.write(
            "contribution_month",
            {
                "employer_id": employer_id,
                "month": month,
                "declared_workers": 20,
                "wages_paisa": wages,
                "due_paisa": due,
                "paid_paisa": due if is_paid else 0,
                "paid_on": f"{month[:5]}{int(month[5:]) + 1:02}-12" if is_paid else None,
                "challan_no": f"CH-{number + 100}" if is_paid else "",
            },
        )
    centre.write(
        "certificate",
        {
            "employer_id": employer_id,
            "certificate_no": "R-5-1234",
            "issued_on": "2020-01-01",
            "expires_on": None,
            "status": "valid",
        },
    )


def _inspection(centre: Any, employer_id: str, inspector: User, *, device_id: str, scope: str, state: str) -> str:
    inspection_id = str(uuid7())
    centre.session.add(
        Inspection(
            id=inspection_id,
            employer_id=employer_id,
            inspector_id=inspector.id,
            device_id=device_id,
            scope_id=scope,
            checklist="registration_contribution",
            checklist_version=load_checklist("registration_contribution").version,
            authorisation={"order_no": "DIR/INSP/2026/118"},
            started_at=STARTED,
            closed_at=CLOSED,
            not_before="2026-11-20T04:00:00Z",
            received_at=centre.clock(),
            answers=_answers(),
            statement={
                "text": "The two men joined last month; we will register them.",
                "declined": False,
                "by_name": "Factory manager",
                "by_role": "Manager",
                "recorded_at": CLOSED,
            },
            signature={"refused": True, "refusal_reason": "Waiting for the owner", "witness_name": "Security guard"},
            state=state,
        )
    )
    centre.session.commit()
    return inspection_id


def _answers() -> dict[str, Any]:
    flat = {
        "representative_name": "Factory manager",
        "representative_role": "manager",
        "business_activity_observed": "Weaving, two sheds, 48 looms",
        "certificate_displayed": "no",
        "headcount_men": "20",
        "headcount_women": "4",
        "headcount_contractor": "0",
        "rec_wage_register": "produced",
        "wage_register_workers": "22",
        "remarks": "Second shift not seen.",
    }
    workers = {
        "w1": {
            "wf_name": "Worker on line 14",
            "wf_cnic": "35202-1234567-1",
            "wf_wage": "24000",
            "wf_wage_at_entry": "20000",
            "wf_since": "2026-03-01",
            "wf_record": "Wage register, September 2026, line 14",
        },
        "w2": {
            "wf_name": "Worker on line 15",
            "wf_cnic": "35202-7654321-3",
            "wf_wage": "26000",
            "wf_wage_at_entry": "21000",
            "wf_since": "2026-06-01",
            "wf_record": "Wage register, September 2026, line 15",
        },
    }
    interview = {"iv_alias": SECRET, "iv_deduction": "yes", "iv_wage": "39000", "iv_paid_how": "cash"}
    answers = [_answer(item, value) for item, value in flat.items()]
    answers += [_answer(item, value, key) for key, worker in workers.items() for item, value in worker.items()]
    answers += [_answer(item, value, "i1") for item, value in interview.items()]
    answers.append(
        {"item": "rec_challans", "key": "", "value": "", "state": "not_produced", "reason": "At the accountant's"}
    )
    return {"answers": answers, "repeats": {"workers_found": ["w1", "w2"], "interviews": ["i1"]}}


def _answer(item: str, value: str, key: str = "") -> dict[str, str]:
    return {"item": item, "key": key, "value": value, "state": "given", "reason": ""}


def _findings(centre: Any, inspection_id: str, photo_id: str) -> None:
    rows: tuple[dict[str, Any], ...] = (
        {
            "code": "WORKER_NOT_SECURED",
            "item": "wf_name",
            "key": "w1",
            "text_en": "A worker on line 14 of the wage register is not secured.",
            "text_ur": "اجرت رجسٹر کی سطر 14 پر درج کارکن تحفظ یافتہ نہیں۔",
            "provisions": ["PESSO65.s20.1"],
            "severity": "grave",
            "evidence": [photo_id],
        },
        {
            "code": "CERT_NOT_DISPLAYED",
            "item": "certificate_displayed",
            "text_en": "The registration certificate was not displayed.",
            "text_ur": "رجسٹریشن سرٹیفکیٹ آویزاں نہیں تھا۔",
            "provisions": ["PESSO65.s22.1"],
            "severity": "minor",
        },
        {
            "code": "DEDUCTED_FROM_WAGES",
            "item": "iv_deduction",
            "key": "i1",
            "text_en": "A worker said that the contribution is kept back from wages.",
            "text_ur": "ایک کارکن نے بتایا کہ کنٹری بیوشن اجرت سے کاٹی جاتی ہے۔",
            "provisions": ["PESSO65.s21"],
            "severity": "grave",
            "privacy": "worker_secret",
            "facts": {"iv_alias": SECRET},
        },
    )
    for row in rows:
        centre.session.add(FindingRecord(id=str(uuid7()), inspection_id=inspection_id, **row))
    centre.session.commit()


__all__ = ["SECRET", "Inspected", "add_evidence", "conflict_over", "inspected", "jpeg"]
