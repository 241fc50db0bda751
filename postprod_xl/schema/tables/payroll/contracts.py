"""The contracts under which people are employed or supply services."""

from postprod_xl.schema.bounds import (
    DAY_LENGTH,
    HOURLY_RATE,
    MONTH_LENGTH,
    MONTHLY_SALARY,
    USUAL_DAY_LENGTH,
    USUAL_HOURLY_RATE,
    USUAL_MONTH_LENGTH,
    USUAL_MONTHLY_SALARY,
)
from postprod_xl.schema.table import (
    COMPUTED,
    Table,
    TableKind,
    choice,
    day,
    euro,
    hours,
    reference,
    text,
)
from postprod_xl.schema.vocabulary import ContractGenre, ContractType, Convention

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
        choice("genre", "Genre", "Genre de programme : il change la nuit sous 2642, la journée sous 3097.", ContractGenre),
        day("first_day", "Début", "Premier jour couvert ; une séance d'avant est signalée."),
        day("last_day", "Fin", "Dernier jour couvert, compris ; une séance d'après est signalée."),
        euro("hourly_rate_cents", "Taux horaire", "Salaire brut d'une heure ; vide, celui de la personne dans Équipe.", bounds=HOURLY_RATE, usual=USUAL_HOURLY_RATE),
        hours("day_minutes", "Heures par jour", "Longueur de la journée écrite au contrat.", bounds=DAY_LENGTH, usual=USUAL_DAY_LENGTH),
        day("declared_day", "DPAE le", "Date de la déclaration préalable à l'embauche."),
        day("signed_day", "Signé le", "Jour où il a été signé, au plus tard celui de la première séance."),
        text("alert", "Alerte", "Ce qui manque au contrat.", role=COMPUTED),
        euro("monthly_salary_cents", "Salaire mensuel", "Salaire brut d'un mois entier, d'un CDI seulement ; vide, le taux horaire × les heures du mois.", bounds=MONTHLY_SALARY, usual=USUAL_MONTHLY_SALARY, since="0.6"),
        hours("month_minutes", "Heures par mois", "Heures que paie le salaire mensuel ; vide, la durée légale, 151,67.", bounds=MONTH_LENGTH, usual=USUAL_MONTH_LENGTH, since="0.6"),
    ),
    key=("contract",),
)
