"""Makes a one-time code with which an inspector's laptop enrols; only its hash is kept."""

from __future__ import annotations

import base64
import hashlib
from datetime import timedelta

from sqlalchemy.orm import Session

from simplify_content.text import Text
from sync_server.errors import NotFound, Refusal
from sync_server.models import Invitation, Role
from sync_server.queries.invitations import find_user
from sync_server.services.enrol_device import code_hash, normal_code
from sync_server.tools import Tools

VALID = timedelta(days=7)
"""How long a code may wait for its laptop."""

_GROUPS = 4


def invite_device(session: Session, sign_in: str, *, tools: Tools) -> str:
    """Return a fresh code of 80 bits, such as `ABCD-EFGH-JKLM-NPQR`, for one laptop of a person.

    Args:
        session: one transaction, committed here.
        sign_in: whose laptop.
        tools: clock and secrets.

    Raises:
        NotFound: nobody has this sign-in name.
        Refusal: the person is not an active inspector.
    """
    user = find_user(session, sign_in)
    if user is None:
        raise NotFound(Text(en=f"Nobody signs in as {sign_in}.", ur=f"{sign_in} نام کا کوئی صارف نہیں۔"))
    if not user.active or user.role != Role.INSPECTOR:
        raise Refusal(
            Text(en="Only an active inspector gets a laptop.", ur="لیپ ٹاپ صرف فعال معائنہ کار کو دیا جاتا ہے۔")
        )
    chance = hashlib.sha256(tools.new_secret().encode()).digest()
    letters = base64.b32encode(chance).decode("ascii")
    code = "-".join(letters[place * 4 : place * 4 + 4] for place in range(_GROUPS))
    invitation = Invitation(
        code_hash=code_hash(normal_code(code)), user_id=user.id, expires_at=tools.now() + VALID, reply={}
    )
    session.add(invitation)
    session.commit()
    return code
