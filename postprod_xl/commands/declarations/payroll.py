"""The commands of pay."""

from __future__ import annotations

from dataclasses import replace

from postprod_xl.commands.declared import Ask, Button, Command, Option, OptionKind
from postprod_xl.commands.options import FILE, JSON, MONTH, OUTPUT, RAW, TODAY
from postprod_xl.documents.payroll.export import PayForm
from postprod_xl.schema.tables.payroll import CORRECTIONS, PAY, PAY_ITEMS, PAY_SUMMARY

_EXPORT = Option(
    "form",
    ("--export",),
    OptionKind.CHOICE,
    help="Écrit aussi les rubriques pour le bureau de paie : csv, une ligne par rubrique ; spaiectacle, pour ce "
    "logiciel ; tables, les trois tables du mois telles quelles.",
    choices=tuple(form.value for form in PayForm),
    ask=Ask(
        "Forme de l'export :", choices=tuple(form.value for form in PayForm if form is not PayForm.TABLES)
    ),
)
_CORRECTIONS = Option(
    "corrections",
    ("--corrections",),
    OptionKind.FLAG,
    help="Exporte ce qui a changé d'un mois déjà exporté, dans un fichier à part, et le fige à son tour ; en csv, "
    "l'écart de chaque rubrique ; en tables, l'AEM aussi.",
)
_YES = Option(
    "yes",
    ("--yes",),
    OptionKind.FLAG,
    help="Répond oui à la question posée avant de figer le mois, pour un script.",
)
_PREVIEW = Option(
    "preview",
    ("--preview",),
    OptionKind.FLAG,
    help="Dit ce qui changerait de la paie écrite, contrat par contrat, sans rien écrire.",
)

_FOR = Option(
    "person",
    ("--for",),
    OptionKind.TEXT,
    "CODE",
    "Cette personne seulement ; par défaut, toutes celles qui sont payées ce mois-là.",
    default="",
    ask=Ask("Code de la personne :", "technician"),
)

PAYROLL_COMMANDS = (
    Command(
        "payroll",
        "Prépare la paie et les déclarations d'un mois.",
        "pay items, pay sheets and declarations of the month, and their summary; `--preview`: what would change of the "
        "pay as written, contract by contract, nothing is written. `--export`: its items for the payroll office too, "
        "one row an item under the codes of `CodesPaie`, each found again first; `csv`: "
        "`matricule;date_debut;date_fin;code_rubrique;base;taux;montant`, decimal commas; `spaiectacle`: what that "
        "software imports, refused for a number missing or of more than six characters, or an item without code; "
        "`tables`: the three tables of the month, a CSV each. A month that leaves is frozen (`MoisExportes`): a "
        "terminal is asked before, `--yes` answers, a month that is not over is refused where nobody can be asked; "
        "exporting it again is refused. `--corrections`: what has changed of it since (`Corrections`), in a file "
        "apart, frozen too",
        (
            FILE,
            MONTH,
            _PREVIEW,
            _EXPORT,
            replace(
                OUTPUT,
                metavar="DOSSIER",
                help="Où écrire l'export.",
                default=".",
                required=False,
            ),
            RAW,
            _CORRECTIONS,
            _YES,
            TODAY,
            JSON,
        ),
        rule="postprod_xl.commands.payroll.preparing:payroll",
        writes=True,
        issues=True,
        remakes=("Rubriques", "Paie", "Repartition", "Declarations"),
        buttons=(
            Button(
                "PreparerPaie",
                "Préparer la paie",
                "Prépare les rubriques, la paie et les déclarations d'un mois.",
                "CalculateNow",
                (PAY.tab, PAY_ITEMS.tab),
                MONTH,
            ),
            Button(
                "ApercuPaie",
                "Aperçu de la paie",
                "Dit ce que préparer un mois changerait de la paie écrite ; rien n'est écrit.",
                "FilePrintPreview",
                (PAY.tab, PAY_ITEMS.tab),
                _PREVIEW,
                (MONTH,),
            ),
            Button(
                "ExporterPaie",
                "Exporter la paie",
                "Prépare un mois et écrit à côté du classeur le fichier que prend le logiciel de paie.",
                "FileSendAsAttachment",
                (PAY.tab, PAY_ITEMS.tab, PAY_SUMMARY.tab),
                _EXPORT,
                (MONTH,),
            ),
            Button(
                "ExporterCorrections",
                "Exporter les corrections",
                "Écrit à côté du classeur ce qui a changé d'un mois de paie depuis qu'il a été exporté, et le fige.",
                "FileSendAsAttachment",
                (CORRECTIONS.tab,),
                _CORRECTIONS,
                (_EXPORT, MONTH),
            ),
        ),
    ),
    Command(
        "paysheet",
        "Écrit les pré-feuilles de paie d'un mois, une par personne, en PDF.",
        "the pay sheets of a month as it was prepared, a PDF/A a person: contracts, sessions, items, gross, what is "
        "left to settle; no NIR, no bank account, no charges; `--for`: one person; nothing is computed again, nor "
        "written in the workbook",
        (
            FILE,
            MONTH,
            replace(OUTPUT, metavar="DOSSIER", help="Où écrire les pré-feuilles."),
            _FOR,
            TODAY,
            JSON,
        ),
        rule="postprod_xl.commands.payroll.sheets:paysheet",
        buttons=(
            Button(
                "FeuillesDePaie",
                "Pré-feuilles de paie",
                "Écrit dans un dossier à côté du classeur le PDF de la paie d'un mois, un par personne.",
                "FilePrintQuick",
                (PAY.tab, PAY_SUMMARY.tab),
                MONTH,
            ),
            Button(
                "FeuilleDePaie",
                "Pré-feuille d'une personne",
                "Écrit à côté du classeur le PDF de la paie d'un mois de la personne de la ligne choisie.",
                "FilePrintPreview",
                (PAY.tab,),
                _FOR,
                (MONTH,),
            ),
        ),
    ),
)
