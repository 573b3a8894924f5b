"""Alembic migrations of the centre's database; imports no code of ours, so that an old step never changes."""
