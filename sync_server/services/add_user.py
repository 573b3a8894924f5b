"""Adds a person who signs in at the centre or works on a laptop."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from simplify_content.law_loader import load_law_pack
from simplify_content.law_pack import LawPack
from simplify_content.places import districts
from simplify_content.text import Text, isolate
from sync_server.errors import Refusal
from sync_server.models import Role, User
from sync_server.queries.invitations import find_user
from sync_server.queries.scoped import EVERYWHERE, district_scope
from sync_server.queries.settings import centre_facts
from sync_server.tools import Tools

SHORTEST_PASSWORD = 10
"""Source: NIST SP 800-63B, memorised secrets: length counts, composition rules do not (8 is the least)."""

_SIGN_IN = re.compile(r"^[a-z0-9][a-z0-9._-]{1,78}\Z")


@dataclass(frozen=True)
class NewUser:
    """Who is added. `scopes` are `district:<key>`, or `*` for all."""

    sign_in: str
    role: Role
    name: Text
    scopes: Sequence[str]
    password: str


def add_user(session: Session, new: NewUser, *, tools: Tools) -> User:
    """Store a person with the hash of the password and return the row.

    Raises:
        Refusal: the sign-in name is taken or not of its form, a scope is not a district where the institution works,
            or the password is short.
    """
    sign_in = new.sign_in.strip().lower()
    _refuse_unless(
        bool(_SIGN_IN.match(sign_in)),
        en="A sign-in name has small letters, digits, dot, hyphen: 2 to 79 of them.",
        ur="سائن اِن نام میں چھوٹے انگریزی حروف، ہندسے، نقطہ یا ڈیش ہوتے ہیں: 2 سے 79 تک۔",
    )
    _refuse_unless(
        find_user(session, sign_in) is None,
        en=f"The sign-in name {sign_in} is taken.",
        ur=f"سائن اِن نام {sign_in} پہلے سے موجود ہے۔",
    )
    _refuse_unless(
        len(new.password) >= SHORTEST_PASSWORD,
        en=f"A password has at least {SHORTEST_PASSWORD} characters.",
        ur=f"پاس ورڈ میں کم از کم {SHORTEST_PASSWORD} حروف ہونے چاہییں۔",
    )
    facts = centre_facts(session)
    _refuse_strange_scopes(new.scopes, load_law_pack(facts.scheme))
    user = User(
        id=tools.new_id(),
        sign_in=sign_in,
        name_en=new.name.en,
        name_ur=new.name.ur,
        role=new.role,
        institution=facts.institution,
        scopes=sorted(set(new.scopes)),
        password_hash=PasswordHasher().hash(new.password),
    )
    session.add(user)
    session.commit()
    return user


def _refuse_strange_scopes(scopes: Sequence[str], law: LawPack) -> None:
    own = [district_scope(place.key) for place in districts(law.jurisdiction)]
    strange = next((scope for scope in scopes if scope != EVERYWHERE and scope not in own), "")
    _refuse_unless(
        bool(scopes) and not strange,
        en=f"{strange or 'Nothing'} is no scope of {law.institution.en}; give district:<key>, such as {own[0]}, or *.",
        ur=f"{law.institution.ur} کا دائرۂ کار district:<key> کی صورت میں دیں، مثلاً {isolate(own[0])}، یا سب کے لیے *۔"
        + (f" {isolate(strange)} اس میں شامل نہیں۔" if strange else ""),
    )


def _refuse_unless(condition: bool, *, en: str, ur: str) -> None:
    if not condition:
        raise Refusal(Text(en=en, ur=ur))
