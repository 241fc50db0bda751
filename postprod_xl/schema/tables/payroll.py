"""Contracts, pay items, pay sheets and declarations."""

from postprod_xl.schema.bounds import DAY_LENGTH, HOURLY_RATE, USUAL_DAY_LENGTH, USUAL_HOURLY_RATE
from postprod_xl.schema.cells.formats import MONTH
from postprod_xl.schema.table import (
    COMPUTED,
    Table,
    TableKind,
    choice,
    day,
    euro,
    hours,
    integer,
    number,
    percent,
    reference,
    text,
)
from postprod_xl.schema.vocabulary import ContractGenre, ContractType, Convention

MONTH_HELP = "Mois, par exemple 2026-11."

CONTRACTS = Table(
    "Contrats",
    "Contrats",
    TableKind.INPUT,
    "Les contrats de travail et de prestation ; DPAE et signature avant la première séance.",
    (
        text("contract", "Contrat", "Numéro unique du contrat, repris dans Séances.", required=True),
        reference("technician", "Technicien", "Code de la personne engagée, déclaré dans Équipe.", "Equipe", required=True),
        reference("project", "Projet", "Code de celui pour lequel la personne est engagée, déclaré dans Projets.", "Projets"),
        text("job", "Fonction", "Emploi écrit au contrat, repris dans l'annexe des factures."),
        choice("type", "Type", "CDDU et CDI passent en paie ; une prestation se règle sur facture.", ContractType),
        choice("convention", "Convention", "IDCC de la convention collective : elle donne les heures de nuit et les majorations.", Convention),
        choice("genre", "Genre", "Genre de programme, pour les règles de nuit.", ContractGenre),
        day("first_day", "Début", "Premier jour couvert ; une séance d'avant est signalée."),
        day("last_day", "Fin", "Dernier jour couvert, compris ; une séance d'après est signalée."),
        euro("hourly_rate_cents", "Taux horaire", "Salaire brut d'une heure ; vide, celui de la personne dans Équipe.", bounds=HOURLY_RATE, usual=USUAL_HOURLY_RATE),
        hours("day_minutes", "Heures par jour", "Longueur de la journée écrite au contrat.", bounds=DAY_LENGTH, usual=USUAL_DAY_LENGTH),
        day("declared_day", "DPAE le", "Date de la déclaration préalable à l'embauche."),
        day("signed_day", "Signé le", "Jour où il a été signé, au plus tard celui de la première séance."),
        text("alert", "Alerte", "Ce qui manque au contrat.", role=COMPUTED),
    ),
    key=("contract",),
)

PAY_ITEMS = Table(
    "Rubriques",
    "Rubriques",
    TableKind.RESULT,
    "Les rubriques de paie du mois, une ligne par rubrique et par contrat.",
    (
        text("month", "Mois", MONTH_HELP, format=MONTH, role=COMPUTED),
        text("payroll_id", "Matricule", "Celui de la personne chez le bureau de paie.", role=COMPUTED),
        text("technician", "Technicien", "Code de la personne payée.", role=COMPUTED),
        text("contract", "Contrat", "Numéro du contrat qui paie ces heures.", role=COMPUTED),
        text("project", "Projet", "Code du projet payeur : celui du contrat, sinon celui de toutes ses séances.", role=COMPUTED),
        text("item", "Rubrique", "HN pour les heures normales, HS25 pour celles majorées de 25 %.", role=COMPUTED),
        text("label", "Libellé", "Ce que paie la rubrique, en clair.", role=COMPUTED),
        number("base_hours", "Base (h)", "Heures payées à cette rubrique.", role=COMPUTED),
        euro("rate_cents", "Taux", "Salaire brut d'une heure, avant majoration.", role=COMPUTED),
        percent("premium_rate", "Majoration", "Part ajoutée au taux pour ces heures-là ; 0 % pour les heures normales.", role=COMPUTED),
        euro("amount_cents", "Montant", "Base × taux × (1 + majoration).", role=COMPUTED),
    ),
    key=("month", "contract", "item"),
    keeps="month",
)

PAY = Table(
    "Paie",
    "Paie",
    TableKind.RESULT,
    "La pré-feuille de paie du mois : un contrat par ligne, à remettre au bureau de paie.",
    (
        text("month", "Mois", MONTH_HELP, format=MONTH, role=COMPUTED),
        text("payroll_id", "Matricule", "Celui de la personne chez le bureau de paie.", role=COMPUTED),
        text("technician", "Technicien", "Code de la personne payée.", role=COMPUTED),
        text("contract", "Contrat", "Numéro du contrat payé ce mois-là.", role=COMPUTED),
        integer("days", "Jours", "Jours travaillés dans le mois.", role=COMPUTED),
        hours("worked_minutes", "Heures", "Heures travaillées dans le mois.", role=COMPUTED),
        euro("gross_cents", "Brut", "Total des rubriques.", role=COMPUTED),
        euro("holiday_fund_cents", "Congés spectacles", "Part due à la caisse, comprise dans les charges estimées.", role=COMPUTED),
        euro("charges_cents", "Charges estimées", "Estimation au taux global, congés spectacles compris.", role=COMPUTED),
        euro("total_cents", "Coût total", "Brut et charges estimées.", role=COMPUTED),
        text("alert", "Alerte", "Ce qu'il faut régler avant la paie.", role=COMPUTED),
    ),
    key=("month", "contract"),
    keeps="month",
)

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

CONVENTIONS = Table(
    "Conventions",
    "Conventions",
    TableKind.INPUT,
    "Les conventions collectives appliquées par la maison et le texte dont viennent leurs règles.",
    (
        text("code", "Convention", "IDCC, comme dans Contrats.", required=True),
        text("label", "Libellé", "Nom courant de la convention collective."),
        text("source", "Source", "Texte d'où viennent ses règles de paie, avec sa référence."),
        day("checked_day", "Vérifié le", "Jour où ce texte a été relu."),
    ),
    key=("code",),
)
