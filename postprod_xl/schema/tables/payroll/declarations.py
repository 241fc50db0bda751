"""What is declared of those who are hired: before they begin, and month by month."""

from postprod_xl.schema.cells.formats import MONTH
from postprod_xl.schema.table import (
    COMPUTED,
    Table,
    TableKind,
    boolean,
    choice,
    day,
    euro,
    hours,
    integer,
    text,
)
from postprod_xl.schema.tables.payroll.month import MONTH_HELP
from postprod_xl.schema.vocabulary import HiringDeclaration

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
        text("employment", "Emploi", "Libellé d'emploi à porter sur l'AEM : la Fonction du contrat, sinon celle d'Équipe.", role=COMPUTED, since="0.6"),
        day("first_day", "Du", "Premier jour d'emploi du mois : début du contrat, ou du mois s'il avait commencé avant.", role=COMPUTED, since="0.6"),
        day("last_day", "Au", "Dernier jour d'emploi du mois : fin du contrat, ou du mois s'il continue après.", role=COMPUTED, since="0.6"),
        boolean("in_progress", "Contrat en cours", "Oui quand le contrat continue le mois suivant, ou n'a pas de fin : une AEM suivra.", role=COMPUTED, since="0.6"),
        hours("dsn_minutes", "Heures DSN", "Heures d'aujourd'hui, corrections comprises ; celles de l'AEM tant que rien n'a changé depuis l'export.", role=COMPUTED, since="0.6"),
        integer("dsn_days", "Jours DSN", "Jours travaillés d'après les bons de séance d'aujourd'hui.", role=COMPUTED, since="0.6"),
        euro("dsn_gross_cents", "Brut DSN", "Brut d'aujourd'hui, corrections comprises, à comparer à celui de l'AEM.", role=COMPUTED, since="0.6"),
        text("dsn_gap", "Écart AEM / DSN", "Ce que la DSN aura de plus ou de moins que l'AEM partie ; vide quand elles disent la même chose.", role=COMPUTED, since="0.6"),
    ),
    key=("month", "contract"),
    keeps="month",
)

HIRING_DECLARATIONS = Table(
    "DPAE",
    "DPAE à faire",
    TableKind.RESULT,
    "Les déclarations préalables à l'embauche : à déposer, en retard, ou faites pour un contrat qui n'a pas commencé.",
    (
        text("contract", "Contrat", "Celui qui engage la personne et demande cette déclaration.", role=COMPUTED),
        text("technician", "Technicien", "Code de la personne à déclarer.", role=COMPUTED),
        text("full_name", "Nom", "Prénom et nom de la personne, repris d'Équipe.", role=COMPUTED),
        text("project", "Projet", "Code du projet pour lequel elle est engagée.", role=COMPUTED),
        day("begins", "Embauche le", "Début du contrat, ou sa première séance quand elle vient avant.", role=COMPUTED),
        day("opens", "À partir du", "Premier jour où la DPAE peut être déposée ; vide quand la règle de ce jour-là n'est pas connue.", role=COMPUTED),
        day("closes", "Au plus tard le", "Jour de l'embauche : avant la première heure de travail.", role=COMPUTED),
        day("declared_day", "Déposée le", "DPAE le, tel que vous l'avez saisi dans Contrats.", role=COMPUTED),
        choice("state", "État", "Délai passé : à déposer aujourd'hui même ; à déposer : le délai court ; trop tôt : à refaire.", HiringDeclaration, role=COMPUTED),
    ),
    key=("contract",),
    since="0.6",
)
