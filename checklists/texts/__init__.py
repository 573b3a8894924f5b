"""Sentences of the questions engine itself, in English and Urdu."""

from pathlib import Path

from simplify_content.text import Catalogue

TEXTS = Catalogue.load(Path(__file__).parent)
