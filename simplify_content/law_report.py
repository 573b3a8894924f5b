"""Lines for a terminal about a law pack: what it holds, and what the law says of one section or value on a day."""

from __future__ import annotations

from datetime import date

from simplify_content.law_fact_report import fact_lines
from simplify_content.law_facts import LawFact
from simplify_content.law_loader import LawLint
from simplify_content.law_pack import DatedValue, LawError, LawPack, Provenance, Provision


def lint_lines(lint: LawLint) -> tuple[str, ...]:
    """Return the counts of a law pack, the facts that wait for confirmation, and the problems, one a line."""
    return (
        f"{lint.scheme}: {lint.provisions} provisions, {lint.values} dated values and rates ({lint.unknown} unknown)",
        f"facts: {_counted(lint)}",
        f"confirmed, or read in the statute and in force: {lint.printable}; unconfirmed: {len(lint.unconfirmed)}",
        *(f"  unconfirmed  {name}" for name in lint.unconfirmed),
        f"problems: {len(lint.problems)}",
        *(f"  problem  {problem}" for problem in lint.problems),
    )


def _counted(lint: LawLint) -> str:
    return ", ".join(f"{kind} {number}" for kind, number in lint.facts.items()) or "none"


def show_lines(pack: LawPack, what: str, on: date) -> tuple[str, ...]:
    """Return what a pack says of a provision, a dated value or another fact on a day, in both languages.

    Args:
        pack: of the scheme.
        what: key of a provision (`PESSO65.s20.1`), its section (`20(1)`), key of a value, key of another fact
            (`penalty.offences`), or a kind of facts (`penalty`).
        on: the day.

    Raises:
        LawError: the pack holds none of these.
    """
    provisions = [found for found in pack.provisions.values() if what in (found.key, found.section)]
    if provisions:
        return tuple(line for found in provisions for line in _provision_lines(pack, found))
    if what in pack.values:
        return _value_lines(pack, what, on)
    facts = [fact for fact in pack.facts.values() if what in (fact.key, fact.kind)]
    if facts:
        return tuple(line for fact in facts for line in _fact_lines(pack, fact, on=on))
    raise LawError(
        f"law pack {pack.scheme}: no provision and no value {what!r}; values are {', '.join(sorted(pack.values))}"
    )


def _provision_lines(pack: LawPack, provision: Provision) -> tuple[str, ...]:
    cite = pack.cite(provision.key)
    return (
        f"{provision.key}  {cite.en}",
        f"  {provision.title.en}: {provision.summary.en}",
        f"  {cite.ur}",
        f"  {provision.title.ur}: {provision.summary.ur}",
        *_standing_lines(pack, provision.provenance),
        _printable_line(provision),
    )


def _fact_lines(pack: LawPack, fact: LawFact, *, on: date) -> tuple[str, ...]:
    return (*fact_lines(pack, fact, on=on), *_standing_lines(pack, fact.provenance), _printable_line(fact))


def _value_lines(pack: LawPack, key: str, on: date) -> tuple[str, ...]:
    held = [value for value in pack.values[key] if value.holds_on(on)]
    if not held:
        return (f"{key}: the pack holds nothing for {on.isoformat()}",)
    lines: list[str] = []
    for value in held:
        amount = "unknown" if value.value is None else f"{value.value:f} {value.unit}"
        name = f"{key} ({value.alternative})" if value.alternative else key
        lines += [
            f"{name}  {amount}  {_span(value)}",
            f"  {value.title.en}",
            f"  {value.title.ur}",
            f"  reference: {value.reference}",
            *_standing_lines(pack, value.provenance),
            _printable_line(value),
        ]
    return tuple(lines)


def _span(value: DatedValue) -> str:
    start = value.from_on.isoformat() if value.from_on else "always"
    return f"from {start} to {value.to_on.isoformat() if value.to_on else 'now'}"


def _standing_lines(pack: LawPack, provenance: Provenance) -> tuple[str, ...]:
    source = pack.sources[provenance.source]
    lines = [
        f"  source: {source.title}" + (f" <{source.url}>" if source.url else ""),
        f"  read on {provenance.read_on}, confidence {provenance.confidence}, {provenance.legal_status}",
    ]
    return tuple([*lines, f"  note: {provenance.note}"] if provenance.note else lines)


def _printable_line(fact: Provision | DatedValue | LawFact) -> str:
    if fact.confirmation is not None:
        return f"  confirmed by {fact.confirmation.confirmed_by} on {fact.confirmation.confirmed_on}"
    return "  a notice may print it" if fact.is_printable else "  a notice may not print it before it is confirmed"
