"""The commands that look back: kept versions of a workbook, one of them brought back, two workbooks compared.

None has a button: what is open in a spreadsheet cannot be replaced under it, and the two others compare files.
"""

from __future__ import annotations

from dataclasses import replace

from postprod_xl.commands.declared import Command, Option, OptionKind
from postprod_xl.commands.options import DRY_RUN, FILE, JSON, OUTPUT

_VERSION = Option(
    "version",
    (),
    OptionKind.TEXT,
    "VERSION",
    "Le numéro que donne « postprod history », le nom du fichier gardé, ou son moment (« 29/11/2026 15:02 »).",
    required=True,
)
_YES = Option(
    "yes",
    ("--yes",),
    OptionKind.FLAG,
    help="Répond oui à la question posée avant de remettre la version, pour un script.",
)

KEEPING_COMMANDS = (
    Command(
        "history",
        "Dit les versions gardées d'un classeur, et ce qui a changé depuis chacune.",
        "the kept versions of a workbook, the newest first: number, moment, size, the command that replaced it and who "
        "ran it, and what differs in the next one, by table: what the run wrote and what people typed after it; a lost "
        "or damaged workbook has them listed too",
        (FILE, JSON),
    ),
    Command(
        "restore",
        "Remet une version gardée à la place d'un classeur, dont la version présente est gardée d'abord.",
        "bring a kept version back, named by its number, its file or its moment, by the save of every command: the "
        "present version is kept first. What was done since is said and asked at a terminal (`--yes` answers); where "
        "nobody can be asked, it is refused when documents issued, exported months, payments or frozen quotes would be "
        "lost. `--dry-run`: what would change, nothing is written",
        (
            FILE,
            _VERSION,
            _YES,
            replace(DRY_RUN, help="Dit ce qui changerait et ce qui serait perdu, sans rien écrire."),
            JSON,
        ),
    ),
    Command(
        "diff",
        "Dit ce qui diffère entre deux classeurs, sans rien y écrire.",
        "what differs between two workbooks: table, row, column, before, after; what people typed and what registers "
        "keep, settings included, rows moved apart from rows changed; `--computed`: what a refresh computes too; "
        "`-o`: all of it in a new workbook. The status is 0 whether they differ or not; nothing is written in either",
        (
            replace(FILE, metavar="AVANT"),
            replace(FILE, name="other", metavar="APRÈS"),
            Option(
                "computed",
                ("--computed",),
                OptionKind.FLAG,
                help="Compare aussi ce qu'une actualisation calcule : colonnes grises et onglets de résultats.",
            ),
            replace(
                OUTPUT,
                metavar="DIFFÉRENCES.xlsx",
                help="Toutes les différences dans ce nouveau classeur.",
                required=False,
            ),
            JSON,
        ),
    ),
)
