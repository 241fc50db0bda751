"""The commands of session reports: the forms that technicians fill in, and what is read of them."""

from __future__ import annotations

from dataclasses import replace

from postprod_xl.commands.declared import Ask, Button, Command, Option, OptionKind
from postprod_xl.commands.options import FILE, JSON, OUTPUT, TODAY
from postprod_xl.schema.tables.home import SETTINGS
from postprod_xl.schema.tables.planning import SESSIONS

_WEEK = Option(
    "week",
    ("--week",),
    OptionKind.WEEK,
    "SEMAINE",
    "Une semaine, comme 2026-W49 ou un de ses jours ; par défaut celle-ci.",
    ask=Ask("Formulaires de quelle semaine (un de ses jours, JJ/MM/AAAA) ?"),
)

SOURCES = Option(
    "sources",
    (),
    OptionKind.PATH,
    "SOURCE...",
    "Les formulaires et les listes à lire, ou leurs dossiers.",
    required=True,
    repeated=True,
    ask=Ask("Chemin du formulaire, de la liste ou du dossier à importer :"),
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
            _WEEK,
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
                _WEEK,
            ),
        ),
    ),
    Command(
        "import",
        "Ajoute les séances de formulaires remplis et de listes de toute forme (XLSX, CSV).",
        f"add to {SESSIONS.tab} the session reports of forms filled in and of lists of any shape (`.xlsx`, CSV), "
        "files or whole folders, in one save: the columns of a list are proposed from its headings, in French or "
        "English, and its cells, confirmed once (a terminal is asked; `--yes` answers; where nobody can be asked "
        f"the list is refused and its columns shown), kept in {SETTINGS.tab} and used again while they fit, "
        "refused by name when they no longer do (`--remap` proposes others beside). It adds and never replaces: a "
        "report that is there already, by number or by content, is counted; one that says otherwise is told and "
        "not applied; a line that cannot be read is told with its file, its cell, what is found and expected, and "
        "the others of its file are added",
        (
            FILE,
            SOURCES,
            Option(
                "yes",
                ("--yes",),
                OptionKind.FLAG,
                help="Confirme les correspondances proposées sans demander.",
            ),
            Option(
                "remap",
                ("--remap",),
                OptionKind.FLAG,
                help="Propose une nouvelle correspondance là où celle qui est retenue ne convient plus.",
            ),
            TODAY,
            JSON,
        ),
        rule="postprod_xl.commands.importing:import_sessions",
        writes=True,
        buttons=(
            Button(
                "ImporterSeances",
                "Importer des séances",
                "Ajoute les séances d'un formulaire rempli, d'une liste ou d'un dossier entier.",
                "GetExternalDataFromText",
                (SESSIONS.tab,),
                SOURCES,
            ),
        ),
    ),
)
