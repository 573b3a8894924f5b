"""What the law lets a visit to an employer be: how often, after what notice, how far back, and which units not at all.

The figures and sections are the law pack's; a limit that the pack does not hold is said to be unknown, never assumed.
Whether a visit is planned all the same is for people: `bars` says what stands in the way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from casework.assessment_period import period_of
from casework.law_roles import Role, cite, named, rules_of
from casework.wording import name_text, sentence
from simplify_content.law_facts import InspectionPolicy
from simplify_content.law_pack import DatedValue, LawPack
from simplify_content.text import Text

Row = Mapping[str, object]


class Selection(StrEnum):
    """Why an employer was chosen for a visit."""

    ROUTINE = "routine"
    BALLOT = "ballot"
    RISK = "risk"
    COMPLAINT = "complaint"
    CLAIM = "claim"
    REFERRAL = "referral"
    FOLLOW_UP = "follow_up"


class Notice(StrEnum):
    """Whether the employer is told of the visit in advance."""

    NOTIFIED = "notified"
    SURPRISE = "surprise"


class Kind(StrEnum):
    """What a limit is about."""

    SELF_ASSESSMENT = "self_assessment"
    ONCE_A_YEAR = "once_a_year"
    ADVANCE_NOTICE = "advance_notice"
    LOOK_BACK = "look_back"
    BOOKS_FREE = "books_free"
    POLICY = "policy"


class Standing(StrEnum):
    """How a visit stands to a limit."""

    KEPT = "kept"
    REACHED = "reached"
    UNKNOWN = "unknown"
    """The law held does not tell the limit, or the register not what it is measured by."""
    TOLD = "told"
    """Nothing to measure; to be known before the visit."""


@dataclass(frozen=True)
class VisitLimit:
    """One limit and how the visit stands to it; `is_confirmed` says whether a paper may rest on it."""

    kind: Kind
    standing: Standing
    text: Text
    provisions: tuple[str, ...] = ()
    is_confirmed: bool = True


@dataclass(frozen=True)
class VisitPlan:
    """A visit as it is thought of, and what is known of the employer. Days are those of other visits than this one."""

    on: date
    employer: Row
    """Row of entity `employer`."""
    inspected_on: Sequence[date] = ()
    planned_on: Sequence[date] = ()
    workers: Sequence[int] = ()
    """Declared workers by month, oldest first."""
    selected_by: str = ""
    notice: str = ""


def visit_limits(plan: VisitPlan, law: LawPack) -> tuple[VisitLimit, ...]:
    """Return the limits that concern a visit, those first that may stand in its way.

    Source: Provincial Employees' Social Security Ordinance 1965, s.22(4) and (5); Employees' Old-Age Benefits Act 1976,
    s.12(2); each as far as the scheme's pack holds it.
    """
    assesses_itself = bool(plan.employer.get("self_assessment"))
    found = [_self_assessment(plan, law) if assesses_itself else _once_a_year(plan, law)]
    books = _value(rules_of(law).books_free, law, plan.on)
    if books is not None:
        found.append(_books_free(plan, law, years=books))
    found += [_advance_notice(plan, law), _look_back(plan, law)]
    return (*found, *_policies(plan, law))


def bars(limits: Iterable[VisitLimit], *, ground: str) -> tuple[VisitLimit, ...]:
    """Return the limits that keep a visit from being planned.

    A unit that assesses itself is visited by ballot only, whatever the ground. Any other limit that is reached gives
    way to a ground in writing, which goes with the order; an unconfirmed one bars nothing.
    """
    reached = [limit for limit in limits if limit.standing is Standing.REACHED and limit.is_confirmed]
    return tuple(limit for limit in reached if limit.kind is Kind.SELF_ASSESSMENT or not ground.strip())


def _self_assessment(plan: VisitPlan, law: LawPack) -> VisitLimit:
    years = _value(rules_of(law).self_assessment_free, law, plan.on)
    if years is None:
        text = sentence("limit.self_assessment.unknown", institution=law.institution_short)
        return VisitLimit(Kind.SELF_ASSESSMENT, Standing.UNKNOWN, text)
    drawn = plan.selected_by == Selection.BALLOT
    role = Role.SELF_ASSESSMENT_VISITS
    text = sentence(
        f"limit.self_assessment.{'ballot' if drawn else 'reached'}", years=_whole(years), cite=cite(role, law)
    )
    return _measured(Kind.SELF_ASSESSMENT, not drawn, text, role=role, law=law, value=years)


def _once_a_year(plan: VisitPlan, law: LawPack) -> VisitLimit:
    allowed = _value(rules_of(law).per_year, law, plan.on)
    if allowed is None:
        text = sentence("limit.once_a_year.unknown", institution=law.institution_short)
        return VisitLimit(Kind.ONCE_A_YEAR, Standing.UNKNOWN, text)
    role, count = Role.LOOK_BACK, _whole(allowed)
    known = {"count": count, "cite": cite(role, law)}
    within = sorted(day for day in (*plan.inspected_on, *plan.planned_on) if _is_within_a_year(day, plan.on))
    if len(within) < count:
        text = sentence("limit.once_a_year.free", on=plan.on, **known)
        return _measured(Kind.ONCE_A_YEAR, False, text, role=role, law=law, value=allowed)
    again = _years_after(within[-count], 1)
    text = sentence("limit.once_a_year.reached", last=within[-1], again=again, **known)
    return _measured(Kind.ONCE_A_YEAR, True, text, role=role, law=law, value=allowed)


def _is_within_a_year(day: date, on: date) -> bool:
    """Return whether two visits lie less than a year apart, whichever comes first."""
    first, second = sorted((day, on))
    return second < _years_after(first, 1)


def _books_free(plan: VisitPlan, law: LawPack, *, years: DatedValue) -> VisitLimit:
    role, kind = Role.BOOKS_FREE, Kind.BOOKS_FREE
    registered = _day(plan.employer.get("registered_on"))
    if registered is None:
        text = sentence("limit.books_free.unknown", years=_whole(years), cite=cite(role, law))
        return VisitLimit(kind, Standing.UNKNOWN, text, named(law, role))
    until = _years_after(max(registered, years.from_on or registered), _whole(years))
    known: dict[str, object] = {"until": until, "cite": cite(role, law)}
    if plan.on >= until:
        text = sentence("limit.books_free.over", **known)
        return _measured(kind, False, text, role=role, law=law, value=years)
    most, now = max(plan.workers, default=0), plan.workers[-1] if plan.workers else 0
    if now < most:
        text = sentence("limit.books_free.reduced", most=most, now=now, **known)
        return _measured(kind, False, text, role=role, law=law, value=years)
    return _measured(kind, True, sentence("limit.books_free.reached", **known), role=role, law=law, value=years)


def _advance_notice(plan: VisitPlan, law: LawPack) -> VisitLimit:
    role, kind = Role.LOOK_BACK, Kind.ADVANCE_NOTICE
    if not named(law, role):
        text = sentence("limit.advance_notice.unknown", institution=law.institution_short)
        return VisitLimit(kind, Standing.UNKNOWN, text)
    cited = cite(role, law)
    days = _value(rules_of(law).notice_days, law, plan.on)
    if plan.notice == Notice.SURPRISE:
        text = sentence("limit.advance_notice.surprise", cite=cited)
    elif days is None:
        text = sentence("limit.advance_notice.open", cite=cited)
    else:
        text = sentence("limit.advance_notice", days=_whole(days), cite=cited)
    return VisitLimit(kind, Standing.TOLD, text, named(law, role), _is_printable(role, law))


def _look_back(plan: VisitPlan, law: LawPack) -> VisitLimit:
    role, kind = Role.LOOK_BACK, Kind.LOOK_BACK
    years = _value(rules_of(law).look_back, law, plan.on)
    if years is None:
        text = sentence("limit.look_back.unknown", institution=law.institution_short)
        return VisitLimit(kind, Standing.UNKNOWN, text)
    start = period_of(plan.on, plan.on, law=law).start
    text = sentence("limit.look_back", years=_whole(years), start=start, cite=cite(role, law))
    return VisitLimit(kind, Standing.TOLD, text, named(law, role), years.is_printable and _is_printable(role, law))


def _policies(plan: VisitPlan, law: LawPack) -> Iterator[VisitLimit]:
    """Yield what is announced or reported about inspections on the day, beside the sections that are told already."""
    for fact in law.facts_of(InspectionPolicy):
        if fact.provisions or fact.from_on is None or not _holds(fact, plan.on):
            continue
        text = sentence("limit.policy", title=fact.title, rule=fact.rule)
        yield VisitLimit(Kind.POLICY, Standing.TOLD, text, fact.provisions, fact.is_printable)


def _holds(fact: InspectionPolicy, on: date) -> bool:
    return (fact.from_on is None or fact.from_on <= on) and (fact.to_on is None or on <= fact.to_on)


def ground_text(ground: str) -> Text:
    """Return the sentence that tells on what ground a visit was ordered although a limit is reached."""
    return sentence("limit.ground", ground=name_text(ground))


def _measured(kind: Kind, reached: bool, text: Text, *, role: Role, law: LawPack, value: DatedValue) -> VisitLimit:
    standing = Standing.REACHED if reached else Standing.KEPT
    return VisitLimit(kind, standing, text, named(law, role), value.is_printable and _is_printable(role, law))


def _is_printable(role: Role, law: LawPack) -> bool:
    return all(law.provision(key).is_printable for key in named(law, role))


def _value(key: str, law: LawPack, on: date) -> DatedValue | None:
    return law.value(key, on) if key else None


def _whole(value: DatedValue) -> int:
    return int(value.value or 0)


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February in a year that has none
        return day.replace(year=day.year + years, day=28)


def _day(written: object) -> date | None:
    return date.fromisoformat(str(written)) if written else None
