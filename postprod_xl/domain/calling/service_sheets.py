"""The service sheets of a day or of a week, by person, by project or for the house, and the board of the house."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from postprod_xl.documents.papers.service_words import CLASH, OPTION
from postprod_xl.documents.service_sheet import (
    BoardCell,
    BoardRow,
    ServiceBoard,
    ServiceBy,
    ServiceLine,
    ServiceSheet,
    ServiceSheets,
)
from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.calling.booked_words import BookedWords, booked_between
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.plan.clashes import is_taken_twice
from postprod_xl.domain.planning.tasks.facts import OPTIONS
from postprod_xl.domain.wording import counted, day_text
from postprod_xl.schema.rows import Row
from postprod_xl.schema.units import DAYS_PER_WEEK, folded, week_start
from postprod_xl.schema.vocabulary import DayPart

NOBODY = "Sans personne"
_WORKING_WEEK = 5
_HALVES: Mapping[str, str] = {DayPart.MORNING: "matin : ", DayPart.AFTERNOON: "a.-m. : "}


def week_of(day: date) -> tuple[date, date]:
    """The Monday and the Sunday of the week of a day."""
    monday = week_start(day)
    return monday, monday + timedelta(DAYS_PER_WEEK - 1)


def service_sheets(
    office: Office, days: tuple[date, date], by: ServiceBy, contact: str, code: str = ""
) -> ServiceSheets:
    """The sheets of some days, from `Reservations` as the last refresh left it.

    Parameters
    ----------
    office
        `Reservations`, and the tables that say what their codes stand for.
    days
        The first and the last day, both included.
    by
        What has a sheet of its own. For the house, each day tells it whole; a week is also a board.
    contact
        Whom to call.
    code
        The one person, room or project asked for, as its table has it; empty for all.

    Returns
    -------
    ServiceSheets
        Without sheet where nothing is booked. What nobody is booked for is on the sheets of projects and of the house.
    """
    words, booked = BookedWords(office), booked_between(office, *days)
    lines: defaultdict[str, list[ServiceLine]] = defaultdict(list)
    is_room = code in words.rooms and code not in words.people
    for row in booked:
        for key in _keys(row, by, is_room):
            if key is not None and code in ("", key):
                lines[key].append(_line(row, words))
    sheets = [_sheet(key, by, is_room, own, words) for key, own in lines.items()]
    sheets.sort(key=lambda sheet: (folded(sheet.name), sheet.code))
    is_week = days[1] > days[0]
    board = _board(office, booked, days, words) if is_week and by is ServiceBy.HOUSE and booked else None
    return ServiceSheets(office.today, *days, by, contact, tuple(sheets), board)


def service_board(office: Office) -> ServiceBoard:
    """The next working day of the house, and its week; see `ServiceBoard`."""
    day = WorkCalendar.of("").day_after(office.today)
    first, last = week_of(day)
    return _board(office, booked_between(office, first, last), (first, last), BookedWords(office), day)


def _keys(row: Row, by: ServiceBy, is_room: bool) -> Iterable[str | None]:
    """The sheets that tell of a booking."""
    if by is ServiceBy.HOUSE:
        return ("",)
    if by is ServiceBy.PROJECT:
        return (row.project,)
    return ((row.room if is_room else row.technician) or None,)


def _sheet(
    code: str, by: ServiceBy, is_room: bool, lines: Sequence[ServiceLine], words: BookedWords
) -> ServiceSheet:
    own = tuple(sorted(lines, key=lambda line: (line.day, line.start, folded(line.who or "~"))))
    if by is ServiceBy.HOUSE:
        return ServiceSheet("", "Toute la maison", "", own)
    if by is ServiceBy.PROJECT:
        project = words.projects.get(code)
        return ServiceSheet(code, words.title(code), project.producer if project else "", own)
    if is_room:
        return ServiceSheet(code, words.room(code), words.rooms[code].type, own)
    return ServiceSheet(code, words.person(code), words.job(code), own, names_people=False)


def _line(row: Row, words: BookedWords) -> ServiceLine:
    hours = words.hours(row)
    return ServiceLine(
        row.day,
        row.half_day,
        hours.start,
        hours.end,
        words.person(row.technician),
        words.job(row.technician),
        words.title(row.project),
        words.label(row.task),
        ", ".join(filter(None, (words.room(row.room), words.site(row.room)))),
        row.state,
        is_taken_twice(row.conflict),
    )


def _board(
    office: Office,
    booked: Sequence[Row],
    week: tuple[date, date],
    words: BookedWords,
    day: date | None = None,
) -> ServiceBoard:
    first, last = week
    days = tuple(
        each
        for each in (first + timedelta(at) for at in range((last - first).days + 1))
        if each.weekday() < _WORKING_WEEK or any(row.day == each for row in booked)
    )
    by_person: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in booked:
        by_person[row.technician, "" if row.technician else row.task].append(row)
    rows = [
        BoardRow(
            words.person(who) or NOBODY,
            words.job(who),
            tuple(_line(row, words) for row in own if row.day == day),
            tuple(_cell([row for row in own if row.day == each], words) for each in days),
        )
        for (who, _), own in by_person.items()
    ]
    rows.sort(key=lambda row: (row.who == NOBODY, folded(row.who)))
    told = tuple(_told(office, rows, day or first, week, day is not None))
    return ServiceBoard(office.today, day or first, days, told, tuple(rows))


def _cell(rows: Sequence[Row], words: BookedWords) -> BoardCell:
    """What is booked of one day: a line a booking, its options and its clashes said in words too."""
    is_option = bool(rows) and all(row.state in OPTIONS for row in rows)
    is_clashing = any(is_taken_twice(row.conflict) for row in rows)
    return BoardCell("\n".join(_booked_text(row, words) for row in rows), is_option, is_clashing)


def _booked_text(row: Row, words: BookedWords) -> str:
    # A board has little room: the code of a room, as the plan has it.
    half, place = _HALVES.get(row.half_day, ""), f", {row.room}" if row.room else ""
    marks = [OPTION] * (row.state in OPTIONS) + [CLASH] * is_taken_twice(row.conflict)
    told = f" ({', '.join(marks)})" if marks else ""
    return f"{half}{words.title(row.project)} — {words.label(row.task)}{place}{told}"


def _told(
    office: Office, rows: Sequence[BoardRow], day: date, week: tuple[date, date], has_day: bool
) -> Iterable[str]:
    first, last = week
    people = [row for row in rows if row.who != NOBODY]
    of_week = f"semaine {first.isocalendar().week}, du {first:%d/%m} au {last:%d/%m/%Y}"
    if has_day:
        booked = sum(bool(row.lines) for row in people)
        yield f"{day_text(day).capitalize()} : {counted(booked, 'personne')} ; {of_week} : {len(people)}."
    else:
        yield f"{of_week.capitalize()} : {counted(len(people), 'personne')}."
    alone = sum(row.who == NOBODY for row in rows)
    if alone:
        yield f"Sans personne : {counted(alone, 'tâche')}."
    if has_day:
        yield f"Situation au {office.today:%d/%m/%Y}."
