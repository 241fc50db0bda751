"""The calendar of the days of rights: each once, whose identity stays when its day moves, for the house alone."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from postprod_xl.commands.calendars import calendar
from postprod_xl.documents.calendars.publishing import KeptCalendars, calendar_files, kept_after
from postprod_xl.documents.calendars.records import OfficeCalendars
from postprod_xl.domain.calling.rights_days import rights_calendars
from postprod_xl.domain.office import Office
from postprod_xl.domain.refresh import refreshed
from tests.documents.calendars.reading import events_of
from tests.domain.offices import MONDAY, office, table_rows

WORKS = [{"work": "W1", "title": "Le Radeau"}]


def end(day: date, contract: str = "M-01", nature: str = "Fin de mandat") -> dict[str, Any]:
    return {
        "day": day,
        "nature": nature,
        "work": "W1",
        "contract": contract,
        "party": "MOLE",
        "message": "Le mandat M-01 finit.",
        "fix": "Le renouveler.",
    }


def house(*days: dict[str, Any], works: list[dict[str, Any]] = WORKS) -> Office:
    return office(
        MONDAY, Oeuvres=table_rows("Oeuvres", works), EcheancesDroits=table_rows("EcheancesDroits", [*days])
    )


def published(held: Office, kept: KeptCalendars) -> tuple[str, KeptCalendars]:
    files = calendar_files(OfficeCalendars("", ("",), rights_calendars(held)), kept, {}, MONDAY)
    assert [file.name for file in files] == ["droits.ics"]
    return files[0].text, kept_after(kept, files)


def test_a_day_of_rights_is_a_whole_day_that_takes_nobody():
    text, _ = published(house(end(date(2027, 2, 6))), KeptCalendars("", UUID(int=1)))
    ((uid, event),) = events_of(text).items()
    assert (event.summary, event.first, event.last, event.times, event.status) == (
        "Fin de mandat M-01 — Le Radeau",
        date(2027, 2, 6),
        date(2027, 2, 6),
        "",
        "CONFIRMED",
    )
    assert uid.endswith("@postprod-xl")
    assert "TRANSP:TRANSPARENT" in text and "BUSYSTATUS:FREE" in text
    assert "Le mandat M-01 finit.\\nÀ faire : Le renouveler.\\nAvec : MOLE" in text.replace("\r\n ", "")


def test_a_day_that_moves_keeps_its_identity_and_says_it_changed():
    first, kept = published(house(end(date(2027, 2, 6))), KeptCalendars("", UUID(int=1)))
    then, _ = published(house(end(date(2027, 3, 6))), kept)
    ((uid, before),), ((same, after),) = events_of(first).items(), events_of(then).items()
    assert uid == same and after.first == date(2027, 3, 6) and after.sequence > before.sequence


def test_two_days_of_one_contract_are_two_events_and_one_settled_is_cancelled():
    both = end(date(2027, 2, 6)), end(date(2026, 12, 8), nature="Préavis")
    first, kept = published(house(*both), KeptCalendars("", UUID(int=1)))
    assert len(events_of(first)) == 2
    then, _ = published(house(both[0]), kept)
    assert sorted(event.status for event in events_of(then).values()) == ["CANCELLED", "CONFIRMED"]


def test_a_workbook_without_works_has_no_such_calendar():
    assert rights_calendars(house(works=[])) == ()


def test_the_house_reads_it_and_no_client():
    held = house(end(date(2027, 2, 6)))
    for options, has_it in (({}, True), ({"masked": ""}, False), ({"resource": "X"}, False)):
        made = calendar(held, (), **options).calendars
        assert ("droits" in [one.stem for one in made.calendars] if made else False) is has_it


def test_days_that_are_no_longer_those_of_the_rows_are_said_and_a_text_read_back_is_not():
    loan = {
        "element": "E1",
        "work": "W1",
        "nature": "Master image",
        "out_day": MONDAY,
        "out_to": "Labo",
        "back_due_day": date(2026, 12, 10),
    }
    without = office(MONDAY, Oeuvres=table_rows("Oeuvres", WORKS), Materiel=table_rows("Materiel", [loan]))
    assert any("échéances de droits" in line for line in calendar(without).lines)
    rows = refreshed(without, ()).rows["EcheancesDroits"]
    spaced = rows.with_columns({"message": [text.replace(" ", "\u00a0") for text in rows.column("message")]})
    held = without.with_rows("EcheancesDroits", spaced)
    assert not any("échéances de droits" in line for line in calendar(held).lines)


def test_what_is_of_no_work_says_whom_it_is_with():
    owed = {**end(date(2026, 12, 8), nature="Relevé à rendre"), "work": ""}
    ((made,),) = (one.events for one in rights_calendars(house(owed)))
    assert made.summary == "Relevé à rendre M-01 — MOLE"
