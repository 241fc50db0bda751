"""What was promised: the register of promises, and the columns that set it beside a plan and what happened."""

from postprod_xl.schema.table import COMPUTED, Column, Table, TableKind, choice, day, days, integer, text
from postprod_xl.schema.vocabulary import PromiseReason

PROMISES = Table(
    "Promesses",
    "Promesses",
    TableKind.LEDGER,
    "Ce qui a été promis, et quel jour : le programme y ajoute des lignes, aucune ne change ensuite.",
    (
        text("project", "Projet", "Code du projet promis, tel qu'il est dans Projets.", role=COMPUTED),
        integer("number", "N°", "Rang de la promesse dans son projet, sans trou.", role=COMPUTED, bounds=(1, 1_000_000)),
        integer("episode", "Épisode", "Épisode dont la livraison est promise ; vide pour celle du projet entier et pour une tâche.", role=COMPUTED, bounds=(0, 10000)),
        text("promised_task", "Tâche", "Code de ce qui est promis dans Planning ; vide, c'est une livraison.", role=COMPUTED),
        day("promised_day", "Promis", "Jour où ce doit être fini ; vide, rien n'est plus promis.", role=COMPUTED),
        day("recorded_day", "Enregistrée le", "Jour de l'actualisation qui l'a notée.", role=COMPUTED),
        choice("event", "Raison", "Ce qui l'a fait noter : devis accepté, première confirmation, date annoncée, planning de référence, ou jour d'actualisation rectifié.", PromiseReason, role=COMPUTED),
        day("replaced_day", "Remplacée le", "Jour où une autre promesse a pris sa place ; vide, elle vaut encore.", role=COMPUTED),
        text("seal", "Contrôle", "Marque du programme : une ligne modifiée à la main ne la porte plus, et n'est plus jugée.", role=COMPUTED),
    ),
    since="0.4",
)


def promise_columns(what: str, source: str) -> tuple[Column, ...]:
    """The columns of an input table that say what was promised, what happened, and the working days between.

    Parameters
    ----------
    what
        What is promised, a French feminine noun with its article.
    source
        What says the day it was finished.
    """
    return (
        day("promised_day", "Promis", f"Jour promis pour {what}, d'après l'onglet Promesses.", role=COMPUTED, shared=True, since="0.4"),
        day("actual_day", "Réel", f"Jour où {what} est finie, d'après {source} ; vide si rien ne le dit.", role=COMPUTED, shared=True, since="0.4"),
        days("promise_gap_days", "Écart promis (j)", "Jours ouvrés de la fin, réelle sinon prévue, après le jour promis ; négatif, avant lui.", role=COMPUTED, shared=True, since="0.4"),
    )
