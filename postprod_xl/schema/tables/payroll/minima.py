"""The minimum wages of agreements, as the office reads them in their texts."""

from postprod_xl.schema.bounds import HOURLY_RATE, MONTHLY_SALARY, USUAL_HOURLY_RATE, USUAL_MONTHLY_SALARY
from postprod_xl.schema.table import Table, TableKind, choice, day, euro, text
from postprod_xl.schema.vocabulary import ContractGenre, Convention

MINIMA = Table(
    "Minima",
    "Minima",
    TableKind.INPUT,
    "Les salaires minimaux des conventions, par genre et par fonction : vous les saisissez, aucun n'est supposé.",
    (
        choice("convention", "Convention", "IDCC de la convention qui fixe ce salaire, comme dans Contrats.", Convention, required=True),
        choice("genre", "Genre", "Vide : il vaut pour tous les genres qui n'ont pas le leur.", ContractGenre),
        text("job", "Fonction", "Emploi de la grille, écrit comme au contrat.", required=True),
        day("since_day", "Depuis", "Premier jour où il s'applique ; une hausse est une ligne de plus.", required=True),
        euro("hourly_cents", "Taux horaire minimum", "Brut d'une heure sous lequel un CDDU est signalé.", bounds=HOURLY_RATE, usual=USUAL_HOURLY_RATE),
        euro("monthly_cents", "Salaire mensuel minimum", "Brut d'un mois à la durée légale sous lequel un CDI est signalé.", bounds=MONTHLY_SALARY, usual=USUAL_MONTHLY_SALARY),
        text("source", "Source", "Texte d'où vient le montant : avenant, article, date d'extension."),
        day("checked_day", "Vérifié le", "Jour où quelqu'un l'a relu dans ce texte."),
    ),
    since="0.6",
)
