"""The commands of session reports: the forms that technicians fill in, and what is read of them."""

from __future__ import annotations

from dataclasses import replace

from postprod_xl.commands.declared import Ask, Button, Command, Option, OptionKind
from postprod_xl.commands.options import FILE, JSON, OUTPUT, TODAY
from postprod_xl.schema.tables.planning import SESSIONS

_WEEK_DAY = Option(
    "first",
    ("--from",),
    OptionKind.DAY,
    "JOUR",
    "Un jour de la semaine ; par défaut aujourd'hui.",
    ask=Ask("Formulaires de quelle semaine (un de ses jours, JJ/MM/AAAA) ?"),
)

IMPORT_COMMANDS = (
    Command(
        "forms",
        "Écrit les formulaires de séances d'une semaine, un par technicien, à remplir et à renvoyer.",
        "the session reports of a week (by default the present one) to fill in, a one-page workbook a technician, from "
        "what is booked and not reported yet: day, project, task, room and usual hours, lists to choose from, blank "
        "lines for the rest; no cost, no pay, no project but those worked on; `--for`: one person, booked or not; "
        "nothing is written in the workbook",
        (
            FILE,
            replace(OUTPUT, metavar="DOSSIER", help="Où écrire les formulaires à remplir."),
            Option("week", ("--week",), OptionKind.WEEK, "AAAA-Wnn", "Semaine ISO, comme 2026-W49."),
            _WEEK_DAY,
            Option(
                "technician",
                ("--for",),
                OptionKind.TEXT,
                "CODE",
                "Ce technicien seulement, réservé ou non.",
                default="",
            ),
            TODAY,
            JSON,
        ),
        rule="postprod_xl.commands.importing:forms",
        buttons=(
            Button(
                "FormulairesSeances",
                "Formulaires de séances",
                "Écrit à côté du classeur les bons de séance d'une semaine, à remplir par chaque technicien réservé.",
                "ReviewAllowUsersToEditRanges",
                (SESSIONS.tab,),
                _WEEK_DAY,
            ),
        ),
    ),
)
