"""The commands that make papers: copies of a project, statements."""

from __future__ import annotations

from dataclasses import replace

from postprod_xl.commands.declared import Ask, Button, Command, Option, OptionKind
from postprod_xl.commands.options import (
    AUDIENCE,
    FILE,
    JSON,
    LANGUAGE,
    OUTPUT,
    PROJECT,
    TECHNICIAN,
    TODAY,
)
from postprod_xl.schema.drawn_tabs import TECHNIQUE_SHEETS
from postprod_xl.schema.tables.accounts import CASH, TOTALS
from postprod_xl.schema.tables.billing import ACCOUNTS
from postprod_xl.schema.tables.catalogue import HOLDERS
from postprod_xl.schema.tables.projects import PROJECTS
from postprod_xl.schema.tables.team import TEAM
from postprod_xl.schema.tables.technique import COMPATIBILITIES, DELIVERABLES

_REPORTED = replace(
    PROJECT, help="Ce projet seulement, avec le coût de ses lignes.", required=False, default="", ask=None
)

SHARED = replace(PROJECT, required=False, default="")
_HOLDER = Option(
    "holder",
    ("--holder",),
    OptionKind.TEXT,
    "CODE",
    "Code de l'ayant droit, pour la copie de ce qui est à lui dans le catalogue.",
    default="",
    ask=Ask("Code de l'ayant droit dont c'est la copie :", "holder"),
)
_PRINTED_COPY = Option(
    "pdf",
    ("--pdf",),
    OptionKind.PATH,
    "COPIE.pdf",
    "Écrit aussi la copie dans ce nouveau PDF : son planning dessiné et ses tableaux.",
)
PAPERS_COMMANDS = (
    Command(
        "share",
        "Écrit la copie d'un projet pour son producteur ou un autre destinataire, ou celle d'un ayant droit.",
        "a copy of a project for its producer, or for `--audience`: the director, the broadcaster, the laboratory, one "
        "`--technician`; each reads the tabs and columns of its view, as a refresh of that day finds them: values "
        "only, no cost, no pay, no other client. White cells may be answered; `.postprod/shares/` beside the workbook "
        "keeps what was sent under the number that each tab shows. `--holder CODE` instead of `--project`: the copy of "
        "a rights holder, his works, his contracts, the sales and the accounts of these, what is still free, nobody "
        "else's; nothing is answered in it, and `merge` refuses it. `--lang en`: English headings and words; "
        "`--pdf`: the same as PDF/A, its plan drawn; nothing is written in the workbook",
        (
            FILE,
            SHARED,
            AUDIENCE,
            TECHNICIAN,
            _HOLDER,
            LANGUAGE,
            replace(OUTPUT, metavar="COPIE.xlsx"),
            _PRINTED_COPY,
            TODAY,
        ),
        rule="postprod_xl.commands.sharing:share",
        buttons=(
            Button(
                "CopieProducteur",
                "Copie du producteur",
                "Écrit la copie du producteur du projet de la ligne choisie, sans coût ni paie.",
                "FileSendAsAttachment",
                (PROJECTS.tab,),
                SHARED,
            ),
            Button(
                "CopiePour",
                "Copie pour…",
                "Écrit la copie du projet de la ligne choisie pour son réalisateur, son diffuseur ou son laboratoire.",
                "FileSendAsAttachment",
                (PROJECTS.tab,),
                AUDIENCE,
                (SHARED,),
            ),
            Button(
                "CopieTechnicien",
                "Copie du technicien",
                "Écrit la copie d'un projet pour la personne de la ligne choisie : ses réservations, et ses séances à "
                "remplir.",
                "FileSendAsAttachment",
                (TEAM.tab,),
                TECHNICIAN,
                (SHARED,),
            ),
            Button(
                "CopieAyantDroit",
                "Copie de l'ayant droit",
                "Écrit la copie de l'ayant droit de la ligne choisie : œuvres, contrats, ventes, comptes.",
                "FileSendAsAttachment",
                (HOLDERS.tab,),
                _HOLDER,
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
        "techsheet",
        "Écrit la fiche technique d'un projet, en PDF : sources, flux, livrables, constats et qui consulter.",
        "the technical sheet of a project, as PDF/A: its sources, its workflow, its deliverables with what their "
        "recipients ask, the findings still open with how to lift them and whom to ask, those accepted, the files "
        "read; as a refresh of that day finds it, what is not known being said; nothing is written in the workbook",
        (FILE, PROJECT, replace(OUTPUT, metavar="FICHE.pdf"), TODAY, JSON),
        rule="postprod_xl.commands.stating:techsheet",
        buttons=(
            Button(
                "FicheTechniquePdf",
                f"{TECHNIQUE_SHEETS.title} en PDF",
                "Écrit à côté du classeur le PDF de la fiche technique du projet de la ligne choisie.",
                "FileSaveAsPdfOrXps",
                (DELIVERABLES.tab, COMPATIBILITIES.tab),
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
