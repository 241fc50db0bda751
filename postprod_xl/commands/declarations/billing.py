"""The commands of what is billed, paid and bought."""

from __future__ import annotations

from dataclasses import replace

from postprod_xl.commands.declared import Button, Command, Option, OptionKind
from postprod_xl.commands.options import CREDIT, FILE_OR_NONE, JSON, PROJECT, TODAY, VERIFY
from postprod_xl.schema.tables.billing import INVOICES, SCHEDULE
from postprod_xl.schema.tables.projects import PROJECTS

INVOICED = replace(PROJECT, required=False)
"""The project to invoice; none where an invoice is only read."""

BILLING_COMMANDS = (
    Command(
        "invoice",
        "Émet la prochaine facture d'un projet.",
        "issue the next document, or that of `--step`, or the credit note of `--credit`: ledger rows "
        "and a tab to print. `--verify FACTURE.pdf`, with or without a workbook: what any Factur-X file, or a bare CII "
        "or UBL, says and whether it holds together; nothing is written",
        (
            FILE_OR_NONE,
            INVOICED,
            Option(
                "step",
                ("--step",),
                OptionKind.COUNT,
                "N",
                "Rang de l'étape de l'échéancier ; par défaut la prochaine.",
            ),
            CREDIT,
            Option("day", ("--date",), OptionKind.DAY, "JOUR", "Date de la facture, par défaut aujourd'hui."),
            VERIFY,
            TODAY,
            JSON,
        ),
        rule="postprod_xl.commands.billing.issuing:invoice",
        writes=True,
        issues=True,
        buttons=(
            Button(
                "Facturer",
                "Facturer",
                "Émet la prochaine facture du projet de la ligne choisie.",
                "AccountingFormat",
                (PROJECTS.tab, SCHEDULE.tab),
                INVOICED,
            ),
            Button(
                "EmettreAvoir",
                "Émettre l'avoir",
                "Émet l'avoir de la facture de la ligne choisie.",
                "Undo",
                (INVOICES.tab,),
                CREDIT,
            ),
        ),
    ),
)
