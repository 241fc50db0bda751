"""What the versions of quotes were when they were sent: the register that their cells are compared with."""

from postprod_xl.schema.table import (
    COMPUTED,
    Table,
    TableKind,
    choice,
    day,
    euro,
    integer,
    number,
    percent,
    text,
)
from postprod_xl.schema.vocabulary import BillingMode, Unit

FROZEN = Table(
    "VersionsFigees",
    "Versions figées",
    TableKind.LEDGER,
    "Ce qu'étaient les devis envoyés ou acceptés le jour où ils ont été figés : le programme y ajoute des lignes, aucune ne change ensuite.",
    (
        text("project", "Projet", "Code du projet chiffré, tel qu'il est dans Projets.", role=COMPUTED),
        integer("version", "Version", "Celle du devis qui a été figée.", role=COMPUTED, bounds=(1, 999)),
        text("line", "Ligne", "Code de la ligne de devis ; vide, c'est la version elle-même, avec sa remise globale.", role=COMPUTED),
        day("frozen_day", "Figée le", "Jour où le programme a gardé ces cellules.", role=COMPUTED),
        text("item", "Poste", "Code du poste dans Tarifs, ce jour-là.", role=COMPUTED),
        text("label", "Libellé", "Ce que le client a lu.", role=COMPUTED),
        number("quantity", "Quantité", "Nombre d'unités proposées.", role=COMPUTED),
        choice("unit", "Unité", "Ce que comptait la quantité.", Unit, role=COMPUTED),
        euro("unit_price_cents", "Prix unitaire HT", "Prix de vente HT proposé pour une unité.", role=COMPUTED),
        percent("discount_rate", "Remise", "Part déduite de la ligne, ou de l'ensemble sur la ligne de la version.", role=COMPUTED),
        choice("mode", "Mode", "Forfait ou régie, comme proposé.", BillingMode, role=COMPUTED),
        integer("cnc_chapter", "Chapitre CNC", "Celui tapé sur la ligne ; vide, celui du poste.", role=COMPUTED),
        day("day", "Date", "Jour du devis.", role=COMPUTED),
        percent("contingency_rate", "Imprévus", "Part proposée pour imprévus.", role=COMPUTED),
        percent("overhead_rate", "Frais généraux", "Part proposée pour frais généraux.", role=COMPUTED),
        text("seal", "Contrôle", "Marque du programme : une ligne modifiée à la main ne la porte plus ; celle de la version est l'empreinte de toutes.", role=COMPUTED),
    ),
    since="0.5",
)
