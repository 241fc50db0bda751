"""The commands that look back: kept versions of a workbook, one of them brought back, two workbooks compared.

None has a button: what is open in a spreadsheet cannot be replaced under it, and the two others compare files.
"""

from __future__ import annotations

from dataclasses import replace

from postprod_xl.commands.declared import Command, Option, OptionKind
from postprod_xl.commands.options import FILE, JSON, OUTPUT

KEEPING_COMMANDS = (
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
