"""The look both apps share: stylesheet, icons, fonts; and the font files that PDF documents embed."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).resolve().parent
"""What the apps serve under `/look/`, sub-folders included."""

FONTS = FOLDER / "fonts"
"""woff2 files for pages, TrueType files for documents, and their licences."""
