"""An inspector at work in tests: the short ways over the real services, and the answers of one whole visit."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta

from PIL import Image, ImageDraw
from prepared_laptop import BEGIN, MILL, MILL_VISIT, TODAY
from uuid_utils.compat import uuid7

from checklists.form_state import Answer, AnswerState, FormState, ItemRef
from inspector_app.services.attach_evidence import attach_evidence
from inspector_app.services.authorisation import TypedOrder
from inspector_app.services.close_inspection import close_inspection
from inspector_app.services.open_inspection import InspectionView, open_inspection
from inspector_app.services.record_answer import record_answer
from inspector_app.services.record_statement import record_statement
from inspector_app.services.repetitions import add_repetition
from inspector_app.services.sign_inspection import sign_inspection
from inspector_app.services.start_inspection import start_inspection
from inspector_app.store.opened import Opened

CHECKLIST = "registration_contribution"

TRUTH = {
    "authorisation_shown": "yes",
    "representative_name": "Tariq Mehmood",
    "representative_role": "manager",
    "business_activity_observed": "Knitting and stitching of T-shirts",
    "certificate_displayed": "no",
    "headcount_men": "60",
    "headcount_women": "12",
    "rec_attendance": "produced",
    "attendance_workers": "70",
    "rec_wage_register": "produced",
    "rec_schedules": "produced",
    "rec_challans": "partly",
    "unpaid_shown_paid": "no",
    "rec_appointment_letters": "not_produced",
    "records_due_on": "2026-12-01",
}

ORDER = TypedOrder("PESSI/LHR/2026/0099", "Director, Lahore", TODAY.isoformat(), "Checking of books")
"""An order on paper, for an employer to whom no visit is planned."""
ORDER_FORM = asdict(ORDER)
"""The same as the fields of the employer's page."""


def new_id() -> str:
    return str(uuid7())


def picture(colour: str = "teal", size: tuple[int, int] = (64, 48), kind: str = "JPEG") -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, colour).save(target, kind)
    return target.getvalue()


def signature_png() -> bytes:
    target = io.BytesIO()
    image = Image.new("RGBA", (300, 80), (0, 0, 0, 0))
    ImageDraw.Draw(image).line([(5, 60), (80, 10), (160, 70), (290, 20)], fill=(0, 0, 80, 255), width=4)
    image.save(target, "PNG")
    return target.getvalue()


@dataclass
class Desk:
    """An inspector at work: the short ways that tests need, over the real services."""

    opened: Opened
    at: datetime = BEGIN
    ids: Callable[[], str] = field(default=new_id)

    def move(self, **by: float) -> None:
        self.at += timedelta(**by)

    @property
    def today(self) -> date:
        return TODAY

    def start(self, employer_id: str = MILL, visit_id: str = MILL_VISIT, *, checklist: str = CHECKLIST) -> str:
        return start_inspection(
            self.opened,
            employer_id,
            visit_id=visit_id,
            checklist=checklist,
            at=self.at,
            new_id=self.ids,
            order=ORDER,
        )

    def answer(
        self, inspection_id: str, item: str, value: str = "", *, key: str = "", state: AnswerState = AnswerState.GIVEN,
        reason: str = "",
    ) -> FormState:  # fmt: skip
        self.move(seconds=1)
        return record_answer(self.opened, inspection_id, ItemRef(item, key), Answer(value, state, reason), at=self.at)

    def answer_all(self, inspection_id: str, answers: dict[str, str] | None = None) -> None:
        for item, value in (answers or TRUTH).items():
            self.answer(inspection_id, item, value)

    def add(self, inspection_id: str, repeat: str, key: str) -> FormState:
        return add_repetition(self.opened, inspection_id, repeat, key, at=self.at)

    def attach(self, inspection_id: str, item: str, data: bytes | None = None, *, key: str = "") -> str:
        line = attach_evidence(
            self.opened, inspection_id, item=item, key=key, data=data or picture(), filename="photo.jpg", caption="",
            at=self.at, new_id=self.ids,
        )  # fmt: skip
        return line.evidence_id

    def attach_needed(self, inspection_id: str) -> None:
        view = self.view(inspection_id)
        for number, item in enumerate(item for item in view.form.items if item.relevant and item.evidence_needed):
            self.attach(inspection_id, item.ref.item, picture(size=(50 + number, 40)), key=item.ref.key)

    def state(self, inspection_id: str) -> None:
        record_statement(
            self.opened, inspection_id, text="We did not know.", declined=False, by_name="Tariq Mehmood",
            by_role="Manager", at=self.at,
        )  # fmt: skip

    def sign(self, inspection_id: str) -> None:
        sign_inspection(
            self.opened, inspection_id, image_png=signature_png(), signer_name="Tariq Mehmood", signer_role="Manager",
            refusal_reason="", witness_name="", at=self.at, new_id=self.ids,
        )  # fmt: skip

    def close(self, inspection_id: str) -> None:
        close_inspection(self.opened, inspection_id, at=self.at, new_id=self.ids)

    def whole_inspection(self, employer_id: str = MILL, visit_id: str = MILL_VISIT) -> str:
        inspection_id = self.start(employer_id, visit_id)
        self.answer_all(inspection_id)
        self.attach_needed(inspection_id)
        self.state(inspection_id)
        self.sign(inspection_id)
        self.close(inspection_id)
        return inspection_id

    def view(self, inspection_id: str) -> InspectionView:
        return open_inspection(self.opened, inspection_id, on=TODAY)
