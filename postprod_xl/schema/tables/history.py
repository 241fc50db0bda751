"""How the lines of the quotes have gone: one row a day a line whose figures changed."""

from postprod_xl.schema.table import COMPUTED, Table, TableKind, day, hours, integer, text

HISTORY = Table(
    "Historique",
    "Historique",
    TableKind.LEDGER,
    "Où en était chaque ligne vendue, jour après jour : le programme y ajoute des lignes quand les heures changent, aucune ne change ensuite.",
    (
        day("noted_day", "Jour", "Jour de la première actualisation qui a vu ces heures.", role=COMPUTED),
        text("project", "Projet", "Code du projet que sert la ligne.", role=COMPUTED),
        integer("number", "N°", "Rang de la note dans son projet, sans trou.", role=COMPUTED, bounds=(1, 10_000_000)),
        text("line", "Ligne", "Code de la ligne de devis, tel qu'il était dans Dépassements.", role=COMPUTED),
        hours("sold_minutes", "Vendu (h)", "Heures vendues ce jour-là, avenants acceptés compris ; vide, la ligne ne vendait pas d'heures.", role=COMPUTED),
        hours("planned_minutes", "Planifié (h)", "Durée des tâches qui la servaient ce jour-là ; vide, ainsi que Réalisé et Projeté, la ligne n'y était plus.", role=COMPUTED),
        hours("worked_minutes", "Réalisé (h)", "Ce que les bons de séance comptaient sur elle ce jour-là.", role=COMPUTED),
        hours("projected_minutes", "Projeté (h)", "Ce qu'elle devait prendre en tout, vu ce jour-là ; vide, ses heures ne la suivaient pas.", role=COMPUTED),
        text("seal", "Contrôle", "Marque du programme : une ligne modifiée à la main ne la porte plus, et n'est plus crue.", role=COMPUTED),
    ),
    since="0.5",
)
