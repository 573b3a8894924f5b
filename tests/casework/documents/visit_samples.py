"""A visit note and a report for the tests of documents, over the sample exit sheet."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from casework.documents.inspection_report import (
    InspectionReport,
    ReportAnswer,
    ReportEvidence,
    ReportFinding,
    ReportSection,
    ReportTurn,
)
from casework.documents.visit_note import RecordAsked, VisitNote
from simplify_content.text import Text, same

ON_SITE = Text(en="{came} to {left}, {minutes} minutes", ur="{came} تا {left}، {minutes} منٹ").fill(
    came="10:05", left="12:20", minutes=135
)


def sheet(samples: Any, **changes: Any) -> Any:
    return replace(samples.exit_sheet(), time_on_site=ON_SITE, **changes)


def visit_note(samples: Any, **changes: Any) -> VisitNote:
    records = (
        RecordAsked(Text(en="Wage register", ur="اجرت رجسٹر"), False, "منشی کے پاس ہے، فون 0300-1234567"),
        RecordAsked(Text(en="Paid challans", ur="ادا شدہ چالان"), True),
    )
    met = (same("Tariq Mehmood"), Text(en="Manager", ur="منیجر"))
    return VisitNote(sheet=sheet(samples, **changes), records=records, met=met)


def inspection_report(samples: Any, *, workers: int = 3, **changes: Any) -> InspectionReport:
    cnic = Text(en="CNIC", ur="شناختی کارڈ نمبر")
    found = tuple(
        ReportTurn(number, (ReportAnswer(cnic, same(f"35202-76543{number:02d}-9"), "دیکھا گیا 14-03-2026 کو"),))
        for number in range(1, workers + 1)
    )
    once = ReportTurn(0, (ReportAnswer(Text(en="Representative", ur="نمائندہ"), same("Tariq Mehmood")),))
    standing = sheet(samples, **changes)
    return InspectionReport(
        sheet=standing,
        checklist=Text(en="Registration and contribution", ur="رجسٹریشن اور کنٹری بیوشن"),
        checklist_version="2026112202",
        order_no="PESSI/LHR/INS/2026/0417",
        authorised_by="Regional Director, Lahore North",
        sections=(
            ReportSection(Text(en="Premises", ur="احاطہ"), (once,)),
            ReportSection(Text(en="Workers found", ur="پائے گئے کارکن"), found),
        ),
        findings=tuple(ReportFinding(one, "serious", (1, 2)) for one in standing.findings),
        interviews=4,
        withheld=2,
        evidence=(
            ReportEvidence(
                kind=Text(en="Picture", ur="تصویر"),
                caption="چالان CH-2026-0519 کی نقل",
                taken_at="22-11-2026 10:31",
                not_before="20-11-2026 09:00",
                place="گودام · \u206631.56000,74.30000 (± 12 m)\u2069",
                sha256="0f" * 32,
            ),
        ),
    )
