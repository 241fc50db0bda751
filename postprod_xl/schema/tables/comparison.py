"""Two versions of a quote side by side."""

from postprod_xl.schema.table import COMPUTED, Table, TableKind, choice, euro, integer, number, percent, text
from postprod_xl.schema.vocabulary import QuoteChange

COMPARISON = Table(
    "Comparaison",
    "Comparaison",
    TableKind.RESULT,
    "Ce qui change d'une version de devis à l'autre : à l'actualisation, de l'acceptée à la dernière, sinon entre les deux dernières ; le bouton en compare deux autres.",
    (
        text("project", "Projet", "Code du projet dont deux versions sont comparées.", role=COMPUTED),
        integer("first_version", "De la version", "Celle de départ.", role=COMPUTED),
        integer("second_version", "À la version", "Celle d'arrivée.", role=COMPUTED),
        text("line", "Ligne", "Code de la ligne de devis ; vide, c'est la version entière.", role=COMPUTED),
        text("label", "Libellé", "Désignation de la ligne, ou ce qui est compté pour la version entière.", role=COMPUTED),
        choice("change", "Changement", "Ligne ajoutée, retirée, modifiée ; Version : ses totaux.", QuoteChange, role=COMPUTED),
        text("changed", "Ce qui change", "Les colonnes de la ligne qui ne sont plus les mêmes.", role=COMPUTED),
        euro("total_before_cents", "Total HT avant", "Ce que faisait la ligne au départ, remise déduite.", role=COMPUTED),
        euro("total_after_cents", "Total HT après", "Ce que fait la ligne à l'arrivée, remise déduite.", role=COMPUTED),
        euro("total_gap_cents", "Écart HT", "Ce que la version d'arrivée fait de plus ; négatif, de moins.", role=COMPUTED),
        euro("margin_gap_cents", "Écart marge", "Ce que la marge gagne ou perd ; vide, un coût n'est pas connu.", role=COMPUTED, private=True),
        number("sold_gap_days", "Écart vendu (j)", "Jours de travail vendus en plus ; négatif, en moins.", role=COMPUTED),
        number("planned_days", "Planifié (j)", "Jours des tâches rattachées à la ligne dans Planning, annulées exceptées.", role=COMPUTED),
        number("to_plan_days", "À planifier (j)", "Jours vendus à l'arrivée que le planning n'a pas encore ; négatif, il en a de trop.", role=COMPUTED),
        number("quantity_before", "Quantité avant", "Nombre d'unités dans la version de départ.", role=COMPUTED),
        number("quantity_after", "Quantité après", "Nombre d'unités dans la version d'arrivée.", role=COMPUTED),
        text("unit_before", "Unité avant", "Ce que comptait la quantité au départ.", role=COMPUTED),
        text("unit_after", "Unité après", "Ce que compte la quantité à l'arrivée.", role=COMPUTED),
        euro("price_before_cents", "Prix HT avant", "Prix de vente d'une unité au départ.", role=COMPUTED),
        euro("price_after_cents", "Prix HT après", "Prix de vente d'une unité à l'arrivée.", role=COMPUTED),
        percent("discount_before_rate", "Remise avant", "Remise de la ligne, ou taux de la version, au départ.", role=COMPUTED),
        percent("discount_after_rate", "Remise après", "Remise de la ligne, ou taux de la version, à l'arrivée.", role=COMPUTED),
        number("sold_before_days", "Vendu avant (j)", "Jours de travail vendus au départ ; vide, la ligne ne vend pas d'heures.", role=COMPUTED),
        number("sold_after_days", "Vendu après (j)", "Jours de travail vendus à l'arrivée ; vide, la ligne ne vend pas d'heures.", role=COMPUTED),
    ),
    key=("project", "line", "label"),
    since="0.5",
)
