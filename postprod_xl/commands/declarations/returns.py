"""The command of what comes back: copies and advice forms answered."""

from __future__ import annotations

from dataclasses import replace

from postprod_xl.commands.declared import Ask, Button, Command, Option, OptionKind
from postprod_xl.commands.options import FILE, JSON, OUTPUT, TODAY
from postprod_xl.schema.tables.planning import PLANNING
from postprod_xl.schema.tables.projects import PROJECTS
from postprod_xl.schema.tables.quotes import QUOTE
from postprod_xl.schema.tables.returns import RETURNS

RETURNED = Option(
    "returned",
    (),
    OptionKind.PATH,
    "RETOUR.xlsx",
    "La copie ou la fiche d'avis technique revenue.",
    required=True,
    ask=Ask("Chemin de la copie ou de la fiche d'avis revenue (.xlsx) :"),
)
_ACCEPT = Option(
    "accept",
    ("--accept",),
    OptionKind.TEXT,
    "all|none|1,3,7",
    "Applique les changements que rien n'empêche, aucun, ou ceux de ces numéros ; sans elle, rien n'est écrit.",
    default="",
    ask=Ask("Changements à appliquer (all, none, ou des numéros : 1,3,7) :"),
)
_SHARE = Option(
    "share",
    ("--share",),
    OptionKind.TEXT,
    "NUMÉRO",
    "Numéro du partage auquel il répond, quand le fichier ne le dit plus.",
    default="",
)

RETURNS_COMMANDS = (
    Command(
        "merge",
        "Compare une copie ou une fiche d'avis revenue à ce qui a été envoyé, et applique ce que vous acceptez.",
        "read a copy that came back (LibreOffice, Excel, Google or Numbers, CSV) and compare it, cell by cell, with "
        "what was sent (`.postprod/shares/`) and what the workbook has now: each change has a number, its tab, row and "
        "column, what was sent and what came back, and whether it may be applied; nothing is written without "
        "`--accept`. `all` applies what nothing bars, numbers these only, `none` turns the rest down; what changed "
        "meanwhile in the workbook is a conflict, applied by its number alone; what is decided is noted in "
        f"{RETURNS.tab}, so that a second time changes nothing. Comments come in as notes; advice forms return the "
        "same way. `-o`: the changes as a new workbook; `--share`: the number of the copy, where the file has lost it",
        (
            FILE,
            RETURNED,
            _ACCEPT,
            _SHARE,
            replace(
                OUTPUT,
                metavar="CHANGEMENTS.xlsx",
                help="Écrit aussi la liste des changements dans ce nouveau classeur.",
                required=False,
            ),
            TODAY,
            JSON,
        ),
        rule="postprod_xl.commands.merging:merge",
        writes=True,
        buttons=(
            Button(
                "LireRetour",
                "Lire un retour",
                "Liste ce que change une copie ou une fiche d'avis revenue, sans rien écrire.",
                "FileOpen",
                (PROJECTS.tab, PLANNING.tab, QUOTE.tab, RETURNS.tab),
                RETURNED,
            ),
            Button(
                "FusionnerRetour",
                "Fusionner un retour",
                "Applique les changements que vous acceptez d'une copie ou d'une fiche d'avis revenue.",
                "Paste",
                (PROJECTS.tab, PLANNING.tab, QUOTE.tab, RETURNS.tab),
                _ACCEPT,
                (RETURNED,),
            ),
        ),
    ),
)
