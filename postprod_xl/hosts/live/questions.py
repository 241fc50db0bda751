"""What a button acts on: the project, invoice or month of the selected row, or else what a person answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from postprod_xl.commands import Ask, Option, OptionKind
from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.wording import euros_text
from postprod_xl.schema.cells.characters import cleaned
from postprod_xl.schema.cells.formats import COUNT_WRITTEN, MONTH_WRITTEN
from postprod_xl.schema.cells.spelling import plain_letters
from postprod_xl.schema.kinds import Kind, Unreadable, is_empty, typed
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables import BY_NAME

if TYPE_CHECKING:
    from postprod_xl.hosts.live.master import LiveMaster

_PARTED = re.compile(r"[\s,;]+")
_OF_A_DAY = (OptionKind.DAY, OptionKind.WEEK)
"""What is asked as a day: a week is that of one of its days."""
MONTH_FORMAT, DAY_FORMAT = "%Y-%m", "%d/%m/%Y"


class Misunderstood(Exception):
    """An answer that is not what was asked; the text is one French line."""


@dataclass(frozen=True)
class Question:
    """What a person is asked, and the answer proposed."""

    text: str
    proposal: str


@dataclass(frozen=True)
class SelectedRow:
    """The typed row under the selection, and the name of its table."""

    table: str
    row: Row


def selected_row(master: LiveMaster) -> SelectedRow | None:
    """The row of our tables where the selection starts; None when it lies elsewhere."""
    selection = master.book.selection
    if selection is None:
        return None
    tab, row, column = selection.sheet.name, selection.row, selection.column
    for name, place in master.places.items():
        if name in BY_NAME and place.sheet == tab and place.data.contains(row, column):
            rows = master.tables[name]
            return SelectedRow(name, rows.row(row)) if row in rows else None
    return None


def answers_of(
    needed: Sequence[Option], master: LiveMaster, today: date, ask: Callable[[Question], str]
) -> dict[str, Any] | None:
    """All the options of a button's command, asked one after the other; None as soon as the person gives up.

    The parameters and the errors are those of `options_of`.
    """
    answers: dict[str, Any] = {}
    for option in needed:
        answer = options_of(option, master, today, ask)
        if answer is None:
            return None
        answers |= answer
    return answers


def options_of(
    needed: Option | None, master: LiveMaster, today: date, ask: Callable[[Question], str]
) -> dict[str, Any] | None:
    """The options of a button's command; None when the person gave up.

    Parameters
    ----------
    needed
        What the command needs to be told, None when nothing; a flag is set without asking.
    master, today
        The open workbook and the day.
    ask
        Asks the person; an empty answer gives up.

    Raises
    ------
    Misunderstood
        The month, the day or the number answered is none.
    """
    if needed is None:
        return {}
    if needed.kind is OptionKind.FLAG:
        # A button that has a flag sets it.
        return {needed.name: True}
    assert needed.ask is not None, needed.name
    said = _said(needed.ask, needed.kind, selected_row(master))
    if needed.kind is OptionKind.MONTH:
        # A row of an old month is too easily left selected: what it says is only proposed.
        said = ask(Question(needed.ask.question, said or f"{today:{MONTH_FORMAT}}"))
    elif needed.kind in _OF_A_DAY:
        # The day of a row is the one to be changed.
        proposal = said or f"{_working_day(today, needed.ask.working_days):{DAY_FORMAT}}"
        return _day_asked(needed, ask(Question(needed.ask.question, proposal)))
    elif needed.kind is OptionKind.COUNT:
        return _count_asked(needed, ask(Question(needed.ask.question, said or "1")))
    elif needed.kind is OptionKind.COUNT_PAIR:
        return _pair_asked(needed, ask(Question(needed.ask.question, _with_one_before(said))))
    elif needed.kind is OptionKind.AMOUNT:
        # What is due is only proposed: a client may pay a part of it.
        return _amount_asked(needed, ask(Question(needed.ask.question, said)))
    elif needed.kind is OptionKind.CHOICE:
        return _choice_asked(needed, needed.ask.choices or needed.choices, ask)
    else:
        said = said or ask(Question(needed.ask.question, ""))
    told = cleaned(said)
    if told and needed.kind is OptionKind.MONTH and not MONTH_WRITTEN.fullmatch(told):
        raise Misunderstood(f"« {told} » n'est pas un mois, attendu : 2026-11")
    return {needed.name: told} if told else None


def _choice_asked(
    needed: Option, choices: Sequence[str], ask: Callable[[Question], str]
) -> dict[str, Any] | None:
    """The word of a closed list that was answered, whatever its capitals and accents."""
    assert needed.ask is not None, needed.name
    told = cleaned(ask(Question(f"{needed.ask.question} {', '.join(choices)}", choices[0])))
    if not told:
        return None
    for choice in choices:
        if plain_letters(choice) == plain_letters(told):
            return {needed.name: choice}
    raise Misunderstood(f"« {told} » n'est pas dans la liste : {', '.join(choices)}")


def _working_day(today: date, working_days: int) -> date:
    """The day so many working days from the present one, which is itself whatever it is."""
    calendar = WorkCalendar.of("")
    if working_days > 0:
        return calendar.shift(calendar.day_after(today), working_days - 1)
    return calendar.shift(today, working_days) if working_days else today


def _day_asked(needed: Option, said: str) -> dict[str, Any] | None:
    told = cleaned(said)
    if not told:
        return None
    try:
        return {needed.name: typed(Kind.DAY, told)}
    except Unreadable as error:
        raise Misunderstood(f"« {told} » n'est pas une date, attendu : {error}") from error


def _count_asked(needed: Option, said: str) -> dict[str, Any] | None:
    told = cleaned(said)
    if told and not COUNT_WRITTEN.fullmatch(told):
        raise Misunderstood(f"« {told} » n'est pas un nombre entier d'au moins 1")
    return {needed.name: int(told)} if told else None


def _amount_asked(needed: Option, said: str) -> dict[str, Any] | None:
    told = cleaned(said)
    if not told:
        return None
    try:
        return {needed.name: typed(Kind.EURO, told)}
    except Unreadable as error:
        raise Misunderstood(f"« {told} » n'est pas un montant, attendu : {error}") from error


def _pair_asked(needed: Option, said: str) -> dict[str, Any] | None:
    told = cleaned(said)
    numbers = [part for part in _PARTED.split(told) if part]
    if told and (len(numbers) != 2 or not all(map(COUNT_WRITTEN.fullmatch, numbers))):
        raise Misunderstood(f"« {told} » n'est pas deux nombres entiers d'au moins 1, comme 1 2")
    return {needed.name: tuple(map(int, numbers))} if told else None


def _with_one_before(said: str) -> str:
    """Two numbers to propose: that of a row, and the one before."""
    last = int(said) if COUNT_WRITTEN.fullmatch(said) else 2
    return f"{max(last - 1, 1)} {last if last > 1 else 2}"


def _said(needed: Ask, kind: OptionKind, found: SelectedRow | None) -> str:
    """What the selected row answers, empty when it does not."""
    column = needed.column_of(BY_NAME[found.table]) if found else ""
    if found is None or not column:
        return ""
    value = getattr(found.row, column)
    if is_empty(value):
        return ""
    if isinstance(value, date):
        return f"{value:{DAY_FORMAT if kind in _OF_A_DAY else MONTH_FORMAT}}"
    return euros_text(value) if kind is OptionKind.AMOUNT else str(value)
