"""The ledger of statements: what was changed by hand is found and named, and stops the next statement."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from postprod_xl.domain.catalogue.statements.checks import payment_problems, register_problems
from postprod_xl.domain.catalogue.statements.columns import holder_columns, statements_part
from postprod_xl.domain.office import Office
from postprod_xl.schema.catalogue_vocabulary import StatementSection
from tests.domain.catalogue.statements.houses import (
    TODAY,
    after_stating,
    collected,
    ledgered,
    refused,
    rights_house,
    shared,
    stated,
    with_more,
)
from tests.domain.offices import records_of, table_rows

MONEY = [collected("E1", date(2025, 6, 1), 1000), collected("E2", date(2026, 3, 1), 2000)]


def issued() -> Office:
    """An office whose two first statements of MOLE are issued."""
    return after_stating(rights_house(Encaissements=MONEY), "MOLE", "2025", "2026-S1")


def typed_over(before: Office, table: str, at: int, **cells: object) -> Office:
    """The office once cells of a row were typed over."""
    rows = records_of(before[table])
    rows[at] |= cells
    return before.with_rows(table, table_rows(table, rows))


def without(before: Office, table: str, at: int) -> Office:
    """The office once a row was cut."""
    rows = records_of(before[table])
    del rows[at]
    return before.with_rows(table, table_rows(table, rows))


def said(office: Office) -> list[str]:
    return [problem.message for problem in register_problems(office)]


def share_line(office: Office) -> int:
    sections = office["LignesReleve"].column("section")
    return sections.index(StatementSection.SHARE)


def test_a_ledger_as_it_was_written_has_no_fault():
    assert said(issued()) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda o: typed_over(o, "Releves", 0, number="REL-2027-0007"), "il manque REL-2027-0001 au registre"),
        (lambda o: typed_over(o, "Releves", 1, number="REL-2027-0001"), "REL-2027-0001 est déjà en ligne 5"),
        (lambda o: typed_over(o, "Releves", 1, number=""), "le relevé « » n'a pas de numéro lisible"),
        (lambda o: typed_over(o, "Releves", 0, day=date(2026, 3, 1)), "REL-2027-0001 n'est plus daté de 2027"),
        (lambda o: typed_over(o, "Releves", 0, period_cents=1), "les parts de ses lignes font 750,00\u00a0€"),
        (lambda o: typed_over(o, "Releves", 0, due_cents=None), "« Net à verser » de vide"),
        (lambda o: typed_over(o, "Releves", 0, due_cents=1), "les termes de son montant dû font 750,00\u00a0€"),
        (lambda o: typed_over(o, "Releves", 0, carried_cents=5), "REL-2027-0001 ou une de ses lignes a été modifié"),
        (lambda o: typed_over(o, "Releves", 0, name="Autre"), "REL-2027-0001 ou une de ses lignes a été modifié"),
        (lambda o: typed_over(o, "LignesReleve", 0, label="Autre"), "REL-2027-0001 ou une de ses lignes a été"),
        (lambda o: typed_over(o, "LignesReleve", 0, cumulative_cents=1), "antérieur et période ne font plus le cumul"),
        (lambda o: typed_over(o, "LignesReleve", 0, statement=""), "une ligne ne dit plus son relevé"),
        (lambda o: without(o, "LignesReleve", 0), "les rangs des lignes de REL-2027-0001 ne se suivent plus"),
        (lambda o: without(o, "LignesReleve", share_line(o)), "les parts de ses lignes font 0,00\u00a0€"),
        (lambda o: without(o, "Releves", 0), "il manque REL-2027-0001 au registre, d'après Lignes de relevé"),
        (lambda o: without(o, "Releves", 1), "il manque REL-2027-0002 au registre, d'après Lignes de relevé"),
    ],
)  # fmt: skip
def test_a_cell_typed_over_or_a_row_cut_is_named_and_stops_the_next_statement(
    change: Callable[[Office], Office], message: str
):
    changed = change(issued())
    assert any(message.replace("« »", "«  »") in line for line in said(changed)), said(changed)
    assert all(not problem.is_blocking for problem in register_problems(changed))
    assert refused(changed, "MOLE", "2026-S2")


def test_a_whole_line_changed_so_that_its_sums_hold_still_has_its_mark():
    house = issued()
    at = house["LignesReleve"].column("section").index(StatementSection.RECEIPTS)
    line = house["LignesReleve"].records[at]
    moved = {"prior_cents": line.prior_cents + 5, "period_cents": line.period_cents - 5}
    [message] = said(typed_over(house, "LignesReleve", at, **moved))
    assert "REL-2027-0001 ou une de ses lignes a été modifié" in message


@pytest.mark.parametrize("place", ["journal", "tab", "corrects"])
def test_the_last_statement_cut_with_its_lines_is_missed_by_what_still_names_it(place: str):
    house = issued()
    if place == "corrects":
        house = ledgered(house, stated(house, "MOLE", "", corrects="REL-2027-0002"))
    kept = house["LignesReleve"]
    house = house.with_rows(
        "LignesReleve", kept.where(n != "REL-2027-0002" for n in kept.column("statement"))
    )
    house = without(house, "Releves", 1)
    if place == "journal":
        run = {
            "at": datetime(2027, 3, 1, 9),
            "command": "statement",
            "summary": "relevé REL-2027-0002 de MOLE",
        }
        house = house.with_rows("Journal", table_rows("Journal", [run]))
    if place == "tab":
        house = Office(house.tables, house.settings, house.today, tabs=frozenset({"REL-2027-0002"}))
    assert any(line.startswith("il manque REL-2027-0002 au registre, d'après") for line in said(house))


def test_what_a_person_notes_of_a_payment_changes_no_mark_and_is_questioned_where_it_contradicts_itself():
    house = issued()
    settled = typed_over(house, "Releves", 0, state="Réglé", paid_day=TODAY, paid_cents=75_000)
    undated = typed_over(house, "Releves", 0, paid_cents=50_000)
    over = typed_over(house, "Releves", 0, paid_day=TODAY, paid_cents=75_001)
    questioned = [
        [problem.message for problem in payment_problems(each)] for each in (settled, undated, over)
    ]
    assert questioned == [
        [],
        ["REL-2027-0001 porte un montant versé sans sa date : notez le jour du virement"],
        ["REL-2027-0001 : 750,01\u00a0€ versés pour 750,00\u00a0€ dus"],
    ]
    assert {problem.message for problem in statements_part(over).problems} == {*questioned[2]}


def test_an_odd_payment_keeps_no_other_statement_from_being_issued():
    over = typed_over(issued(), "Releves", 0, paid_day=TODAY, paid_cents=75_001)
    assert said(over) == []
    assert stated(over, "MOLE", "2026-S2").document.due_cents == 0


def test_a_holder_is_owed_what_his_statements_say_less_the_excess_that_the_next_one_deducts():
    house = issued()
    refunded = with_more(house, Encaissements=[collected("E3", date(2026, 3, 2), -400)])
    corrected = ledgered(refunded, stated(refunded, "MOLE", "", corrects="REL-2027-0002"))
    assert holder_columns(corrected).column("due_cents")[0] == 225_000 - 30_000
    paid = typed_over(typed_over(corrected, "Releves", 0, paid_day=TODAY), "Releves", 1, paid_day=TODAY)
    assert holder_columns(paid).column("due_cents")[0] == 0


def test_a_holder_is_owed_what_his_statements_say_less_what_was_paid():
    house = with_more(issued(), Repartitions=[])
    columns = holder_columns(house)
    assert columns.column("due_cents") == [225_000, None, None]
    assert columns.column("last_statement") == ["REL-2027-0002, 2026-S1", "", ""]
    paid = typed_over(house, "Releves", 0, paid_day=TODAY)
    assert holder_columns(paid).column("due_cents")[0] == 150_000
    in_part = typed_over(house, "Releves", 1, paid_day=TODAY, paid_cents=100_000)
    assert holder_columns(in_part).column("due_cents")[0] == 125_000
    settled = typed_over(house, "Releves", 0, state="Réglé")
    assert holder_columns(settled).column("due_cents")[0] == 150_000


def test_the_last_statement_of_a_holder_is_the_one_in_force():
    house = rights_house(Encaissements=MONEY, Repartitions=shared(("MOLE", "1/2"), ("SOF", "1/2")))
    house = after_stating(house, "MOLE", "2026-S1")
    house = ledgered(house, stated(house, "MOLE", "", corrects="REL-2027-0001"))
    assert holder_columns(house).column("last_statement")[0] == "REL-2027-0002, 2026-S1"
