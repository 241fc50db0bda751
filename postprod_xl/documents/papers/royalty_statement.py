"""A royalty statement as the data of its template, `releve.typ`: every figure ready to be printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from postprod_xl.documents.catalogue.royalty_statement import (
    DRAFT,
    DRAFT_NOTE,
    TOTAL,
    UNPAID_NOTE,
    UNPAID_TITLE,
    RoyaltyAdvance,
    RoyaltyContract,
    RoyaltyLine,
    RoyaltyStatement,
    is_bare,
    total_line,
)
from postprod_xl.documents.papers.figures import euros, long_day
from postprod_xl.documents.papers.paper import Paper
from postprod_xl.documents.parties import party_data
from postprod_xl.schema.tables.catalogue.accounts import STATEMENTS
from postprod_xl.schema.tables.catalogue.works import HOLDERS, WORKS

UNPAID_DAY = "non versée"


def royalty_statement_paper(statement: RoyaltyStatement) -> Paper:
    """The paper of a statement; one without number is a draft, and says so across its pages."""
    return Paper(
        "releve",
        f"{statement.heading} — {statement.payee.name}",
        statement.day,
        statement.number or f"{statement.holder} - projet de relevé {statement.period}",
        {
            "tampon": DRAFT if statement.is_draft else "",
            "numero": statement.heading,
            "objet": statement.subject,
            "date_longue": long_day(statement.day),
            "emetteur": party_data("Rendu par", statement.house),
            "ayant_droit": party_data(HOLDERS.heading("holder"), statement.payee),
            "renseignements": [list(fact) for fact in _facts(statement)],
            "du": [
                *([line.label, euros(line.cents), False] for line in statement.due),
                [statement.due_label, euros(statement.due_cents), True],
            ],
            "contrats": [_contract(contract) for contract in statement.contracts],
            "titre_impayes": UNPAID_TITLE,
            "note_impayes": UNPAID_NOTE,
            "impayes": [
                {
                    "numero": each.number,
                    "date": f"{each.day:%d/%m/%Y}",
                    "periode": each.period,
                    "montant": euros(each.cents),
                }
                for each in statement.unpaid
            ],
            "mentions": [*([DRAFT_NOTE] if statement.is_draft else ()), *statement.mentions],
        },
    )


def _facts(statement: RoyaltyStatement) -> Iterator[tuple[str, str]]:
    yield STATEMENTS.heading("period"), statement.period
    if statement.corrects:
        yield "Remplace", statement.corrects
    for contract in statement.contracts:
        yield "Contrat", contract.named


def _contract(contract: RoyaltyContract) -> dict[str, Any]:
    return {
        "titre": contract.named,
        "oeuvres": f"{WORKS.tab} : {' ; '.join(contract.works)}" if contract.works else "",
        "sections": [_section(title, lines) for title, lines in _sections(contract)],
        "avances": [_advance(advance) for advance in contract.advances],
        "notes": list(contract.notes),
    }


def _sections(contract: RoyaltyContract) -> Iterator[tuple[str, Sequence[RoyaltyLine]]]:
    for section, lines in groupby(contract.lines, key=lambda line: line.section):
        yield str(section), tuple(lines)


def _section(title: str, lines: Sequence[RoyaltyLine]) -> dict[str, Any]:
    """A section: its lines and their total; one line that says no more than its section is that total."""
    if is_bare(lines):
        return {"titre": title, "lignes": [], "total": _line(title, lines[0])}
    total = _line(TOTAL, total_line(lines)) if len(lines) > 1 else None
    return {"titre": title, "lignes": [_line(line.full_label, line) for line in lines], "total": total}


def _line(label: str, line: RoyaltyLine) -> dict[str, str]:
    return {
        "libelle": label,
        "anterieur": euros(line.prior_cents),
        "periode": euros(line.period_cents),
        "cumul": euros(line.cumulative_cents),
        "reste": "" if line.remaining_cents is None else euros(line.remaining_cents),
    }


def _advance(advance: RoyaltyAdvance) -> dict[str, str]:
    return {
        "libelle": advance.named,
        "date": f"{advance.paid_day:%d/%m/%Y}" if advance.paid_day else UNPAID_DAY,
        "montant": euros(advance.amount_cents),
        "recupere": euros(advance.recouped_cents),
        "solde": euros(advance.balance_cents),
    }
