"""How sure a fact of the law is: where it was read, where it stands, who confirmed it, whether it may be printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Confidence(StrEnum):
    """How well a fact is sourced: read in the statute (high), a secondary page (medium), memory (low)."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class LegalStatus(StrEnum):
    """Where a fact stands in law."""

    IN_FORCE = "in_force"
    DISPUTED = "disputed"
    SET_ASIDE = "set_aside"
    SUPERSEDED = "superseded"
    UNVERIFIED = "unverified"


@dataclass(frozen=True)
class Provenance:
    """Where a fact was read and how sure we are."""

    source: str
    read_on: date
    confidence: Confidence
    legal_status: LegalStatus = LegalStatus.IN_FORCE
    note: str = ""


@dataclass(frozen=True)
class Confirmation:
    """A law officer's word that a fact may be printed; data, never an edit of the pack."""

    fact: str
    confirmed_by: str
    confirmed_on: date
    reference: str


def may_be_printed(provenance: Provenance, confirmation: Confirmation | None) -> bool:
    """Return whether a notice may print a fact: confirmed by a law officer, or read in the statute and in force."""
    if confirmation is not None:
        return True
    return provenance.confidence is Confidence.HIGH and provenance.legal_status is LegalStatus.IN_FORCE
