"""What was sent, what came back and what the workbook has: exactly the edits of the receiver, whatever moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from postprod_xl.documents.grid import Comment
from postprod_xl.documents.sharing.manifest import SentColumn, SentRow
from postprod_xl.domain.merging.changes import ChangeState
from postprod_xl.domain.merging.comparison import (
    CLOSED,
    KEPT_ROW,
    NO_NEW_ROW,
    NOT_ASKED,
    TORN,
    TWICE,
    UNKNOWN,
)
from postprod_xl.domain.merging.finding import found_in
from postprod_xl.domain.merging.told import remarks
from postprod_xl.schema.languages import Language
from postprod_xl.schema.tables.planning import PLANNING
from postprod_xl.schema.vocabulary import ReturnedKind
from tests.domain.merging.returns import FIRST, NAMES, changes_of, lines, planning, sent_copy, sheet, told

WISHED = {"MON_20": {"wished_day": date(2026, 12, 16)}}
ANSWER = [("P001-MON-20", "wished_day", "16/12/2026")]


def test_a_copy_that_comes_back_as_it_left_has_no_change():
    assert changes_of(sheet(lines())) == []


def test_an_answer_is_one_change_with_what_was_sent():
    (change,) = changes_of(sheet(lines(MON_10={"validation": "Validé"})))
    assert (change.number, change.kind, change.state) == (1, ReturnedKind.VALUE, ChangeState.OPEN)
    assert change.line == "Planning, P001-MON-10 : Validation « Validé » au lieu de « À valider »"
    assert (change.row, change.place) == (10, f"Planning, ligne {FIRST}")


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(lambda rows: [rows[0], *reversed(rows[1:])], id="sorted"),
        pytest.param(lambda rows: [row[::-1] for row in rows], id="columns moved"),
        pytest.param(lambda rows: [["", *row] for row in rows], id="a column inserted, empty"),
        pytest.param(lambda rows: [rows[0], [], *rows[1:2], [], [" "], *rows[2:]], id="rows inserted, empty"),
        pytest.param(
            lambda rows: [[str(text).upper() for text in rows[0]], *rows[1:]], id="headings in capitals"
        ),
        pytest.param(
            lambda rows: [rows[0], *([*row[:-1], row[-1].lower()] for row in rows[1:])],
            id="codes in lower case",
        ),
        pytest.param(lambda rows: [[], ["Merci de répondre avant vendredi"], *rows], id="rows above"),
    ],
)
def test_what_was_moved_is_no_change(rows: Any):
    assert told(changes_of(sheet(rows(lines(**WISHED))))) == ANSWER


def test_a_renamed_tab_is_found_by_its_identifiers():
    assert told(changes_of(sheet(lines(**WISHED), title="Feuille 1"))) == ANSWER


@pytest.mark.parametrize(
    "cell",
    [
        datetime(2026, 12, 16),
        "16/12/2026",
        "2026-12-16",
        "16 déc. 2026",
        "mercredi 16 décembre 2026",
        "Dec 16, 2026",
        46372.0,
    ],
)
def test_a_day_is_read_in_any_of_its_forms(cell: Any):
    (change,) = changes_of(sheet(lines(MON_20={"wished_day": cell})))
    assert change.returned == date(2026, 12, 16) and change.state is ChangeState.OPEN


def test_the_days_of_a_file_written_month_first_are_read_so():
    days = {"MON_10": "12/07/2026", "MON_20": "12/14/2026", "MIX": "12/21/2026"}
    answers = {task: {"start_day": day} for task, day in days.items()}
    rows = lines(**{**answers, "MIX": {**answers["MIX"], "wished_day": "12/11/2026"}})
    (change,) = changes_of(sheet(rows))
    assert change.returned == date(2026, 12, 11)


def test_days_that_read_both_ways_are_read_as_those_that_were_sent():
    sent = sent_copy()
    values = ("Montage image", date(2026, 12, 7), "À valider", None, "")
    table = replace(sent.tables[0], rows=(SentRow("Planning/P001-MON-10", values),))
    rows = lines(MON_10={"start_day": "12/07/2026", "wished_day": "12/11/2026"})[:2]
    (change,) = changes_of(sheet(rows), sent=replace(sent, tables=(table,)))
    assert change.returned == date(2026, 12, 11)


def test_a_sent_day_shown_in_another_form_is_no_change():
    assert changes_of(sheet(lines(MON_10={"start_day": "7 décembre 2026"}))) == []


def test_what_is_no_value_of_its_column_is_told_and_may_not_be_applied():
    (change,) = changes_of(sheet(lines(MON_10={"validation": "Peut-être"})))
    assert change.state is ChangeState.BARRED and change.why.startswith("attendu : une valeur de la liste")
    assert change.line == "Planning, P001-MON-10 : Validation « Peut-être » au lieu de « À valider »"


def test_a_cell_that_nobody_was_asked_to_fill_in_may_not_be_changed():
    (change,) = changes_of(sheet(lines(MIX={"start_day": date(2027, 1, 4)})))
    assert (change.state, change.why) == (ChangeState.BARRED, NOT_ASKED)
    assert change.line == "Planning, P001-MIX : Début le 04/01/2027 au lieu du 21/12/2026"


def test_an_answer_that_its_row_does_not_wait_for_may_not_be_applied():
    sent = sent_copy()
    (table,) = sent.tables
    rows = [object.__setattr__(row, "closed", ("validation",)) or row for row in table.rows]
    assert len(rows) == 3
    (change,) = changes_of(sheet(lines(MIX={"validation": "Validé"})), sent=sent)
    assert (change.state, change.why) == (ChangeState.BARRED, CLOSED)


def test_an_answer_given_meanwhile_in_the_house_is_no_longer_to_be_decided():
    rows = lines(MON_10={"validation": "Validé"})
    (change,) = changes_of(sheet(rows), planning(MON_10={"validation": "Validé"}))
    assert change.state is ChangeState.SAME


def test_two_answers_are_a_conflict_that_says_both():
    rows = lines(MON_10={"validation": "Validé"})
    (change,) = changes_of(sheet(rows), planning(MON_10={"validation": "À reprendre"}))
    assert (change.state, change.why) == (ChangeState.CONFLICT, "entre-temps, À reprendre dans le classeur")


def test_a_change_of_the_house_alone_is_no_change_of_the_file():
    assert (
        changes_of(sheet(lines()), planning(MON_10={"validation": "À reprendre", "label": "Montage"})) == []
    )


def test_a_comment_is_a_change_of_its_row_with_its_author():
    grid = sheet(lines(), comments={(FIRST, 2): (Comment("Claire", "Pas avant le 14"),)})
    (change,) = changes_of(grid)
    assert (change.kind, change.row_name, change.column) == (ReturnedKind.COMMENT, "P001-MON-10", "start_day")
    assert change.line == "Planning, P001-MON-10, Début : commentaire de Claire, « Pas avant le 14 »"


def test_a_comment_pinned_to_no_row_is_told_by_its_place():
    grid = sheet(lines(), comments={(1, 1): (Comment("", "Merci"),)})
    assert [change.line for change in changes_of(grid)] == ["Planning, ligne 1 : commentaire, « Merci »"]


def test_what_is_written_in_a_column_of_the_receiver_is_a_comment():
    rows = lines()
    rows[0].append("Remarques prod")
    rows[2].append("À voir ensemble")
    (change,) = changes_of(sheet(rows))
    assert (change.kind, change.row_name, change.column) == (
        ReturnedKind.COMMENT,
        "P001-MON-20",
        "Remarques prod",
    )


def test_a_row_of_a_copy_that_takes_none_may_not_be_added():
    (change,) = changes_of(sheet([*lines(), ["Étalonnage", date(2026, 12, 22)]]))
    assert (change.kind, change.state, change.why) == (ReturnedKind.ADDED_ROW, ChangeState.BARRED, NO_NEW_ROW)


def test_totals_under_the_rows_are_none_of_them_and_a_remark_there_is_a_comment():
    sent = sent_copy()
    sent = replace(sent, tables=tuple(replace(table, under=("Total HT",)) for table in sent.tables))
    grid = sheet([*lines(), [], ["Total HT", 1200.0], ["Merci de votre retour"]])
    (change,) = changes_of(grid, sent=sent)
    assert change.kind is ReturnedKind.COMMENT
    assert change.line == "Planning, ligne 10 : commentaire, « Merci de votre retour »"


def test_a_table_that_the_file_lacks_is_not_looked_for_in_another():
    sent = sent_copy()
    lost = replace(sent.tables[0], table="Episodes", tab="Épisodes", rows=())
    sent = replace(sent, tables=(*sent.tables, lost))
    found = found_in([sheet(lines())], sent)
    assert [table.sent.table for table in found.tables] == ["Planning"]
    assert [*remarks(found, sent)] == ["absents du fichier, rien n'en est lu : « Épisodes »"]


def test_a_row_taken_away_stays_in_the_workbook():
    rows = lines()
    del rows[3]
    (change,) = changes_of(sheet(rows))
    assert (change.kind, change.row_name, change.why) == (ReturnedKind.REMOVED_ROW, "P001-MIX", KEPT_ROW)


def test_an_identifier_retyped_is_found_again_by_what_its_row_says():
    rows = lines(**WISHED)
    rows[2][-1] = "à voir"
    assert told(changes_of(sheet(rows))) == ANSWER


def test_an_identifier_that_was_not_sent_is_named():
    rows = lines()
    rows[2][:2], rows[2][-1] = ["Montage son", date(2026, 12, 15)], "Planning/P001-SON"
    added, removed = changes_of(sheet(rows))
    assert (added.row_name, added.why, removed.row_name) == ("Planning/P001-SON", UNKNOWN, "P001-MON-20")


def test_identifiers_taken_away_altogether_are_found_again_by_content():
    rows = [row[:-1] for row in lines(**WISHED)]
    assert told(changes_of(sheet(rows))) == ANSWER
    sent = sent_copy()
    assert [*remarks(found_in([sheet(rows)], sent), sent)] == [
        "« Planning » n'a plus sa colonne « Identifiant » : ses lignes sont retrouvées par ce qu'elles disent, celles "
        "qui ont changé ailleurs que dans une réponse ne le sont pas"
    ]


def test_two_rows_of_one_identifier_that_do_not_agree_change_nothing():
    rows = lines(MON_10={"validation": "Validé"})
    changes = changes_of(sheet([*rows, lines(MON_10={"validation": "À reprendre"})[1]]))
    assert told(changes) == [
        ("P001-MON-10", "validation", "Validé"),
        ("P001-MON-10", "validation", "À reprendre"),
    ]
    assert {(change.state, change.why) for change in changes} == {(ChangeState.BARRED, TWICE)}


def test_an_identifier_copied_over_that_of_another_row_is_found_out_by_what_both_say():
    rows = lines(**WISHED)
    rows[2][-1] = rows[1][-1]
    assert told(changes_of(sheet(rows))) == ANSWER


def test_two_rows_that_say_the_same_are_one():
    rows = lines(MON_10={"validation": "Validé"})
    assert [change.state for change in changes_of(sheet([*rows, rows[1]]))] == [ChangeState.OPEN]


def test_a_heading_retyped_is_found_by_its_spelling_and_said():
    rows = lines(**WISHED)
    rows[0][3] = "Date souhaité"
    sent = sent_copy()
    assert told(changes_of(sheet(rows))) == ANSWER
    assert [*remarks(found_in([sheet(rows)], sent), sent)] == [
        "« Planning » : la colonne « Date souhaité » est lue comme « Date souhaitée »"
    ]


def test_answers_whose_column_was_taken_away_are_said_not_to_be_read():
    rows = [[cell for at, cell in enumerate(row) if at != 3] for row in lines()]
    sent = sent_copy()
    assert changes_of(sheet(rows)) == []
    assert [*remarks(found_in([sheet(rows)], sent), sent)] == [
        "« Planning » n'a plus « Date souhaitée » : ces réponses ne sont pas lues"
    ]


def test_an_english_copy_is_read_back_in_its_words():
    sent, english, choice = sent_copy(Language.ENGLISH), Language.ENGLISH, PLANNING.by_name["validation"]
    rows = lines(MON_10={"validation": "Validé"})
    rows[0][: len(NAMES)] = [column.heading for column in sent.tables[0].columns]
    for row in rows[1:]:
        row[2] = english.shown(choice, row[2]).upper()
    (change,) = changes_of(sheet(rows), sent=sent)
    assert change.line == "Planning, P001-MON-10 : Validation « Validé » au lieu de « À valider »"


def with_tasks(rows: list[list[Any]]) -> list[list[Any]]:
    return [["Tâche", *rows[0]], *([row[-1].removeprefix("Planning/"), *row] for row in rows[1:])]


def sent_with_tasks() -> Any:
    sent = sent_copy()
    (table,) = sent.tables
    rows = tuple(
        replace(row, values=(row.identifier.removeprefix("Planning/"), *row.values)) for row in table.rows
    )
    return replace(
        sent, tables=(replace(table, columns=(SentColumn("task", "Tâche"), *table.columns), rows=rows),)
    )


def identifiers_left_behind(rows: list[list[Any]]) -> list[list[Any]]:
    header, *held = with_tasks(rows)
    return [header, *([*row[:-1], other[-1]] for row, other in zip(held, held[::-1], strict=True))]


def test_an_answer_belongs_to_the_row_it_was_written_in_where_a_sort_left_the_identifiers_behind():
    grid = sheet(identifiers_left_behind(lines(**WISHED, MIX={"validation": "Validé"})))
    assert told(changes_of(grid, sent=sent_with_tasks())) == [*ANSWER, ("P001-MIX", "validation", "Validé")]


def test_a_row_of_two_that_was_changed_besides_answers_for_neither():
    answers = {"validation": "Validé", "label": "Mixage VO"}
    changes = changes_of(sheet(identifiers_left_behind(lines(MIX=answers))), sent=sent_with_tasks())
    assert {change.state for change in changes} == {ChangeState.BARRED}
    assert TORN in {change.why for change in changes}


def test_what_is_written_beside_the_table_under_the_heading_of_one_of_ours_or_none_is_told():
    rows = lines()
    rows[0].append("Commentaire")
    rows[1] += ["à revoir", "sans titre"]
    assert [(change.heading, change.returned) for change in changes_of(sheet(rows))] == [
        ("Commentaire", "à revoir"),
        ("", "sans titre"),
    ]


def test_a_table_without_its_headings_is_read_in_no_other_sheet():
    drawn = sheet([lines()[0][:3], ["Montage image", date(2026, 12, 8)]], title="Planning dessiné")
    found = found_in([sheet(lines(**WISHED)[1:]), drawn], sent_copy())
    assert found.tables == []
    assert [*remarks(found, sent_copy())] == [
        "« Planning » n'a plus sa ligne d'en-têtes : rien n'en est lu, remettez-la, puis recommencez"
    ]


@pytest.mark.parametrize(
    ("name", "held", "answered", "state"),
    [
        ("validation", "Validé", "À reprendre", ChangeState.CONFLICT),
        ("validation", "À valider", "À reprendre", ChangeState.OPEN),
        ("comment", "Rappelé", "vu", ChangeState.OPEN),
    ],
)
def test_an_answer_never_takes_the_place_of_one_that_was_not_shown(
    name: str, held: str, answered: str, state: ChangeState
):
    sent = sent_copy()
    (table,) = sent.tables
    values = tuple("" if of == name else value for of, value in zip(NAMES, table.rows[0].values, strict=True))
    row = replace(table.rows[0], values=values, held=((name, held),))
    sent = replace(sent, tables=(replace(table, rows=(row, *table.rows[1:])),))
    back = sheet(lines(MON_10={name: answered}))
    (change,) = changes_of(back, planning(MON_10={name: held}), sent=sent)
    assert (change.column, change.state, change.sent) == (name, state, held)
