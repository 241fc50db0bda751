"""Quotes: which version holds, what its lines come to, and what it comes to in all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from postprod_xl.domain.money import amount_cents, margin_rate, share_cents
from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.unit_times import unit_lengths
from postprod_xl.domain.results import computed_columns
from postprod_xl.domain.vat import vat_rate
from postprod_xl.parameters import UnknownRate
from postprod_xl.schema.problems import Problem, blocking, warning
from postprod_xl.schema.rows import Rows, rows_of
from postprod_xl.schema.tables import BY_NAME

ACCEPTED, CANCELLED = "Accepté", "Annulé"
_CLOSED = frozenset({"Refusé", "Remplacé"})
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


def accepted_versions(office: Office) -> dict[str, int]:
    """The accepted version of each project that has one; the first in the sheet when there are several."""
    accepted: dict[str, int] = {}
    for project, version, status in _versions(office):
        if status == ACCEPTED:
            accepted.setdefault(project, version)
    return accepted


def with_named_versions(office: Office) -> Office:
    """The same office where every version that `Devis` names is one, neither accepted nor refused."""
    keys = dict.fromkeys(office["Devis"].select("project", "version"))
    rows = [{"project": project, "version": version} for project, version in keys]
    return office.with_rows("Versions", rows_of(BY_NAME["Versions"], rows))


def reference_versions(office: Office) -> dict[str, int]:
    """The version each project works from: the accepted one, else the latest neither refused nor replaced.

    A project whose versions are all refused or replaced is absent, as is one without any.
    """
    latest: dict[str, int] = {}
    for project, version, status in _versions(office):
        if status not in _CLOSED:
            latest[project] = max(version, latest.get(project, version))
    return latest | accepted_versions(office)


def line_amounts(lines: Rows) -> list[int]:
    """Quantity × unit price less the discount of each row of `Devis`, in cents."""
    columns = (lines.column(name) for name in ("quantity", "unit_price_cents", "discount_rate"))
    return [amount_cents(*terms) for terms in zip(*columns, strict=True)]


def line_costs(lines: Rows) -> list[int]:
    """Quantity × unit cost of each row of `Devis`, in cents."""
    columns = (lines.column(name) for name in ("quantity", "unit_cost_cents"))
    return [amount_cents(*terms) for terms in zip(*columns, strict=True)]


def totals(office: Office) -> dict[VersionKey, Totals]:
    """What every version comes to, by project and version."""
    quote, versions = office["Devis"], office["Versions"]
    subtotals: Counter[VersionKey] = Counter()
    costs: Counter[VersionKey] = Counter()
    for key, amount, cost in zip(_keys(quote), line_amounts(quote), line_costs(quote), strict=True):
        subtotals[key] += amount
        costs[key] += cost
    rates = (versions.column(name) for name in ("discount_rate", "contingency_rate", "overhead_rate"))
    return {
        key: _totals(subtotals[key], costs[key], *version_rates)
        for key, *version_rates in zip(_keys(versions), *rates, strict=True)
    }


def version_columns(office: Office) -> Rows:
    """The computed columns of `Versions`, in cents, on its index.

    VAT is the client's, on the day of the version (today when it has none); empty when no rate is known.
    """
    versions = office["Versions"]
    by_version = totals(office)
    figures = [by_version[key] for key in _keys(versions)]
    vat = [
        None if rate is None else share_cents(figure.total, rate)
        for figure, rate in zip(figures, _version_vat_rates(office), strict=True)
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
    """What a person should mend in `Versions` and `Devis`."""
    return [
        *_double_acceptances(office),
        *_unknown_vat_rates(office),
        *_lines_without_version(office),
        *_unexpected_units(office),
    ]


def _versions(office: Office) -> Iterator[tuple[str, int, str]]:
    frame = office["Versions"]
    return zip(*(frame.column(name) for name in ("project", "version", "status")), strict=True)


def _keys(frame: Rows) -> list[VersionKey]:
    return list(zip(frame.column("project"), frame.column("version"), strict=True))


def _totals(
    subtotal: int, cost: int, discount: Decimal | None, contingency: Decimal | None, overhead: Decimal | None
) -> Totals:
    taken = share_cents(subtotal, discount)
    discounted = subtotal - taken
    return Totals(
        subtotal, taken, share_cents(discounted, contingency), share_cents(discounted, overhead), cost
    )


def _version_vat_rates(office: Office) -> list[Decimal | None]:
    clients = office["Projets"].by_key("code", "client")
    regimes = office["Clients"].by_key("code", "vat_regime")
    postcodes = office["Clients"].by_key("code", "postcode")
    versions = office["Versions"]
    rates: list[Decimal | None] = []
    for project, day in zip(versions.column("project"), versions.column("day"), strict=True):
        client = clients.get(project, "")
        try:
            rates.append(vat_rate(regimes.get(client, ""), postcodes.get(client, ""), day or office.today))
        except UnknownRate:
            rates.append(None)
    return rates


def _double_acceptances(office: Office) -> Iterator[Problem]:
    heading = BY_NAME["Versions"].heading("status")
    accepted = accepted_versions(office)
    for row, (project, version, status) in zip(office["Versions"].numbers, _versions(office), strict=True):
        if status == ACCEPTED and accepted[project] != version:
            message = (
                f"la version {version} de {project} est acceptée, la {accepted[project]} l'est déjà : "
                "n'en gardez qu'une, passez l'autre à « Remplacé »"
            )
            yield blocking(
                "Versions", row, heading, ACCEPTED, "une seule version acceptée par projet", message
            )


def _unknown_vat_rates(office: Office) -> Iterator[Problem]:
    versions = office["Versions"]
    heading = BY_NAME["Versions"].heading("day")
    rows = zip(versions.numbers, versions.column("day"), _version_vat_rates(office), strict=True)
    for row, day, rate in rows:
        if rate is None:
            message = f"aucun taux de TVA connu au {day or office.today:%d/%m/%Y} : vérifiez la date du devis"
            yield warning("Versions", row, heading, f"{day:%d/%m/%Y}", "une date plus récente", message)


def _lines_without_version(office: Office) -> Iterator[Problem]:
    quote = office["Devis"]
    heading = BY_NAME["Devis"].heading("version")
    declared = set(_keys(office["Versions"]))
    projects = {project for project, _ in declared}
    for row, key in zip(quote.numbers, _keys(quote), strict=True):
        if key in declared:
            continue
        declared.add(key)
        project, version = key
        severity = warning if project in projects else blocking
        message = (
            f"la version {version} de {project} n'existe pas dans Versions : ajoutez-la ou corrigez la ligne"
        )
        yield severity("Devis", row, heading, str(version), "une version de ce projet dans Versions", message)


def _unexpected_units(office: Office) -> Iterator[Problem]:
    quote = office["Devis"]
    heading = BY_NAME["Devis"].heading("unit")
    units, hours = (office["Tarifs"].by_key("item", name) for name in ("unit", "unit_minutes"))
    rows = zip(
        quote.numbers, quote.column("item"), quote.column("unit"), unit_lengths(office, quote), strict=True
    )
    for row, item, unit, length in rows:
        expected = units.get(item, "")
        if unit and expected and unit != expected:
            advice = _UNCOUNTED if hours[item] and length is None else "vérifiez le prix"
            message = f"« {unit} » alors que le poste {item} se vend en « {expected} » : {advice}"
            yield warning("Devis", row, heading, unit, expected, message)
