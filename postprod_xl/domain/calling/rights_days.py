"""The days of the rights of a catalogue, as a calendar beside those of bookings."""

from __future__ import annotations

from postprod_xl.documents.calendars.records import CalendarEvent, OfficeCalendar
from postprod_xl.domain.office import Office
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.catalogue import RIGHTS_DEADLINES, WORKS

STEM = "droits"


def rights_calendars(office: Office) -> tuple[OfficeCalendar, ...]:
    """The calendar of the days of rights, from `EcheancesDroits` as the last refresh left it; none without works.

    Each event takes the whole day and no one's time. Its identity is what ends and of which contract: it stays when the
    day moves.
    """
    if not len(office[WORKS.name]):
        return ()
    titles = {work: title for work, title in office[WORKS.name].select("work", "title") if title}
    events = tuple(_event(row, titles) for row in office[RIGHTS_DEADLINES.name])
    return (OfficeCalendar(STEM, RIGHTS_DEADLINES.tab, events),)


def _event(row: Row, titles: dict[str, str]) -> CalendarEvent:
    whose = titles.get(row.work, row.work) or row.party
    what = " — ".join(filter(None, (" ".join(filter(None, (row.nature, row.contract))), whose)))
    lines = (
        ("", row.message),
        (RIGHTS_DEADLINES.heading("fix"), row.fix),
        (RIGHTS_DEADLINES.heading("party"), row.party),
    )
    return CalendarEvent(
        about="\n".join((row.nature, row.contract, row.work, row.party)),
        first=row.day,
        last=row.day,
        hours=None,
        summary=what,
        description="\n".join(f"{name} : {text}" if name else text for name, text in lines if text),
        is_busy=False,
    )
