"""The seats of a laptop: each inspector's own folder, with a vault and databases of its own; opens none of them.

A seat is named by a number and, for the sign-in page, by initials: a thief or a colleague learns no name from it.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from inspector_app.store.opened import Person
from inspector_app.store.vault import FILE as VAULT
from inspector_app.store.vault import has_vault
from simplify_content.text import Text

SEATS = "inspectors"
ENROLLING = "enrolling"
LABEL = "label.json"
PRACTICE = "practice"
_MOVING = ".moving"
_LETTERS = 3


@dataclass(frozen=True)
class Seat:
    """One inspector's place on this laptop."""

    number: int
    initials: Text | None
    """None until that person has signed in to this version once."""
    folder: Path


def seats(home: Path) -> tuple[Seat, ...]:
    """Return the seats in the order of their numbers; one whose files are lost is among them."""
    folders = {int(path.name): path for path in _folders(home) if path.name.isdecimal()}
    return tuple(Seat(number, _initials(folders[number]), folders[number]) for number in sorted(folders))


def free_seat(home: Path) -> Path:
    """Return the folder of the next seat; it does not exist yet."""
    return home / SEATS / str(max((seat.number for seat in seats(home)), default=0) + 1)


def practice_folder(seat: Path) -> Path:
    """Return the folder of the practice room's own files."""
    return seat / PRACTICE


def label_seat(folder: Path, person: Person) -> None:
    """Write down the initials that the sign-in page shows, when they are not there yet."""
    initials = Text(_first_letters(person.name_en, ". "), _first_letters(person.name_ur, "۔ "))
    if _initials(folder) == initials:
        return
    part = folder / f"{LABEL}.part"
    with part.open("w", encoding="utf-8") as file:
        part.chmod(0o600)
        json.dump({"en": initials.en, "ur": initials.ur}, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    part.replace(folder / LABEL)


def is_unsettled(home: Path) -> bool:
    """Return whether the home is of a version that knew one inspector only, or was left in the middle of its move."""
    return has_vault(home) or any(path.name.endswith(_MOVING) for path in _folders(home))


def settle(home: Path) -> None:
    """Move the files of a home that knew one inspector only to a seat; what a crash left half-done is finished.

    The vault goes last: while it is in the old place the move is not done, and is gone on with by the next call.
    Nothing may have the files open.
    """
    moving = next((path for path in _folders(home) if path.name.endswith(_MOVING)), None)
    if has_vault(home):
        moving = moving or free_seat(home).with_suffix(_MOVING)
        moving.mkdir(parents=True, exist_ok=True, mode=0o700)
        for path in [path for path in home.iterdir() if path.name not in (SEATS, ENROLLING, VAULT)]:
            path.replace(moving / path.name)
        (home / VAULT).replace(moving / VAULT)
    if moving is not None:
        moving.rename(free_seat(home))
    left = home.with_name(f"{home.name}.enrolling")
    if has_vault(left):
        (home / ENROLLING).mkdir(parents=True, exist_ok=True, mode=0o700)
        left.rename(home / ENROLLING / "before")


def _folders(home: Path) -> list[Path]:
    folder = home / SEATS
    return [path for path in folder.iterdir() if path.is_dir()] if folder.is_dir() else []


def _initials(folder: Path) -> Text | None:
    try:
        label = json.loads((folder / LABEL).read_text(encoding="utf-8"))
        return Text(str(label["en"]), str(label["ur"]))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _first_letters(name: str, mark: str) -> str:
    return "".join(f"{word[0]}{mark}" for word in name.split()[:_LETTERS]).strip() or "?"
