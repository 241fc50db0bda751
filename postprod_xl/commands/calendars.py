"""The command that publishes the calendars of an office."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from postprod_xl.commands.calling import told_of
from postprod_xl.commands.outcome import Outcome, stopped
from postprod_xl.domain.calling.calendars import CalendarsRefused, office_calendars
from postprod_xl.domain.calling.rights_days import rights_calendars
from postprod_xl.domain.office import Office
from postprod_xl.domain.refresh import refreshed
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.tables.planning import BOOKINGS

OUTLOOK = (
    "Outlook : un fichier ouvert ou importé à la main est une copie du jour, qui ne suit plus rien, et l'importer de "
    "nouveau double les réservations déplacées ; abonnez-vous à son adresse, relue toutes les 3 heures environ, "
    "parfois après plus de 24 h (Google : 8 à 24 h ; Apple : selon son réglage)"
)
"""What to expect of a published file (Microsoft support, « Import or subscribe to a calendar in Outlook.com »: an
imported file is not refreshed, a subscription about every three hours and up to a day; desktop Outlook makes a second
event of a known UID: github.com/mangstadt/biweekly, issue 87)."""


def calendar(
    office: Office, known: Sequence[Problem] = (), *, resource: str = "", masked: str | None = None
) -> Outcome:
    """Publish the calendars of an office, from what the workbook holds; nothing is written in it.

    Those of bookings; for the house, that of the days of its rights too.

    Parameters
    ----------
    resource
        Code of the only person, room or project asked for; empty for all.
    masked
        Code of the project whose client reads them, empty for a reader who has none; None for the house.
    """
    try:
        made = office_calendars(office, resource, masked)
    except CalendarsRefused as refused:
        return Outcome(problems=(refused.problem,))
    if masked is None and not resource:
        made = replace(made, calendars=(*made.calendars, *rights_calendars(office)))
    run = refreshed(office, known)
    if run.is_blocked:
        return stopped(run)
    return Outcome(lines=(*_moved(office, run.office), OUTLOOK), calendars=made)


def _moved(office: Office, now: Office) -> Iterator[str]:
    """What is said when the plan is no longer that of the workbook."""
    held, planned = (
        Counter(told_of(booking) for booking in each[BOOKINGS.name] if booking.day >= office.today)
        for each in (office, now)
    )
    if held != planned:
        yield (
            "le planning recalculé à ce jour n'a plus les réservations du classeur, que ces calendriers suivent : "
            "actualisez-le, puis recommencez"
        )
    held_days, days = (
        {(event.about, event.first) for made in rights_calendars(each) for event in made.events}
        for each in (office, now)
    )
    if held_days != days:
        yield (
            "les échéances de droits recalculées à ce jour ne sont plus celles du classeur, que leur calendrier suit : "
            "actualisez-le, puis recommencez"
        )
