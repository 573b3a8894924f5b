"""Facts about this centre, set once by `muaina server init`: institution, scheme, letterhead, demonstration."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from simplify_content.text import Text, same
from sync_server.models import CentreSetting

_ROW = "centre"
_NOT_GIVEN = same("—")


class NotInitialised(RuntimeError):
    """The centre has no facts yet; `muaina server init` makes them."""


@dataclass(frozen=True)
class CentreFacts:
    """Whose centre it is. `scheme` names the law pack; `demonstration` marks every paper."""

    institution: str
    scheme: str
    office: Text
    demonstration: bool
    address: Text = _NOT_GIVEN
    phone: str = ""


def centre_facts(session: Session) -> CentreFacts:
    """Return the facts of this centre.

    Raises:
        NotInitialised: `muaina server init` was not run.
    """
    row = session.get(CentreSetting, _ROW)
    if row is None:
        raise NotInitialised("this centre has no settings yet; run: muaina server init")
    value = row.value
    return CentreFacts(
        institution=value["institution"],
        scheme=value["scheme"],
        office=Text(en=value["office_en"], ur=value["office_ur"]),
        demonstration=value["demonstration"],
        address=Text(en=value.get("address_en") or "—", ur=value.get("address_ur") or "—"),
        phone=value.get("phone", ""),
    )


def save_centre_facts(session: Session, facts: CentreFacts) -> None:
    """Write the facts of this centre in the caller's transaction."""
    value = {
        "institution": facts.institution,
        "scheme": facts.scheme,
        "office_en": facts.office.en,
        "office_ur": facts.office.ur,
        "demonstration": facts.demonstration,
        "address_en": facts.address.en,
        "address_ur": facts.address.ur,
        "phone": facts.phone,
    }
    session.merge(CentreSetting(name=_ROW, value=value))
