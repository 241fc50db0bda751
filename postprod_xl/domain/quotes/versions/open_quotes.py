"""The quotes that are drawn on a tab of the workbook: those of the projects that are not delivered yet."""

from __future__ import annotations

from collections.abc import Iterator

from postprod_xl.documents.quote import ClientQuote, OpenQuotes
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.tasks.facts import DELIVERED_PROJECTS
from postprod_xl.domain.quotes.versions.client_quote import QuotePrinter, QuoteRefused, house_order
from postprod_xl.domain.quotes.versions.totals import reference_versions
from postprod_xl.domain.wording import counted
from postprod_xl.schema.rows import Row


def open_quotes(office: Office) -> OpenQuotes:
    """The version that each project works from, in the order of `Projets`, projects delivered or closed aside.

    A version whose VAT rate is not known is left out: a warning of `Versions` names it.
    """
    quotes = tuple(_quotes(office))
    line = (
        f"{counted(len(quotes), 'devis en cours')}, sans coût ni marge, situation au {office.today:%d/%m/%Y}."
    )
    return OpenQuotes(office.today, (line,), quotes)


def _quotes(office: Office) -> Iterator[ClientQuote]:
    printer = QuotePrinter(office, house_order(office.settings["quote_order"]))
    held = reference_versions(office)
    rows: dict[tuple[str, int | None], Row] = {}
    for row in office["Versions"]:
        rows.setdefault((row.project, row.version), row)
    for project in office["Projets"]:
        version = rows.get((project.code, held.get(project.code)))
        if version is None or project.status in DELIVERED_PROJECTS:
            continue
        try:
            yield printer.quote(version)
        except QuoteRefused:
            continue
