"""Calendars published again: what keeps its identity and its bytes, what is changed, what is cancelled."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from postprod_xl.documents.calendars.blocks import calendar_text
from postprod_xl.documents.calendars.publishing import (
    ForeignCalendar,
    KeptCalendars,
    calendar_files,
    kept_after,
)
from postprod_xl.documents.calendars.records import CalendarEvent, OfficeCalendar, OfficeCalendars
from postprod_xl.documents.calendars.renewal import CANCELLED_DAYS, PAST_DAYS
from tests.documents.calendars.reading import events_of

MONDAY = date(2026, 11, 30)
STEM = "personne-DIOP"
NAME = f"{STEM}.ics"
NOTHING = KeptCalendars("Maison", UUID(int=1))


def day(number: int) -> date:
    """A day of the weeks looked at: 0 is the Monday."""
    return MONDAY + timedelta(number)


def run(first: int, last: int, about: str = "MON", **rest) -> CalendarEvent:
    return CalendarEvent(about, day(first), day(last), None, rest.pop("summary", about), **rest)


def half(at: int, about: str = "MON") -> CalendarEvent:
    return CalendarEvent(about, day(at), day(at), (540, 780), about)


class Publication:
    """One person's calendar, published again and again."""

    def __init__(self) -> None:
        self.kept, self.folder = NOTHING, {}

    def publish(self, *events: CalendarEvent, today: int = 0) -> dict[str, tuple]:
        """What an application reads: UID → first and last day from the Monday, sequence, status."""
        made = OfficeCalendars("Maison", ("",), (OfficeCalendar(STEM, "Léa Diop", events),))
        files = calendar_files(made, self.kept, self.folder, day(today))
        self.kept = KeptCalendars.from_json(kept_after(self.kept, files).to_json())
        self.folder |= {file.name: file.text for file in files}
        return {
            uid: ((each.first - MONDAY).days, (each.last - MONDAY).days, each.sequence, each.status)
            for uid, each in events_of(self.folder[NAME]).items()
        }


def test_nothing_changed_gives_the_same_bytes_on_any_later_day():
    calendar = Publication()
    calendar.publish(run(0, 4), half(8), run(9, 11))
    before = calendar.folder[NAME]
    calendar.publish(run(0, 4), half(8), run(9, 11))
    # Three days later the bookings of the past are no longer told: the run goes on from its first day.
    calendar.publish(run(3, 4), half(8), run(9, 11), today=3)
    assert calendar.folder[NAME] == before


def test_moving_one_booking_changes_its_sequence_alone():
    calendar = Publication()
    before = calendar.publish(run(0, 1), run(7, 8), run(14, 15), run(2, 3, "MIX"))
    after = calendar.publish(run(0, 1), run(9, 10), run(14, 15), run(2, 3, "MIX"))
    assert before.keys() == after.keys()
    (moved,) = (uid for uid in after if after[uid] != before[uid])
    assert (before[moved], after[moved]) == ((7, 8, 0, "CONFIRMED"), (9, 10, 1, "CONFIRMED"))


def test_a_removed_booking_is_cancelled_in_its_title_too_then_no_longer_told():
    calendar = Publication()
    first, second = calendar.publish(run(2, 3), run(9, 10))
    after = calendar.publish(run(9, 10))
    assert (after[first], after[second]) == ((2, 3, 1, "CANCELLED"), (9, 10, 0, "CONFIRMED"))
    assert "SUMMARY:Annulé : MON" in calendar.folder[NAME]
    assert calendar.publish(run(50, 51), today=CANCELLED_DAYS).keys() >= {first}
    last = calendar.publish(run(50, 51), today=CANCELLED_DAYS + 1)
    assert first not in last
    # Its identity is not given again: an application may still remember its sequence.
    assert first not in calendar.publish(run(50, 51), run(60, 61), today=CANCELLED_DAYS + 2)


def test_a_booking_given_back_on_its_days_is_the_same_event_with_a_higher_sequence():
    calendar = Publication()
    (uid,) = calendar.publish(run(2, 3))
    calendar.publish()
    assert calendar.publish(run(2, 3)) == {uid: (2, 3, 2, "CONFIRMED")}


def test_a_run_begun_and_stopped_keeps_the_days_that_were_worked():
    calendar = Publication()
    (uid,) = calendar.publish(run(0, 4))
    after = calendar.publish(run(8, 9), today=2)
    assert after.pop(uid) == (0, 1, 1, "CONFIRMED")
    assert [*after.values()] == [(8, 9, 0, "CONFIRMED")]


def test_what_is_over_stays_as_it_was_published_for_sixty_days():
    calendar = Publication()
    (uid,) = calendar.publish(run(0, 1))
    assert calendar.publish(today=1 + PAST_DAYS) == {uid: (0, 1, 0, "CONFIRMED")}
    assert calendar.publish(today=2 + PAST_DAYS) == {}


def test_a_lost_state_never_lowers_a_sequence_nor_renames_an_event():
    calendar = Publication()
    calendar.publish(run(2, 3), run(9, 10))
    calendar.publish(run(4, 5), run(9, 10))
    before = calendar.folder[NAME]
    calendar.kept = NOTHING
    calendar.publish(run(4, 5), run(9, 10))
    assert calendar.folder[NAME] == before
    calendar.kept = NOTHING
    assert sorted(each[2] for each in calendar.publish(run(5, 6), run(9, 10)).values()) == [0, 2]


def test_an_emptied_folder_takes_the_sequences_kept_beside_the_workbook():
    calendar = Publication()
    calendar.publish(run(2, 3))
    calendar.publish(run(4, 5))
    calendar.folder = {}
    assert [each[2] for each in calendar.publish(run(4, 5)).values()] == [1]


def test_an_option_confirmed_keeps_its_days_and_is_no_longer_tentative():
    calendar = Publication()
    (option,) = calendar.publish(run(2, 3, is_tentative=True)).values()
    (firm,) = calendar.publish(run(2, 3)).values()
    assert (option, firm) == ((2, 3, 0, "TENTATIVE"), (2, 3, 1, "CONFIRMED"))


@pytest.mark.parametrize(
    "text",
    [
        "a, b; c\\d",
        "END:VEVENT",
        "BEGIN:VEVENT\nSEQUENCE:9",
        "é" * 300,
        "x\u2028STATUS:CANCELLED\x85SEQUENCE:4",
        "=1+1",
    ],
)
def test_any_text_is_read_back_as_typed_in_lines_of_75_bytes(text):
    import vobject

    calendar = Publication()
    event = run(2, 3, summary=text, location=text, description=f"{text}\n{text}")
    calendar.publish(event)
    (read,) = vobject.readOne(calendar.folder[NAME]).contents["vevent"]
    assert (read.summary.value, read.description.value) == (text, f"{text}\n{text}")
    assert max(map(len, calendar.folder[NAME].encode().split(b"\r\n"))) <= 75
    before = calendar.folder[NAME]
    calendar.publish(event)
    assert calendar.folder[NAME] == before


def test_a_return_is_a_line_feed_and_no_other_control_character_is_written():
    calendar = Publication()
    calendar.publish(run(2, 3, summary="a\x0b\x00b\rBEGIN:VEVENT"))
    assert "SUMMARY:ab\\nBEGIN:VEVENT\r\n" in calendar.folder[NAME]


@pytest.mark.parametrize(
    ("text", "is_of_another_office"),
    [("BEGIN:VCALENDAR\r\nPRODID:-//Google Inc//EN\r\n", False), (calendar_text("Léa", "x", ()), True)],
)
def test_a_file_that_this_office_did_not_write_is_refused(text, is_of_another_office):
    made = OfficeCalendars("Maison", ("",), (OfficeCalendar(STEM, "Léa Diop", (run(2, 3),)),))
    with pytest.raises(ForeignCalendar) as refused:
        calendar_files(made, NOTHING, {NAME: text}, MONDAY)
    assert refused.value.is_of_another_office is is_of_another_office


@pytest.mark.parametrize(
    ("found", "put"),
    [
        ("SEQUENCE:1", "SEQUENCE:99999999999"),
        ("STATUS:CONFIRMED\r\n", ""),
        ("DTEND;VALUE=DATE", "DURATION"),
        ("20261202", "00010101"),
        ("SUMMARY:MON", "SUMMARY:MON\r\nBEGIN:VALARM\r\nEND:VALARM"),
        ("MIX\r", "MIX,\r"),
    ],
)
def test_an_event_altered_in_the_folder_is_not_believed(found, put):
    calendar = Publication()
    calendar.publish(run(0, 1), run(4, 5, "MIX"))
    calendar.publish(run(0, 1), run(4, 6, "MIX"))
    assert found in calendar.folder[NAME]
    calendar.kept, calendar.folder[NAME] = NOTHING, calendar.folder[NAME].replace(found, put)
    after = calendar.publish(run(0, 1), run(4, 6, "MIX"), today=1)
    assert sorted(each[:2] for each in after.values())[-1] == (4, 6)
    assert "VALARM" not in calendar.folder[NAME]


def test_the_calendar_of_who_has_left_is_cancelled_and_said():
    calendar = Publication()
    calendar.publish(run(2, 3))
    made = OfficeCalendars("Maison", ("",), ())
    (file,) = calendar_files(made, calendar.kept, calendar.folder, MONDAY)
    assert (file.has_left, file.title, file.published.cancelled) == (True, "Léa Diop", 1)
    assert calendar_files(OfficeCalendars("Maison", ("occupe",), ()), NOTHING, calendar.folder, MONDAY) == []


def test_the_identifiers_of_a_masked_calendar_are_of_the_secret_of_the_house():
    masked = OfficeCalendars("Maison", (), (OfficeCalendar(STEM, "Léa Diop", (run(2, 3),), "occupe"),))
    uids = {
        next(iter(events_of(calendar_files(masked, kept, {}, MONDAY)[0].text)))
        for kept in (NOTHING, KeptCalendars("Maison", UUID(int=2)))
    }
    assert len(uids) == 2


def test_two_codes_that_make_one_file_name_have_two_files():
    calendars = (
        OfficeCalendar("salle-A/B", "A", (run(1, 1),)),
        OfficeCalendar("salle-a-b", "B", (run(1, 1),)),
    )
    files = calendar_files(OfficeCalendars("Maison", ("",), calendars), NOTHING, {}, MONDAY)
    assert [file.name for file in files] == ["salle-A-B.ics", "salle-a-b-2.ics"]


def test_a_damaged_state_is_refused_rather_than_half_read():
    for data in (b"", b"[]", b'{"calendars": {"a": 1}}', b"\xff"):
        with pytest.raises(ValueError, match="."):
            KeptCalendars.from_json(data)
