"""What leaves for the payroll office, and what a month comes to: the codes of its software, the monthly summary."""

from postprod_xl.schema.cells.formats import MONTH
from postprod_xl.schema.table import COMPUTED, Table, TableKind, choice, euro, hours, integer, text
from postprod_xl.schema.tables.payroll.month import MONTH_HELP
from postprod_xl.schema.vocabulary import ExportedRate, SummaryLevel

PAY_CODES = Table(
    "CodesPaie",
    "Codes de paie",
    TableKind.INPUT,
    "Le code de chaque rubrique dans le logiciel du bureau de paie, exporté à la place du nôtre ; préparer un mois ajoute celles qui manquent.",
    (
        text("item", "Rubrique", "Notre code, tel qu'il figure dans Rubriques : HN, HS25, MN25…", required=True),
        text("label", "Libellé", "Ce que paie cette rubrique, pour s'y retrouver."),
        text("software_code", "Code logiciel", "Celui que le bureau de paie donne ; vide, le nôtre est exporté, et sPAIEctacle est refusé."),
        choice(
            "exported_rate", "Taux transmis",
            "Payé (par défaut) : base × taux donne le montant. Horaire : le logiciel majore lui-même.", ExportedRate,
        ),
    ),
    key=("item",),
    since="0.6",
)

PAY_SUMMARY = Table(
    "RecapPaie",
    "Récapitulatif de paie",
    TableKind.RESULT,
    "Chaque mois de paie en bref, par personne, par projet et en tout, d'après Paie et Répartition telles qu'elles sont écrites.",
    (
        text("month", "Mois", MONTH_HELP, format=MONTH, role=COMPUTED),
        choice("level", "Détail", "Ce que la ligne additionne : les contrats d'une personne, d'un projet, ou tous.", SummaryLevel, role=COMPUTED),
        text("code", "Code", "Celui de la personne ou du projet ; vide pour le mois entier, ou sans projet.", role=COMPUTED),
        text("label", "Nom", "De la personne, ou titre du projet.", role=COMPUTED),
        integer("contracts", "Contrats", "Combien sont payés ce mois-là.", role=COMPUTED),
        hours("worked_minutes", "Heures", "Heures travaillées, de tous ces contrats.", role=COMPUTED),
        euro("gross_cents", "Brut", "Somme des bruts de Paie ; vide si l'un d'eux n'est pas connu.", role=COMPUTED),
        euro("charges_cents", "Charges estimées", "Congés spectacles compris, comme dans Paie.", role=COMPUTED),
        euro("total_cents", "Coût total", "Brut et charges, ce que la maison dépense.", role=COMPUTED),
        text("alert", "Alerte", "Ce qu'il reste à régler avant d'exporter, en bref : chaque ligne de Paie le dit en entier.", role=COMPUTED),
    ),
    key=("month", "level", "code"),
    since="0.6",
)
