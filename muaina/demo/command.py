"""`muaina demo`: the whole chain, each step in a line, with real processes, real files and a link that fails once."""

from __future__ import annotations

import json
import shutil
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from types import FrameType
from typing import Any, TypeVar

import click

from muaina.demo import centre_desk, laptop_desk
from muaina.demo.link import Link, LinkState
from muaina.demo.processes import CommandFailed, Processes, first_line_of, run_command, wait_until_up
from muaina.demo.set_up import (
    centre_environment,
    enrol_laptop,
    home_of,
    import_register,
    make_centre,
    plan_visits,
    register_facts,
)
from muaina.demo.stage import INSPECTORS, PASSWORD, PEOPLE, SUPERVISOR, Folders, Story, lay_out
from muaina.demo.story import visits_for
from muaina.demo.visitor import StepFailed, Visitor

T = TypeVar("T")
_SYNC_ROUNDS = 12


@click.command()
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for papers, logs and summary.json. Default: a temporary folder.",
)
@click.option(
    "--employers", type=click.IntRange(100, 5000), default=300, show_default=True, help="Size of the register."
)
@click.option("--serve", is_flag=True, help="Leave centre and laptops running and print addresses and sign-ins.")
def demo(out: Path | None, employers: int, serve: bool) -> None:
    """Run the whole chain on this machine: register, two offline inspections, sync, conflict, flag, case, notice."""
    signal.signal(signal.SIGTERM, _as_interrupt)
    folder = (out or Path(tempfile.mkdtemp(prefix="muaina-demo-"))).absolute()
    _clear(folder)
    folders = lay_out(folder)
    with Processes(folders.logs) as processes:
        try:
            Demonstration(folders, processes, employers=employers).play(serve=serve)
        except (CommandFailed, StepFailed) as problem:
            click.echo(f"\nThe demonstration stopped: {problem}\nLogs are in {folders.logs}", err=True)
            sys.exit(1)
        except KeyboardInterrupt:
            click.echo("\nStopped; every process of the demonstration was ended.", err=True)
            sys.exit(130)


class Demonstration:
    """Plays the story once; every step says in a line what it did."""

    def __init__(self, folders: Folders, processes: Processes, *, employers: int) -> None:
        self._folders = folders
        self._processes = processes
        self._employers = employers
        self._story = Story()
        self._step = 0
        self._today = date.today()  # noqa: DTZ011 - the legal day of the machine that plays
        self._port = _free_port()
        self._centre = f"http://127.0.0.1:{self._port}"
        self._links: dict[str, Link] = {}
        self._inspectors: dict[str, Visitor] = {}
        self._launches: dict[str, str] = {}

    def play(self, *, serve: bool) -> None:
        """Play from the empty folder to the served notice, then print the table."""
        self._open_centre()
        self._open_laptops()
        self._work_offline()
        self._sync()
        self._review()
        self._enforce()
        self._report()
        if serve:
            self._serve()

    def _open_centre(self) -> None:
        self._say(
            "A centre for PESSI is made, marked as a demonstration", lambda: make_centre(self._folders, port=self._port)
        )
        counts = self._say(
            f"A synthetic register of {self._employers} employers is generated and imported",
            lambda: import_register(self._folders, employers=self._employers, port=self._port),
        )
        self._story.employers = counts["new"]
        self._facts = register_facts(self._folders)
        chosen = [visit.registration_no for visit in visits_for(self._facts)]
        self._say(
            "Two visits are planned, with order numbers",
            lambda: plan_visits(self._folders, chosen, on=self._today, port=self._port),
        )
        environment = centre_environment(self._folders, port=self._port)
        self._say(
            "The register of the district is packed for laptops",
            lambda: run_command("server", "snapshot", "build", environment=environment),
        )
        process = self._processes.start("centre", "server", "run", "--port", str(self._port), environment=environment)
        first_line_of(process)
        wait_until_up(self._centre, process)
        self._told(f"The centre answers at {self._centre}")

    def _open_laptops(self) -> None:
        for person, name in zip(INSPECTORS, ("a", "b"), strict=True):
            self._links[name] = Link(self._port)
            address = self._links[name].address
            self._say(
                f"Laptop {name.upper()} is enrolled with a one-time code and has fetched its register",
                lambda person=person, name=name, address=address: enrol_laptop(  # type: ignore[misc]
                    self._folders, person, name, port=self._port, centre=address
                ),
            )
        for link in self._links.values():
            link.set_state(LinkState.DOWN)
        self._told("The network is gone for both laptops")
        for name in self._links:
            self._start_laptop(name)

    def _start_laptop(self, name: str) -> None:
        environment = {**home_of(self._folders.laptop(name)), "MUAINA_LAPTOP_SYNC_EVERY_S": "0"}
        process = self._processes.start(
            f"laptop-{name}", "laptop", "run", "--port", "0", "--no-browser", "--json-ready", environment=environment
        )
        ready = json.loads(first_line_of(process))
        self._launches[name] = str(ready["address"])
        self._inspectors[name] = laptop_desk.sign_in(str(ready["address"]), str(ready["token"]))

    def _work_offline(self) -> None:
        for (name, inspector), visit in zip(self._inspectors.items(), visits_for(self._facts), strict=True):
            sheets = self._say(
                f"Inspector {name.upper()} inspects employer {visit.registration_no} offline and prints the exit sheet",
                lambda inspector=inspector, visit=visit, name=name: laptop_desk.inspect(  # type: ignore[misc]
                    inspector, visit, today=self._today, papers=self._folders.papers, name=name
                ),
            )
            self._story.pdfs += sheets
            self._story.inspections += 1
        same, other = self._facts.to_correct
        laptop_desk.correct(self._inspectors["a"], same, phone="041-2000001")
        laptop_desk.correct(self._inspectors["b"], same, phone="041-2000002")
        self._told(f"Both inspectors corrected the telephone of employer {same}, differently")
        laptop_desk.correct(self._inspectors["a"], other, phone="041-3000003")
        laptop_desk.correct(self._inspectors["b"], other, trade_name="Demonstration Trade Name")
        self._told(f"Each corrected another field of employer {other}")

    def _sync(self) -> None:
        for link in self._links.values():
            link.set_state(LinkState.UP)
        self._links["a"].lose_next_reply("POST /sync/v1/sync")
        self._told("The link is back, and will lose the centre's reply to laptop A's first push")
        for name in ("a", "b", "a"):
            self._say(f"Laptop {name.upper()} syncs", lambda name=name: self._sync_until_received(name))  # type: ignore[misc]
        if not self._links["a"].replies_lost:
            raise StepFailed("the link lost no reply; the demonstration proves nothing about resending")
        for name in self._links:
            status = self._status(name)
            self._story.operations_sent += status["operations"]["made"]
            self._story.operations_acknowledged += status["operations"]["acknowledged"]
            self._story.operations_resent += status["operations"]["resent"]
        self._told(
            f"{self._story.operations_acknowledged} of {self._story.operations_sent} operations have a receipt, "
            f"{self._story.operations_resent} were sent again after the lost reply"
        )

    def _sync_until_received(self, name: str) -> None:
        for _ in range(_SYNC_ROUNDS):
            self._inspectors[name].open("/queue")
            self._inspectors[name].send("/queue/sync")
            status = self._status(name)
            if status["operations"]["acknowledged"] == status["operations"]["made"] and status["files_waiting"] == 0:
                return
            time.sleep(0.3)
        raise StepFailed(f"laptop {name.upper()} still has unsent work after {_SYNC_ROUNDS} tries: {status}")

    def _status(self, name: str) -> dict[str, Any]:
        told = run_command("laptop", "status", "--json", environment=home_of(self._folders.laptop(name)))
        status: dict[str, Any] = json.loads(told)
        return status

    def _review(self) -> None:
        self._story.merges = self._centre_status()["merges_clean"]
        self._story.conflicts = self._say(
            "A supervisor settles the conflict, with a reason", lambda: centre_desk.settle_conflicts(self._centre)
        )
        self._approved = self._say(
            "The supervisor reads and approves both inspections", lambda: centre_desk.approve_inspections(self._centre)
        )
        self._story.flags = centre_desk.count_flags(self._centre)
        self._told(f"{self._story.flags} flags mark employers as non-compliant, each with its reason")

    def _enforce(self) -> None:
        inspection = self._approved_of(visits_for(self._facts)[0].registration_no)
        hearing_on = self._today + timedelta(days=21)
        case = self._say(
            "An enforcement officer opens a case and sets a hearing",
            lambda: centre_desk.open_case(self._centre, inspection, hearing_on=hearing_on),
        )
        if not centre_desk.is_refused_unconfirmed(self._centre, case):
            raise StepFailed("the centre issued a notice although the law officer had confirmed nothing")
        self._told("The notice is refused: a rate and a section on it are not confirmed")
        facts = self._say(
            "The law officer confirms what the notice would print", lambda: centre_desk.confirm_facts(self._centre)
        )
        self._told(f"{len(facts)} facts were confirmed, for the demonstration only: {', '.join(facts)}")
        notice = self._say(
            "The demand and show-cause notice is issued in English and Urdu",
            lambda: centre_desk.issue_notice(self._centre, case, self._folders.papers),
        )
        self._story.case = notice["case_no"]
        self._story.notice_number = notice["serial"]
        self._story.notice_amount_paisa = int(notice["amount_paisa"])
        keys = self._folders.papers / "centre-keys.json"
        keys.write_text(
            run_command("server", "keys", environment=centre_environment(self._folders, port=self._port)),
            encoding="utf-8",
        )
        for lang in ("en", "ur"):
            self._story.pdfs.append(notice[lang])
            run_command("verify", notice[lang], "--keys", str(keys), environment={})
        self._told("`muaina verify` finds both papers genuine, with no network and only the centre's public key")

    def _approved_of(self, registration_no: str) -> str:
        for inspection in self._approved:
            page = centre_desk.sign_in(self._centre, SUPERVISOR).open(f"/inspections/{inspection}").text
            if registration_no in page:
                return inspection
        raise StepFailed(f"no approved inspection of employer {registration_no}")

    def _centre_status(self) -> dict[str, int]:
        told = run_command("server", "status", "--json", environment=centre_environment(self._folders, port=self._port))
        status: dict[str, int] = json.loads(told)
        return status

    def _report(self) -> None:
        summary = self._folders.out / "summary.json"
        summary.write_text(json.dumps(asdict(self._story), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        rows = [(name.replace("_", " "), value) for name, value in asdict(self._story).items() if name != "pdfs"]
        width = max(len(name) for name, _ in rows)
        click.echo("\n" + "-" * 60)
        for name, value in rows:
            click.echo(f"  {name:<{width}}  {value}")
        click.echo("-" * 60)
        for path in self._story.pdfs:
            click.echo(f"  {path}")
        click.echo(f"  {summary}")

    def _serve(self) -> None:
        click.echo(f"\nCentre: {self._centre}/sign-in   password of everybody: {PASSWORD}")
        for person in PEOPLE:
            click.echo(f"  {person.sign_in:<14} {person.role}")
        for name in self._links:
            process_address = self._relaunch(name)
            click.echo(f"Laptop {name.upper()}: {process_address}   password: {PASSWORD}")
        click.echo("Ctrl-C ends everything.")
        while True:
            time.sleep(3600)

    def _relaunch(self, name: str) -> str:
        """Start the laptop afresh, since its launch token is spent, and return the address to open."""
        self._processes.stop_named(f"laptop-{name}")
        environment = {**home_of(self._folders.laptop(name)), "MUAINA_LAPTOP_SYNC_EVERY_S": "60"}
        process = self._processes.start(
            f"laptop-{name}", "laptop", "run", "--port", "0", "--no-browser", "--json-ready", environment=environment
        )
        ready = json.loads(first_line_of(process))
        return str(ready["launch_url"])

    def _say(self, words: str, act: Callable[[], T]) -> T:
        self._step += 1
        begun = time.monotonic()
        click.echo(f"{self._step:2}. {words} ...", nl=False)
        result = act()
        click.echo(f" done ({time.monotonic() - begun:.1f} s)")
        return result

    def _told(self, words: str) -> None:
        self._step += 1
        click.echo(f"{self._step:2}. {words}")


def _clear(folder: Path) -> None:
    """Empty a folder that an earlier demonstration filled; refuse any other folder that is not empty.

    Raises:
        click.UsageError: the folder holds something else.
    """
    if not folder.exists() or not any(folder.iterdir()):
        return
    if not (folder / "logs").is_dir() or not (folder / "papers").is_dir():
        raise click.UsageError(f"{folder} is not empty and holds no earlier demonstration; choose another --out")
    shutil.rmtree(folder)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def _as_interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
