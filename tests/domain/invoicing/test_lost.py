"""Rows of the ledger that were cut or emptied by hand: what still speaks of them names them, and blocks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import Any

import pytest

from postprod_xl.domain.invoicing.register.checks import damaged_documents, ledger_problems, losses
from postprod_xl.domain.invoicing.register.damage import amount_damage, loose_ends
from postprod_xl.domain.invoicing.register.ledger import next_number
from postprod_xl.domain.office import Office
from postprod_xl.domain.refresh import refreshed
from postprod_xl.schema.kinds import typed
from postprod_xl.schema.settings.house import Settings
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.vocabulary import InvoiceType
from tests.domain.invoicing.houses import TODAY, credit, house, issued, refusal, written
from tests.domain.offices import records_of, table_rows

ISSUED = ("FA-2026-0001", "FA-2026-0002", "AV-2026-0001")


def whole() -> Office:
    """A deposit, a progress invoice and the credit note of the first, as their workbook holds them."""
    home = house()
    home = written(home, issued(home))
    home = written(home, issued(home))
    home = written(home, credit(home, "FA-2026-0001"))
    told = [
        {"command": "invoice", "summary": f"Facture {number} pour P001, net à payer 1 €"} for number in ISSUED
    ]
    home = home.with_rows("Journal", table_rows("Journal", [{"command": "refresh"}, *told]))
    return replace(home, tabs=frozenset({"Accueil", *ISSUED}))


def without(home: Office, table: str, lost: Callable[[dict[str, Any]], bool]) -> Office:
    """The office once some rows of a table were cut."""
    return home.with_rows(table, table_rows(table, [row for row in records_of(home[table]) if not lost(row)]))


def emptied(home: Office, table: str, row: int, *columns: str) -> Office:
    """The office once some cells of a row were emptied."""
    records = records_of(home[table])
    records[row].update({name: typed(BY_NAME[table].by_name[name].kind, None) for name in columns})
    return home.with_rows(table, table_rows(table, records))


def cut(home: Office, *numbers: str) -> Office:
    """The office once documents were cut from both ledgers."""
    home = without(home, "Factures", lambda row: row["number"] in numbers)
    return without(home, "LignesFacture", lambda row: row["invoice"] in numbers)


def silent(home: Office, *but: str) -> Office:
    """The office when only some places still speak of its documents, besides `Factures` and its lines."""
    if "Journal" not in but:
        home = home.with_rows("Journal", table_rows("Journal", []))
    if "Echeancier" not in but:
        steps = home["Echeancier"]
        home = home.with_columns("Echeancier", {"invoice": [""] * len(steps)})
    return home if "tabs" in but else replace(home, tabs=frozenset())


def test_a_ledger_that_lost_nothing_has_no_loss() -> None:
    assert losses(whole()) == [] and damaged_documents(whole()) == []


@pytest.mark.parametrize("number", ISSUED)
@pytest.mark.parametrize("but", ["Journal", "tabs"])
def test_a_document_cut_from_the_ledger_is_named_by_any_place_that_still_speaks_of_it(
    number: str, but: str
) -> None:
    home = cut(silent(whole(), but), number)
    [problem] = losses(home)
    assert problem.message.startswith(f"il manque {number}, absent") and problem.is_blocking
    assert ".postprod/backups" in problem.message and "Lignes de facture" in problem.message
    assert damaged_documents(home) == [number]


def test_the_last_document_is_missed_by_the_step_that_it_billed() -> None:
    [problem] = losses(cut(silent(whole(), "Echeancier"), "FA-2026-0002"))
    assert "FA-2026-0002, absente du registre : Facturation en garde la trace" in problem.message


def test_a_row_of_the_ledger_cut_without_its_lines_is_missed_by_them() -> None:
    [problem] = losses(without(silent(whole()), "Factures", lambda row: row["number"] == "FA-2026-0002"))
    assert "Lignes de facture en garde la trace" in problem.message


def test_an_invoice_that_a_credit_note_cancels_is_missed_by_it() -> None:
    [problem] = losses(cut(silent(whole()), "FA-2026-0001"))
    assert "la suite" not in problem.message and "l'avoir AV-2026-0001 en garde la trace" in problem.message


def test_a_whole_ledger_emptied_is_named_series_by_series() -> None:
    home = cut(whole(), *ISSUED)
    assert [problem.message.partition(" :")[0] for problem in losses(home)] == [
        "il manque AV-2026-0001, absent du registre",
        "il manque FA-2026-0001, FA-2026-0002, absentes du registre",
    ]
    assert sorted(damaged_documents(home)) == sorted(ISSUED)


@pytest.mark.parametrize("kept", [kept for size in range(3) for kept in combinations(ISSUED, size)])
def test_whatever_is_cut_from_the_ledger_is_named_whole_and_nothing_else(kept: tuple[str, ...]) -> None:
    lost = set(ISSUED) - set(kept)
    assert set(damaged_documents(cut(whole(), *lost))) == lost


def test_what_is_lost_blocks_a_refresh_before_the_steps_forget_it() -> None:
    home = cut(silent(whole(), "Echeancier"), "FA-2026-0002")
    assert refreshed(home, []).is_blocked
    assert "il manque FA-2026-0002" in refusal(home)


def test_a_document_whose_number_was_emptied_is_named_with_its_row() -> None:
    named, row = losses(emptied(whole(), "Factures", 1, "number"))
    assert named.message.startswith("il manque FA-2026-0002")
    assert (row.row, row.heading) == (6, "N°") and "n'a plus de numéro" in row.message


def test_documents_without_a_number_are_named_and_accuse_no_other() -> None:
    home = whole()
    for row in range(3):
        home = emptied(home, "Factures", row, "number", "due_day")
    said = [problem.message for problem in ledger_problems(home)]
    said += [problem.message for problem in (*amount_damage(home), *loose_ends(home))]
    assert not [line for line in said if "ne sert qu'une fois" in line or "est datée du" in line]
    assert not [line for line in said if "  " in line or line.startswith(" ")]
    for row in range(len(home["LignesFacture"])):
        home = emptied(home, "LignesFacture", row, "invoice")
    assert not [problem for problem in amount_damage(home) if "TVA de ses lignes" in problem.message]
    home = emptied(whole(), "Factures", 2, "number", "origin")
    assert "un document sans numéro ne dit plus la facture annulée" in " ".join(
        problem.message for problem in amount_damage(home)
    )


# A text or a rate may be empty in a document, and the payment is the person's; documents of earlier
# versions have no file and no rules; what is still due is computed again by each refresh.
MAY_BE_EMPTY = {
    "Factures": {"origin", "file", "fingerprint", "paid_day", "paid_cents", "rules", "due_cents"},
    "LignesFacture": {"line", "unit", "discount_rate", "version", "sessions", "credited_rank"},
}


@pytest.mark.parametrize(
    ("table", "column"),
    [
        (table, column.name)
        for table, spared in MAY_BE_EMPTY.items()
        for column in BY_NAME[table].columns
        if column.name not in spared
    ],
)
def test_a_cell_emptied_in_the_ledger_blocks_and_names_its_document(table: str, column: str) -> None:
    home = emptied(whole(), table, 1, column)
    assert losses(home)
    assert "FA-2026-0002" in damaged_documents(home)


def test_a_credit_note_that_no_longer_says_what_it_cancels_blocks() -> None:
    [problem] = losses(emptied(whole(), "Factures", 2, "origin"))
    assert problem.heading == "Facture d'origine"


@pytest.mark.parametrize(
    "lost",
    [
        lambda row: row["invoice"] == "FA-2026-0001",
        lambda row: (row["invoice"], row["rank"]) == ("FA-2026-0002", 1),
        lambda row: row["rank"] == 2,
    ],
)
def test_lines_cut_from_a_document_block(lost: Callable[[dict[str, Any]], bool]) -> None:
    assert losses(without(whole(), "LignesFacture", lost))


def test_a_line_without_amount_cut_between_two_others_is_missed_by_its_rank() -> None:
    home = emptied(whole(), "LignesFacture", 0)
    records = records_of(home["LignesFacture"])
    last = max(row["rank"] for row in records if row["invoice"] == "FA-2026-0002")
    records.append({**records[-1], "invoice": "FA-2026-0002", "rank": last + 2, "amount_cents": 0})
    [problem] = losses(home.with_rows("LignesFacture", table_rows("LignesFacture", records)))
    assert "il manque à FA-2026-0002 1 ligne de détail" in problem.message


def renumbered(home: Office, first: int) -> Office:
    """The same office, its invoices numbered from another number on."""

    def later(text: str) -> str:
        for rank in (2, 1):
            text = text.replace(f"FA-2026-{rank:04d}", f"FA-2026-{first + rank - 1:04d}")
        return text

    for table in ("Factures", "LignesFacture", "Echeancier", "Journal"):
        records = [
            {name: later(value) if isinstance(value, str) else value for name, value in row.items()}
            for row in records_of(home[table])
        ]
        home = home.with_rows(table, table_rows(table, records))
    return replace(home, tabs=frozenset(map(later, home.tabs)))


def test_an_office_that_began_at_another_number_is_asked_to_say_so_and_nothing_blocks() -> None:
    home = renumbered(whole(), 47)
    [problem] = ledger_problems(home)
    assert losses(home) == []
    assert "il manque FA-2026-0001 à FA-2026-0046" in problem.message
    assert "écrivez FA-2026-0047 dans Paramètres, « Premiers numéros »" in problem.message
    assert "FA-2026-0046" in refusal(home)


def test_an_office_that_says_its_first_number_goes_on_from_it() -> None:
    first = {"first_numbers": "FA-2026-0047 ; AV-2026-0003"}
    home = house(first)
    assert issued(home).invoice["number"] == "FA-2026-0047"
    assert next_number(home, InvoiceType.CREDIT_NOTE, TODAY) == "AV-2026-0003"
    assert next_number(home, InvoiceType.INVOICE, date(2027, 1, 4)) == "FA-2027-0001"
    home = written(home, issued(home))
    assert ledger_problems(home) == [] and issued(home).invoice["number"] == "FA-2026-0048"


def test_a_later_year_may_begin_at_a_number_of_its_own() -> None:
    home = replace(
        renumbered(whole(), 47), settings=house({"first_numbers": "FA-2026-0047 ; FA-2027-0101"}).settings
    )
    assert ledger_problems(home) == []
    assert next_number(home, InvoiceType.INVOICE, date(2027, 1, 4)) == "FA-2027-0101"
    [lost] = losses(cut(home, "FA-2026-0047"))
    assert "il manque FA-2026-0047," in lost.message


def test_a_workbook_without_the_setting_of_first_numbers_is_told_to_add_it() -> None:
    home = renumbered(whole(), 47)
    [problem] = ledger_problems(home)
    assert problem.message.endswith(
        "« Premiers numéros », une ligne à y ajouter (« postprod upgrade » le fait)"
    )
    rows = table_rows("Parametres", [{"name": "Premiers numéros"}])
    [problem] = ledger_problems(home.with_rows("Parametres", rows))
    assert problem.message.endswith("« Premiers numéros »")


def test_the_rows_of_another_program_need_only_their_numbers() -> None:
    former = [{"number": "FA-2025-0112"}, {"number": "FA-2026-0046", "total_cents": 100}]
    home = house({"first_numbers": "FA-2026-0047"}, Factures=former)
    assert ledger_problems(home) == [] and issued(home).invoice["number"] == "FA-2026-0047"


def test_the_number_before_the_next_typed_by_an_office_blocks_nothing() -> None:
    assert losses(house(Factures=[{"number": "FA-2026-0046", "day": TODAY}])) == []


def test_a_first_number_after_one_issued_here_is_refused() -> None:
    home = whole()
    home = replace(home, settings=Settings({**home.settings, "first_numbers": "FA-2026-0002"}))
    [problem] = losses(home)
    assert problem.table == "Parametres" and "FA-2026-0001 a été émise ici" in problem.message


def test_a_year_that_begins_after_another_begins_at_one() -> None:
    home = whole()
    records = records_of(home["Factures"])
    records.append({**records[1], "number": "FA-2027-0002", "day": date(2027, 1, 4)})
    lines = [*records_of(home["LignesFacture"])]
    lines += [{**row, "invoice": "FA-2027-0002"} for row in lines if row["invoice"] == "FA-2026-0002"]
    home = home.with_rows("Factures", table_rows("Factures", records))
    [problem] = losses(home.with_rows("LignesFacture", table_rows("LignesFacture", lines)))
    assert "il manque FA-2027-0001" in problem.message


def test_two_numbers_lost_in_a_row_are_both_named_and_three_by_the_ends_of_their_gap() -> None:
    numbers = ("FA-2026-0001", "FA-2026-0004", "FA-2026-0008")
    [problem] = losses(house(Factures=[{"number": number, "day": TODAY} for number in numbers]))
    assert "il manque FA-2026-0002, FA-2026-0003, FA-2026-0005 à FA-2026-0007, absentes" in problem.message


def test_a_number_typed_far_away_is_named_by_the_ends_of_its_gap() -> None:
    home = house(
        Factures=[{"number": "FA-2026-0001", "day": TODAY}, {"number": "FA-2026-99999999", "day": TODAY}]
    )
    [problem] = losses(home)
    assert "il manque FA-2026-0002 à FA-2026-99999998" in problem.message
    assert len(damaged_documents(home)) < 200


def test_a_tab_or_a_journal_that_speaks_of_something_else_is_no_trace() -> None:
    told = [{"command": "refresh", "summary": "FA-2026-0009"}, {"command": "invoice", "summary": "étape 3"}]
    home = house(Journal=told, Echeancier=[{"project": "P001", "rank": 1, "invoice": "payée en 2025"}])
    assert losses(replace(home, tabs=frozenset({"FA-2026-0009 (2)", "Devis"}))) == []


def test_a_tab_that_may_come_from_another_workbook_is_to_be_renamed() -> None:
    [problem] = losses(replace(house(), tabs=frozenset({"FA-2025-0012"})))
    assert problem.message.endswith("; si l'onglet vient d'un autre classeur, renommez-le")
