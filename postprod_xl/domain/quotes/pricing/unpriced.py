"""What a quote line or a change order leaves blank: taken from the rate card and said, or not known and said.

What is not known is a warning in a draft, and blocks what is sent: a client would believe its total. What is accepted
is a contract that the house lives with: it is a warning there, and no invoice is issued on it. A price typed as 0 is a
choice, which the bounds of its column question.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from postprod_xl.domain.money import amount_cents
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.tasks.facts import CLOSED_PROJECTS
from postprod_xl.domain.quotes.change_orders import is_void
from postprod_xl.domain.quotes.pricing.prices import line_prices, line_units
from postprod_xl.domain.quotes.pricing.unit_costs import UnitCost, unit_costs
from postprod_xl.domain.quotes.reference_lines import line_rows
from postprod_xl.domain.quotes.versions.statuses import CLOSED_VERSIONS, SENT_VERSIONS
from postprod_xl.domain.quotes.versions.totals import VersionKey
from postprod_xl.domain.wording import euros_text
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.tables.projects import RATES
from postprod_xl.schema.tables.team import ROOMS, TEAM
from postprod_xl.schema.vocabulary import ChangeOrderStatus, QuoteStatus

_SENT_ORDERS = frozenset({ChangeOrderStatus.SENT, ChangeOrderStatus.ACCEPTED})
_EXPECTED = "un nombre, 0 s'il n'y en a pas"


class Blank(NamedTuple):
    """A cell left blank without which the amount of its line is not known, and why nothing else says it."""

    column: str
    reason: str


def unpriced_problems(office: Office) -> list[Problem]:
    """What `Devis` and `Avenants` leave blank: prices, quantities, units, costs; refused and replaced ones aside.

    Parameters
    ----------
    office
        Tables `Projets`, `Versions`, `Devis`, `Avenants` and `Tarifs`.
    """
    statuses = _statuses(office)
    quote = office["Devis"]
    keys = [*quote.select("project", "version")]
    live = quote.where(statuses.get(key) not in CLOSED_VERSIONS for key in keys)
    return [
        *_lines(office, live, statuses),
        *_units(office, live),
        *_costs(live, unit_costs(office, live)),
        *_orders(office),
    ]


def unknown_amounts(office: Office, lines: Rows) -> Iterator[tuple[Row, Blank]]:
    """The rows of `Devis` whose amount is not known, and the cell to type.

    A row that has neither item, price nor quantity is a title or a remark: it is worth nothing.
    """
    items = office["Tarifs"].by_key("item", "unit")
    for line, price in zip(lines, line_prices(office, lines), strict=True):
        if not line.item and line.quantity is None and line.unit_price_cents is None:
            continue
        if price is None:
            yield line, Blank("unit_price_cents", _no_price(line, items))
        if line.quantity is None:
            yield line, Blank("quantity", "")


def unbillable_problems(office: Office, project: str, version: int) -> list[Problem]:
    """What keeps a project from being invoiced: amounts that are not known in its accepted quote and change orders.

    Parameters
    ----------
    office
        Tables `Devis`, `Avenants` and `Tarifs`.
    project, version
        Those of the accepted version.
    """
    lines = office["Devis"]
    own = lines.where(key == (project, version) for key in lines.select("project", "version"))
    orders = (
        (order, blank)
        for order, blank in _blank_orders(office)
        if (order.project, order.status) == (project, ChangeOrderStatus.ACCEPTED)
    )
    return [
        row.blocking(blank.column, "vide", _EXPECTED, blank_message(row, blank))
        for row, blank in (*unknown_amounts(office, own), *orders)
    ]


def blank_message(row: Row, blank: Blank) -> str:
    """What is said of a cell left blank: its heading, and why nothing else gives it."""
    heading = row.table.heading(blank.column)
    reason = f", {blank.reason}" if blank.reason else ""
    name = getattr(row, row.table.key[0])
    return f"{name} : « {heading} » est vide{reason} : montant non connu, compté 0 € ; tapez-le, ou 0"


def _statuses(office: Office) -> dict[VersionKey, str]:
    rows = office["Versions"].select("project", "version", "status")
    return {(project, version): status for project, version, status in rows}


def _no_price(line: Row, items: dict[str, str]) -> str:
    if not line.item:
        return "sans poste du tarif"
    unit = items.get(line.item, "")
    if not unit:
        return f"le poste {line.item} est sans unité dans {RATES.tab}"
    if line.unit and line.unit != unit:
        return f"le poste {line.item} se vend en « {unit} », la ligne en « {line.unit} »"
    return f"le poste {line.item} est sans prix dans {RATES.tab}"


def _lines(office: Office, lines: Rows, statuses: dict[VersionKey, str]) -> Iterator[Problem]:
    projects = office["Projets"].by_key("code", "status")
    for line, blank in unknown_amounts(office, lines):
        is_sent = statuses.get((line.project, line.version)) == QuoteStatus.SENT
        report = _report(line, is_sent and projects.get(line.project) not in CLOSED_PROJECTS)
        yield report(blank.column, "vide", _EXPECTED, blank_message(line, blank))
    for line, price in zip(lines, line_prices(office, lines), strict=True):
        if line.unit_price_cents is None and price is not None:
            yield _listed(line, price, statuses.get((line.project, line.version), ""))


def _report(row: Row, blocks: bool) -> Callable[..., Problem]:
    return row.blocking if blocks else row.warning


def _listed(line: Row, price: int, status: str) -> Problem:
    found = euros_text(price)
    cents = amount_cents(line.quantity, price, line.discount_rate)
    taken = f"{found} pris au poste {line.item} de {RATES.tab}, soit {euros_text(cents)}"
    if status not in SENT_VERSIONS:
        return line.info("unit_price_cents", "vide", found, f"{line.line} : prix vide, {taken}")
    message = (
        f"{line.line} : prix vide dans la version {line.version}, « {status} » : {taken} au lieu de 0 € ; tapez le "
        "prix convenu, ou 0 si elle est offerte"
    )
    return line.warning("unit_price_cents", "vide", found, message)


def _units(office: Office, lines: Rows) -> Iterator[Problem]:
    for line, unit in zip(lines, line_units(office, lines), strict=True):
        if line.unit or (line.quantity is None and line.unit_price_cents is None):
            continue
        if unit:
            message = f"{line.line} : unité vide, « {unit} » prise au poste {line.item} de {RATES.tab}"
            yield line.info("unit", "vide", unit, message)
        else:
            message = f"{line.line} : unité vide, aucune heure n'en est comptée : choisissez-la"
            yield line.warning("unit", "vide", "une unité de la liste", message)


def _costs(lines: Rows, costs: Sequence[UnitCost]) -> Iterator[Problem]:
    """One problem per item of which no cost is known, at the first of its lines; where one comes from is in `Devis`."""
    told = set()
    for line, cost in zip(lines, costs, strict=True):
        if cost.cents is not None or not line.quantity or line.item in told:
            continue
        told.add(line.item)
        of_item = f" du poste {line.item}" if line.item else ""
        message = (
            f"coût non connu : des lignes{of_item} n'ont de coût ni ici, ni dans {RATES.tab}, ni par {TEAM.tab} et "
            f"{ROOMS.tab} ; la marge du devis n'est pas connue sans lui"
        )
        yield line.warning("unit_cost_cents", "vide", "un coût unitaire, 0 s'il n'y en a pas", message)


def _orders(office: Office) -> Iterator[Problem]:
    projects = office["Projets"].by_key("code", "status")
    for order, blank in _blank_orders(office):
        is_sent = order.status == ChangeOrderStatus.SENT
        report = _report(order, is_sent and projects.get(order.project) not in CLOSED_PROJECTS)
        yield report(blank.column, "vide", _EXPECTED, blank_message(order, blank))


def _blank_orders(office: Office) -> Iterator[tuple[Row, Blank]]:
    """The change orders whose amount is not known: a price is negotiated, that of their line is only told."""
    rows = line_rows(office).rows
    prices = dict(zip(rows.column("line"), line_prices(office, rows), strict=True))
    for order in office["Avenants"]:
        if order.status == ChangeOrderStatus.REFUSED or is_void(order.type, order.line):
            continue
        if order.quantity is None and order.unit_price_cents is None and order.status not in _SENT_ORDERS:
            continue
        if order.quantity is None:
            yield order, Blank("quantity", "")
        if order.unit_price_cents is None:
            price = prices.get(order.line)
            yield (
                order,
                Blank(
                    "unit_price_cents", f"sa ligne {order.line} est à {euros_text(price)}" if price else ""
                ),
            )
