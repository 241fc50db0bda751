"""The commands of what is billed, paid and bought."""

from __future__ import annotations

from postprod_xl.commands.declared import Button, Command, Option, OptionKind
from postprod_xl.commands.options import CREDIT, FILE, JSON, PROJECT, TODAY
from postprod_xl.schema.tables.billing import INVOICES, SCHEDULE
from postprod_xl.schema.tables.projects import PROJECTS

BILLING_COMMANDS = (
    Command(
        "invoice",
        "Émet la prochaine facture d'un projet.",
        "issue the next document, or that of `--step`, or the credit note of `--credit`: ledger rows "
        "and a tab to print",
        (
            FILE,
            PROJECT,
            Option(
                "step",
                ("--step",),
                OptionKind.COUNT,
                "N",
                "Rang de l'étape de l'échéancier ; par défaut la prochaine.",
            ),
            CREDIT,
            Option("day", ("--date",), OptionKind.DAY, "JOUR", "Date de la facture, par défaut aujourd'hui."),
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
                PROJECT,
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
