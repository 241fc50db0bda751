"""The service sheets of a day: what each person is booked for, and what cannot be printed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from postprod_xl.commands.calling import callsheet
from postprod_xl.documents.call_sheet import Before
from postprod_xl.documents.papers.call_sheet import call_sheet_paper
from postprod_xl.domain.calling.call_sheets import call_sheets
from postprod_xl.domain.refresh import refreshed
from postprod_xl.domain.sessions.from_bookings import DayRefused
from tests.domain.offices import MONDAY, office, table_rows

TUESDAY = MONDAY + timedelta(days=1)
PEOPLE = [
    {
        "code": "DIOP",
        "first_name": "Léa",
        "last_name": "Diop",
        "job": "Cheffe monteuse",
        "hourly_rate_cents": 3_333,
    }
    | {"email": "lea@diop.example"},
    {"code": "ABADIE", "first_name": "Jo", "last_name": "Abadie", "job": "Mixeur"},
]
ROOM = {
    "code": "MON1",
    "name": "Montage 1",
    "type": "Montage",
    "site": "Sète",
    "opening": 480,
    "closing": 1200,
}
PROJECT = {"code": "P1", "title": "La Crue", "director": "Inès Daumas", "producer": "M. Arnal", "episodes": 2}
TASKS = [
    {"task": "RUS", "project": "P1", "label": "Rushes", "end_day": TUESDAY},
    {
        "task": "MON",
        "project": "P1",
        "label": "Montage",
        "episode": 2,
        "predecessors": "RUS",
        "due_day": TUESDAY,
    },
]


def booking(task="MON", part="Journée", technician="DIOP", room="MON1", day=TUESDAY, **rest):
    held = {
        "day": day,
        "half_day": part,
        "project": "P1",
        "task": task,
        "technician": technician,
        "room": room,
    }
    return {**held, "state": "Confirmé", **rest}


def house(*bookings, **tables):
    rows = {"Projets": [PROJECT], "Equipe": PEOPLE, "Salles": [ROOM], "Planning": TASKS, **tables}
    frames = {name: table_rows(name, records) for name, records in rows.items()}
    return office(Reservations=table_rows("Reservations", list(bookings)), **frames)


def test_a_sheet_says_where_for_whom_what_it_depends_on_and_by_when():
    (sheet,) = call_sheets(house(booking()), TUESDAY).sheets
    (held,) = sheet.bookings
    assert (sheet.name, sheet.job, held.title, held.task) == (
        "Léa Diop",
        "Cheffe monteuse",
        "La Crue",
        "Montage, épisode 2",
    )
    assert (held.room, held.site, held.opening, held.closing) == ("Montage 1", "Sète", 480, 1200)
    assert (held.director, held.state, held.due_day) == ("Inès Daumas", "Confirmé", TUESDAY)
    assert held.before == (Before("Rushes", TUESDAY),)
    # 9 h to 18 h: eight hours and the pause of the house
    assert (held.start, held.end, held.pause_minutes) == (540, 1080, 60)


def test_the_director_of_an_episode_is_its_own_and_what_is_finished_is_no_longer_waited_for():
    tasks = [{**TASKS[0], "state": "Terminé"}, TASKS[1]]
    episodes = [{"project": "P1", "number": 2, "director": "Karim Belkacem"}]
    ((held,),) = (
        sheet.bookings
        for sheet in call_sheets(house(booking(), Planning=tasks, Episodes=episodes), TUESDAY).sheets
    )
    assert (held.director, held.before) == ("Karim Belkacem", ())


def test_the_sheets_are_by_name_and_the_halves_of_a_day_in_order():
    rows = [booking(part="Après-midi"), booking("RUS", "Matin"), booking("RUS", technician="ABADIE", room="")]
    abadie, diop = call_sheets(house(*rows, booking(day=MONDAY)), TUESDAY).sheets
    assert (abadie.code, diop.code) == ("ABADIE", "DIOP")
    assert [each.part for each in diop.bookings] == ["Matin", "Après-midi"]


def test_the_sheet_of_a_room_names_who_is_there_and_has_nothing_to_fill_in():
    made = call_sheets(house(booking(), booking("RUS", technician="ABADIE", room="")), TUESDAY, "mon1")
    (sheet,) = call_sheet_paper(made).data["feuilles"]
    assert (sheet["nom"], sheet["a_remplir"]) == ("Montage 1", False)
    assert ["Technicien", "Léa Diop, Cheffe monteuse"] in sheet["reservations"][0]["renseignements"]


def test_nothing_of_another_person_and_no_pay_is_on_a_sheet():
    made = call_sheets(house(booking(), booking("RUS", technician="ABADIE", room="")), TUESDAY, "ABADIE")
    told = repr(call_sheet_paper(made).data)
    assert "Jo Abadie" in told and not any(word in told for word in ("Léa", "Diop", "lea@", "3333", "33,33"))


@pytest.mark.parametrize(
    ("day", "resource", "said"),
    [
        (MONDAY - timedelta(days=3), "", "le vendredi 20/11/2026 est passé"),
        (date(2026, 11, 25), "", "aucune réservation le mercredi 25/11/2026 : rien n'est écrit"),
        (date(2026, 11, 28), "", "samedi 28/11/2026, jour non ouvré : rien n'est écrit"),
        (TUESDAY, "ABADIE", "ABADIE n'est pas réservé le mardi 24/11/2026"),
        (TUESDAY, "DIOPE", "« DIOPE » n'est ni une personne ni une salle"),
    ],
)
def test_what_gives_no_sheet_is_said_in_one_line(day, resource, said):
    with pytest.raises(DayRefused, match=said):
        call_sheets(house(booking()), day, resource)


def planned():
    """An office just refreshed, whose one task is worked by one person from the Monday."""
    task = {
        "task": "MON",
        "project": "P1",
        "duration_days": Decimal(3),
        "state": "Confirmé",
        "technician": "DIOP",
    }
    tables = {name: table_rows(name, rows) for name, rows in {"Equipe": PEOPLE, "Projets": [PROJECT]}.items()}
    return refreshed(office(Planning=table_rows("Planning", [task]), **tables), []).office


def test_the_sheets_of_the_next_working_day_are_those_of_the_workbook_and_a_plan_that_moved_is_said():
    made = callsheet(planned())
    assert (made.details, made.lines) == ({"day": "2026-11-24", "sheets": ["DIOP"], "bookings": 1}, ())
    away = [{"resource": "DIOP", "first_day": TUESDAY, "last_day": TUESDAY}]
    moved = callsheet(planned().with_rows("Absences", table_rows("Absences", away)))
    assert moved.details == made.details and "n'a plus les réservations du classeur" in moved.lines[0]


def test_a_clash_and_a_task_without_anybody_are_said():
    rows = [booking(conflict="Conflit : P2-MON"), booking("RUS", technician="")]
    lines = callsheet(house(*rows)).lines
    assert "à régler avant de les remettre, Conflit : MON" in lines
    assert "sans personne, donc sans feuille : RUS" in lines
