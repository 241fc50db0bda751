"""The command that prints a quote for its client."""

from __future__ import annotations

from postprod_xl.commands.outcome import Outcome
from postprod_xl.commands.to_complete import identity_gaps
from postprod_xl.documents.papers.quote import quote_paper
from postprod_xl.documents.quote import ClientQuote
from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.feasibility.advice import NEGOTIATED, lines_of_version, unanswered
from postprod_xl.domain.quotes.versions.client_quote import QuoteRefused, client_quote, house_order
from postprod_xl.domain.quotes.versions.guard import changed_since_sent
from postprod_xl.domain.sharing.refusals import unknown_project
from postprod_xl.domain.wording import counted, euros_text, first_names


def print_quote(office: Office, project: str, version: int | None, order: str = "") -> Outcome:
    """Print a version of the quote of a project for its client; nothing to write in the workbook.

    Parameters
    ----------
    office
        The office.
    project
        Code of the project.
    version
        Its number; None for the version that the project works from.
    order
        A `QuoteOrder`; empty for that of the house.
    """
    if unknown := unknown_project(office, project):
        return Outcome(problems=tuple(unknown))
    try:
        quote = client_quote(office, project, version, house_order(order or office.settings["quote_order"]))
    except QuoteRefused as refused:
        return Outcome(problems=(refused.problem,))
    if changed := changed_since_sent(office, project, quote.version):
        return Outcome(problems=tuple(changed))
    lines = []
    if quote.unpriced:
        named = ", ".join(line.line for line in quote.unpriced)
        lines.append(f"À compléter, prix ou quantité : {named} ; les totaux sont sans ces lignes")
    if waiting := _without_advice(office, quote):
        lines.append(
            f"À demander avant l'envoi, l'avis technique de {counted(len(waiting), 'ligne')} : {first_names(waiting)}"
        )
    lines += identity_gaps("le devis", quote.seller, quote.buyer)
    details = {
        "project": project,
        "version": quote.version,
        "total_cents": quote.total_cents,
        "vat_cents": quote.vat_cents,
        "total_with_vat_cents": quote.total_with_vat_cents,
        "unpriced": [line.line for line in quote.unpriced],
    }
    return Outcome(
        summary=f"{quote.heading} ({quote.status}), {euros_text(quote.total_cents)} HT",
        details=details,
        lines=tuple(lines),
        papers=(quote_paper(quote),),
    )


def _without_advice(office: Office, quote: ClientQuote) -> list[str]:
    """The lines whose advice is missing, of a version that the client has not answered."""
    if quote.status not in NEGOTIATED:
        return []
    waiting = unanswered(office, lines_of_version(office, quote.project, quote.version))
    return list(waiting.column("line"))
