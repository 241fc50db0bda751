"""What a month declares of each fixed-term contract."""

from postprod_xl.schema.cells.formats import MONTH
from postprod_xl.schema.table import (
    COMPUTED,
    Table,
    TableKind,
    day,
    euro,
    hours,
    integer,
    text,
)
from postprod_xl.schema.tables.payroll.month import MONTH_HELP

DECLARATIONS = Table(
    "Declarations",
    "Déclarations",
    TableKind.RESULT,
    "Ce qu'il faut déclarer pour le mois (AEM) : une ligne par contrat d'intermittent.",
    (
        text("month", "Mois", MONTH_HELP, format=MONTH, role=COMPUTED),
        text("contract", "Contrat", "Numéro du contrat d'intermittent à déclarer.", role=COMPUTED),
        text("technician", "Technicien", "Code de la personne déclarée.", role=COMPUTED),
        hours("worked_minutes", "Heures", "Heures à porter sur l'AEM.", role=COMPUTED),
        integer("days", "Jours", "Combien de jours elle a travaillé dans le mois.", role=COMPUTED),
        euro("gross_cents", "Brut", "Ce qu'elle a gagné, avant charges : le total de ses rubriques.", role=COMPUTED),
        text("object_number", "N° d'objet", "Celui que France Travail a donné au projet, repris de Projets.", role=COMPUTED),
        text("idcc", "IDCC", "Numéro de la convention collective du contrat.", role=COMPUTED),
        day("declared_day", "DPAE", "Jour où l'embauche a été déclarée.", role=COMPUTED),
        text("alert", "Alerte", "Ce qui manque pour déclarer.", role=COMPUTED),
    ),
    key=("month", "contract"),
    keeps="month",
)
