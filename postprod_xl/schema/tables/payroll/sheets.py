"""What a month pays: its items, and its pay sheets."""

from postprod_xl.schema.cells.formats import MONTH
from postprod_xl.schema.table import (
    COMPUTED,
    Table,
    TableKind,
    euro,
    hours,
    integer,
    number,
    percent,
    text,
)
from postprod_xl.schema.tables.payroll.month import MONTH_HELP

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
        text("item", "Rubrique", "HN les heures ; HS25 des heures payées entières à +25 % ; MS, MN, MD, MF, MR une majoration seule (heures en plus, nuit, dimanche, férié, repos) ; JFC férié chômé ; ARR arrondi ; MJ minimum du jour ; SAL, ABS salaire du mois et absences.", role=COMPUTED),
        text("label", "Libellé", "Ce que paie la rubrique, en clair.", role=COMPUTED),
        number("base_hours", "Base (h)", "Heures payées à cette rubrique.", role=COMPUTED),
        euro("rate_cents", "Taux", "Salaire brut d'une heure, avant majoration ; vide pour un salaire du mois.", role=COMPUTED),
        percent("premium_rate", "Majoration", "Part ajoutée au taux pour ces heures-là ; 0 % pour les heures normales, vide si personne ne l'a sourcée.", role=COMPUTED),
        euro("amount_cents", "Montant", "Base × taux × coefficient, arrondi au centime.", role=COMPUTED),
        number("coefficient", "Coefficient", "Part du taux que paie la rubrique : 1 pour une heure, 0,25 pour une majoration seule de 25 %.", role=COMPUTED, since="0.6"),
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
