"""The commands that make papers: the producer's copy, statements."""

from __future__ import annotations

from dataclasses import replace

from postprod_xl.commands.declared import Button, Command
from postprod_xl.commands.options import (
    FILE,
    JSON,
    OUTPUT,
    PROJECT,
    TODAY,
)
from postprod_xl.schema.tables.accounts import CASH, TOTALS
from postprod_xl.schema.tables.billing import ACCOUNTS
from postprod_xl.schema.tables.projects import PROJECTS

_REPORTED = replace(
    PROJECT, help="Ce projet seulement, avec le coût de ses lignes.", required=False, default="", ask=None
)

PAPERS_COMMANDS = (
    Command(
        "share",
        "Écrit la copie du producteur, sans coût ni paie.",
        "the producer's copy: values only, no cost, no pay, no other client",
        (FILE, PROJECT, replace(OUTPUT, metavar="COPIE.xlsx"), TODAY),
        rule="postprod_xl.commands.sharing:share",
        buttons=(
            Button(
                "CopieProducteur",
                "Copie du producteur",
                "Écrit la copie du producteur du projet de la ligne choisie, sans coût ni paie.",
                "FileSendAsAttachment",
                (PROJECTS.tab,),
                PROJECT,
            ),
        ),
    ),
    Command(
        "situation",
        "Écrit la situation d'un projet pour sa production, en PDF.",
        "the statement of a project for its production, as PDF/A: the accepted quote, its change orders, what each "
        "line sells and how far its tasks are, invoices, what is paid, due and left to invoice, deliveries, what the "
        "production owes; as a refresh of that day finds it, without cost, hour worked or cause; nothing is written in "
        "the workbook",
        (FILE, PROJECT, replace(OUTPUT, metavar="SITUATION.pdf"), TODAY, JSON),
        rule="postprod_xl.commands.stating:situation",
        buttons=(
            Button(
                "ImprimerSituation",
                "Situation en PDF",
                "Écrit à côté du classeur le PDF de la situation du projet de la ligne choisie, pour sa production.",
                "FileSaveAsPdfOrXps",
                (PROJECTS.tab, ACCOUNTS.tab),
                PROJECT,
            ),
        ),
    ),
    Command(
        "costreport",
        "Écrit la situation de production de la maison, coûts et marges compris, en PDF.",
        "the cost report of the house, as PDF/A marked « document interne »: by project and in all, what is sold, "
        "engaged, spent, still to spend and earned at completion, invoiced, received, due and late, then the cash by "
        "month; `--project`: one project, with the cost of its lines; what is not known is named; nothing is written "
        "in the workbook",
        (FILE, replace(OUTPUT, metavar="RAPPORT.pdf"), _REPORTED, TODAY, JSON),
        rule="postprod_xl.commands.stating:costreport",
        buttons=(
            Button(
                "RapportDesCouts",
                "Situation de production",
                "Écrit à côté du classeur le PDF des coûts et des marges de tous les projets : un document interne.",
                "FilePrintQuick",
                (ACCOUNTS.tab, TOTALS.tab, CASH.tab),
            ),
        ),
    ),
)
