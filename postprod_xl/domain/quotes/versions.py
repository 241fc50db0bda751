"""Quotes: which version holds, what its lines come to, and what it comes to in all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from postprod_xl.domain.money import amount_cents, margin_rate, share_cents
from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.quotes.chapters import chapter_problems
from postprod_xl.domain.quotes.line_checks import quantity_problems, rate_limit_problems
from postprod_xl.domain.quotes.prices import line_prices, line_unit_costs
from postprod_xl.domain.quotes.statuses import CLOSED_VERSIONS
from postprod_xl.domain.quotes.unit_times import unit_lengths
from postprod_xl.domain.results import computed_columns
from postprod_xl.domain.vat import vat_rate
from postprod_xl.parameters import UnknownRate
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Rows, rows_of
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.tables.quotes import VERSIONS
from postprod_xl.schema.vocabulary import QuoteStatus

_UNCOUNTED = "ses heures ne peuvent pas être comptées, vérifiez l'unité et le prix"

VersionKey = tuple[str, int]


@dataclass(frozen=True)
class Totals:
    """What one version comes to, in cents.

    Contingency and overhead are both shares of the discounted subtotal, the "total partiel" of a CNC quote.
    """

    subtotal: int
    discount: int
    contingency: int
    overhead: int
    cost: int

    @property
    def total(self) -> int:
        """Total HT."""
        return self.subtotal - self.discount + self.contingency + self.overhead


@fact(Versions="project version status")
def accepted_versions(office: Office) -> dict[str, int]:
    """The accepted version of each project that has one; the first in the sheet when there are several."""
    accepted: dict[str, int] = {}
    for project, version, status in _versions(office):
        if status == QuoteStatus.ACCEPTED:
            accepted.setdefault(project, version)
    return accepted


def with_named_versions(office: Office) -> Office:
    """The same office where every version that `Devis` names is one, neither accepted nor refused."""
    keys = dict.fromkeys(office["Devis"].select("project", "version"))
    rows = [{"project": project, "version": version} for project, version in keys]
    return office.with_rows("Versions", rows_of(BY_NAME["Versions"], rows))


@fact(Versions="project version status")
def reference_versions(office: Office) -> dict[str, int]:
    """The version each project works from: the accepted one, else the latest neither refused nor replaced.

    A project whose versions are all refused or replaced is absent, as is one without any.
    """
    latest: dict[str, int] = {}
    for project, version, status in _versions(office):
        if status not in CLOSED_VERSIONS:
            latest[project] = max(version, latest.get(project, version))
    return latest | accepted_versions(office)


def line_amounts(office: Office, lines: Rows) -> list[int]:
    """Quantity × unit price (`line_prices`) less the discount of each row of `Devis`, in cents.

    Nothing where the quantity or the price is not known.
    """
    terms = zip(
        lines.column("quantity"), line_prices(office, lines), lines.column("discount_rate"), strict=True
    )
    return [amount_cents(*of_line) for of_line in terms]


def line_costs(office: Office, lines: Rows) -> list[int | None]:
    """Quantity × unit cost (`line_unit_costs`) of each row of `Devis`, in cents; None where no cost is known."""
    costs = zip(lines.column("quantity"), line_unit_costs(office, lines), strict=True)
    return [None if cents is None else amount_cents(quantity, cents) for quantity, cents in costs]


def line_margins(amounts: Iterable[int], costs: Iterable[int | None]) -> list[Decimal | None]:
    """The margin rates of some lines from their amounts and costs; None where either is not known."""
    return [
        None if cost is None else margin_rate(amount, cost)
        for amount, cost in zip(amounts, costs, strict=True)
    ]


def totals(office: Office) -> dict[VersionKey, Totals]:
    """What every version comes to, by project and version."""
    quote, versions = office["Devis"], office["Versions"]
    subtotals: Counter[VersionKey] = Counter()
    costs: Counter[VersionKey] = Counter()
    figures = zip(version_keys(quote), line_amounts(office, quote), line_costs(office, quote), strict=True)
    for key, amount, cost in figures:
        subtotals[key] += amount
        costs[key] += cost or 0
    rates = versions.select("discount_rate", "contingency_rate", "overhead_rate")
    return {
        key: _totals(subtotals[key], costs[key], *of_version)
        for key, of_version in zip(version_keys(versions), rates, strict=True)
    }


def version_columns(office: Office) -> Rows:
    """The computed columns of `Versions`, in cents, for each of its rows.

    VAT is the client's, on the day of the version (today when it has none); empty when no rate is known.
    """
    versions = office["Versions"]
    by_version = totals(office)
    figures = [by_version[key] for key in version_keys(versions)]
    vat = [
        None if rate is None else share_cents(figure.total, rate)
        for figure, rate in zip(figures, version_vat_rates(office), strict=True)
    ]
    return computed_columns(
        "Versions",
        versions.numbers,
        total_cents=[figure.total for figure in figures],
        vat_cents=vat,
        total_with_vat_cents=[
            None if tax is None else figure.total + tax for figure, tax in zip(figures, vat, strict=True)
        ],
        margin_cents=[figure.total - figure.cost for figure in figures],
        margin_rate=[margin_rate(figure.total, figure.cost) for figure in figures],
    )


def quote_problems(office: Office) -> list[Problem]:
    """What a person should fix in `Versions` and `Devis`."""
    return [
        *_double_acceptances(office),
        *_unknown_vat_rates(office),
        *_lines_without_version(office),
        *_unexpected_units(office),
        *chapter_problems(office),
        *rate_limit_problems(office),
        *quantity_problems(office),
    ]


def _versions(office: Office) -> Iterator[tuple[str, int, str]]:
    return office["Versions"].select("project", "version", "status")


def version_keys(rows: Rows) -> list[VersionKey]:
    """The project and the version of each row of `Versions` or of `Devis`."""
    return [*rows.select("project", "version")]


def _totals(
    subtotal: int, cost: int, discount: Decimal | None, contingency: Decimal | None, overhead: Decimal | None
) -> Totals:
    taken = share_cents(subtotal, discount)
    discounted = subtotal - taken
    return Totals(
        subtotal, taken, share_cents(discounted, contingency), share_cents(discounted, overhead), cost
    )


def version_vat_rates(office: Office) -> list[Decimal | None]:
    """The VAT rate of each row of `Versions`: that of its client on its day, None when it is not known."""
    clients = office["Projets"].by_key("code", "client")
    regimes = office["Clients"].by_key("code", "vat_regime")
    postcodes = office["Clients"].by_key("code", "postcode")
    rates: list[Decimal | None] = []
    for project, day in office["Versions"].select("project", "day"):
        client = clients.get(project, "")
        try:
            rates.append(vat_rate(regimes.get(client, ""), postcodes.get(client, ""), day or office.today))
        except UnknownRate:
            rates.append(None)
    return rates


def _double_acceptances(office: Office) -> Iterator[Problem]:
    accepted = accepted_versions(office)
    for version in office["Versions"]:
        first = accepted.get(version.project)
        if version.status == QuoteStatus.ACCEPTED and first != version.version:
            message = (
                f"la version {version.version} de {version.project} est acceptée, la {first} l'est déjà : "
                "n'en gardez qu'une, passez l'autre à « Remplacé »"
            )
            yield version.blocking(
                "status", QuoteStatus.ACCEPTED, "une seule version acceptée par projet", message
            )


def _unknown_vat_rates(office: Office) -> Iterator[Problem]:
    for version, rate in zip(office["Versions"], version_vat_rates(office), strict=True):
        if rate is None:
            day = version.day or office.today
            message = f"aucun taux de TVA connu au {day:%d/%m/%Y} : vérifiez la date du devis"
            yield version.warning("day", f"{day:%d/%m/%Y}", "une date plus récente", message)


def _lines_without_version(office: Office) -> Iterator[Problem]:
    declared = set(version_keys(office["Versions"]))
    projects = {project for project, _ in declared}
    for line in office["Devis"]:
        if (line.project, line.version) in declared:
            continue
        declared.add((line.project, line.version))
        report = line.warning if line.project in projects else line.blocking
        message = (
            f"la version {line.version} de {line.project} n'existe pas dans {VERSIONS.tab} : "
            "ajoutez-la ou corrigez la ligne"
        )
        yield report("version", str(line.version), f"une version de ce projet dans {VERSIONS.tab}", message)


def _unexpected_units(office: Office) -> Iterator[Problem]:
    quote = office["Devis"]
    units, hours = (office["Tarifs"].by_key("item", name) for name in ("unit", "unit_minutes"))
    for line, length in zip(quote, unit_lengths(office, quote), strict=True):
        expected = units.get(line.item, "")
        if line.unit and expected and line.unit != expected:
            advice = _UNCOUNTED if hours[line.item] and length is None else "vérifiez le prix"
            message = f"« {line.unit} » alors que le poste {line.item} se vend en « {expected} » : {advice}"
            yield line.warning("unit", line.unit, expected, message)
