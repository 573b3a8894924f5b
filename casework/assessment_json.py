"""An assessment as values that JSON can hold; `docs/assessment-case.md` describes every field.

The format only grows: a field keeps its name and meaning.
"""

from __future__ import annotations

from typing import Any

from casework.assessed import Assessment
from simplify_content.text import Text


def assessment_as_json(assessment: Assessment) -> dict[str, Any]:
    """Return an assessment as values that JSON can hold; amounts are integer paisa, sentences in both languages."""
    return {
        "scheme": assessment.scheme,
        "as_of": assessment.as_of.isoformat(),
        "basis": assessment.basis,
        "contributions_paisa": assessment.contributions.paisa,
        "increase_paisa": assessment.increase.paisa if assessment.increase is not None else None,
        "increase_note": _both(assessment.increase_note),
        "total_paisa": assessment.total.paisa,
        "by_month": {f"{month:%Y-%m}": amount.paisa for month, amount in assessment.by_month().items()},
        "by_subject": {ref: amount.paisa for ref, amount in assessment.by_subject().items()},
        "lines": [
            {
                "kind": line.kind,
                "month": f"{line.month:%Y-%m}",
                "ref": line.ref,
                "subject": _both(line.subject),
                "base_paisa": line.base.paisa,
                "rate_percent": f"{line.rate_percent:f}",
                "due_paisa": line.due.paisa,
                "shares": [
                    {
                        "party": share.party,
                        "rate_percent": f"{share.rate_percent:f}",
                        "due_paisa": share.due.paisa,
                    }
                    for share in line.shares
                ],
                "workers": line.workers,
                "paid_paisa": line.paid.paisa,
                "arrears_paisa": line.arrears.paisa,
                "increase_paisa": line.increase.paisa if line.increase is not None else None,
                "increase_told": _both(line.increase_told) if line.increase_told is not None else None,
                "explanation": _both(line.explanation),
                "provisions": list(line.provisions),
                "facts": list(line.facts),
                "evidence": list(line.evidence),
            }
            for line in assessment.lines
        ],
        "not_assessed": [
            {
                "kind": entry.kind,
                "month": f"{entry.month:%Y-%m}" if entry.month else None,
                "ref": entry.ref,
                "reason": _both(entry.reason),
                "provisions": list(entry.provisions),
                "set_off_paisa": entry.set_off.paisa if entry.set_off is not None else None,
            }
            for entry in assessment.not_assessed
        ],
        "alternatives": [
            {
                "name": other.name,
                "title": _both(other.title),
                "legal_status": other.legal_status,
                "contributions_paisa": other.contributions.paisa,
                "facts": list(other.facts),
            }
            for other in assessment.alternatives
        ],
        "amnesties": [
            {
                "name": amnesty.name,
                "waived_paisa": amnesty.waived.paisa,
                "contributions_paisa": amnesty.contributions.paisa,
                "increase_paisa": amnesty.increase.paisa if amnesty.increase is not None else None,
                "total_paisa": amnesty.total.paisa,
                "text": _both(amnesty.text),
                "facts": list(amnesty.facts),
            }
            for amnesty in assessment.amnesties
        ],
        "warnings": [
            {"code": warned.code, "ref": warned.ref, "text": _both(warned.text)} for warned in assessment.warnings
        ],
        "provisions": list(assessment.provisions),
        "facts": list(assessment.facts),
        "unconfirmed": list(assessment.unconfirmed),
    }


def _both(text: Text) -> dict[str, str]:
    return {"en": text.en, "ur": text.ur}
