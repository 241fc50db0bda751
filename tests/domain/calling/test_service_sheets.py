"""The service sheets of a day and of a week: who, where, when and on what, by person, by project, for the house."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from postprod_xl.commands.calling import callsheet
from postprod_xl.documents.papers.service_sheet import service_sheet_paper
from postprod_xl.documents.service_sheet import BoardCell, ServiceBy
from postprod_xl.domain.calling.service_sheets import service_board, service_sheets, week_of
from tests.domain.calling.test_call_sheets import PROJECT, TASKS, TUESDAY, booking, house
from tests.domain.offices import MONDAY

OTHER = {"code": "P2", "title": "Autre film"}
WEEK = week_of(TUESDAY)
SATURDAY = MONDAY + timedelta(5)


def shared(*more, **tables):
    """Two projects, two people, a room, a task without anybody."""
    rows = [
        booking(),
        booking(day=TUESDAY + timedelta(1)),
        booking("RUS", "Après-midi", technician="ABADIE", room="", state="Option 1"),
        booking("RUS", "Matin", technician="", day=TUESDAY + timedelta(2)),
        booking("MIX", project="P2", technician="ABADIE", day=TUESDAY + timedelta(1)),
        booking(day=TUESDAY + timedelta(7)),
        *more,
    ]
    tasks = [*TASKS, {"task": "MIX", "project": "P2", "label": "Mixage"}]
    return house(*rows, Projets=[PROJECT, OTHER], Planning=tasks, **tables)


def told(sheet):
    return [(line.day - MONDAY).days for line in sheet.lines], [line.who for line in sheet.lines]


def test_the_sheet_of_a_project_says_who_works_for_it_and_whom_it_lacks():
    sheets = service_sheets(shared(), WEEK, ServiceBy.PROJECT, "").sheets
    assert [(sheet.name, told(sheet)) for sheet in sheets] == [
        ("Autre film", ([2], ["Jo Abadie"])),
        ("La Crue", ([1, 1, 2, 3], ["Léa Diop", "Jo Abadie", "Léa Diop", ""])),
    ]
    words = repr(service_sheet_paper(service_sheets(shared(), WEEK, ServiceBy.PROJECT, "", "P1")).data)
    assert "à pourvoir" in words and not any(word in words for word in ("Autre", "3333", "lea@"))


def test_the_week_of_a_person_has_his_days_only_and_that_of_a_room_who_is_there():
    (diop,) = service_sheets(shared(), WEEK, ServiceBy.PERSON, "", "DIOP").sheets
    assert (told(diop), diop.detail) == (([1, 2], ["Léa Diop"] * 2), "Cheffe monteuse")
    room = service_sheet_paper(service_sheets(shared(), WEEK, ServiceBy.PERSON, "", "MON1"))
    assert room.data["colonnes"] == ["Horaire", "Technicien", "Pour quoi", "Où", "État"]
    assert [len(day["rangs"]) for day in room.data["feuilles"][0]["jours"]] == [1, 2, 1]


def test_the_day_of_the_house_is_every_booking_of_it_by_hour():
    made = service_sheets(shared(), (TUESDAY, TUESDAY), ServiceBy.HOUSE, "")
    assert made.board is None and told(made.sheets[0]) == ([1, 1], ["Léa Diop", "Jo Abadie"])
    rows = service_sheet_paper(made).data["feuilles"][0]["jours"][0]["rangs"]
    plain = [[cell.replace("\xa0", " ") for cell in row] for row in rows]
    assert plain[1] == ["après-midi, 14 h – 18 h", "Jo Abadie, Mixeur", "La Crue — Rushes", "", "Option 1"]


def test_the_board_has_the_next_working_day_in_full_and_each_day_of_its_week():
    board = service_board(shared())
    assert (board.day, board.days) == (TUESDAY, tuple(MONDAY + timedelta(at) for at in range(5)))
    abadie, diop, nobody = board.rows
    assert [line.label for line in diop.lines] == ["Montage, épisode 2"]
    assert abadie.cells[1] == BoardCell("a.-m. : La Crue — Rushes (option)", is_option=True)
    assert (nobody.who, nobody.cells[3].text) == ("Sans personne", "matin : La Crue — Rushes, MON1")
    assert board.lines[0] == "Mardi 24/11/2026 : 2 personnes ; semaine 48, du 23/11 au 29/11/2026 : 2."


def test_a_saturday_is_on_the_board_only_when_somebody_is_booked():
    board = service_board(shared(booking(day=SATURDAY)))
    assert board.days[-1] == SATURDAY and len(board.days) == 6


def test_a_clash_is_said_and_not_what_a_contract_lacks():
    rows = [
        booking("MIX", day=TUESDAY + timedelta(3), conflict="P1-MON : DIOP"),
        booking("MIX", day=TUESDAY + timedelta(4), conflict="DPAE : contrat C1"),
    ]
    assert [
        row.cells[4].is_clashing for row in service_board(shared(*rows)).rows if row.who == "Léa Diop"
    ] == [True]
    week = service_sheets(shared(*rows), WEEK, ServiceBy.HOUSE, "").sheets[0]
    assert "DPAE" not in repr(week)


@pytest.mark.parametrize(
    ("options", "sheets"),
    [
        ({"week": TUESDAY}, ["ABADIE", "DIOP"]),
        ({"week": TUESDAY, "by": "projet"}, ["P2", "P1"]),
        ({"by": "maison"}, [""]),
        ({"resource": "p2", "week": TUESDAY}, ["P2"]),
        ({"resource": "mon1", "week": TUESDAY}, ["MON1"]),
    ],
)
def test_what_is_asked_for_has_its_sheets(options, sheets):
    assert callsheet(shared(), **options).details["sheets"] == sheets


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"week": MONDAY - timedelta(1)}, "la semaine du 16/11/2026 au 22/11/2026 est passée"),
        ({"week": date(2026, 12, 15)}, "aucune réservation du 14/12/2026 au 20/12/2026 : rien n'est écrit"),
        ({"by": "projet", "resource": "P9"}, "« P9 » n'est pas un projet"),
        ({"by": "projet", "resource": "P2"}, "P2 n'est pas réservé le mardi 24/11/2026"),
    ],
)
def test_what_gives_no_sheet_is_one_line(options, said):
    (problem,) = callsheet(shared(), **options).problems
    assert problem.message.startswith(said)
