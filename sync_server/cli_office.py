"""Commands of an office that runs a centre: plan visits, add offices, publish its keys, count what it holds."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click
import segno
from sqlalchemy import select

from casework.visit_limits import Notice, Selection
from simplify_content.text import Text
from sync_server.command_line import home_option, in_app, json_option
from sync_server.config import load_config
from sync_server.models import CentreKey, db
from sync_server.queries.totals import totals
from sync_server.services.add_office import NewOffice, add_office
from sync_server.services.certificate_qr import qr_of_certificate
from sync_server.services.plan_visit import VisitOrder, plan_visit
from sync_server.tools import current_tools


@click.group()
def visit() -> None:
    """Visits of inspectors."""


@visit.command()
@home_option
@click.argument("sign_in")
@click.argument("registration_no")
@click.option("--on", "on", type=click.DateTime(["%Y-%m-%d"]), required=True, help="Day of the visit.")
@click.option("--order-no", required=True, help="Number of the order that authorises it.")
@click.option("--authorised-by", required=True, help="Who gave the order.")
@click.option("--purpose-en", required=True, help="Purpose in English.")
@click.option("--purpose-ur", required=True, help="Purpose in Urdu.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Last day of the order's window [default: open].")
@click.option("--most-minutes", type=int, help="Longest stay that the order allows.")
@click.option("--officers", default="", help="Who else goes along.")
@click.option("--selected-by", type=click.Choice([one.value for one in Selection]), help="Why this employer.")
@click.option("--notice", type=click.Choice([one.value for one in Notice]), help="Whether the employer is told.")
@click.option("--ground", default="", help="In writing why, where a limit of the law is reached.")
def plan(
    home: Path | None,
    sign_in: str,
    registration_no: str,
    on: datetime,
    order_no: str,
    authorised_by: str,
    purpose_en: str,
    purpose_ur: str,
    until: datetime | None,
    most_minutes: int | None,
    officers: str,
    selected_by: str | None,
    notice: str | None,
    ground: str,
) -> None:
    """Plan a visit of inspector SIGN_IN to the employer with REGISTRATION_NO."""
    order = VisitOrder(
        planned_on=on.date(),
        purpose=Text(en=purpose_en, ur=purpose_ur),
        order_no=order_no,
        authorised_by=authorised_by,
        valid_until=until.date() if until else None,
        most_minutes=most_minutes,
        officers=officers,
        selected_by=Selection(selected_by) if selected_by else None,
        notice=Notice(notice) if notice else None,
        ground=ground,
    )
    visit_id = in_app(
        home, lambda: plan_visit(db.session(), sign_in, registration_no, order=order, tools=current_tools())
    )
    click.echo(f"visit {visit_id} planned for {on.date().isoformat()}")


@click.group()
def office() -> None:
    """Offices of the institution that inspect themselves."""


@office.command("add")
@home_option
@click.option("--district", required=True, help="Key of its district, such as lahore.")
@click.option("--name-en", required=True, help="Name in English.")
@click.option("--name-ur", required=True, help="Name in Urdu.")
def office_add(home: Path | None, district: str, name_en: str, name_ur: str) -> None:
    """Add an office, so that the laptops of its district can inspect it."""
    new = NewOffice(district, name_en, name_ur)
    office_id = in_app(home, lambda: add_office(db.session(), new, tools=current_tools()))
    click.echo(f"office {office_id} added in {district}")


@click.group()
def certificate() -> None:
    """Registration certificates."""


@certificate.command("qr")
@home_option
@click.argument("certificate_no")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="File to write, ending in .svg or .png.",
)
def certificate_qr(home: Path | None, certificate_no: str, out: Path) -> None:
    """Write the signed QR to print on the certificate CERTIFICATE_NO."""
    if out.suffix not in (".svg", ".png"):
        raise click.UsageError(f"{out}: a QR is written as .svg or .png")
    address = load_config(home).address
    text = in_app(home, lambda: qr_of_certificate(db.session(), certificate_no, base_url=address))
    segno.make(text, error="m", micro=False).save(str(out), scale=6, border=4)
    click.echo(f"QR of certificate {certificate_no} written to {out}")


@click.command()
@home_option
def keys(home: Path | None) -> None:
    """Print the centre's public keys as the file that `muaina verify --keys` reads."""
    public = in_app(home, lambda: list(db.session.scalars(select(CentreKey.public_key).order_by(CentreKey.id))))
    click.echo(json.dumps({"keys": public}, indent=2))


@click.command()
@home_option
@json_option
def status(home: Path | None, as_json: bool) -> None:
    """Count what the centre holds."""
    counted = asdict(in_app(home, lambda: totals(db.session())))
    if as_json:
        click.echo(json.dumps(counted))
        return
    for name, value in counted.items():
        click.echo(f"{name.replace('_', ' '):<20} {value}")
