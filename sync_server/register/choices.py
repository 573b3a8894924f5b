"""Values out of a fixed list, written in English or Urdu: district, sector, status, sex, yes or no, institution.

The further spellings of each are data (`choices.yaml`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import yaml
from rapidfuzz import fuzz, process

from simplify_content.cleaning import clean_text, comparable
from simplify_content.places import districts, sectors
from simplify_content.text import Text, same
from sync_server.register.errors import UnfitValue

_SPELLINGS = Path(__file__).parent / "choices.yaml"
_SHORT_LIST = 6
_CLOSE = 75


class ChoiceReader:
    """Reads one of the keys of a list by any of its spellings."""

    def __init__(self, spellings: Mapping[str, tuple[str, ...]]) -> None:
        self._names = {key: names[0] for key, names in spellings.items()}
        self._keys: dict[str, str] = {}
        for key, names in spellings.items():
            for name in (key, *names):
                standing = self._keys.setdefault(comparable(name), key)
                if standing != key:
                    raise ValueError(f"the spelling {name!r} means both {standing!r} and {key!r}")

    def __call__(self, raw: str) -> str:
        """Return the key.

        Raises:
            UnfitValue: no spelling of any key; names the nearest one, or all where there are few.
        """
        form = comparable(raw)
        if not form:
            return ""
        if key := self._keys.get(form):
            return key
        near = process.extractOne(form, self._keys.keys(), scorer=fuzz.ratio, score_cutoff=_CLOSE)
        if near:
            raise UnfitValue("choice.did_you_mean", suggestion=self._names[self._keys[near[0]]])
        raise UnfitValue("choice.unknown", expected=self._expected())

    def _expected(self) -> Text:
        shown = list(self._names.values())[:_SHORT_LIST]
        tail = ", …" if len(self._names) > _SHORT_LIST else ""
        return same(", ".join(shown) + tail)


class DistrictReader(ChoiceReader):
    """Reads a district; "Lahore District" and "ضلع لاہور" are Lahore."""

    def __call__(self, raw: str) -> str:
        """Return the key of the district."""
        text = clean_text(raw)
        for word in ("District", "district", "DISTRICT", "Distt.", "Distt", "ضلع"):
            text = text.removeprefix(word).removesuffix(word).strip(" :-")
        return super().__call__(text)


@cache
def choice_readers(jurisdiction: str) -> Mapping[str, Callable[[str], str]]:
    """Return the reader of each list: district, sector, employer_status, certificate_status, sex, flag, institution.

    Args:
        jurisdiction: of the institution's law pack; districts outside it are not read.
    """
    extra: dict[str, dict[str, list[str]]] = yaml.safe_load(_SPELLINGS.read_text(encoding="utf-8"))
    readers: dict[str, Callable[[str], str]] = {
        name: ChoiceReader({key: tuple(names) for key, names in lists.items()})
        for name, lists in extra.items()
        if name not in {"district", "sector"}
    }
    for name, reader, places in (
        ("district", DistrictReader, districts(jurisdiction)),
        ("sector", ChoiceReader, sectors()),
    ):
        more = extra[name]
        readers[name] = reader(
            {place.key: (place.name.en, place.name.ur, *more.get(place.key, ())) for place in places}
        )
    return readers
