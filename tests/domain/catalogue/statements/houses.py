"""A house that distributes one film, and the steps of issuing its statements in tests."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from postprod_xl.documents.catalogue.royalty_statement import RoyaltyStatement
from postprod_xl.domain.catalogue.statements.asked import StatementRequest
from postprod_xl.domain.catalogue.statements.issue import IssuedStatement, draft_statement, issue_statement
from postprod_xl.domain.catalogue.statements.register import sealed
from postprod_xl.domain.office import Office
from postprod_xl.domain.sealed_rows import as_read
from postprod_xl.schema.problems import Problem
from tests.domain.invoicing.houses import CLIENT, SELLER
from tests.domain.offices import office, table_rows

TODAY = date(2027, 3, 1)
WORK = {"work": "CRUE", "title": "La Crue", "type": "Film de cinéma"}
HOLDERS = [
    {"holder": "MOLE", "name": "Films du Môle", "role": "Producteur délégué", "address": "3 rue, Paris"},
    {"holder": "DAUMAS", "name": "Inès Daumas", "role": "Auteur", "address": "1 quai, Sète"},
    {"holder": "SOF", "name": "Sofica Une", "role": "SOFICA", "address": "2 place, Lyon"},
]
MANDATE = {
    "contract": "M1", "nature": "Mandat de distribution", "works": "CRUE", "grantor": "MOLE", "state": "Signé",
    "signature_day": date(2024, 3, 12),
}  # fmt: skip
TERM = {
    "term": "T1", "contract": "M1", "media": "Tous", "territories": "Monde", "is_exclusive": True,
    "first_day": date(2024, 1, 1), "last_day": date(2034, 12, 31),
}  # fmt: skip
SALE = {
    "sale": "V1", "client": "PRO", "works": "CRUE", "state": "Signé", "signature_day": date(2025, 1, 5),
    "price": Decimal(100_000),
}  # fmt: skip
SALE_TERM = {
    "term": "T1", "sale": "V1", "media": "SVOD", "territories": "France",
    "first_day": date(2025, 1, 10), "last_day": date(2028, 1, 9),
}  # fmt: skip
SCALE = {
    "contract": "M1",
    "media": "Tous",
    "territories": "Monde",
    "commission_rate": Decimal("0.25"),
    "is_crossed": True,
}


def collected(code: str, day: date | None, amount: Any, **rest: Any) -> dict[str, Any]:
    """A row of `Encaissements` of the sale, in euros."""
    return {"collection": code, "sale": "V1", "day": day, "amount": Decimal(str(amount)), **rest}


def shared(*parts: tuple[str, str], rank: int = 1) -> list[dict[str, Any]]:
    """The rows of `Repartitions` of a rank: holder and part."""
    return [{"contract": "M1", "rank": rank, "holder": holder, "share": part} for holder, part in parts]


def rights_house(today: date = TODAY, **tables: list[dict[str, Any]]) -> Office:
    """The office, some tables given whole; MOLE has all of the net unless they say otherwise."""
    rows = {
        "Clients": [CLIENT],
        "Oeuvres": [WORK],
        "AyantsDroit": HOLDERS,
        "Mandats": [MANDATE],
        "TermesMandat": [TERM],
        "Ventes": [SALE],
        "TermesVente": [SALE_TERM],
        "Baremes": [SCALE],
        **tables,
    }
    return office(today, SELLER, **{name: table_rows(name, given) for name, given in rows.items()})


def with_more(before: Office, **tables: list[dict[str, Any]]) -> Office:
    """The office with rows typed below those of some tables."""
    for name, rows in tables.items():
        before = before.with_rows(name, before[name].followed_by(table_rows(name, rows)))
    return before


def stated(
    before: Office, holder: str, period: str, day: date | None = None, corrects: str = ""
) -> IssuedStatement:
    """The statement of a holder, which nothing refuses."""
    issued, problems = issue_statement(before, StatementRequest(holder, period, day or TODAY, corrects))
    assert issued is not None, [problem.line for problem in problems]
    return issued


def drafted(before: Office, holder: str, period: str) -> RoyaltyStatement:
    """The draft of the statement of a holder, which nothing keeps from being made."""
    issued, problems = draft_statement(before, StatementRequest(holder, period, TODAY))
    assert issued is not None, [problem.line for problem in problems]
    return issued.document


def refused(
    before: Office, holder: str, period: str, day: date | None = None, corrects: str = ""
) -> list[Problem]:
    """What refuses a statement."""
    issued, problems = issue_statement(before, StatementRequest(holder, period, day or TODAY, corrects))
    assert issued is None
    assert all(problem.is_blocking for problem in problems)
    return problems


def ledgered(before: Office, issued: IssuedStatement, **cells: Any) -> Office:
    """The office once a statement stands in its ledger, with what a person notes there."""
    lines = as_read(issued.lines)
    row = sealed(as_read(issued.statement), lines)
    row = row.with_columns({name: [value] for name, value in cells.items()})
    after = before.with_rows("Releves", before["Releves"].followed_by(row))
    return after.with_rows("LignesReleve", before["LignesReleve"].followed_by(lines))


def after_stating(before: Office, holder: str, *periods: str) -> Office:
    """The office once the statements of some periods were issued to a holder."""
    for period in periods:
        before = ledgered(before, stated(before, holder, period))
    return before


def due_terms(document: RoyaltyStatement) -> dict[str, int]:
    """What is due, term by term."""
    return {term.label: term.cents for term in document.due}
