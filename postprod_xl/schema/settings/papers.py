"""The settings that the papers of the house read: how they look, what a quote says under its totals."""

from __future__ import annotations

from postprod_xl.schema.cells.formats import COLOUR, QUOTE_ORDER
from postprod_xl.schema.kinds import Kind
from postprod_xl.schema.settings.setting import HOUSE, Setting

LONGEST_CONDITIONS = 2000
"""Characters of the conditions printed under a quote."""

PAPER_SETTINGS: tuple[Setting, ...] = (
    Setting(
        "house_colour",
        "Couleur des documents",
        Kind.TEXT,
        "#2F4858",
        "#RRVVBB",
        HOUSE,
        format=COLOUR,
        since="0.5",
    ),
    Setting(
        "logo",
        "Logo des documents",
        Kind.TEXT,
        "",
        "fichier PNG, JPEG ou SVG",
        "chemin depuis le dossier du classeur ; vide : la raison sociale",
        since="0.5",
    ),
    Setting(
        "templates_folder",
        "Modèles de documents",
        Kind.TEXT,
        "",
        "dossier",
        "chemin depuis le dossier du classeur ; vide : les modèles de postprod",
        since="0.5",
    ),
    Setting(
        "quote_order",
        "Ordre des devis",
        Kind.TEXT,
        "maison",
        "maison ou CNC",
        "maison : par famille de postes ; CNC : par chapitre, avec leurs totaux",
        format=QUOTE_ORDER,
        since="0.5",
    ),
    Setting(
        "quote_validity_days",
        "Validité des devis",
        Kind.INT,
        30,
        "jours",
        HOUSE,
        (1, 365),
        (None, 180),
        since="0.5",
    ),
    Setting(
        "quote_conditions",
        "Conditions des devis",
        Kind.TEXT,
        "",
        "",
        "imprimées sous les totaux du devis ; vide : délai et pénalités de paiement seuls",
        since="0.5",
        longest=LONGEST_CONDITIONS,
    ),
)
