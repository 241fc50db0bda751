"""Contracts, pay items, pay sheets and declarations."""

from postprod_xl.schema.bounds import DAY_LENGTH, HOURLY_RATE, USUAL_DAY_LENGTH, USUAL_HOURLY_RATE
from postprod_xl.schema.formats import MONTH
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
        text("contract", "Contrat", "Numéro unique du contrat.", required=True),
        reference("technician", "Technicien", "Code de la personne.", "Equipe", required=True),
        reference("project", "Projet", "Code du projet.", "Projets"),
        text("job", "Fonction", "Emploi porté au contrat."),
        choice("type", "Type", "Nature du contrat.", ContractType),
        choice("convention", "Convention", "IDCC de la convention collective de ce contrat.", Convention),
        choice("genre", "Genre", "Genre de programme, pour les règles de nuit.", ContractGenre),
        day("first_day", "Début", "Premier jour du contrat."),
        day("last_day", "Fin", "Dernier jour du contrat, compris."),
        euro("hourly_rate_cents", "Taux horaire", "Salaire brut horaire.", bounds=HOURLY_RATE, usual=USUAL_HOURLY_RATE),
        hours("day_minutes", "Heures par jour", "Heures d'une journée.", bounds=DAY_LENGTH, usual=USUAL_DAY_LENGTH),
        day("declared_day", "DPAE le", "Date de la déclaration préalable à l'embauche."),
        day("signed_day", "Signé le", "Date de signature."),
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
        text("payroll_id", "Matricule", "Matricule de paie.", role=COMPUTED),
        text("technician", "Technicien", "Personne.", role=COMPUTED),
        text("contract", "Contrat", "Contrat.", role=COMPUTED),
        text("project", "Projet", "Projet.", role=COMPUTED),
        text("item", "Rubrique", "Code de rubrique.", role=COMPUTED),
        text("label", "Libellé", "Désignation.", role=COMPUTED),
        number("base_hours", "Base (h)", "Heures payées à cette rubrique.", role=COMPUTED),
        euro("rate_cents", "Taux", "Taux horaire brut.", role=COMPUTED),
        percent("premium_rate", "Majoration", "Majoration appliquée au taux.", role=COMPUTED),
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
        text("payroll_id", "Matricule", "Matricule de paie.", role=COMPUTED),
        text("technician", "Technicien", "Personne.", role=COMPUTED),
        text("contract", "Contrat", "Contrat.", role=COMPUTED),
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
        text("contract", "Contrat", "Contrat.", role=COMPUTED),
        text("technician", "Technicien", "Personne.", role=COMPUTED),
        hours("worked_minutes", "Heures", "Heures à porter sur l'AEM.", role=COMPUTED),
        integer("days", "Jours", "Jours travaillés.", role=COMPUTED),
        euro("gross_cents", "Brut", "Rémunération brute.", role=COMPUTED),
        text("object_number", "N° d'objet", "Numéro d'objet du projet.", role=COMPUTED),
        text("idcc", "IDCC", "Convention collective du contrat.", role=COMPUTED),
        day("declared_day", "DPAE", "Date de la DPAE.", role=COMPUTED),
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
        text("label", "Libellé", "Nom de la convention."),
        text("source", "Source", "Texte lu."),
        day("checked_day", "Vérifié le", "Date de la dernière vérification."),
    ),
    key=("code",),
)
