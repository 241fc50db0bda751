"""What each project bears of a month's pay."""

from postprod_xl.schema.cells.formats import MONTH
from postprod_xl.schema.table import COMPUTED, Table, TableKind, euro, hours, text
from postprod_xl.schema.tables.payroll.month import MONTH_HELP

ALLOCATION = Table(
    "Repartition",
    "Répartition",
    TableKind.RESULT,
    "Ce que chaque projet porte de la paie du mois : les lignes d'un contrat font sa ligne de Paie, au centime.",
    (
        text("month", "Mois", MONTH_HELP, format=MONTH, role=COMPUTED),
        text("contract", "Contrat", "Numéro du contrat payé ce mois-là.", role=COMPUTED),
        text("technician", "Technicien", "Code de la personne payée.", role=COMPUTED),
        text("project", "Projet", "Code du projet qui porte ce coût ; vide : hors projet.", role=COMPUTED),
        hours("worked_minutes", "Heures", "Heures travaillées pour lui dans le mois.", role=COMPUTED),
        euro("gross_cents", "Brut", "Sa part du brut, majorations de ses heures comprises.", role=COMPUTED),
        euro("charges_cents", "Charges estimées", "Sa part des charges, comme son brut.", role=COMPUTED),
        euro("total_cents", "Coût total", "Ce que Comptes compte pour lui du contrat, ce mois-là.", role=COMPUTED),
    ),
    key=("month", "contract", "project"),
    keeps="month",
    since="0.6",
)
