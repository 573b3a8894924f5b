"""The database itself refuses a write to what laptops hold that does not come through the gateway."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from typing import Any

import psycopg
import pytest
import sqlcipher3.dbapi2 as sqlite_driver
from sqlalchemy import text

from sync_server.models import db
from sync_server.queries.gateway import writing

WRITES = (
    "UPDATE employer SET phone = '1'",
    "DELETE FROM employer",
    "UPDATE scope SET v = 0",
    "UPDATE member SET present = '0'",
    "DELETE FROM member",
    "INSERT INTO field_change (scope_id, v, entity, row_id, fields) VALUES ('a', 1, 'employer', 'b', 'phone')",
)


def _beside_sqlalchemy(centre: Any) -> Any:
    """Return a connection as any other program opens one."""
    if centre.app.config["MUAINA"].database.startswith("postgresql"):
        return psycopg.connect(db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False))
    return sqlite_driver.connect(str(centre.config.home / "centre.db"))


@pytest.mark.parametrize("statement", WRITES)
def test_another_program_cannot_write_what_laptops_hold(either_centre: Any, statement: str) -> None:
    either_centre.employer()
    other = _beside_sqlalchemy(either_centre)
    with pytest.raises((psycopg.Error, sqlite_driver.Error), match=r"gateway"):
        other.execute(statement)
    other.rollback()
    other.execute("DELETE FROM flag")
    other.commit()
    other.close()
    assert either_centre.scalar("SELECT v FROM scope") == 1
    assert either_centre.scalar("SELECT phone FROM employer") == ""


def test_pythons_own_sqlite_cannot_either(centre: Any) -> None:
    centre.employer()
    other = sqlite3.connect(centre.config.home / "centre.db")
    with pytest.raises(sqlite3.OperationalError, match="muaina_gateway"):
        other.execute("UPDATE employer SET phone = '1'")
    other.close()


@pytest.mark.postgres
def test_a_table_cannot_be_emptied_at_once(postgres_centre: Any) -> None:
    postgres_centre.employer()
    other = _beside_sqlalchemy(postgres_centre)
    with pytest.raises(psycopg.Error, match="gateway"):
        other.execute("TRUNCATE employer")
    other.close()


def test_the_mark_ends_with_the_transaction_in_which_the_gateway_wrote(either_centre: Any) -> None:
    employer = either_centre.employer()
    either_centre.write("employer", {"phone": "1"}, employer)
    with db.engine.connect() as connection:
        driver = connection.connection.driver_connection
        with pytest.raises((psycopg.Error, sqlite_driver.Error), match="gateway"):
            driver.execute("UPDATE employer SET phone = '2'")
        connection.rollback()
    assert either_centre.scalar("SELECT phone FROM employer") == "1"


def test_a_rolled_back_savepoint_does_not_take_the_mark_from_what_comes_after(either_centre: Any) -> None:
    first, second = either_centre.employer(), either_centre.employer()
    with writing(either_centre.session, now=either_centre.clock()) as gateway:
        with suppress(ZeroDivisionError), gateway.savepoint():
            gateway.write("employer", first, {"phone": "1"})
            raise ZeroDivisionError
        gateway.write("employer", second, {"phone": "2"})
    phones = either_centre.session.execute(text("SELECT phone FROM employer ORDER BY id")).scalars().all()
    either_centre.session.rollback()
    assert phones == ["", "2"]
