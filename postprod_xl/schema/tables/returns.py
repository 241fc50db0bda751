"""What came back of the copies and the forms that left, and what the house decided of it."""

from postprod_xl.schema.table import COMPUTED, Table, TableKind, choice, day, integer, text
from postprod_xl.schema.vocabulary import ReturnDecision, ReturnedKind

RETURNS = Table(
    "Retours",
    "Retours",
    TableKind.LEDGER,
    "Ce que la maison a décidé des copies revenues, un changement par ligne : le programme y ajoute des lignes, aucune ne change ensuite.",
    (
        text("share", "Partage", "Numéro de la copie envoyée, ou de la fiche d'avis technique, tel qu'il y est écrit.", role=COMPUTED),
        integer("number", "N°", "Rang du changement dans le fichier revenu, celui par lequel il a été accepté.", role=COMPUTED, bounds=(1, 1_000_000)),
        day("received_day", "Reçu le", "Jour où la maison en a décidé.", role=COMPUTED),
        text("receiver", "De", "À qui la copie avait été envoyée, et qui signe le commentaire quand le fichier le dit.", role=COMPUTED),
        text("file", "Fichier", "Celui qui est revenu, sous le nom qu'il avait alors.", role=COMPUTED),
        text("tab", "Onglet", "Là où le changement va dans ce classeur.", role=COMPUTED),
        text("row_name", "Ligne", "Ce que nomme l'identifiant de la ligne : une tâche, un avenant, une séance…", role=COMPUTED),
        text("column", "Colonne", "En-tête de ce classeur, en français quelle que soit la langue de la copie.", role=COMPUTED),
        choice("change_kind", "Nature", "Une réponse tapée dans une cellule, une ligne ajoutée ou un commentaire.", ReturnedKind, role=COMPUTED),
        text("before", "Avant", "Ce que disait la copie envoyée.", role=COMPUTED),
        text("after", "Après", "Ce que dit le fichier revenu ; un commentaire sans colonne où aller est gardé ici.", role=COMPUTED),
        choice("decision", "Décision", "Appliqué, le changement est dans ce classeur ; écarté, il n'est plus proposé.", ReturnDecision, role=COMPUTED),
    ),
    since="0.7",
)  # fmt: skip
