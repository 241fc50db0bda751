"""What the documents of the ledger billed of each quote line, and the sessions that they annexed.

A Situation of a part or of a fixed amount is one line on the whole quote (`LignesFacture[Version]`): each line of the
quote bears its share of it, in proportion to its amount, and the global discount, contingency and overhead the rest.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

from postprod_xl.domain.invoicing.credits.standing import STANDING_CELLS, standings
from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.quotes.versions.statuses import accepted_versions
from postprod_xl.domain.quotes.versions.totals import VersionKey, line_amounts, totals_of, version_keys
from postprod_xl.schema.units import half_up
from postprod_xl.schema.vocabulary import InvoiceType

SEPARATOR = " ; "
"""Between the numbers of `LignesFacture[Séances]`."""


@dataclass(frozen=True)
class Billed:
    """What was billed, in cents; deposits bill nothing here, and credit notes take back what they credit.

    Parameters
    ----------
    lines
        By quote line, its share of the lumps on the whole quote included.
    lumped
        That share alone.
    unlined
        By project, what no line bears: what goes with the lines, and what is left of the lumps.
    """

    lines: Counter[str] = field(default_factory=Counter)
    lumped: Counter[str] = field(default_factory=Counter)
    unlined: Counter[str] = field(default_factory=Counter)


@fact(
    Factures="number type project origin",
    LignesFacture="invoice line amount_cents version",
    Devis="line project version item unit quantity unit_price_cents discount_rate",
    Versions="project version status discount_rate contingency_rate overhead_rate",
    Tarifs="item unit price_cents film_price_cents",
    Projets="code type",
)
def billed(office: Office) -> Billed:
    """What invoices billed on each quote line less what credit notes gave back, lumps on the whole quote shared out."""
    found, lumps = Billed(), Counter[VersionKey]()
    accepted, signs = accepted_versions(office), _signs(office)
    lines, unsigned = found.lines, ("", 0)
    details = office["LignesFacture"].select("invoice", "line", "version", "amount_cents")
    for number, line, version, cents in details:
        project, sign = signs.get(number, unsigned)
        if not sign or not cents:
            continue
        if line:
            lines[line] += sign * cents
        elif version is not None:
            lumps[project, accepted.get(project, version)] += sign * cents
        else:
            found.unlined[project] += sign * cents
    for key, cents in lumps.items():
        shares = _shared_out(office, key, cents)
        found.lines.update(shares)
        found.lumped.update(shares)
        found.unlined[key[0]] += cents - shares.total()
    return found


def invoiced_by_line(office: Office) -> Counter[str]:
    """What the invoices billed on each quote line less what credit notes gave back, in cents; see `billed`."""
    return billed(office).lines


@fact(
    Factures=STANDING_CELLS,
    LignesFacture="invoice sessions",
)
def annexed_sessions(office: Office) -> frozenset[str]:
    """The numbers of the sessions that invoices annexed; those of an annulled invoice are to bill again."""
    stands = standings(office)
    return frozenset(
        session
        for number, sessions in office["LignesFacture"].select("invoice", "sessions")
        if sessions and number in stands and not stands[number].is_annulled
        for session in sessions.split(SEPARATOR)
    )


def _signs(office: Office) -> dict[str, tuple[str, int]]:
    """The project of each invoice and of its credit notes, and the sign of their amounts."""
    invoices = [*office["Factures"].select("number", "project", "type", "origin")]
    kinds = {number: kind for number, _, kind, _ in invoices}
    signs = {}
    for number, project, kind, origin in invoices:
        if kind == InvoiceType.INVOICE:
            signs[number] = (project, 1)
        elif kind == InvoiceType.CREDIT_NOTE and kinds.get(origin) != InvoiceType.DEPOSIT:
            signs[number] = (project, -1)
    return signs


def _shared_out(office: Office, key: VersionKey, cents: int) -> Counter[str]:
    """The share of each line of a version in an amount billed on the whole of it."""
    quote = office["Devis"]
    lines = quote.where(of_line == key for of_line in version_keys(quote))
    amounts = line_amounts(office, lines)
    rates = next(
        (
            rates
            for of_version, rates in zip(
                version_keys(office["Versions"]),
                office["Versions"].select("discount_rate", "contingency_rate", "overhead_rate"),
                strict=True,
            )
            if of_version == key
        ),
        (None, None, None),
    )
    total = totals_of(sum(amounts), None, *rates).total
    shares: Counter[str] = Counter()
    if total:
        for line, amount in zip(lines.column("line"), amounts, strict=True):
            shares[line] += half_up(cents * amount / Decimal(total))
    return shares
