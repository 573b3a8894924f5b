"""What an amnesty would leave of an assessment: stated beside it, never in it.

Which amnesties there were is told by the case or the law pack; whether the employer may still use one is for people.
"""

from __future__ import annotations

from collections.abc import Sequence

from casework.assessed import Amnesty, AmnestyOutcome, AssessmentLine, Waived
from casework.footing import Footing
from casework.money import Money, total
from casework.wording import joined, month_text, name_text, sentence
from simplify_content.text import Text


def assess_amnesties(footing: Footing, lines: Sequence[AssessmentLine]) -> tuple[AmnestyOutcome, ...]:
    """Return what each amnesty of the case would leave, in the order of the case."""
    return tuple(_outcome(amnesty, lines, footing=footing) for amnesty in footing.case.amnesties)


def _outcome(amnesty: Amnesty, lines: Sequence[AssessmentLine], *, footing: Footing) -> AmnestyOutcome:
    reached = [line for line in lines if amnesty.months_until is None or line.month <= amnesty.months_until]
    others = [line for line in lines if not (amnesty.months_until is None or line.month <= amnesty.months_until)]
    kept = others if amnesty.waives is Waived.ALL else lines
    known = all(line.increase is not None for line in lines) and bool(lines)
    increase = total([line.increase or Money(0) for line in others]) if known else None
    waived = total([line.increase or Money(0) for line in reached])
    if amnesty.waives is Waived.ALL:
        waived += total([line.arrears for line in reached])
    contributions = total([line.arrears for line in kept])
    return AmnestyOutcome(amnesty.name, waived, contributions, increase, _told(amnesty, footing=footing))


def _told(amnesty: Amnesty, *, footing: Footing) -> Text:
    told = [
        sentence(
            f"amnesty.waives_{amnesty.waives}", name=name_text(amnesty.name), reference=name_text(amnesty.reference)
        )
    ]
    if amnesty.months_until is not None:
        told.append(sentence("amnesty.months_until", month=month_text(amnesty.months_until)))
    if amnesty.pay_by is not None:
        over = "over" if amnesty.pay_by < footing.period.as_of else "open"
        told.append(sentence(f"amnesty.pay_by_{over}", pay_by=amnesty.pay_by, as_of=footing.period.as_of))
    return joined(*told)
