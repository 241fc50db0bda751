"""The commands that tell people when and where they are expected: service sheets, calendars."""

from __future__ import annotations

from dataclasses import replace

from postprod_xl.commands.declared import Ask, Button, Command, Option, OptionKind
from postprod_xl.commands.options import DAY, FILE, JSON, OUTPUT, PROJECT, TODAY
from postprod_xl.documents.service_sheet import ServiceBy
from postprod_xl.schema.drawn_tabs import SERVICE
from postprod_xl.schema.tables.catalogue import RIGHTS_DEADLINES
from postprod_xl.schema.tables.planning import BOOKINGS, PLANNING, SESSIONS
from postprod_xl.schema.tables.projects import PROJECTS

_CALLED = replace(
    DAY,
    help="Jour des réservations ; par défaut le prochain jour ouvré.",
    ask=Ask(
        "Feuilles de service de quel jour (JJ/MM/AAAA) ?", columns={BOOKINGS.name: "day"}, working_days=1
    ),
)
_WEEK = Option(
    "week",
    ("--week",),
    OptionKind.WEEK,
    "SEMAINE",
    "Toute une semaine, comme 2026-W49 ou un de ses jours, au lieu d'un jour.",
    ask=Ask("Semaine de quel jour (JJ/MM/AAAA) ?", columns={BOOKINGS.name: "day"}, working_days=1),
)
_BY = Option(
    "by",
    ("--by",),
    OptionKind.CHOICE,
    help="Une feuille par personne (par défaut), par projet, ou une pour la maison.",
    choices=tuple(map(str, ServiceBy)),
    ask=Ask("Une feuille par :"),
)
_FOR = Option(
    "resource",
    ("--for",),
    OptionKind.TEXT,
    "CODE",
    "Cette personne seulement, cette salle ou ce projet ; par défaut, tout ce qui est réservé.",
    default="",
)
_OF = replace(_FOR, help="Cette personne seulement, cette salle ou ce projet ; par défaut, tous.")
_MASKED = Option(
    "masked",
    ("--masked",),
    OptionKind.TEXT,
    "[PROJET]",
    "Pour le client de ce projet : son travail seul, le reste « Occupé » ; sans code, pour qui n'en a aucun. S'écrit "
    "après le classeur.",
    bare="",
    ask=replace(PROJECT.ask, question="Pour le client de quel projet (code) ?") if PROJECT.ask else None,
)

CALLING_COMMANDS = (
    Command(
        "callsheet",
        "Écrit les feuilles de service d'un jour ou d'une semaine, en PDF.",
        f"the service sheets of a day (by default the next working day) as PDF/A, a page a person: what {BOOKINGS.tab} "
        "has them booked for, where, for whom, what it waits for, and the report to fill in by hand; `--by projet` or "
        "`maison`: who works where, when and on what, a page a project, or the whole house; `--week`: a week, that "
        "of the house as a board; `--for`: one person, room or project; says when the plan is no longer that of the "
        "workbook, in which nothing is written",
        (FILE, replace(OUTPUT, metavar="FEUILLES.pdf"), _CALLED, _WEEK, _BY, _FOR, TODAY, JSON),
        rule="postprod_xl.commands.calling:callsheet",
        buttons=(
            Button(
                "FeuillesDeService",
                "Feuilles de service",
                "Écrit à côté du classeur le PDF des feuilles de service d'un jour, une page par personne réservée.",
                "FilePrintQuick",
                (PLANNING.tab, BOOKINGS.tab, SESSIONS.tab),
                _CALLED,
            ),
            Button(
                "ServiceSemaine",
                "Service de la semaine",
                "Écrit à côté du classeur le PDF du service d'une semaine : qui travaille où, quand et à quoi.",
                "FilePrintQuick",
                (PLANNING.tab, BOOKINGS.tab, SERVICE.title),
                _BY,
                (_WEEK,),
            ),
        ),
    ),
    Command(
        "calendar",
        "Écrit ou renouvelle les calendriers (.ics) des personnes, des salles et des projets.",
        f"the bookings of {BOOKINGS.tab} as iCalendar files in a folder: one a person, a room, a project, and all of "
        f"them; the days of {RIGHTS_DEADLINES.tab} as one more; run again, it renews them: an event keeps its "
        "identity when its booking moves, with a higher SEQUENCE; "
        "a removed one is CANCELLED for 30 days, a past one stays 60 days, and what has not changed keeps its bytes; "
        "options are TENTATIVE. `--masked P001`: for the client of a project, its own work and « Occupé » elsewhere, "
        "in files of other names; `--masked` alone: « Occupé » everywhere, and each project for its own client; "
        "`--for`: one person, room or project; nothing is written in the workbook",
        (
            FILE,
            replace(OUTPUT, metavar="DOSSIER", help="Le dossier des calendriers."),
            _OF,
            _MASKED,
            TODAY,
            JSON,
        ),
        rule="postprod_xl.commands.calendars:calendar",
        buttons=(
            Button(
                "Calendriers",
                "Calendriers",
                "Écrit ou renouvelle à côté du classeur les calendriers des personnes, des salles et des projets.",
                "CalendarInsert",
                (PLANNING.tab, BOOKINGS.tab),
            ),
            Button(
                "CalendriersClient",
                "Calendrier pour un client",
                "Écrit ou renouvelle à côté du classeur les calendriers d'un projet pour son client : le reste y est "
                "« Occupé ».",
                "CalendarInsert",
                (PROJECTS.tab,),
                _MASKED,
            ),
        ),
    ),
)
