"""Flags: rules over findings and register facts that mark an employer as non-compliant, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from casework.assessment import Assessment
from casework.finding import Finding
from casework.money import Money
from simplify_content.law_pack import LawPack
from simplify_content.text import Text


@dataclass(frozen=True)
class Flag:
    """One reason why an employer is marked; `facts` are the values the sentence was made from."""

    rule: str
    severity: str
    text: Text
    provisions: tuple[str, ...]
    amount: Money | None
    facts: Mapping[str, str]


@dataclass(frozen=True)
class RegisterFacts:
    """What the register knows of an employer: rows of the entities of `sync_protocol.entities`."""

    employer: Mapping[str, object]
    months: Sequence[Mapping[str, object]] = ()
    certificates: Sequence[Mapping[str, object]] = ()
    workers_covered: int = 0


def raise_flags(
    register: RegisterFacts,
    *,
    findings: Sequence[Finding],
    assessment: Assessment | None,
    law: LawPack,
    on: date,
) -> tuple[Flag, ...]:
    """Return every flag that the facts call for, gravest first; the same facts give the same flags."""
    raise NotImplementedError
