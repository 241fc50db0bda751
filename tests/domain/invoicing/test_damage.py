"""An issued document that no longer says what was issued is named, and stops the next one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from postprod_xl.domain.invoicing.register.damage import amount_damage, loose_ends
from postprod_xl.domain.office import Office
from tests.domain.invoicing.houses import PROJECT, credit, house, issued, refusal, written
from tests.domain.offices import records_of, table_rows


def ledger(table: str = "Factures", row: int = 0, **cells: Any) -> Office:
    """An invoice and its credit note, some cells of one row typed over."""
    home = house()
    home = written(home, issued(home))
    home = written(home, credit(home, "FA-2026-0001"))
    records = records_of(home[table])
    records[row].update(cells)
    return home.with_rows(table, table_rows(table, records))


def test_a_ledger_that_nobody_touched_has_no_damage() -> None:
    assert not amount_damage(ledger()) and not loose_ends(ledger())


@pytest.mark.parametrize(
    ("cells", "heading", "words"),
    [
        ({"client": ""}, "Client", "n'a plus de « Client »"),
        ({"subject": ""}, "Objet", "n'a plus de « Objet »"),
        ({"vat_cents": None}, "Total TVA", "n'a plus de « Total TVA »"),
        ({"total_with_vat_cents": 1}, "Total TTC", "« Total TTC » de 0,01"),
        ({"payable_cents": 1}, "Net à payer", "total TTC moins les acomptes"),
        ({"type": "Avoir", "origin": "FA-2026-0001"}, "Type", "dont les numéros commencent par AV"),
        ({"origin": "FA-2026-0009"}, "Facture d'origine", "n'est pas un avoir"),
    ],
)
def test_a_cell_of_the_ledger_typed_over_is_named_and_stops_the_next_document(
    cells: dict[str, Any], heading: str, words: str
) -> None:
    home = ledger(**cells)
    problem = next(problem for problem in amount_damage(home) if problem.heading == heading)
    assert problem.row == 5 and words in problem.message.replace("\u00a0", " ")
    if len(amount_damage(home)) == 1:
        assert refusal(home) == problem.message


def test_a_credit_note_of_nothing_is_named() -> None:
    [problem] = amount_damage(ledger(row=1, origin=""))
    assert (problem.row, problem.heading) == (6, "Facture d'origine")


def test_a_line_of_the_ledger_that_lost_its_price_is_named() -> None:
    [problem] = amount_damage(ledger("LignesFacture", unit_price_cents=None))
    assert problem.heading == "Prix unitaire HT"
    [problem] = loose_ends(ledger("LignesFacture", unit_price_cents=1))
    assert problem.heading == "Montant HT"


@pytest.mark.parametrize(
    ("cells", "heading"),
    [
        ({"project": "X"}, "Projet"),
        ({"client": "X"}, "Client"),
        ({"due_day": None}, "Échéance"),
        ({"due_day": date(2026, 1, 1)}, "Échéance"),
    ],
)
def test_a_cell_that_no_amount_depends_on_is_named(cells: dict[str, Any], heading: str) -> None:
    [problem] = loose_ends(ledger(**cells))
    assert (problem.row, problem.heading) == (5, heading)


def test_a_document_put_on_another_project_than_its_lines_is_named() -> None:
    home = house(Projets=[PROJECT, {**PROJECT, "code": "P002"}])
    home = written(home, issued(home))
    home = written(home, issued(home))
    records = records_of(home["Factures"])
    assert not loose_ends(home)
    records[1]["project"] = "P002"
    [problem] = loose_ends(home.with_rows("Factures", table_rows("Factures", records)))
    assert (problem.row, problem.heading) == (6, "Projet")
    assert "FA-2026-0002 est au compte de P002, ses lignes sont au devis de P001" in problem.message
