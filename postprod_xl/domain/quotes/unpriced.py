"""What a quote line or a change order leaves blank: taken from the rate card and said, or not known and said.

What is not known is a warning as long as the quote is written, and blocks once a client holds it: its total would be
believed. A price typed as 0 is a choice, which the bounds of its column question.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import NamedTuple

from postprod_xl.domain.money import amount_cents
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.tasks.facts import CLOSED_PROJECTS
from postprod_xl.domain.quotes.change_orders import is_void
from postprod_xl.domain.quotes.prices import line_prices, line_unit_costs, line_units
from postprod_xl.domain.quotes.reference_lines import line_rows
from postprod_xl.domain.quotes.statuses import CLOSED_VERSIONS, SENT_VERSIONS
from postprod_xl.domain.quotes.versions import VersionKey
from postprod_xl.domain.wording import counted, euros_text, first_names
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.tables.projects import RATES
from postprod_xl.schema.vocabulary import ChangeOrderStatus

_SENT_ORDERS = frozenset({ChangeOrderStatus.SENT, ChangeOrderStatus.ACCEPTED})
_OR_ZERO = "tapez-le, ou 0"


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
        *_costs(office, live),
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


def blank_message(line: Row, blank: Blank) -> str:
    """What is said of a cell left blank: its heading, and why nothing else gives it."""
    heading = line.table.heading(blank.column)
    reason = f", {blank.reason}" if blank.reason else ""
    return f"{line.line} : « {heading} » est vide{reason} : montant non connu, compté 0 € ; {_OR_ZERO}"


def _statuses(office: Office) -> dict[VersionKey, str]:
    rows = office["Versions"].select("project", "version", "status")
    return {(project, version): status for project, version, status in rows}


def _no_price(line: Row, items: dict[str, str]) -> str:
    if not line.item:
        return "sans poste du tarif"
    unit = items.get(line.item, "")
    if line.unit and unit and line.unit != unit:
        return f"le poste {line.item} se vend en « {unit} », la ligne en « {line.unit} »"
    return f"le poste {line.item} est sans prix dans {RATES.tab}"


def _lines(office: Office, lines: Rows, statuses: dict[VersionKey, str]) -> Iterator[Problem]:
    projects = office["Projets"].by_key("code", "status")
    for line, blank in unknown_amounts(office, lines):
        is_sent = statuses.get((line.project, line.version)) in SENT_VERSIONS
        report = _report(line, is_sent and projects.get(line.project) not in CLOSED_PROJECTS)
        yield report(blank.column, "vide", "un nombre, 0 s'il n'y en a pas", blank_message(line, blank))
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


def _costs(office: Office, lines: Rows) -> Iterator[Problem]:
    """One line per version for the costs taken from the rate card, one for those that are not known."""
    listed: defaultdict[VersionKey, list[Row]] = defaultdict(list)
    unknown: defaultdict[VersionKey, list[Row]] = defaultdict(list)
    for line, cost in zip(lines, line_unit_costs(office, lines), strict=True):
        if line.unit_cost_cents is None and line.quantity:
            (unknown if cost is None else listed)[line.project, line.version].append(line)
    for (project, version), held in listed.items():
        message = f"{_of_version(held, project, version)} sans coût : celui de {RATES.tab} est pris"
        yield held[0].info("unit_cost_cents", "vide", "un coût unitaire", message)
    for (project, version), held in unknown.items():
        message = (
            f"{_of_version(held, project, version)} sans coût, ni dans {RATES.tab} : leur marge n'est pas connue, "
            "celle du devis les compte 0 €"
        )
        yield held[0].warning("unit_cost_cents", "vide", "un coût unitaire, 0 s'il n'y en a pas", message)


def _of_version(lines: list[Row], project: str, version: int) -> str:
    names = first_names([line.line for line in lines])
    return f"{counted(len(lines), 'ligne')} de {project} version {version} ({names})"


def _orders(office: Office) -> Iterator[Problem]:
    rows = line_rows(office).rows
    prices = dict(zip(rows.column("line"), line_prices(office, rows), strict=True))
    projects = office["Projets"].by_key("code", "status")
    for order in office["Avenants"]:
        if order.status == ChangeOrderStatus.REFUSED or is_void(order.type, order.line):
            continue
        is_sent = order.status in _SENT_ORDERS
        if order.quantity is None and order.unit_price_cents is None and not is_sent:
            continue
        blocks = is_sent and projects.get(order.project) not in CLOSED_PROJECTS
        for column in ("quantity", "unit_price_cents"):
            if getattr(order, column) is None:
                price = prices.get(order.line) if column == "unit_price_cents" else None
                known = f" (celui de sa ligne {order.line} : {euros_text(price)})" if price else ""
                message = (
                    f"avenant {order.number} : « {order.table.heading(column)} » est vide, montant non connu, "
                    f"compté 0 € ; {_OR_ZERO}{known}"
                )
                yield _report(order, blocks)(column, "vide", "un nombre, 0 s'il n'y en a pas", message)
