"""A finding: an observation joined to its provision and the evidence behind it.

What an observation is belongs to `checklists`; what a finding costs belongs to `assessment`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from simplify_content.text import Text


@dataclass(frozen=True)
class Finding:
    """One finding of an inspection. `evidence` names evidence records; identity is permanent."""

    finding_id: str
    inspection_id: str
    code: str
    item: str
    key: str
    text: Text
    provisions: tuple[str, ...]
    severity: str
    remedy_days: int | None
    privacy: str
    facts: Mapping[str, str]
    evidence: tuple[str, ...] = ()

    @property
    def is_for_employer(self) -> bool:
        """Whether the employer's copy may show it; what a worker said in confidence never is."""
        return self.privacy == "public"
