"""The commands of what is billed, paid and bought."""

from __future__ import annotations

from dataclasses import replace

from postprod_xl.commands.declared import Ask, Button, Command, Option, OptionKind
from postprod_xl.commands.options import CREDIT, FILE_OR_NONE, JSON, PROJECT, TODAY, VERIFY
from postprod_xl.schema.tables.billing import INVOICE_LINES, INVOICES, SCHEDULE
from postprod_xl.schema.tables.projects import PROJECTS

INVOICED = replace(PROJECT, required=False, default="", help="Code du projet ; inutile avec --credit.")
"""The project to invoice; none where an invoice is credited, or only read."""
_LINES = Option(
    "lines",
    ("--lines",),
    OptionKind.TEXT,
    "LIGNES",
    "Avec --credit, n'en crédite que ces lignes, par leur rang : « 2 ; 5=300 ; 6x1.5 » pour la 2 entière, 300 € HT de "
    "la 5, 1,5 unité de la 6.",
    ask=Ask("Lignes à créditer, par leur rang (2 ; 5=300 ; 6x1.5) :"),
)
_DRAFT = Option(
    "draft",
    ("--draft",),
    OptionKind.FLAG,
    help="Dessine le document dans l'onglet BROUILLON, sans numéro : rien n'est émis.",
)
_YES = Option(
    "yes",
    ("--yes",),
    OptionKind.FLAG,
    help="Répond oui à la question posée avant d'émettre, pour un script.",
)

_REBUILD = Option(
    "rebuild",
    ("--rebuild",),
    OptionKind.TEXT,
    "NUMÉRO",
    "N'émet rien : refait le fichier perdu ou modifié de ce document, à l'octet près ; « all » pour tous.",
    default="",
    ask=Ask("Numéro du document dont refaire le fichier, ou all :", columns={"Factures": "number"}),
)

BILLING_COMMANDS = (
    Command(
        "invoice",
        "Émet la prochaine facture d'un projet.",
        "issue the next document, or that of `--step`, or the credit note of `--credit`, whole or of `--lines`: ledger "
        "rows and a tab to print; a terminal is asked before, with what is odd, and `--yes` answers; where nobody can "
        "be asked, a step that the command chose and that is planned later is refused; `--draft`: a tab without "
        "number, nothing is issued. Each document has its file, which the ledger names with its SHA-256; `--rebuild "
        "NUMÉRO`, or `all`, makes a lost one again, to the byte. `--verify FACTURE.pdf`, with or without a workbook: "
        "what any Factur-X file, or a bare CII or UBL, says and whether it holds together, which an XML without PDF "
        "does not; nothing is written",
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
            _LINES,
            _DRAFT,
            _YES,
            Option("day", ("--date",), OptionKind.DAY, "JOUR", "Date de la facture, par défaut aujourd'hui."),
            _REBUILD,
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
                "BrouillonFacture",
                "Brouillon",
                "Dessine la prochaine facture du projet de la ligne choisie dans l'onglet BROUILLON, sans l'émettre.",
                "FilePrintPreview",
                (PROJECTS.tab, SCHEDULE.tab),
                _DRAFT,
                (INVOICED,),
            ),
            Button(
                "EmettreAvoir",
                "Émettre l'avoir",
                "Émet l'avoir de toute la facture de la ligne choisie.",
                "Undo",
                (INVOICES.tab,),
                CREDIT,
            ),
            Button(
                "EmettreAvoirPartiel",
                "Avoir partiel",
                "Émet l'avoir de quelques lignes de la facture de la ligne choisie.",
                "Cut",
                (INVOICES.tab, INVOICE_LINES.tab),
                _LINES,
                (CREDIT,),
            ),
            Button(
                "RefaireFichier",
                "Refaire le fichier",
                "Refait à l'identique le fichier perdu de la facture de la ligne choisie.",
                "FileSaveAsPdfOrXps",
                (INVOICES.tab,),
                _REBUILD,
            ),
        ),
    ),
)
