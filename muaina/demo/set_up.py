"""Builds the demonstration's centre: institution, imported register, people, visits, laptops that are enrolled."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from muaina.demo.processes import run_command
from muaina.demo.stage import DISTRICT, INSPECTORS, PASSWORD, PEOPLE, Folders, Person

OFFICE = (
    ("--office-en", "Directorate Faisalabad (East)"),
    ("--office-ur", "ڈائریکٹوریٹ فیصل آباد (ایسٹ)"),
    ("--address-en", "Demonstration office, Faisalabad"),
    ("--address-ur", "نمائشی دفتر، فیصل آباد"),
    ("--phone", "041-0000000"),
)


def home_of(folder: Path) -> dict[str, str]:
    """Return the environment that puts a command's state into `folder`."""
    return {"MUAINA_HOME": str(folder), "MUAINA_PASSWORD": PASSWORD}


def make_centre(folders: Folders, *, port: int) -> None:
    """Initialise the centre's database, keys and letterhead, and add the people."""
    run_command(
        "server", "init", "--demonstration", "--institution", "pessi", *(word for pair in OFFICE for word in pair),
        environment=centre_environment(folders, port=port),
    )  # fmt: skip
    for person in PEOPLE:
        _add(person, folders, port=port)


def centre_environment(folders: Folders, *, port: int) -> dict[str, str]:
    """Return the environment of every command of the centre."""
    return {**home_of(folders.centre), "MUAINA_CENTRE_PORT": str(port)}


def _add(person: Person, folders: Folders, *, port: int) -> None:
    run_command(
        "server", "user", "add", person.sign_in, "--role", person.role, "--name-en", person.name_en,
        "--name-ur", person.name_ur, "--scope", f"district:{DISTRICT}", "--password", PASSWORD,
        environment=centre_environment(folders, port=port),
    )  # fmt: skip


def import_register(folders: Folders, *, employers: int, port: int) -> dict[str, int]:
    """Generate a register, import its files in order, and return the counts of the employers' file."""
    environment = centre_environment(folders, port=port)
    run_command(
        "register", "generate", "--employers", str(employers), "--seed", "20261122", "--district", DISTRICT,
        "--out", str(folders.register), environment=environment,
    )  # fmt: skip
    counts: dict[str, int] = {}
    for name in ("employers", "establishments", "workers", "contributions", "certificates"):
        told = run_command(
            "register", "import", str(folders.register / f"{name}.csv"), "--json", environment=environment
        )
        if name == "employers":
            counts = json.loads(told)["totals"]
    return counts


def plan_visits(folders: Folders, registration_nos: list[str], *, on: date, port: int) -> None:
    """Plan one visit for each inspector, in order."""
    for number, (inspector, registration_no) in enumerate(zip(INSPECTORS, registration_nos, strict=True), start=1):
        run_command(
            "server", "visit", "plan", inspector.sign_in, registration_no, "--on", on.isoformat(),
            "--order-no", f"DEMO/INS/{on.year}/{number:03d}", "--authorised-by", "Director (demonstration)",
            "--purpose-en", "Check of registration, workers and contributions",
            "--purpose-ur", "رجسٹریشن، کارکنوں اور کنٹری بیوشن کی جانچ",
            environment=centre_environment(folders, port=port),
        )  # fmt: skip


def enrol_laptop(folders: Folders, person: Person, name: str, *, port: int, centre: str) -> None:
    """Invite a laptop at the centre and enrol it over `centre`, its only way to the centre from then on."""
    invitation = json.loads(
        run_command(
            "server", "device", "invite", person.sign_in, "--json", environment=centre_environment(folders, port=port)
        )
    )
    run_command(
        "laptop", "enrol", "--centre", centre, "--code", invitation["code"],
        environment=home_of(folders.laptop(name)),
    )  # fmt: skip


@dataclass(frozen=True)
class RegisterFacts:
    """Which employers of the generated register play a part, by registration number."""

    to_inspect: tuple[str, str]
    to_correct: tuple[str, str]


def register_facts(folders: Folders) -> RegisterFacts:
    """Choose the employers: two middling ones with planted unpaid months to inspect, two sound ones to correct."""
    truth = json.loads((folders.register / "truth.json").read_text(encoding="utf-8"))
    planted = {one["registration_no"]: one["planted"] for one in truth["employers"]}
    with (folders.register / "contributions.csv").open(encoding="utf-8-sig", newline="") as file:
        workers = {row["Registration No"]: int(row["Declared Workers"]) for row in csv.DictReader(file)}
    with (folders.register / "employers.csv").open(encoding="utf-8-sig", newline="") as file:
        active = [
            row["Registration No"]
            for row in csv.DictReader(file)
            if row["Status"] == "active" and row["Self Assessment"] == "no"
        ]
    unpaid = [no for no in active if "unpaid_months" in planted.get(no, {}) and 8 <= workers.get(no, 0) <= 60]
    sound = [no for no in active if no not in planted]
    return RegisterFacts(to_inspect=(unpaid[0], unpaid[1]), to_correct=(sound[0], sound[1]))
