"""A version of a quote as its client reads it: what it is about, its lines in groups, its totals, its conditions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeAlias

from postprod_xl.documents.invoice import Party
from postprod_xl.documents.papers.figures import long_day
from postprod_xl.documents.quote import Adjustment, ClientQuote, LineGroup, PricedLine, QuoteOrder
from postprod_xl.domain.invoicing.parties.parties import buyer, seller, vat_mention
from postprod_xl.domain.money import amount_cents, share_cents
from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.pricing.prices import with_prices
from postprod_xl.domain.quotes.versions.chapters import chapter_title, line_chapters
from postprod_xl.domain.quotes.versions.totals import (
    Totals,
    VersionKey,
    reference_versions,
    totals,
    version_keys,
    version_vat_rates,
)
from postprod_xl.domain.wording import listed
from postprod_xl.schema.problems import Problem, Refusal, blocking
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.settings.house import TO_FILL
from postprod_xl.schema.tables.projects import PROJECTS
from postprod_xl.schema.tables.quotes import VERSIONS
from postprod_xl.schema.units import folded
from postprod_xl.schema.vocabulary import ItemFamily

WITHOUT_FAMILY = "Autres prestations"
SHOWN_VERSIONS = 6


TitledLine: TypeAlias = tuple[tuple[int, str], PricedLine]
"""A line, and the rank and the title of its group."""


class QuoteRefused(Refusal):
    """A quote that cannot be printed, with the problem that says why."""


class QuotePrinter:
    """The quotes of an office as their clients read them; what they share is looked for once.

    Parameters
    ----------
    office
        Tables `Projets`, `Clients`, `Versions`, `Devis` and `Tarifs`, and the settings.
    order
        How lines are grouped.
    """

    def __init__(self, office: Office, order: QuoteOrder) -> None:
        self._office, self._order = office, order
        self._totals = totals(office)
        versions = office["Versions"]
        self._rates = dict(zip(version_keys(versions), version_vat_rates(office), strict=True))
        self._projects = {row.code: row for row in office["Projets"]}
        self._clients = {row.code: row for row in office["Clients"]}
        self._families: defaultdict[VersionKey, list[TitledLine]] = defaultdict(list)
        self._chapters: defaultdict[VersionKey, list[TitledLine]] = defaultdict(list)
        quote = with_prices(office, office["Devis"])
        titles = zip(_families(office, quote), _chapters(office, quote), strict=True)
        for key, (family, chapter), line in zip(version_keys(quote), titles, quote, strict=True):
            printed = _printed(line)
            self._families[key].append((family, printed))
            self._chapters[key].append((chapter, printed))

    def quote(self, version: Row) -> ClientQuote:
        """A row of `Versions`, ready to be printed.

        Its groups add up to its subtotal, its subtotal and adjustments to its total, its total and VAT to what the
        client pays, each as printed.

        Raises
        ------
        QuoteRefused
            The VAT rate of its day is not known.
        """
        office, key = self._office, (version.project, version.version)
        parts, rate, day = self._totals[key], self._rates[key], version.day or office.today
        if rate is None:
            raise QuoteRefused(_unknown_rate(version, day))
        project, chapters = self._projects[version.project], _groups(self._chapters[key])
        client = self._clients.get(project.client)
        regime, postcode = (client.vat_regime, client.postcode) if client else ("", "")
        return ClientQuote(
            project=project.code,
            title=project.title or project.code,
            version=version.version,
            status=version.status,
            day=day,
            valid_until=day + timedelta(days=office.settings["quote_validity_days"]),
            seller=seller(office),
            buyer=buyer(client) if client else _nobody(),
            facts=tuple(_facts(project)),
            order=self._order,
            groups=chapters if self._order is QuoteOrder.CNC else _groups(self._families[key]),
            adjustments=tuple(_adjustments(version, parts)),
            chapters=tuple((group.title, group.total_cents) for group in chapters),
            total_cents=parts.total,
            vat_rate=rate,
            vat_cents=share_cents(parts.total, rate),
            vat_mention=vat_mention(regime, postcode, rate),
            conditions=tuple(_conditions(office, client)),
        )


def client_quote(office: Office, project: str, version: int | None, order: QuoteOrder) -> ClientQuote:
    """A version of the quote of a project, ready to be printed; see `QuotePrinter.quote`.

    Parameters
    ----------
    office, order
        As in `QuotePrinter`.
    project
        Code of the project, which exists.
    version
        Its number; None for the version the project works from: the accepted one, else the latest one open.

    Raises
    ------
    QuoteRefused
        It has no such version, none at all, or the VAT rate of its day is not known.
    """
    return QuotePrinter(office, order).quote(_version_row(office, project, version))


def house_order(word: str) -> QuoteOrder:
    """The order that a person wrote: `CNC`, or else that of the house."""
    return QuoteOrder.CNC if folded(word) == QuoteOrder.CNC else QuoteOrder.HOUSE


def _version_row(office: Office, project: str, version: int | None) -> Row:
    number = reference_versions(office).get(project) if version is None else version
    rows = {row.version: row for row in office["Versions"] if row.project == project}
    if number is not None and number in rows:
        return rows[number]
    known = [str(each) for each in sorted(rows)[-SHOWN_VERSIONS:]]
    versions = f"les versions connues : {listed(known)}" if known else f"ajoutez-en une dans {VERSIONS.tab}"
    which = "de devis en cours" if version is None else f"de version {version}"
    message = f"{project} n'a pas {which} ; {versions}"
    raise QuoteRefused(
        blocking("Versions", None, VERSIONS.heading("version"), str(version or ""), "", message)
    )


def _unknown_rate(row: Row, day: date) -> Problem:
    message = f"aucun taux de TVA connu au {day:%d/%m/%Y} : vérifiez la date du devis, rien n'est imprimé"
    problem: Problem = row.blocking("day", f"{day:%d/%m/%Y}", "une date plus récente", message)
    return problem


def _nobody() -> Party:
    """The client of a project that has none yet."""
    return Party(TO_FILL, "", "", "", "", "", "", "", "")


def _facts(project: Row) -> Iterator[tuple[str, str]]:
    """What the client finds his work by, under the headings of `Projets`; what is not known is left out."""
    heading = PROJECTS.heading
    for name in ("director", "producer", "type", "purchase_order"):
        if value := getattr(project, name):
            yield heading(name), value
    if project.length_minutes:
        episodes = f"{project.episodes} × " if (project.episodes or 1) > 1 else ""
        yield "Durée", f"{episodes}{project.length_minutes} min"
    for name in ("rushes_day", "delivery_day"):
        if day := getattr(project, name):
            yield heading(name), long_day(day)


def _groups(lines: Sequence[TitledLine]) -> tuple[LineGroup, ...]:
    """Lines under the titles of their groups, which are in the order of their ranks."""
    return tuple(
        LineGroup(title[1], tuple(line for of_line, line in lines if of_line == title))
        for title in sorted({title for title, _ in lines})
    )


def _families(office: Office, lines: Rows) -> list[tuple[int, str]]:
    """The rank and the title of the family of each line, in the order of the closed list."""
    families = office["Tarifs"].by_key("item", "family")
    ranks = {str(family): rank for rank, family in enumerate(ItemFamily)}
    found = (families.get(item) or WITHOUT_FAMILY for item in lines.column("item"))
    return [(ranks.get(family, len(ranks)), family) for family in found]


def _chapters(office: Office, lines: Rows) -> list[tuple[int, str]]:
    last = 99
    return [
        (chapter or last, chapter_title(chapter, office.today)) for chapter in line_chapters(office, lines)
    ]


def _printed(line: Row) -> PricedLine:
    is_priced = line.quantity is not None and line.unit_price_cents is not None
    return PricedLine(
        line.line,
        line.label or line.line,
        line.quantity,
        line.unit,
        line.unit_price_cents,
        line.discount_rate,
        amount_cents(line.quantity, line.unit_price_cents, line.discount_rate) if is_priced else None,
    )


def _adjustments(version: Row, parts: Totals) -> Iterator[Adjustment]:
    for name, cents in (
        ("discount_rate", -parts.discount),
        ("contingency_rate", parts.contingency),
        ("overhead_rate", parts.overhead),
    ):
        if cents:
            yield Adjustment(VERSIONS.heading(name), getattr(version, name) or Decimal(0), cents)


def _conditions(office: Office, client: Row | None) -> Iterator[str]:
    """The terms of the house, then of payment, as its invoices will say them (C. com. L441-10)."""
    settings = office.settings
    yield from filter(None, (line.strip() for line in settings["quote_conditions"].splitlines()))
    days = client.payment_days if client and client.payment_days is not None else settings["payment_days"]
    end = " fin de mois" if client and client.end_of_month else ""
    yield f"Paiement à {days} jours{end}. Pénalités de retard : {settings['late_penalty']}."
