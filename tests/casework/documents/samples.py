"""Sample papers for the tests of documents: one employer, one inspection, many months; built by hand, no law in it."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

from PIL import Image, ImageDraw

from casework.assessed import Charge
from casework.assessment import Assessment, AssessmentLine
from casework.documents.exit_sheet import ExitSheet, SheetFinding, SheetSignature, SheetStatement
from casework.money import Money, total
from casework.notice import Addressee, DemandNotice, Letterhead, Signatory
from casework.owed_by_month import OwedMonth
from simplify_content.text import Text

LETTERHEAD = Letterhead(
    institution=Text(en="Punjab Employees Social Security Institution", ur="پنجاب ایمپلائز سوشل سکیورٹی انسٹی ٹیوشن"),
    office=Text(en="Directorate Lahore (South)", ur="ڈائریکٹوریٹ لاہور (جنوبی)"),
    address=Text(en="3-A Gulberg Road, Lahore", ur="3-اے گلبرگ روڈ، لاہور"),
    phone="042-99263100",
)
ADDRESSEE = Addressee(
    name=Text(en="Ittefaq Weaving Mills (Pvt.) Ltd.", ur="اتفاق ویونگ ملز (پرائیویٹ) لمیٹڈ"),
    registration_no="PES-LHR-004217",
    owner_name=Text(en="Muhammad Aslam Chaudhry", ur="محمد اسلم چوہدری"),
    owner_cnic="35202-1234567-1",
    address=Text(en="14-km Sheikhupura Road, Lahore", ur="14 کلومیٹر شیخوپورہ روڈ، لاہور"),
    ntn="1234567-8",
)
WORKERS = (
    (Text(en="Rashid Mehmood", ur="راشد محمود"), "35201-7654321-9", 14),
    (Text(en="Shazia Bibi", ur="شازیہ بی بی"), "35404-1112223-4", 15),
    (Text(en="Ghulam Mustafa", ur="غلام مصطفیٰ"), "31304-5556667-3", 21),
)


def line(month: date, worker: tuple[Text, str, int], wage: int) -> AssessmentLine:
    name, cnic, row = worker
    base, rate = Money.rupees(wage), Decimal("6")
    due = base.share(rate)
    explanation = Text(
        en="Wage register, page 3, line {row}: wage {base} × {rate} = {due}; nothing was declared or paid.",
        ur="اجرت رجسٹر، صفحہ 3، سطر {row}: اجرت {base} × {rate} = {due}؛ کچھ ظاہر یا ادا نہیں کیا گیا۔",
    ).fill(row=row, base=base, rate="6%", due=due)
    charge = Charge(
        kind="undeclared_worker",
        ref=cnic,
        subject=Text(en="{name}, CNIC {cnic}", ur="{name}، شناختی کارڈ {cnic}").fill(name=name, cnic=cnic),
        base=base,
        rate_percent=rate,
        due=due,
        paid=Money(0),
        arrears=due,
        told=lambda _: explanation,
        grounds=Text(
            en="CNIC {cnic}, wage register, page 3, line {row}: wage {base} × {rate} = {due} a month.",
            ur="شناختی کارڈ {cnic}، اجرت رجسٹر، صفحہ 3، سطر {row}: اجرت {base} × {rate} = {due} ماہانہ۔",
        ).fill(cnic=cnic, row=row, base=base, rate="6%", due=due),
        provisions=(),
        facts=(),
        evidence=("e1",),
    )
    return AssessmentLine(month, charge)


def declared_line() -> AssessmentLine:
    base, due, paid = Money.rupees(3_108_000), Money.rupees(186_480), Money.rupees(90_000)
    explanation = Text(
        en="Declared {due}; challan {challan} paid {paid} on {on}.",
        ur="ظاہر کردہ {due}؛ چالان {challan} کے ذریعے {on} کو {paid} ادا ہوئے۔",
    ).fill(due=due, paid=paid, challan="CH-2026-0519", on="14-06-2026")
    charge = Charge(
        kind="declared_unpaid",
        ref="2026-05",
        subject=Text(en="84 workers as declared", ur="ظاہر کردہ {n} کارکن").fill(n=84),
        base=base,
        rate_percent=Decimal("6"),
        due=due,
        paid=paid,
        arrears=due - paid,
        told=lambda _: explanation,
        grounds=Text(
            en="Declared {due} a month; challan {challan} paid {paid} on {on}.",
            ur="ظاہر کردہ {due} ماہانہ؛ چالان {challan} کے ذریعے {on} کو {paid} ادا ہوئے۔",
        ).fill(due=due, paid=paid, challan="CH-2026-0519", on="14-06-2026"),
        provisions=(),
        facts=(),
        evidence=("e2",),
    )
    return AssessmentLine(date(2026, 5, 1), charge)


def assessment(months: int = 4) -> Assessment:
    lines = [declared_line()]
    for i in range(months):
        month = date(2026 + (5 + i) // 12, (5 + i) % 12 + 1, 1)
        lines += [line(month, worker, 37_000 + 500 * k) for k, worker in enumerate(WORKERS)]
    return Assessment(
        scheme="sample",
        as_of=date(2026, 11, 22),
        basis="",
        lines=tuple(lines),
        not_assessed=(),
        contributions=total([found.arrears for found in lines]),
        increase=None,
        increase_note=Text(
            en="The rate of increase is not confirmed; it is claimed separately if due.",
            ur="اضافے کی شرح کی توثیق نہیں ہوئی؛ واجب ہونے کی صورت میں الگ طلب کیا جائے گا۔",
        ),
        alternatives=(),
        provisions=(),
        facts=(),
        unconfirmed=(),
    )


def notice(*, months: int = 4, demonstration: bool = False) -> DemandNotice:
    worked_out = assessment(months)
    return DemandNotice(
        serial="PESSI/LHR/2026/000042",
        issued_on=date(2026, 11, 22),
        letterhead=LETTERHEAD,
        addressee=ADDRESSEE,
        signatory=Signatory(
            name=Text(en="Farzana Iqbal", ur="فرزانہ اقبال"),
            designation=Text(en="Deputy Director (Enforcement)", ur="ڈپٹی ڈائریکٹر (انفورسمنٹ)"),
        ),
        inspection_on=date(2026, 11, 3),
        inspection_ref="INS-2026-00317",
        findings=(
            Text(
                en="{n} workers were at work who are not in the contribution schedules.",
                ur="{n} کارکن کام کرتے پائے گئے جو کنٹری بیوشن کے گوشواروں میں شامل نہیں۔",
            ).fill(n=3),
            Text(
                en="The attendance register shows {a} workers in October 2026; the schedule declares {b}.",
                ur="حاضری رجسٹر میں اکتوبر {y} میں {a} کارکن درج ہیں جبکہ گوشوارے میں {b} ظاہر کیے گئے۔",
            ).fill(a=87, b=84, y=2026),
        ),
        statement=Text(
            en="“The three workers were hired through a contractor; their papers will follow.” (M. Aslam, 03-11-2026)",
            ur="”تینوں کارکن ٹھیکیدار کے ذریعے رکھے گئے؛ ان کے کاغذات بعد میں دیں گے۔“ (محمد اسلم، 03-11-2026)",
        ),
        legal_basis=(
            Text(
                en="section 20 of the Sample Ordinance, 1965: contributions",
                ur="نمونہ آرڈیننس، 1965 کی دفعہ 20: کنٹری بیوشن",
            ),
            Text(
                en="section 22(3) of the Sample Ordinance, 1965: inspection of records",
                ur="نمونہ آرڈیننس، 1965 کی دفعہ {s}: ریکارڈ کا معائنہ",
            ).fill(s="22(3)"),
        ),
        assessment=worked_out,
        amount=worked_out.total,
        amount_in_words=Text(
            en="Rupees one hundred and twenty-three thousand four hundred and eighty only",
            ur="ایک لاکھ تئیس ہزار چار سو اسی روپے صرف",
        ),
        hearing_on=date(2026, 12, 15),
        hearing_at="10:30",
        hearing_place=Text(en="Committee Room, 3-A Gulberg Road, Lahore", ur="کمیٹی روم، 3-اے گلبرگ روڈ، لاہور"),
        how_to_contest=(
            Text(
                en="Write to the office above before the hearing, with the records you rely on.",
                ur="سماعت سے پہلے مذکورہ بالا دفتر کو ان ریکارڈز کے ساتھ تحریری جواب دیں جن پر آپ انحصار کرتے ہیں۔",
            ),
            Text(
                en="Come to the hearing yourself or send someone you authorise in writing.",
                ur="سماعت میں خود آئیں یا تحریری اختیار کے ساتھ نمائندہ بھیجیں۔",
            ),
        ),
        how_to_pay=(
            Text(
                en="Pay by challan at any branch of the bank named on it and quote {serial}.",
                ur="چالان پر درج بینک کی کسی بھی شاخ میں ادائیگی کریں اور نمبر {serial} کا حوالہ دیں۔",
            ).fill(serial="PESSI/LHR/2026/000042"),
        ),
        evidence_list=(
            Text(en="Wage register, pages 3 and 4 (photograph, SHA-256 9f2c…)", ur="اجرت رجسٹر، صفحات 3 اور 4 (تصویر)"),
            Text(en="Attendance register, October 2026 (photograph)", ur="حاضری رجسٹر، اکتوبر 2026 (تصویر)"),
        ),
        alternatives_stated=(
            Text(
                en="On the other reading of the wage limit the amount would be {other}.",
                ur="اجرت کی حد کی دوسری تشریح کے مطابق رقم {other} ہوتی۔",
            ).fill(other="Rs. 61,740.00"),
        ),
        demonstration=demonstration,
    )


def same_figures_notice() -> DemandNotice:
    """The notice with only those sentences that carry the same figures in both halves."""
    plain = notice()
    return replace(
        plain,
        findings=plain.findings[:1],
        evidence_list=(Text(en="Wage register, pages 3 and 4", ur="اجرت رجسٹر، صفحات 3 اور 4"),),
    )


def signature_png() -> bytes:
    picture = Image.new("RGBA", (600, 200), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    pen.line([(20, 150), (120, 40), (160, 170), (260, 60), (330, 150), (560, 90)], fill=(10, 20, 90, 255), width=6)
    target = io.BytesIO()
    picture.save(target, "PNG")
    return target.getvalue()


def exit_sheet(*, demonstration: bool = False, practice: bool = False) -> ExitSheet:
    months = tuple(
        OwedMonth(Money.rupees(6_750 + 100 * i), None, date(2026 + (5 + i) // 12, (5 + i) % 12 + 1, 1))
        for i in range(14)
    )
    return ExitSheet(
        letterhead=LETTERHEAD,
        inspection_ref="INS-2026-00317",
        visited_on=date(2026, 11, 3),
        printed_on=date(2026, 11, 3),
        employer_name=ADDRESSEE.name,
        registration_no=ADDRESSEE.registration_no,
        address=ADDRESSEE.address,
        officer_name=Text(en="Nadeem Akhtar", ur="ندیم اختر"),
        officer_designation=Text(en="Social Security Officer", ur="سوشل سکیورٹی آفیسر"),
        findings=(
            SheetFinding(
                text=Text(
                    en="{n} workers were at work who are not in the contribution schedules.",
                    ur="{n} کارکن کام کرتے پائے گئے جو کنٹری بیوشن کے گوشواروں میں شامل نہیں۔",
                ).fill(n=3),
                citations=(
                    Text(en="section 20 of the Sample Ordinance, 1965", ur="نمونہ آرڈیننس، 1965 کی دفعہ 20"),
                    Text(en="section 22(3) of the Sample Ordinance, 1965", ur="نمونہ آرڈیننس، 1965 کی دفعہ {s}").fill(
                        s="22(3)"
                    ),
                ),
                remedy_days=7,
            ),
            SheetFinding(
                text=Text(
                    en="The registration certificate is not displayed on the premises.",
                    ur="رجسٹریشن سرٹیفکیٹ احاطے میں آویزاں نہیں ہے۔",
                )
            ),
        ),
        records_requested=(
            Text(en="Wage register, July to October 2026", ur="اجرت رجسٹر، جولائی تا اکتوبر 2026"),
            Text(en="Paid challans of the last 12 months", ur="گزشتہ 12 ماہ کے ادا شدہ چالان"),
        ),
        records_due_on=date(2026, 11, 10),
        arrears_by_month=months,
        total=total([month.sum for month in months]),
        statement=SheetStatement(
            text="تینوں کارکن ٹھیکیدار کے ذریعے 14-03-2026 کو رکھے گئے۔ فون 042-35761234 پر تصدیق کریں۔",
            by_name="Muhammad Aslam Chaudhry",
            by_role="Owner",
        ),
        signature=SheetSignature(
            signer_name="Muhammad Aslam Chaudhry", signer_role="Owner", image=signature_png(), witness_name="Tariq Butt"
        ),
        demonstration=demonstration,
        practice=practice,
    )
