"""The protocol's description is what the code does: its fields, its codes, and its worked example to the last digit."""

from __future__ import annotations

import base64
import json
import re
import runpy
from pathlib import Path
from typing import Any

import pytest

from casework.signatures import public_key_of, sign
from sync_protocol.chain import GENESIS, head_claim, verify_run
from sync_protocol.entities import OperationKind
from sync_protocol.errors import Code
from sync_protocol.operations import load_content
from sync_protocol.receipts import verify_receipt
from sync_protocol.schemas import SyncReplySchema, SyncRequestSchema
from sync_server.api.problems import STATUS

DOCS = Path(__file__).parents[2] / "docs"
PROTOCOL = (DOCS / "protocol.md").read_text(encoding="utf-8")
DEVICE_KEY = base64.b64encode(bytes(range(32))).decode()
CENTRE_KEY = base64.b64encode(bytes(range(32, 64))).decode()


def example(name: str) -> dict[str, Any]:
    found = re.search(rf"```json {name}\n(.*?)```", PROTOCOL, re.DOTALL)
    assert found, name
    loaded: dict[str, Any] = json.loads(found[1])
    return loaded


@pytest.fixture
def request_message() -> dict[str, Any]:
    message = example("request")
    message["push"]["operations"] = [example("operation")]
    return message


def test_the_fields_are_written_from_the_schemas() -> None:
    written = runpy.run_path(str(DOCS / "protocol_fields.py"))["document"]()
    assert written == (DOCS / "protocol-fields.md").read_text(encoding="utf-8")


def test_the_example_is_of_the_schemas(request_message: dict[str, Any]) -> None:
    assert SyncRequestSchema().load(request_message)["push"]["operations"] == [example("operation")]
    assert SyncReplySchema().load(example("reply"))["verdicts"][0]["outcome"] == "merged"
    operation = example("operation")
    assert load_content(OperationKind(operation["kind"]), operation["set"]) == operation["set"]


def test_the_chain_and_the_signature_of_the_example_hold(request_message: dict[str, Any]) -> None:
    head = verify_run(GENESIS, [example("operation")])
    claim = head_claim(request_message["device_id"], 1, 1, head)
    assert request_message["push"]["signature"] == sign(DEVICE_KEY, claim)


def test_the_receipt_of_the_example_verifies(request_message: dict[str, Any]) -> None:
    through = verify_receipt(
        public_key_of(CENTRE_KEY),
        example("reply")["receipt"],
        device_id=request_message["device_id"],
        incarnation=1,
        heads={1: example("operation")["hash"]},
    )
    assert through == 1


def test_every_code_is_told_with_its_status() -> None:
    rows = set(re.findall(r"^\| (\d{3}) \| `(E_[A-Z_]+)`", PROTOCOL, re.MULTILINE))
    assert {(str(status), str(code)) for code, status in STATUS.items()} <= rows
    for code in Code:
        assert f"`{code}`" in PROTOCOL, code


def test_every_call_is_told() -> None:
    from sync_server.app import create_app
    from sync_server.config import Config

    app = create_app(Config(home=Path("/nonexistent"), secret_key="x"))
    calls = {
        rule.rule.removeprefix("/sync/v1/")
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/sync/v1/") and not rule.rule.endswith(("openapi.json", "/docs"))
    }
    missing = [call for call in calls if f"{re.sub(r'<.*?:?([a-z0-9_]+)>', '', call).rstrip('/')}" not in PROTOCOL]
    assert missing == []
