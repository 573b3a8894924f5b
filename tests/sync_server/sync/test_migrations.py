"""The migrations make exactly the models' tables, on both databases, and evidence in them cannot be changed."""

from __future__ import annotations

from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from simplify_content.text import same
from sync_server.models import Base, db
from sync_server.queries.settings import CentreFacts, centre_facts
from sync_server.services.initialise import initialise
from sync_server.services.migrate import SchemaBehind, alembic_config, refuse_other_shape


def test_the_migrations_lead_to_the_models(either_centre: Any) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_there_is_one_newest_step(centre: Any) -> None:
    with db.engine.connect() as connection:
        assert len(ScriptDirectory.from_config(alembic_config(connection)).get_heads()) == 1


def test_the_steps_can_be_undone(either_centre: Any) -> None:
    with db.engine.begin() as connection:
        command.downgrade(alembic_config(connection), "base")
    with pytest.raises(SchemaBehind):
        refuse_other_shape(db.engine)


def test_setting_up_again_keeps_keys_and_facts(centre: Any) -> None:
    before = centre.session.execute(text("SELECT purpose, private_key FROM centre_key")).all()
    centre.session.rollback()
    other = CentreFacts(institution="x", scheme="x", office=same("x"), demonstration=True)
    standing = initialise(centre.session, db.engine, other, tools=centre.tools)
    assert standing.institution == "pessi"
    assert centre.session.execute(text("SELECT purpose, private_key FROM centre_key")).all() == before
    assert centre_facts(centre.session) == standing
    centre.session.rollback()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger SET body = '{}'",
        "UPDATE ledger SET hash = ''",
        "DELETE FROM ledger",
        "UPDATE finding SET text_en = 'nothing'",
        "DELETE FROM finding",
        "UPDATE evidence SET sha256 = ''",
        "UPDATE evidence SET copy_sha256 = ''",
        "DELETE FROM evidence",
        "UPDATE conflict SET arriving_value = '1'",
        "DELETE FROM conflict",
    ],
)
def test_evidence_once_written_is_neither_changed_nor_deleted(either_centre: Any, statement: str) -> None:
    employer, laptop, other = either_centre.employer(), either_centre.laptop(), either_centre.laptop()
    inspection = laptop.start(employer)
    laptop.finding(inspection)
    laptop.evidence(inspection, b"a photo")
    laptop.correct(employer, was={"phone": ""}, phone="1")
    other.correct(employer, was={"phone": ""}, phone="2")
    laptop.sync()
    other.sync()
    table = statement.split()[1 if statement.startswith("UPDATE") else 2]
    assert either_centre.scalar(f"SELECT count(*) FROM {table}") > 0
    with pytest.raises(DatabaseError, match="append-only"):
        either_centre.scalar(statement)
    either_centre.session.rollback()


def test_the_verdict_of_a_held_operation_may_change(either_centre: Any) -> None:
    laptop = either_centre.laptop()
    laptop.finding("01930000-0000-7000-8000-000000000001")
    laptop.sync()
    either_centre.session.execute(text("UPDATE ledger SET outcome = 'applied'"))
    either_centre.session.commit()
    assert either_centre.scalar("SELECT outcome FROM ledger") == "applied"
