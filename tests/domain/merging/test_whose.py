"""Which copy a file answers: the one whose number it shows, else one line says why there is no telling."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from postprod_xl.commands.merging import merge
from postprod_xl.documents.sharing.manifest import Manifest, SentColumn, SentRow, SentTable
from postprod_xl.documents.sharing.returned import ReturnedFile, numbers_in
from postprod_xl.domain.merging.comparison import compared
from postprod_xl.domain.merging.decisions import settled
from postprod_xl.domain.merging.finding import found_in
from postprod_xl.domain.merging.new_sessions import new_sessions, with_known_sessions
from postprod_xl.domain.merging.sent import sent_copy
from postprod_xl.domain.merging.told import later_line
from postprod_xl.domain.office import Office
from postprod_xl.schema.languages import Language
from postprod_xl.schema.rows import no_rows
from postprod_xl.schema.settings.house import Settings
from postprod_xl.schema.tables.planning import SESSIONS
from postprod_xl.schema.tables.returns import RETURNS
from postprod_xl.schema.vocabulary import Audience
from tests.domain.merging.returns import FIRST, lines, sheet
from tests.domain.offices import MONDAY, office, table_rows

NUMBER = "P001-TECH-001-K7QF"
ADDED = ("day", "task", "start", "end", "remarks")


def manifest(*tables: SentTable, technician: str = "FABRE") -> Manifest:
    return Manifest(
        NUMBER, "Studio", "id", "P001", Audience.TECHNICIAN, technician, Language.FRENCH, MONDAY,
        "copie.xlsx", "", "0.7", tables,
    )  # fmt: skip


def house() -> Office:
    tasks = [{"task": "P001-MON", "project": "P001"}, {"task": "P002-MIX", "project": "P002"}]
    sessions = [
        {"number": "BS-007", "day": date(2026, 11, 20), "project": "P001", "task": "P001-MON", "technician": "FABRE",
         "start": 540, "end": 1080, "validated": True},
    ]  # fmt: skip
    return office(
        Projets=table_rows("Projets", [{"code": "P001"}, {"code": "P002"}]),
        Equipe=table_rows("Equipe", [{"code": "FABRE", "first_name": "Hugo", "last_name": "Fabre"}]),
        Planning=table_rows("Planning", tasks),
        Seances=table_rows("Seances", sessions),
        Contrats=table_rows("Contrats", [{
            "contract": "CT-1", "technician": "FABRE", "first_day": date(2026, 11, 1), "last_day": date(2026, 11, 30),
        }]),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("numbers", "line"),
    [
        ((), "retour.xlsx : ce n'est ni une copie ni une fiche d'avis revenue : aucun numéro de partage n'y est "
         "écrit ; s'il a été effacé, donnez-le par --share"),
        (("FILM-PROD-001-AAAA",), "retour.xlsx : ce retour est celui du projet FILM, que ce classeur n'a pas ; les "
         "codes connus : P001, P002"),
        (("P001-PROD-001-AAAA",), "retour.xlsx : rien n'est gardé du partage P001-PROD-001-AAAA dans "
         ".postprod/shares à côté de ce classeur : il vient d'un autre bureau ou d'un autre dossier, ou son suivi a "
         "été effacé ; remettez ce dossier d'une sauvegarde"),
        (("P001-PROD-001-AAAA", "P001-PROD-002-BBBB"), "retour.xlsx : plusieurs partages sont nommés, "
         "P001-PROD-001-AAAA et P001-PROD-002-BBBB : un fichier par partage, ou donnez par --share celui qu'il montre"),
    ],
)  # fmt: skip
def test_a_file_that_answers_no_copy_of_this_workbook_is_refused_in_one_line(
    numbers: tuple[str, ...], line: str
):
    outcome = merge(house(), returned=ReturnedFile("retour.xlsx", [sheet(lines())], numbers))
    assert [problem.message for problem in outcome.problems] == [line] and outcome.is_blocked


def test_a_share_of_another_house_kept_in_the_same_folder_is_refused():
    place = house()
    place = replace(place, settings=Settings({**place.settings, "company_name": "Autre maison"}))
    (problem,) = merge(place, returned=ReturnedFile("retour.xlsx", [], (NUMBER,), manifest())).problems
    assert "est de « Studio », et ce classeur de « Autre maison »" in problem.message


def test_the_number_is_read_where_the_copy_shows_it():
    assert numbers_in([sheet(lines())]) == ("P001-PROD-001-K7QF",)


def test_a_copy_replaced_since_is_compared_with_itself_and_said():
    back = ReturnedFile("retour.xlsx", [], (NUMBER,), manifest(), later=("P001-TECH-002-AAAA",))
    assert [*later_line(back)] == [
        "une copie plus récente a été envoyée, P001-TECH-002-AAAA : ce retour est comparé à celle qu'il remplit"
    ]


def sessions_table() -> SentTable:
    columns = (
        SentColumn("number", "N°"),
        *(SentColumn(name, SESSIONS.heading(name), True) for name in ADDED),
    )
    held = ("BS-007", date(2026, 11, 20), "P001-MON", 540, 1080, "")
    row = SentRow("Seances/BS-007", held, closed=("day", "task"))
    return SentTable("Seances", "Séances", "Identifiant", columns, (row,), spare_rows=10)


def changes_of(*added: list[Any], end: Any = 1080 / 1440) -> list[Any]:
    held = ["BS-007", date(2026, 11, 20), "P001-MON", time(9), end, "", "Seances/BS-007"]
    headings = ["N°", *(SESSIONS.heading(name) for name in ADDED), "Identifiant"]
    place, sent = house(), sent_copy(manifest(sessions_table()), house())
    found = found_in([sheet([headings, held, [], *(["", *row] for row in added)])], sent)
    changes = settled(compared(sent, found, place.tables), no_rows(RETURNS), sent.number)
    return with_known_sessions(changes, place, sent)


def test_a_session_that_a_technician_adds_is_a_row_of_his_project_under_his_contract():
    (change,) = changes_of([date(2026, 11, 21), "p001-mon", "22h", "26:30", "=nuit"])
    assert (change.state, change.place) == ("à décider", f"Planning, ligne {FIRST + 2}")
    place = house()
    (added,) = new_sessions([change], place, sent_copy(manifest(), place))["Seances"]
    assert (added.number, added.day, added.project, added.task) == (
        "BS-008",
        date(2026, 11, 21),
        "P001",
        "P001-MON",
    )
    assert (added.technician, added.contract, added.start, added.end) == ("FABRE", "CT-1", 1320, 150)
    assert added.remarks == "=nuit"


@pytest.mark.parametrize(
    ("row", "state", "why"),
    [
        (["", "P001-MON", "9h"], "non permis", "Date vide"),
        ([date(2026, 11, 21), "P002-MIX", "9h"], "non permis",
         "la tâche P002-MIX est d'un autre projet que celui de la copie"),
        (["31/11/2026", "", "9h"], "non permis", "Date « 31/11/2026 », attendu : une date (12/03/2026)"),
        ([date(2026, 11, 20), "P001-MON", time(9), time(18)], "déjà ainsi", "séance BS-007"),
        ([date(2026, 11, 20), "P001-MON", time(9), time(20)], "conflit",
         "séance BS-007 commence à la même heure, et n'a pas la même fin ou la même pause"),
    ],
)  # fmt: skip
def test_a_session_that_cannot_be_added_says_why(row: list[Any], state: str, why: str):
    (change,) = changes_of(row)
    assert (change.state, change.why) == (state, why)


def test_the_hours_of_a_validated_session_change_by_their_number_only():
    (change,) = changes_of(end=time(19))
    assert (change.column, change.state, change.why) == ("end", "conflit", "cette séance est validée")


def test_a_session_written_twice_is_added_once_and_said_with_its_day_and_task():
    session = [date(2026, 11, 21), "P001-MON", time(9), time(18)]
    first, again = changes_of(session, session)
    assert (first.state, again.state, again.why) == ("à décider", "déjà ainsi", "le changement 1")
    assert first.line == "Séances, nouvelle ligne : date 21/11/2026, tâche P001-MON, début 09:00, fin 18:00"
