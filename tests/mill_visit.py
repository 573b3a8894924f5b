"""What an inspector finds at the mill of `prepared_laptop`, section by section, in the language of the visit."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Visit:
    """One visit: answers by section, cards by repeat, and what is said at the end."""

    search: str
    sections: dict[str, dict[str, str]]
    worker: dict[str, str]
    interview: dict[str, str]
    not_applicable: str
    caption: str
    statement: str
    signer: str


def _sections(representative: str, activity: str, remarks: str) -> dict[str, dict[str, str]]:
    return {
        "premises": {
            "authorisation_shown": "yes",
            "access_given": "full",
            "representative_name": representative,
            "representative_role": "manager",
            "representative_cnic": "35202-7654321-9",
            "business_activity_observed": activity,
            "other_premises": "no",
        },
        "registration": {
            "certificate_displayed": "yes",
            "certificate_no": "RC-0001-2024",
            "certificate_expires_on": "2027-06-30",
            "certificate_matches": "yes",
            "registered_name_matches": "yes",
        },
        "head_count": {
            "headcount_shift": "single",
            "headcount_men": "40",
            "headcount_women": "7",
            "headcount_contractor": "0",
        },
        "records": {
            "rec_attendance": "produced",
            "attendance_workers": "47",
            "rec_wage_register": "produced",
            "wage_register_month": "2026-10-01",
            "wage_register_workers": "47",
            "wage_register_above_limit": "0",
            "wage_register_total": "1880000",
            "rec_schedules": "produced",
            "schedule_workers": "42",
            "rec_challans": "not_produced",
            "unpaid_shown_paid": "no",
            "rec_appointment_letters": "not_produced",
            "records_due_on": "2026-12-05",
        },
        "wrap_up": {"workers_informed": "yes", "remarks": remarks},
    }


def _worker(name: str, record: str) -> dict[str, str]:
    return {
        "wf_name": name,
        "wf_cnic": "35202-1122334-5",
        "wf_record": record,
        "wf_since": "2026-03-01",
        "wf_wage": "40000",
        "wf_wage_at_entry": "20000",
        "wf_above_limit": "no",
        "wf_engaged_by": "employer",
    }


def _interview(alias: str) -> dict[str, str]:
    return {
        "iv_alias": alias,
        "iv_since": "2025-11-01",
        "iv_wage": "38000",
        "iv_paid_how": "cash",
        "iv_card": "no",
        "iv_deduction": "yes",
        "iv_deduction_amount": "700",
        "iv_co_workers": "16",
    }


VISITS = {
    "en": Visit(
        search="shahdara knit",
        sections=_sections("Tariq Mahmood", "Twelve knitting machines, two stitching lines, one shift.", "Calm visit."),
        worker=_worker("Rashid Ali", "Wage register, October 2026, page 3, line 44"),
        interview=_interview("Blue scarf"),
        not_applicable="Accounts are kept at the head office in Karachi",
        caption="Wage register, October 2026, page 3",
        statement="We shall declare the five new workers this month.",
        signer="Tariq Mahmood",
    ),
    "ur": Visit(
        search="شاہدرہ نٹ",
        sections=_sections("طارق محمود", "بارہ نٹنگ مشینیں، سلائی کی دو لائنیں، ایک شفٹ۔", "دورہ پرسکون رہا۔"),
        worker=_worker("راشد علی", "اجرت رجسٹر، اکتوبر 2026، صفحہ 3، سطر 44"),
        interview=_interview("نیلا رومال"),
        not_applicable="حسابات کراچی کے صدر دفتر میں رکھے جاتے ہیں",
        caption="اجرت رجسٹر، اکتوبر 2026، صفحہ 3",
        statement="ہم اسی مہینے پانچ نئے کارکنوں کا اندراج کریں گے۔",
        signer="طارق محمود",
    ),
}
