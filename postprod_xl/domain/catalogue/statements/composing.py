"""What a statement says: the contracts of a holder over a period, what is due, what keeps it from being said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from postprod_xl.documents.catalogue.royalty_statement import (
    RoyaltyContract,
    RoyaltyStatement,
    UnpaidStatement,
)
from postprod_xl.documents.invoice import Party
from postprod_xl.domain.catalogue.royalties.book import royalty_book
from postprod_xl.domain.catalogue.statements.asked import AskedStatement
from postprod_xl.domain.catalogue.statements.due import due_of
from postprod_xl.domain.catalogue.statements.figures import HolderFigures, figures_at
from postprod_xl.domain.catalogue.statements.legal import mentions
from postprod_xl.domain.catalogue.statements.periods import period_between
from postprod_xl.domain.catalogue.statements.register import (
    Said,
    prior_lines,
    said_lines,
    statements_of,
    unpaid_cents,
)
from postprod_xl.domain.catalogue.statements.stating import ContractFigures, adjusted_cents, stated_lines
from postprod_xl.domain.invoicing.parties.parties import seller
from postprod_xl.domain.office import Office
from postprod_xl.domain.wording import euros_text, from_to
from postprod_xl.schema.catalogue_vocabulary import StatementSection
from postprod_xl.schema.problems import Problem, blocking
from postprod_xl.schema.rows import Row
from postprod_xl.schema.settings.house import TO_FILL
from postprod_xl.schema.tables.catalogue.accounts import STATEMENTS
from postprod_xl.schema.tables.catalogue.contracts import MANDATES
from postprod_xl.schema.tables.catalogue.works import WORKS


def composed_statement(
    office: Office, asked: AskedStatement
) -> tuple[RoyaltyStatement | None, list[Problem]]:
    """What a statement says, without its number.

    Returns
    -------
    document
        None where a figure of a contract is not known, or where days that moved are in no statement.
    problems
        Why, one a fault.
    """
    code, period = asked.holder.holder, asked.period
    said = said_lines(office, asked.before.number) if asked.before else {}
    begun = _begun(office, asked, said)
    eve, last = (figures_at(office, code, day, begun) for day in (period.eve, period.last_day))
    if refusals := [*dict.fromkeys([*eve.refusals, *last.refusals])]:
        return None, refusals
    if not last.contracts:
        return None, [_no_contract(asked)]
    if gap := _gap(office, asked, said, eve):
        return None, gap
    contracts = tuple(_contracts(office, asked, said, (eve, last)))
    return _document(office, asked, contracts), []


def _document(
    office: Office, asked: AskedStatement, contracts: tuple[RoyaltyContract, ...]
) -> RoyaltyStatement:
    holder, period = asked.holder, asked.period
    share = sum(each.total(StatementSection.SHARE).period_cents for each in contracts)
    due = due_of(share, asked.before, asked.replaced, holder.withholding_rate)
    return RoyaltyStatement(
        number="",
        day=asked.day,
        holder=holder.holder,
        period=period.name,
        first_day=period.first_day,
        last_day=period.last_day,
        house=seller(office),
        payee=payee(holder),
        contracts=contracts,
        due=due.lines,
        withholding_cents=due.withholding_cents,
        carried_cents=due.carried_cents,
        unpaid=tuple(_unpaid(office, holder.holder)),
        mentions=tuple(mentions(holder)),
        corrects=asked.corrects,
    )


def _contracts(
    office: Office, asked: AskedStatement, said: Said, at: tuple[HolderFigures, HolderFigures]
) -> Iterator[RoyaltyContract]:
    """Each contract of the holder, from its figures on the eve of the period and on its last day.

    A contract that the last statement does not name, typed or shared since, begins with the ledger of the holder: what
    moved of it on days that were stated to him is an adjustment, or nobody would ever owe it. A correction begins as
    the statement that it replaces did.
    """
    eve, last = at
    untold = figures_at(office, asked.holder.holder, asked.opening, {}).contracts if asked.before else {}
    begun = _begun(office, asked, said)
    titles = {work: title or work for work, title in office[WORKS.name].select("work", "title")}
    books = royalty_book(office).contracts
    for contract, figures in last.contracts.items():
        row, then = books[contract].family.head, eve.contracts.get(contract, ContractFigures())
        first = untold.get(contract, ContractFigures()) if asked.before else then
        before = begun.get(contract, {key: line.cents for key, line in first.lines.items()})
        stated = RoyaltyContract(
            contract,
            str(row.nature or ""),
            row.signature_day,
            tuple(titles.get(work, work) for work in books[contract].works),
            stated_lines(then.lines, figures.lines, before, titles),
            figures.advances,
        )
        origin = (
            f"repris de {asked.corrects}" if contract in begun else f"recalculé au {asked.opening:%d/%m/%Y}"
        )
        notes = (*_notes(asked, stated, "" if contract in said else origin), *figures.notes)
        yield replace(stated, notes=notes)


def _begun(office: Office, asked: AskedStatement, said: Said) -> Said:
    """What was said of each contract before the period: by the statement before, else by the one that is replaced."""
    return {**prior_lines(office, asked.corrects), **said}


def _notes(asked: AskedStatement, stated: RoyaltyContract, origin: str) -> Iterator[str]:
    """What is to be known of where the figures of a contract come from.

    Parameters
    ----------
    origin
        Where what came before is from, when no statement of an earlier period said it; empty when one did.
    """
    share = stated.of(StatementSection.SHARE)
    if origin:
        prior = sum(line.prior_cents for line in share)
        kept = f" ; la part qui y est ({euros_text(prior)}) n'est pas dans le montant dû" if prior else ""
        yield (f"Aucun relevé antérieur au registre pour ce contrat : l'antérieur est {origin}{kept}.")
    since = asked.before.number if asked.before else asked.corrects
    if changed := adjusted_cents(share):
        yield (
            f"Les régularisations portent sur des jours d'avant la période, connus ou changés depuis {since} : "
            f"{euros_text(changed)} sur votre part."
        )


def _gap(office: Office, asked: AskedStatement, said: Said, eve: HolderFigures) -> list[Problem]:
    """The refusal of a period that leaves behind it days that nobody stated and on which something moved.

    None of a correction: its period stays, and what moved since on the days that it left behind is adjusted in it.
    """
    before = asked.before
    if before is None or asked.replaced:
        return []
    first = before.last_day + timedelta(days=1)
    if first == asked.period.first_day:
        return []
    then = figures_at(office, asked.holder.holder, before.last_day, said)
    if then.refusals or then.moved == eve.moved:
        return [*then.refusals]
    days, missing = from_to(first, asked.period.eve), period_between(first, asked.period.eve)
    name = f"{missing.name} ({days})" if missing else f"une période qui commence le {first:%d/%m/%Y}"
    message = (
        f"des mouvements {days} ne sont dans aucun relevé de {asked.holder.holder}, dont le dernier est "
        f"{before.number} ({before.period}) : émettez d'abord {name}"
    )
    heading = STATEMENTS.heading("period")
    return [blocking(STATEMENTS.name, None, heading, asked.period.name, name, message)]


def _no_contract(asked: AskedStatement) -> Problem:
    code = asked.holder.holder
    message = (
        f"{code} n'est le cédant d'aucun mandat signé et n'a part à aucun : il n'y a rien à lui rendre au "
        f"{asked.period.last_day:%d/%m/%Y}"
    )
    return asked.holder.blocking("holder", code, f"un cédant de {MANDATES.tab}, ou une part", message)


def _unpaid(office: Office, holder: str) -> Iterator[UnpaidStatement]:
    for row in statements_of(office, holder):
        if (cents := unpaid_cents(row)) > 0:
            yield UnpaidStatement(row.number, row.period, row.day, cents)


def payee(holder: Row) -> Party:
    """A holder, from his row of `AyantsDroit`."""
    return Party(
        name=holder.name or TO_FILL,
        street=holder.address or TO_FILL,
        postcode="",
        city="",
        country=holder.country,
        siren="",
        siret="",
        vat_number=holder.vat_number,
        email=holder.email,
    )
