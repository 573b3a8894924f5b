"""The rules of a scheme: which facts of its law pack play which role in an assessment.

Holds names of facts and the ways of counting, never an amount, a rate or a section; those stand in the pack.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from simplify_content.law_loader import LAW_FOLDER
from simplify_content.law_pack import LawError, LawPack
from simplify_content.law_reading import Reader
from simplify_content.text import Catalogue, Text


class Role(StrEnum):
    """What a provision is cited for."""

    CONTRIBUTION = "contribution"
    NO_DEDUCTION = "no_deduction"
    DAILY_WAGE = "daily_wage"
    EMPLOYEE = "employee"
    RECORDS = "records"
    POWERS = "powers"
    BEST_JUDGMENT = "best_judgment"
    LOOK_BACK = "look_back"
    INCREASE = "increase"
    RECOVERY = "recovery"
    REFUND = "refund"
    COMPLAINT = "complaint"
    REVIEW = "review"
    APPEAL = "appeal"
    APPLICATION = "application"
    WAGE_DETERMINATION = "wage_determination"
    BUILDING_OWNER = "building_owner"
    CLEARANCE = "clearance"
    SELF_ASSESSMENT = "self_assessment"
    SELF_ASSESSMENT_AMOUNT = "self_assessment_amount"
    SELF_ASSESSMENT_VISITS = "self_assessment_visits"
    SECRECY = "secrecy"
    RIGHTS_DESPITE_DEFAULT = "rights_despite_default"
    UNSAFE_WORKPLACE = "unsafe_workplace"
    OFFENCES = "offences"
    INSOLVENCY = "insolvency"
    WAGE_LIMIT = "wage_limit"
    NO_RETALIATION = "no_retaliation"
    REGULATIONS = "regulations"
    REGISTRATION = "registration"
    """That an establishment registers, and reports what changes in it or who takes it over."""
    CERTIFICATE = "certificate"
    """The registration certificate: that it hangs at the premises and how long it is valid."""
    WORKER_CARD = "worker_card"
    MINIMUM_WAGE = "minimum_wage"
    EARLIER_PROMISE = "earlier_promise"
    BOOKS_FREE = "books_free"
    """That books are not called for while the number of insured persons is not reduced."""
    OFFICE_PROCEDURE = "office_procedure"
    """How an institution's own offices work, by its circulars."""

    @property
    def topic(self) -> Text:
        """What the role is about, in words of no act; for a page that has no section to cite."""
        return _titles()[self.value]


class BaseKind(StrEnum):
    """How wages become the base of a contribution."""

    WAGE_UP_TO_LIMIT = "wage_up_to_limit"
    NOTIFIED_AMOUNT = "notified_amount"
    """The amount itself, whatever the wages."""


class IncreaseKind(StrEnum):
    """How a late contribution grows."""

    UNKNOWN = "unknown"
    PER_DAY_THEN_FLAT = "per_day_then_flat"
    PER_MONTH_OR_PART = "per_month_or_part"


class Rounding(StrEnum):
    """To what an amount is rounded."""

    PAISA_HALF_UP = "paisa_half_up"
    RUPEE_HALF_UP = "rupee_half_up"


class Allocation(StrEnum):
    """What a payment that names no month goes to."""

    OLDEST_CONTRIBUTION_FIRST = "oldest_contribution_first"
    """The contribution of the oldest month first; never the increase while a contribution is open."""


@dataclass(frozen=True)
class AlternativeBase:
    """One named side of a dispute about the base, with what papers say of it."""

    name: str
    kind: BaseKind
    title: Text
    partly: Text
    """The title where months from `{from_month}` on are left out, because their base is not known."""
    stated: Text
    """The sentence in which a notice states it."""


@dataclass(frozen=True)
class BaseRules:
    """What a contribution is a share of; `name` is what an assessment calls the side that it charges by default."""

    name: str
    kind: BaseKind
    limit: str
    alternatives: tuple[AlternativeBase, ...]

    def alternative(self, name: str) -> AlternativeBase | None:
        """Return a named side of the dispute, or None where the rules do not have it."""
        return next((other for other in self.alternatives if other.name == name), None)


@dataclass(frozen=True)
class IncreaseRules:
    """How a late contribution grows; each name is a value key of the pack."""

    kind: IncreaseKind
    cap: str
    rate: str = ""
    days_until_flat: str = ""
    flat: str = ""

    def rate_keys(self) -> Mapping[str, str]:
        """Return the value keys that say how it grows, by their role; none where that is not known."""
        keys = {"rate": self.rate, "days_until_flat": self.days_until_flat, "flat": self.flat}
        return {role: key for role, key in keys.items() if key}


@dataclass(frozen=True)
class SchemeRules:
    """Which facts play which role. A name that is empty means that the scheme has no such fact."""

    scheme: str
    employer_rate: str
    worker_rate: str
    self_assessed_worker_sum: str
    """Key of what a worker adds where the employer is under self-assessment."""
    base: BaseRules
    coverage_limit: str
    age_men: str
    """Key of the age past which no contribution is due for a man; empty where the scheme has no such age."""
    age_women: str
    payment_day: str
    payment_months: tuple[str, ...]
    """Keys of whole months left for paying where no day is known, the first known one counts."""
    increase: IncreaseRules
    look_back: str
    per_year: str
    """Key of how many inspections an establishment may have in a year; this and the next three limit visits."""
    notice_days: str
    self_assessment_free: str
    """Key of the years in which an establishment under self-assessment is not visited for checking of books."""
    books_free: str
    """Key of the years from registration in which books are not called for."""
    minimum_wage: str
    days_in_month: str
    """Divisor of monthly wages into daily ones; empty where the scheme's rule is not known."""
    wage_rounding: Rounding
    allocation: Allocation
    provisions: Mapping[Role, str]

    def value_keys(self) -> tuple[str, ...]:
        """Return every value key the rules name, sorted."""
        increase = self.increase
        keys = {self.employer_rate, self.worker_rate, self.base.limit, self.coverage_limit, self.payment_day}
        keys |= {increase.cap, increase.rate, increase.days_until_flat, increase.flat, self.look_back}
        keys |= {self.age_men, self.age_women, self.minimum_wage, self.days_in_month, *self.payment_months}
        keys |= {self.self_assessed_worker_sum, self.per_year, self.notice_days, self.self_assessment_free}
        keys.add(self.books_free)
        return tuple(sorted(keys - {""}))

    def missing_from(self, law: LawPack) -> tuple[str, ...]:
        """Return the names of values, alternatives and provisions that the pack does not hold, sorted."""
        held = {row.alternative for row in law.values.get(self.base.limit, ())} - {""}
        described = {other.name for other in self.base.alternatives}
        return tuple(
            sorted(
                [
                    *(key for key in self.value_keys() if key not in law.values),
                    *(key for key in self.provisions.values() if key not in law.provisions),
                    *(f"{self.base.limit}@{name}" for name in held ^ described),
                ]
            )
        )


_INSPECTION = ("look_back", "per_year", "notice_days", "self_assessment_free", "books_free")


@lru_cache(maxsize=1)
def _titles() -> Catalogue:
    return Catalogue.load(LAW_FOLDER.parent / "role_titles")


@lru_cache(maxsize=16)
def load_scheme_rules(scheme: str) -> SchemeRules:
    """Return the rules of a scheme; read once per process.

    Raises:
        LawError: there are none, or they cannot be used.
    """
    return read_scheme_rules(LAW_FOLDER / scheme / "rules.yaml")


def read_scheme_rules(file: Path) -> SchemeRules:
    """Return the rules that a file holds.

    Raises:
        LawError: they cannot be used; the message names each problem: file, key, what stands there, what was expected.
    """
    reader = _RulesReader(file)
    rules = reader.rules()
    if rules is None or reader.reader.problems:
        raise LawError(f"rules of {file.parent.name}:\n  " + "\n  ".join(reader.reader.problems))
    return rules


class _RulesReader:
    """Reads one rules file and keeps the problems met."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.reader = Reader(file.parent)

    def rules(self) -> SchemeRules | None:
        names = {"scheme", "shares", "base", "coverage", "payment", "increase", "inspection", "wages", "provisions"}
        whole = self._fields("the file", dict(self.reader.mapping_of(self.file)), names | {"allocation"})
        if whole is None:
            return None
        if whole["scheme"] != self.file.parent.name:
            self._problem("scheme", whole["scheme"], f"the folder's name, {self.file.parent.name!r}")
        shares = self._fields("shares", whole["shares"], {"employer", "worker", "worker_self_assessed"})
        coverage = self._fields("coverage", whole["coverage"], {"wage_limit", "age_men", "age_women"})
        payment = self._fields("payment", whole["payment"], {"day", "months"})
        inspection = self._fields("inspection", whole["inspection"], set(_INSPECTION))
        wages = self._fields("wages", whole["wages"], {"minimum", "days_in_month", "rounding"})
        base, increase = self._base(whole["base"]), self._increase(whole["increase"])
        provisions = self._provisions(whole["provisions"])
        allocation = self._kind("allocation", whole["allocation"], Allocation)
        if not (shares and coverage and payment and inspection and wages and base and increase and allocation):
            return None
        rounding = self._kind("wages.rounding", wages["rounding"], Rounding)
        if rounding is None:
            return None
        return SchemeRules(
            scheme=str(whole["scheme"]),
            employer_rate=self._name("shares.employer", shares["employer"]),
            worker_rate=self._name_or_none("shares.worker", shares["worker"]),
            self_assessed_worker_sum=self._name_or_none("shares.worker_self_assessed", shares["worker_self_assessed"]),
            base=base,
            coverage_limit=self._name_or_none("coverage.wage_limit", coverage["wage_limit"]),
            age_men=self._name_or_none("coverage.age_men", coverage["age_men"]),
            age_women=self._name_or_none("coverage.age_women", coverage["age_women"]),
            payment_day=self._name_or_none("payment.day", payment["day"]),
            payment_months=self._names("payment.months", payment["months"]),
            increase=increase,
            **{name: self._name_or_none(f"inspection.{name}", inspection[name]) for name in _INSPECTION},
            minimum_wage=self._name_or_none("wages.minimum", wages["minimum"]),
            days_in_month=self._name_or_none("wages.days_in_month", wages["days_in_month"]),
            wage_rounding=rounding,
            allocation=allocation,
            provisions=provisions,
        )

    def _base(self, raw: object) -> BaseRules | None:
        entry = self._fields("base", raw, {"name", "kind", "limit", "alternatives"})
        if entry is None:
            return None
        kind = self._kind("base.kind", entry["kind"], BaseKind)
        others = entry["alternatives"]
        if not isinstance(others, dict):
            self._problem("base.alternatives", others, "a mapping of names, {} for none")
            others = {}
        found = tuple(self._alternative(str(name), other) for name, other in others.items())
        if kind is None:
            return None
        name, limit = self._name("base.name", entry["name"]), self._name("base.limit", entry["limit"])
        return BaseRules(name, kind, limit, tuple(other for other in found if other is not None))

    def _alternative(self, name: str, raw: object) -> AlternativeBase | None:
        place = f"base.alternatives.{name}"
        entry = self._fields(place, raw, {"kind", "title", "partly", "stated"})
        if entry is None:
            return None
        kind = self._kind(f"{place}.kind", entry["kind"], BaseKind)
        title, partly, stated = (
            self.reader.text(self.file, f"{place}.{half}", raw=entry[half]) for half in ("title", "partly", "stated")
        )
        if kind is None or title is None or partly is None or stated is None:
            return None
        return AlternativeBase(name, kind, title, partly, stated)

    def _increase(self, raw: object) -> IncreaseRules | None:
        found = raw.get("kind") if isinstance(raw, dict) else None
        kind = self._kind("increase.kind", found, IncreaseKind)
        if kind is None:
            return None
        more = {
            IncreaseKind.UNKNOWN: set[str](),
            IncreaseKind.PER_MONTH_OR_PART: {"rate"},
            IncreaseKind.PER_DAY_THEN_FLAT: {"rate", "days_until_flat", "flat"},
        }[kind]
        entry = self._fields("increase", raw, {"kind", "cap"} | more)
        if entry is None:
            return None
        names = {name: self._name(f"increase.{name}", entry[name]) for name in sorted(more | {"cap"})}
        return IncreaseRules(kind, **names)

    def _provisions(self, raw: object) -> Mapping[Role, str]:
        entry = self._fields("provisions", raw, set(Role))
        if entry is None:
            return {}
        named = {role: self._name_or_none(f"provisions.{role}", entry[role]) for role in Role}
        return {role: name for role, name in named.items() if name}

    def _fields(self, key: str, raw: object, names: set[str]) -> Mapping[str, Any] | None:
        return self.reader.fields(self.file, key, raw=raw, required={str(name) for name in names}, optional=set())

    def _kind(self, key: str, raw: object, kinds: Any) -> Any:
        return self.reader.kind(self.file, key, raw=raw, kinds=kinds)

    def _name(self, key: str, raw: object) -> str:
        return self.reader.words(self.file, key, raw=raw) or ""

    def _name_or_none(self, key: str, raw: object) -> str:
        return "" if raw is None else self._name(key, raw)

    def _names(self, key: str, raw: object) -> tuple[str, ...]:
        if not isinstance(raw, list):
            self._problem(key, raw, "a list of value keys, [] for none")
            return ()
        return tuple(self._name(f"{key}[{place}]", name) for place, name in enumerate(raw))

    def _problem(self, key: str, found: object, expected: str) -> None:
        self.reader.problem(self.file, key, found=found, expected=expected)
