"""The calendars of an office: every booking once in each, in the words of who reads it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from postprod_xl.commands.calendars import calendar
from postprod_xl.documents.calendars.publishing import KeptCalendars, calendar_files
from postprod_xl.domain.calling.calendars import BUSY, CalendarsRefused, office_calendars
from postprod_xl.schema.vocabulary import DayPart
from tests.documents.calendars.reading import days_of, events_of
from tests.domain.calling.test_call_sheets import PEOPLE, PROJECT, ROOM, TASKS, TUESDAY, booking, planned
from tests.domain.offices import MONDAY, office, table_rows

OTHER = {"code": "P2", "title": "Grand secret", "director": "K. Autre"}
SECRETS = ("Grand secret", "K. Autre", "P2", "Mixage caché", "MIX", "Option 2")
THURSDAY, FRIDAY = TUESDAY + timedelta(2), TUESDAY + timedelta(3)


def house():
    """Two projects that share a person and a room."""
    bookings = [
        booking(),
        booking(day=TUESDAY + timedelta(1)),
        booking(day=FRIDAY + timedelta(3), part="Après-midi", state="Option 1"),
        booking("RUS", "Matin", room="", technician="ABADIE", day=THURSDAY),
        booking("MIX", day=FRIDAY, project="P2", state="Option 2"),
    ]
    tasks = [*TASKS, {"task": "MIX", "project": "P2", "label": "Mixage caché"}]
    rows = {"Projets": [PROJECT, OTHER], "Equipe": PEOPLE, "Salles": [ROOM], "Planning": tasks}
    frames = {name: table_rows(name, records) for name, records in rows.items()}
    return office(Reservations=table_rows("Reservations", bookings), **frames)


def files_of(place, only="", masked=None):
    """The text of each file by its name, without extension."""
    made = calendar_files(office_calendars(place, only, masked), KeptCalendars("", UUID(int=1)), {}, MONDAY)
    return {file.name.removesuffix(".ics"): file.text for file in made}


def test_each_booking_is_told_once_by_person_by_room_by_project_and_in_all():
    place = house()
    files = files_of(place)
    assert [*files] == [
        "personne-DIOP",
        "personne-ABADIE",
        "salle-MON1",
        "projet-P1",
        "projet-P2",
        "tous",
    ]
    times = {DayPart.WHOLE_DAY: "", DayPart.MORNING: "09:00-13:00", DayPart.AFTERNOON: "14:00-18:00"}
    rows = list(place["Reservations"])
    for kind, column in (("personne", "technician"), ("salle", "room"), ("projet", "project")):
        for code in {getattr(row, column) for row in rows} - {""}:
            booked = sorted((row.day, times[row.half_day]) for row in rows if getattr(row, column) == code)
            read = days_of(events_of(files[f"{kind}-{code}"]))
            assert sorted(each[1:] for each in read) == booked, code
    assert len(days_of(events_of(files["tous"]))) == len(rows)


def test_consecutive_whole_days_are_one_event_and_options_are_tentative():
    events = events_of(files_of(house())["personne-DIOP"])
    assert [(event.first, event.last, event.status) for event in events.values()] == [
        (TUESDAY, TUESDAY + timedelta(1), "CONFIRMED"),
        (FRIDAY, FRIDAY, "TENTATIVE"),
        (FRIDAY + timedelta(3), FRIDAY + timedelta(3), "TENTATIVE"),
    ]


def test_the_house_reads_the_hours_the_place_and_the_rest_of_a_booking():
    made = office_calendars(house(), "DIOP").calendars[0]
    assert (made.title, made.events[0].summary) == ("Léa Diop", "La Crue — Montage, épisode 2")
    assert made.events[0].location == "Montage 1, Sète"
    told = made.events[0].description.replace("\xa0", " ").splitlines()
    assert told == [
        "Horaire habituel : de 9 h à 18 h, pause 1 h 00",
        "Réalisateur : Inès Daumas",
        "État : Confirmé",
        "Tâche : MON",
    ]


def test_a_client_reads_his_own_work_and_that_the_rest_is_taken():
    files = files_of(house(), masked="p1")
    assert [*files] == [
        "personne-DIOP-client-P1",
        "personne-ABADIE-client-P1",
        "salle-MON1-client-P1",
        "projet-P1-client",
    ]
    assert not [secret for secret in SECRETS if any(secret in text for text in files.values())]
    summaries = [event.summary for event in events_of(files["salle-MON1-client-P1"]).values()]
    assert summaries == ["La Crue — Montage, épisode 2", BUSY, "La Crue — Montage, épisode 2"]
    # Of an option, not its rank among those of other clients.
    assert "État : Option\r" in files["projet-P1-client"].replace("\r\n ", "")


def test_a_reader_without_project_reads_that_all_is_taken_and_each_project_has_its_own_file():
    files = files_of(house(), masked="")
    assert [*files] == [
        "personne-DIOP-occupe",
        "personne-ABADIE-occupe",
        "salle-MON1-occupe",
        "projet-P1-client",
        "projet-P2-client",
    ]
    for name in ("personne-DIOP-occupe", "salle-MON1-occupe", "personne-ABADIE-occupe"):
        assert {event.summary for event in events_of(files[name]).values()} == {BUSY}
        assert not [word for word in (*SECRETS, "Crue", "Daumas", "MON,") if word in files[name]]
    assert not [secret for secret in SECRETS if secret in files["projet-P1-client"]]


def test_no_pay_address_or_cost_is_in_any_calendar():
    for text in files_of(house()).values():
        assert not [word for word in ("33,33", "3333", "lea@") if word in text]


@pytest.mark.parametrize(
    ("only", "masked", "said"),
    [
        (
            "DIOPE",
            None,
            "« DIOPE » n'est pas une personne, une salle ou un projet ; vouliez-vous dire « DIOP » ?",
        ),
        ("", "P9", "« P9 » n'est pas un projet"),
        ("P2", "P1", "« P2 » ne travaille pas pour ce projet"),
    ],
)
def test_a_code_that_no_calendar_has_is_refused_in_one_line(only, masked, said):
    with pytest.raises(CalendarsRefused, match="^" + said.replace("?", r"\?")):
        office_calendars(house(), only, masked)


def test_a_plan_that_is_no_longer_that_of_the_workbook_is_said():
    assert len(calendar(planned()).lines) == 1
    away = [{"resource": "DIOP", "first_day": TUESDAY, "last_day": TUESDAY}]
    moved = calendar(planned().with_rows("Absences", table_rows("Absences", away)))
    assert "n'a plus les réservations du classeur" in moved.lines[0]
