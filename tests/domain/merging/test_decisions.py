"""What is accepted of a returned file, what it types, what the ledger keeps; a second time changes nothing."""

from __future__ import annotations

from datetime import date

import pytest

from postprod_xl.documents.grid import Comment
from postprod_xl.domain.merging.applied import typed_cells
from postprod_xl.domain.merging.changes import ChangeState, ReturnedChange
from postprod_xl.domain.merging.decisions import decided, ledger_rows
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.vocabulary import ReturnDecision
from tests.domain.merging.returns import FIRST, changes_of, lines, planning, sent_copy, sheet

DAY = date(2026, 12, 1)
ANSWERS = {
    "MON_10": {"validation": "Validé"},
    "MON_20": {"validation": "À reprendre", "start_day": date(2027, 1, 4)},
}
OTHER = planning(MON_10={"validation": "À reprendre"})


def numbers(changes: list[ReturnedChange], accept: str) -> tuple[list[int], list[int]]:
    accepted, problems = decided(changes, accept)
    assert not problems
    return [change.number for change in accepted.applied], [change.number for change in accepted.declined]


def ledger_of(changes: list[ReturnedChange], accept: str) -> Rows:
    return ledger_rows(decided(changes, accept)[0], sent_copy(), "retour.xlsx", DAY)


def values(cells: list[Rows]) -> dict[tuple[str, int], object]:
    return {
        (name, row): value
        for rows in cells
        for name in rows.columns
        for row, value in zip(rows.numbers, rows.column(name), strict=True)
    }


def test_all_is_what_nothing_bars():
    assert numbers(changes_of(sheet(lines(**ANSWERS))), "all") == ([1, 3], [])


def test_all_leaves_conflicts_to_be_decided():
    changes = changes_of(sheet(lines(**ANSWERS)), OTHER)
    assert numbers(changes, "tous") == ([3], [])


def test_a_conflict_is_applied_by_its_number():
    changes = changes_of(sheet(lines(**ANSWERS)), OTHER)
    assert numbers(changes, "1") == ([1], [])


def test_none_turns_everything_down_that_could_have_been_applied():
    assert numbers(changes_of(sheet(lines(**ANSWERS)), OTHER), "none") == ([], [1, 3])


@pytest.mark.parametrize(
    ("accept", "line"),
    [
        ("2", "le changement 2 n'est pas permis, cette colonne n'est pas à remplir : Planning, P001-MON-20 : Début le "
         "04/01/2027 au lieu du 14/12/2026"),
        ("9", "aucun changement n'a le numéro 9 : ils vont de 1 à 3"),
        ("les deux", "« les deux » n'est pas une réponse : all, none, ou des numéros comme 1,3,7"),
        ("1,-2", "« 1,-2 » n'est pas une réponse : all, none, ou des numéros comme 1,3,7"),
    ],
)  # fmt: skip
def test_what_cannot_be_accepted_is_refused_by_name_and_nothing_is(accept: str, line: str):
    accepted, (problem,) = decided(changes_of(sheet(lines(**ANSWERS))), accept)
    assert problem.message == line and not accepted


def test_what_is_decided_is_a_row_of_the_ledger_each():
    rows = ledger_of(changes_of(sheet(lines(**ANSWERS))), "1")
    (row,) = rows
    assert (row.share, row.number, row.receiver, row.file) == (
        "P001-PROD-001-K7QF",
        1,
        "producteur",
        "retour.xlsx",
    )
    assert (row.tab, row.row_name, row.column) == ("Planning", "P001-MON-10", "Validation")
    assert (row.before, row.after, row.decision) == ("À valider", "Validé", ReturnDecision.APPLIED)


def test_a_second_time_nothing_is_left_to_decide():
    grid = sheet(lines(**ANSWERS), comments={(FIRST, 1): (Comment("", "Bravo"),)})
    ledger = ledger_of(changes_of(grid), "all")
    again = changes_of(grid, planning(MON_10={"validation": "Validé"}), ledger)
    assert [change.state for change in again] == [
        ChangeState.DECIDED, ChangeState.DECIDED, ChangeState.BARRED, ChangeState.DECIDED,
    ]  # fmt: skip
    assert numbers(again, "all") == ([], []) and numbers(again, "1,2") == ([], [])


def test_what_was_turned_down_is_proposed_no_more_and_may_be_named():
    grid = sheet(lines(**ANSWERS))
    again = changes_of(grid, ledger=ledger_of(changes_of(grid), "none"))
    assert again[0].why == "écarté le 01/12/2026"
    assert numbers(again, "all") == ([], []) and numbers(again, "1") == ([1], [])


def test_what_the_house_changed_after_it_had_accepted_is_not_put_back():
    grid = sheet(lines(**ANSWERS))
    ledger = ledger_of(changes_of(grid), "all")
    again = changes_of(grid, planning(MON_10={"validation": "À reprendre"}), ledger)
    assert numbers(again, "all") == ([], [])


def test_only_the_cells_accepted_are_typed():
    changes = changes_of(sheet(lines(**ANSWERS)))
    accepted, _ = decided(changes, "all")
    assert values(typed_cells(accepted.applied, {"Planning": planning()})) == {
        ("validation", 10): "Validé",
        ("validation", 11): "À reprendre",
    }


def test_comments_are_added_behind_what_the_comment_column_holds_and_what_is_answered_there():
    held = planning(MON_10={"comment": "Rappelé"})
    grid = sheet(
        lines(MON_10={"comment": "D'accord"}),
        comments={(FIRST, 2): (Comment("Claire", "pas avant le 14"),), (FIRST + 1, 5): (Comment("", "vu"),)},
    )
    accepted, _ = decided(changes_of(grid, held), "all")
    assert values(typed_cells(accepted.applied, {"Planning": held})) == {
        ("comment", 10): "Rappelé ; D'accord ; début : pas avant le 14 (Claire)",
        ("comment", 11): "vu",
    }


def test_an_answer_that_the_comment_column_holds_already_is_not_added_again():
    (change,) = changes_of(
        sheet(lines(MON_10={"comment": "D'accord"})), planning(MON_10={"comment": "Vu ; D'accord"})
    )
    assert change.state is ChangeState.SAME


@pytest.mark.parametrize("held", ["Pas d'accord", "D'accord, mais plus tard"])
def test_an_answer_that_is_only_a_part_of_what_was_said_is_added(held: str):
    (change,) = changes_of(sheet(lines(MON_10={"comment": "D'accord"})), planning(MON_10={"comment": held}))
    assert change.state is ChangeState.OPEN


def test_a_conflict_with_another_return_names_its_file():
    ledger = ledger_of(changes_of(sheet(lines(MON_10={"validation": "À reprendre"}))), "all")
    (change,) = changes_of(sheet(lines(MON_10={"validation": "Validé"})), OTHER, ledger)
    assert change.why == "entre-temps, À reprendre dans le classeur, par retour.xlsx (producteur)"
