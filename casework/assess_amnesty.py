"""What an amnesty would leave of an assessment: stated beside it, never in it.

Which amnesties there were is told by the case and the law pack; whether the employer may still use one is for people.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from casework.assessed import Amnesty, AmnestyOutcome, AssessmentLine, Waived
from casework.footing import Footing
from casework.money import Money, total
from casework.wording import joined, month_text, name_text, sentence
from simplify_content import law_facts
from simplify_content.law_pack import LawError
from simplify_content.text import Text


def assess_amnesties(footing: Footing, lines: Sequence[AssessmentLine]) -> tuple[AmnestyOutcome, ...]:
    """Return what each amnesty of the case would leave, in the order of the case, then each other one of the pack.

    An amnesty of the pack reaches past dues: months whose time to pay was over before its closing day. One that
    reaches no month of the case is left out.
    """
    found = (_outcome(amnesty, lines, footing=footing) for amnesty in _amnesties(footing))
    return tuple(outcome for outcome in found if outcome is not None)


def _amnesties(footing: Footing) -> Iterator[Amnesty]:
    yield from footing.case.amnesties
    named = {amnesty.name for amnesty in footing.case.amnesties}
    for fact in footing.law.facts_of(law_facts.Amnesty):
        if fact.key not in named:
            yield Amnesty(fact.key, None, None, None, "")


@dataclass(frozen=True)
class _Terms:
    waives: Waived
    pay_by: date | None
    title: Text
    facts: tuple[str, ...] = ()
    closed_on: date | None = None
    """None where the case tells the terms: it then says itself which months are reached."""
    eligibility: Text | None = None


def _outcome(amnesty: Amnesty, lines: Sequence[AssessmentLine], *, footing: Footing) -> AmnestyOutcome | None:
    terms = _terms(amnesty, footing)
    reached: list[AssessmentLine] = []
    others: list[AssessmentLine] = []
    for line in lines:
        (reached if _reaches(amnesty, terms, line=line, footing=footing) else others).append(line)
    if terms.closed_on is not None and not reached:
        return None
    known = all(line.increase is not None for line in lines) and bool(lines)
    waived = total([line.increase or Money(0) for line in reached])
    kept: Sequence[AssessmentLine] = lines
    if terms.waives is Waived.ALL:
        kept = others
        waived += total([line.arrears for line in reached])
    return AmnestyOutcome(
        name=amnesty.name,
        waived=waived,
        contributions=total([line.arrears for line in kept]),
        increase=total([line.increase or Money(0) for line in others]) if known else None,
        text=_told(amnesty, terms, reached=reached, footing=footing),
        facts=terms.facts,
    )


def _reaches(amnesty: Amnesty, terms: _Terms, *, line: AssessmentLine, footing: Footing) -> bool:
    if amnesty.months_until is not None and line.month > amnesty.months_until:
        return False
    return terms.closed_on is None or footing.last_day(line.month) < terms.closed_on


def _terms(amnesty: Amnesty, footing: Footing) -> _Terms:
    """Return what the case says, or the terms of the pack's amnesty of that name."""
    if amnesty.waives is not None:
        title = name_text(amnesty.name)
        if amnesty.reference.strip():
            title = sentence("amnesty.of_the_case", name=title, reference=name_text(amnesty.reference))
        return _Terms(amnesty.waives, amnesty.pay_by, title)
    known = {fact.key: fact for fact in footing.law.facts_of(law_facts.Amnesty)}
    fact = known.get(amnesty.name)
    if fact is None:
        names = ", ".join(sorted(known)) or "none"
        raise LawError(f"law pack {footing.law.scheme}: no amnesty {amnesty.name!r}; expected one of {names}")
    waives = Waived.ALL if law_facts.Forgiven.CONTRIBUTION in fact.forgives else Waived.INCREASE
    pay_by = fact.pay_principal_by or fact.closes_on
    return _Terms(waives, pay_by, fact.title, (fact.fact,), fact.closes_on, fact.eligibility)


def _told(amnesty: Amnesty, terms: _Terms, *, reached: Sequence[AssessmentLine], footing: Footing) -> Text:
    told = [sentence(f"amnesty.waives_{terms.waives}", title=terms.title)]
    if terms.eligibility is not None:
        told.append(sentence("amnesty.for_whom", eligibility=terms.eligibility))
    if terms.closed_on is not None:
        last = max(line.month for line in reached)
        told.append(sentence("amnesty.past_dues", month=month_text(last), closed_on=terms.closed_on))
    elif amnesty.months_until is not None:
        told.append(sentence("amnesty.months_until", month=month_text(amnesty.months_until)))
    if terms.pay_by is not None:
        over = "over" if terms.pay_by < footing.period.as_of else "open"
        told.append(sentence(f"amnesty.pay_by_{over}", pay_by=terms.pay_by, as_of=footing.period.as_of))
    if any(line.increase is None for line in reached):
        told.append(sentence("amnesty.increase_unknown"))
    return joined(*told)
