"""Quotes: which version holds, what its lines come to, and what it comes to in all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from postprod_xl.domain.money import amount_cents, margin_rate, share_cents
from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.line_checks import quantity_problems, rate_limit_problems
from postprod_xl.domain.quotes.pricing.prices import line_prices, line_units
from postprod_xl.domain.quotes.pricing.unit_costs import UnitCost, unit_costs
from postprod_xl.domain.quotes.unit_times import HALF_DAYS, unit_lengths
from postprod_xl.domain.quotes.versions.chapters import chapter_problems
from postprod_xl.domain.quotes.versions.statuses import CLOSED_VERSIONS, versions_with
from postprod_xl.domain.quotes.versions.statuses import accepted_versions as accepted_versions
from postprod_xl.domain.quotes.versions.statuses import reference_versions as reference_versions
from postprod_xl.domain.results import computed_columns
from postprod_xl.domain.vat import vat_rate
from postprod_xl.parameters import UnknownRate
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Rows, rows_of
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.tables.projects import RATES
from postprod_xl.schema.tables.quotes import VERSIONS
from postprod_xl.schema.vocabulary import BillingMode, QuoteStatus

_UNCOUNTED = "ses heures ne peuvent pas être comptées, vérifiez l'unité et le prix"

VersionKey = tuple[str, int]


@dataclass(frozen=True)
class Totals:
    """What one version comes to, in cents.

    Contingency and overhead are both shares of the discounted subtotal, the "total partiel" of a CNC quote. The cost is
    None where that of a line is not known.
    """

    subtotal: int
    discount: int
    contingency: int
    overhead: int
    cost: int | None

    @property
    def total(self) -> int:
        """Total HT."""
        return self.subtotal - self.discount + self.contingency + self.overhead

    @property
    def margin(self) -> int | None:
        """What is left of the total once its lines are paid; None where the cost of one is not known."""
        return None if self.cost is None else self.total - self.cost

    @property
    def margin_rate(self) -> Decimal | None:
        """The margin as a fraction of the total, None where it is not known or nothing is sold."""
        return None if self.cost is None else margin_rate(self.total, self.cost)


def with_named_versions(office: Office) -> Office:
    """The same office where every version that `Devis` names is one, neither accepted nor refused."""
    keys = dict.fromkeys(office["Devis"].select("project", "version"))
    rows = [{"project": project, "version": version} for project, version in keys]
    return office.with_rows("Versions", rows_of(BY_NAME["Versions"], rows))


def line_amounts(office: Office, lines: Rows) -> list[int]:
    """Quantity × unit price (`line_prices`) less the discount of each row of `Devis`, in cents.

    Nothing where the quantity or the price is not known.
    """
    terms = zip(
        lines.column("quantity"), line_prices(office, lines), lines.column("discount_rate"), strict=True
    )
    return [amount_cents(*of_line) for of_line in terms]


def quoted_line_costs(lines: Rows, costs: Iterable[UnitCost]) -> list[int | None]:
    """Quantity × unit cost (`unit_costs`) of each row of `Devis`, in cents; None where no cost is known.

    A line without quantity costs nothing, whatever a unit of it does.
    """
    return [
        None if quantity and cost.cents is None else amount_cents(quantity, cost.cents)
        for quantity, cost in zip(lines.column("quantity"), costs, strict=True)
    ]


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
    unknown: set[VersionKey] = set()
    figures = zip(
        version_keys(quote),
        line_amounts(office, quote),
        quoted_line_costs(quote, unit_costs(office, quote)),
        strict=True,
    )
    for key, amount, cost in figures:
        subtotals[key] += amount
        costs[key] += cost or 0
        if cost is None:
            unknown.add(key)
    rates = versions.select("discount_rate", "contingency_rate", "overhead_rate")
    return {
        key: totals_of(subtotals[key], None if key in unknown else costs[key], *of_version)
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
        margin_cents=[figure.margin for figure in figures],
        margin_rate=[figure.margin_rate for figure in figures],
    )


def quote_problems(office: Office) -> list[Problem]:
    """What a person should fix in `Versions` and `Devis`."""
    return [
        *_double_acceptances(office),
        *_unknown_vat_rates(office),
        *_lines_without_version(office),
        *_unexpected_units(office),
        *_untimed_lines(office),
        *chapter_problems(office),
        *rate_limit_problems(office),
        *quantity_problems(office),
    ]


def version_keys(rows: Rows) -> list[VersionKey]:
    """The project and the version of each row of `Versions` or of `Devis`."""
    return [*rows.select("project", "version")]


def totals_of(
    subtotal: int,
    cost: int | None,
    discount: Decimal | None,
    contingency: Decimal | None,
    overhead: Decimal | None,
) -> Totals:
    """What a version comes to, from the sum of its lines, their cost and its rates."""
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


def _untimed_lines(office: Office) -> Iterator[Problem]:
    """Régie lines sold by days of which the rate card counts no hours: they are billed as quoted, not as worked."""
    closed, quote = versions_with(office, CLOSED_VERSIONS), office["Devis"]
    heading = RATES.heading("unit_minutes")
    for line, unit, length in zip(quote, line_units(office, quote), unit_lengths(office, quote), strict=True):
        is_regie = line.mode == BillingMode.TIME_AND_MATERIALS and (line.project, line.version) not in closed
        if is_regie and length is None and unit in HALF_DAYS:
            message = (
                f"{line.line} est en « {line.mode} » et son poste {line.item} ne compte pas d'heures : elle est "
                f"facturée à son montant, quoi qu'il s'y fasse ; donnez ses « {heading} » dans {RATES.tab}"
            )
            yield line.warning("mode", line.mode, "un poste compté en heures", message)
