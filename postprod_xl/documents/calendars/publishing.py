"""The calendar files of an office, after what was published before: what is kept of it, what stands in their folder."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID, uuid5

from postprod_xl.documents.calendars.blocks import (
    PRODUCER,
    Block,
    blocks_of,
    calendar_text,
    value_in,
    whole_blocks_of,
)
from postprod_xl.documents.calendars.records import OfficeCalendar, OfficeCalendars
from postprod_xl.documents.calendars.renewal import Published, renewed
from postprod_xl.documents.file_names import file_name_part

EXTENSION = ".ics"
_NAMESPACE = UUID("6f0c9a52-6a3e-5f0b-9b0f-6d1c9d0b6c11")
_FORMAT = 1


@dataclass(frozen=True)
class KeptCalendar:
    """What is kept of a calendar: its title, its events as published, the identities that are not to be given again."""

    title: str
    blocks: tuple[Block, ...] = ()
    used: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class KeptCalendars:
    """What is kept of the calendars of a workbook from one publication to the next.

    Parameters
    ----------
    house
        What told the office from another when it first published: its name may have changed since.
    secret
        What hides, from a client, what the identifiers of the events are made of.
    calendars
        By the name of their file, without extension.
    """

    house: str
    secret: UUID
    calendars: Mapping[str, KeptCalendar] = field(default_factory=dict)

    def to_json(self) -> bytes:
        """As it is kept in a file."""
        held = {
            stem: {
                "title": kept.title,
                "events": [block.text for block in kept.blocks],
                "used": dict(sorted(kept.used.items())),
            }
            for stem, kept in sorted(self.calendars.items())
        }
        made = {"format": _FORMAT, "house": self.house, "secret": str(self.secret), "calendars": held}
        return json.dumps(made, ensure_ascii=False, indent=0).encode()

    @classmethod
    def from_json(cls, data: bytes) -> KeptCalendars:
        """Read again from its file.

        Raises
        ------
        ValueError
            It is not what `to_json` wrote.
        """
        try:
            made = json.loads(data)
            held = {
                str(stem): KeptCalendar(
                    str(kept["title"]),
                    tuple(block for text in kept["events"] for block in blocks_of(text)),
                    {str(about): int(ordinal) for about, ordinal in kept["used"].items()},
                )
                for stem, kept in made["calendars"].items()
            }
            return cls(str(made["house"]), UUID(made["secret"]), held)
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(str(error)) from error


class ForeignCalendar(Exception):
    """A file that bears the name of a calendar and that this office did not write."""

    def __init__(self, name: str, *, is_of_another_office: bool) -> None:
        super().__init__(name)
        self.name, self.is_of_another_office = name, is_of_another_office


@dataclass(frozen=True)
class CalendarFile:
    """A calendar as published.

    Parameters
    ----------
    name
        Of its file.
    title
        What applications call it.
    published
        Its events and what changed.
    text
        The content of the file.
    has_left
        Whether it is of somebody, or something, that the workbook no longer has.
    """

    name: str
    title: str
    published: Published
    text: str
    has_left: bool = False


def calendar_files(
    made: OfficeCalendars, kept: KeptCalendars, found: Mapping[str, str], today: date
) -> list[CalendarFile]:
    """The files of the calendars of an office.

    Parameters
    ----------
    made
        The calendars.
    kept
        What is kept of the last publication.
    found
        The iCalendar files that stand in their folder, by name: what is kept may have been lost, and no event may
        then go back to a former state.
    today
        The day of the publication.

    Returns
    -------
    list of CalendarFile
        Those of the calendars that have events, or had; then, where all are published, those of the folder
        that nobody has any more, whose events to come are cancelled.

    Raises
    ------
    ForeignCalendar
        A file of one of these names was not written for this office.
    """
    files: list[CalendarFile] = []
    named = _named(made.calendars)
    own = uuid5(_NAMESPACE, kept.house)
    left = _left(made, named, kept.house, found)
    for calendar, has_left in (*((each, False) for each in named), *((each, True) for each in left)):
        name = f"{calendar.stem}{EXTENSION}"
        identifier = identifier_of(kept.house, calendar)
        held = kept.calendars.get(calendar.stem, KeptCalendar(""))
        standing = found.get(name)
        if standing is not None:
            _refuse_others(name, standing, identifier)
        elif not calendar.events and not held.blocks:
            continue
        before = (*held.blocks, *_standing_blocks(standing or "", held.blocks))
        scope = kept.secret if calendar.audience else own
        published = renewed(calendar, before, held.used, scope, today)
        text = calendar_text(calendar.title, identifier, published.blocks)
        files.append(CalendarFile(name, calendar.title, published, text, has_left))
    return files


def kept_after(kept: KeptCalendars, files: list[CalendarFile]) -> KeptCalendars:
    """What is to be kept once these files are published."""
    held = dict(kept.calendars)
    for file in files:
        published = file.published
        held[file.name.removesuffix(EXTENSION)] = KeptCalendar(file.title, published.blocks, published.used)
    return KeptCalendars(kept.house, kept.secret, held)


def identifier_of(house: str, calendar: OfficeCalendar) -> str:
    """What tells a calendar of an office, for one audience, from any other."""
    return str(uuid5(_NAMESPACE, f"{house}\n{calendar.audience}\n{calendar.stem}"))


def _named(calendars: Sequence[OfficeCalendar]) -> list[OfficeCalendar]:
    """Calendars whose files have names that any system takes, no two alike whatever their case."""
    named, taken = [], set()
    for calendar in calendars:
        stem, number = file_name_part(calendar.stem), 1
        while stem.casefold() in taken:
            number += 1
            stem = f"{file_name_part(calendar.stem)}-{number}"
        taken.add(stem.casefold())
        named.append(replace(calendar, stem=stem))
    return named


def _left(
    made: OfficeCalendars, named: Sequence[OfficeCalendar], house: str, found: Mapping[str, str]
) -> Iterator[OfficeCalendar]:
    """The calendars published for these audiences that are not among those made now, without any event."""
    current = {calendar.stem for calendar in named}
    standing = {name.removesuffix(EXTENSION): text for name, text in found.items()}
    for stem in sorted(standing.keys() - current):
        told = value_in(standing[stem], "X-WR-RELCALID")
        for audience in made.covered:
            calendar = OfficeCalendar(stem, value_in(standing[stem], "X-WR-CALNAME") or stem, (), audience)
            if told == identifier_of(house, calendar):
                yield calendar


def _standing_blocks(text: str, known: Sequence[Block]) -> Iterator[Block]:
    """The events that stand in a file; none where they are those that are known, which most often they are."""
    if not known or "".join(block.text for block in known) not in text:
        yield from whole_blocks_of(text)


def _refuse_others(name: str, text: str, identifier: str) -> None:
    if value_in(text, "PRODID") != PRODUCER:
        raise ForeignCalendar(name, is_of_another_office=False)
    if value_in(text, "X-WR-RELCALID") != identifier:
        raise ForeignCalendar(name, is_of_another_office=True)
