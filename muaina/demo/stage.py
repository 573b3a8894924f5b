"""The places and people of the demonstration: folders, addresses, sign-ins. Holds no behaviour."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

PASSWORD = "mashq-2026-muaina"  # noqa: S105 - the demonstration's sign-ins are printed on purpose
DISTRICT = "faisalabad"


@dataclass(frozen=True)
class Person:
    """One sign-in at the centre."""

    sign_in: str
    role: str
    name_en: str
    name_ur: str


INSPECTORS = (
    Person("inspector-a", "inspector", "Inspector A (demonstration)", "معائنہ کار الف (نمائشی)"),
    Person("inspector-b", "inspector", "Inspector B (demonstration)", "معائنہ کار ب (نمائشی)"),
)
SUPERVISOR = Person("supervisor", "supervisor", "Supervisor (demonstration)", "نگران افسر (نمائشی)")
LAW_OFFICER = Person("law-officer", "law_officer", "Law officer (demonstration)", "افسر قانون (نمائشی)")
ENFORCEMENT = Person("enforcement", "enforcement_officer", "Enforcement officer (demonstration)", "نفاذ افسر (نمائشی)")
PEOPLE = (*INSPECTORS, SUPERVISOR, LAW_OFFICER, ENFORCEMENT)


@dataclass(frozen=True)
class Folders:
    """Where the demonstration keeps its files."""

    out: Path
    centre: Path
    register: Path
    logs: Path
    papers: Path

    def laptop(self, name: str) -> Path:
        """Return the home of one laptop."""
        return self.out / f"laptop-{name}"


def lay_out(out: Path) -> Folders:
    """Make the folders under `out`."""
    folders = Folders(
        out=out, centre=out / "centre", register=out / "register", logs=out / "logs", papers=out / "papers"
    )
    for folder in (folders.centre, folders.register, folders.logs, folders.papers):
        folder.mkdir(parents=True, exist_ok=True)
    return folders


@dataclass
class Story:
    """What happened, filled in as it happens; becomes `summary.json`."""

    employers: int = 0
    inspections: int = 0
    operations_sent: int = 0
    operations_acknowledged: int = 0
    operations_resent: int = 0
    conflicts: int = 0
    merges: int = 0
    flags: int = 0
    case: str = ""
    notice_number: str = ""
    notice_amount_paisa: int = 0
    pdfs: list[str] = field(default_factory=list)
