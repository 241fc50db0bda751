"""A version of a quote as its client reads it: what it is about, its lines in groups, its totals, its conditions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from postprod_xl.documents.figures import long_day
from postprod_xl.documents.invoice import Party
from postprod_xl.documents.quote import Adjustment, ClientQuote, LineGroup, PricedLine, QuoteOrder
from postprod_xl.domain.invoicing.parties import buyer, seller, vat_mention
from postprod_xl.domain.money import amount_cents
from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.breakdown import Breakdown, breakdowns
from postprod_xl.domain.quotes.chapters import chapter_title, line_chapters
from postprod_xl.domain.quotes.prices import with_prices
from postprod_xl.domain.quotes.versions import reference_versions
from postprod_xl.domain.wording import listed
from postprod_xl.schema.problems import Problem, blocking
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.settings import TO_FILL
from postprod_xl.schema.tables.projects import PROJECTS
from postprod_xl.schema.tables.quotes import VERSIONS
from postprod_xl.schema.vocabulary import ItemFamily

WITHOUT_FAMILY = "Autres prestations"
SHOWN_VERSIONS = 6


class QuoteRefused(Exception):
    """A quote that cannot be printed, with the problem that says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def client_quote(office: Office, project: str, version: int | None, order: QuoteOrder) -> ClientQuote:
    """A version of the quote of a project, ready to be printed.

    Its groups add up to its subtotal, its subtotal and adjustments to its total, its total and VAT to what the client
    pays, each as printed.

    Parameters
    ----------
    office
        Tables `Projets`, `Clients`, `Versions`, `Devis` and `Tarifs`, and the settings.
    project
        Code of the project, which exists.
    version
        Its number; None for the version the project works from: the accepted one, else the latest one open.
    order
        How lines are grouped.

    Raises
    ------
    QuoteRefused
        It has no such version, none at all, or the VAT rate of its day is not known.
    """
    row = _version_row(office, project, version)
    parts = breakdowns(office)[project, row.version]
    day = row.day or office.today
    if parts.vat_rate is None or parts.vat is None:
        raise QuoteRefused(_unknown_rate(row, day))
    of_project = next(each for each in office["Projets"] if each.code == project)
    client = next((each for each in office["Clients"] if each.code == of_project.client), None)
    regime, postcode = (client.vat_regime, client.postcode) if client else ("", "")
    return ClientQuote(
        project=project,
        title=of_project.title or project,
        version=row.version,
        status=row.status,
        day=day,
        valid_until=day + timedelta(days=office.settings["quote_validity_days"]),
        seller=seller(office),
        buyer=buyer(client) if client else _nobody(),
        facts=tuple(_facts(of_project)),
        order=order,
        groups=tuple(_groups(office, _lines_of(office, row), order)),
        adjustments=tuple(_adjustments(row, parts)),
        total_cents=parts.totals.total,
        vat_rate=parts.vat_rate,
        vat_cents=parts.vat,
        vat_mention=vat_mention(regime, postcode, parts.vat_rate),
        conditions=tuple(_conditions(office, client)),
    )


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


def _lines_of(office: Office, version: Row) -> Rows:
    quote, key = office["Devis"], (version.project, version.version)
    return with_prices(office, quote.where(each == key for each in quote.select("project", "version")))


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


def _groups(office: Office, lines: Rows, order: QuoteOrder) -> Iterator[LineGroup]:
    titles = _chapters(office, lines) if order is QuoteOrder.CNC else _families(office, lines)
    printed = [_printed(line) for line in lines]
    for _, title in sorted(set(titles)):
        yield LineGroup(
            title, tuple(line for line, (_, of_line) in zip(printed, titles, strict=True) if of_line == title)
        )


def _families(office: Office, lines: Rows) -> list[tuple[int, str]]:
    """The rank and the title of the family of each line, in the order of the closed list."""
    families, ranks = office["Tarifs"].by_key("item", "family"), [*ItemFamily]
    found = [families.get(item, "") for item in lines.column("item")]
    return [
        (ranks.index(ItemFamily(family)), family) if family else (len(ranks), WITHOUT_FAMILY)
        for family in found
    ]


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


def _adjustments(version: Row, parts: Breakdown) -> Iterator[Adjustment]:
    whole = parts.totals
    for name, cents in (
        ("discount_rate", -whole.discount),
        ("contingency_rate", whole.contingency),
        ("overhead_rate", whole.overhead),
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
