"""Loads the handbook: what an inspector looks up, in English and Urdu, each section with the provisions it rests on.

Its parts are `handbook_types`, its YAML is read by `handbook_reading`, its figures of the law are filled by
`handbook_figures`, and `handbook_search` finds in it. The text is our own, drafted from statutes and circulars; the
text of the SIMPLIFY handbook is not available to us, so `simplify_source` of a section is empty until somebody who
has it reconciled the two.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from simplify_content.handbook_reading import HandbookReader
from simplify_content.handbook_types import Handbook, HandbookError
from simplify_content.law_loader import available_schemes, load_law_pack
from simplify_content.law_pack import LawPack

HANDBOOK_FOLDER = Path(__file__).parent / "handbook"


@lru_cache(maxsize=1)
def load_handbook() -> Handbook:
    """Return the handbook, checked against every law pack; read once per process.

    Raises:
        HandbookError: its files cannot be used.
        LawError: a law pack cannot be used.
    """
    return read_handbook(HANDBOOK_FOLDER, {scheme: load_law_pack(scheme) for scheme in available_schemes()})


def read_handbook(folder: Path, laws: Mapping[str, LawPack]) -> Handbook:
    """Return the handbook that a folder holds.

    Args:
        folder: `chapters/*.yaml` in reading order of their names, `glossary.yaml`, `sources.yaml`.
        laws: law packs by scheme; what is cited has to stand in one of them.

    Raises:
        HandbookError: it cannot be used; the message names each problem: file, key, what stands there, what was
            expected.
    """
    handbook, problems = HandbookReader(folder, laws).read()
    if problems:
        raise HandbookError("handbook:\n  " + "\n  ".join(problems))
    return handbook
