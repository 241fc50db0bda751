"""The commands of pay."""

from __future__ import annotations

from dataclasses import replace

from postprod_xl.commands.declared import Button, Command, Option, OptionKind
from postprod_xl.commands.options import FILE, JSON, MONTH, OUTPUT, RAW, TODAY
from postprod_xl.schema.tables.payroll import PAY, PAY_ITEMS

PAYROLL_COMMANDS = (
    Command(
        "payroll",
        "Prépare la paie et les déclarations d'un mois.",
        "pay items, pay sheets and declarations of the month; `--export csv` writes the items as CSV too",
        (
            FILE,
            MONTH,
            Option(
                "form",
                ("--export",),
                OptionKind.CHOICE,
                help="Écrit aussi les rubriques en CSV.",
                choices=("csv",),
            ),
            replace(
                OUTPUT,
                metavar="DOSSIER",
                help="Où écrire l'export.",
                default=".",
                required=False,
            ),
            RAW,
            TODAY,
            JSON,
        ),
        rule="postprod_xl.commands.payroll.preparing:payroll",
        writes=True,
        issues=True,
        remakes=("Rubriques", "Paie", "Declarations"),
        buttons=(
            Button(
                "PreparerPaie",
                "Préparer la paie",
                "Prépare les rubriques, la paie et les déclarations d'un mois.",
                "CalculateNow",
                (PAY.tab, PAY_ITEMS.tab),
                MONTH,
            ),
        ),
    ),
)
