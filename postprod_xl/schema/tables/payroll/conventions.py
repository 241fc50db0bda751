"""The collective agreements that the office applies, and their pay rules one by one."""

from postprod_xl.schema.table import COMPUTED, Table, TableKind, anything, day, text

CONVENTIONS = Table(
    "Conventions",
    "Conventions",
    TableKind.INPUT,
    "Les conventions collectives et leurs règles de paie, publiées ou de la maison ; une ligne sans règle est la convention.",
    (
        text("code", "Convention", "IDCC, comme dans Contrats.", required=True),
        text("label", "Libellé", "Nom courant de la convention collective."),
        text("source", "Source", "Texte d'où viennent ses règles de paie, avec sa référence."),
        day("checked_day", "Vérifié le", "Jour où ce texte a été relu."),
        text("rule", "Règle", "Nom de la règle ; vide, la ligne est la convention entière.", since="0.6"),
        text("published_value", "Valeur publiée", "Ce que dit le texte lu ; vide, la règle n'a pas été trouvée.", role=COMPUTED, since="0.6"),
        text("value_unit", "Unité", "Ce que compte la valeur : %, heures, jours, plage horaire, saison ou mot.", role=COMPUTED, since="0.6"),
        text("article", "Article", "Où la règle se trouve dans le texte.", role=COMPUTED, since="0.6"),
        text("published_source", "Texte publié", "Le texte dont vient la valeur publiée.", role=COMPUTED, since="0.6"),
        day("read_day", "Lue le", "Jour où ce texte a été lu.", role=COMPUTED, since="0.6"),
        text("confidence", "Confiance", "Sourcée, à confirmer, non trouvée, ou de la maison.", role=COMPUTED, since="0.6"),
        anything("house_value", "Valeur de la maison", "Votre valeur, à la place de la publiée, une fois signée d'un nom et d'une date.", since="0.6"),
        text("confirmed_by", "Confirmé par", "Qui répond de la règle, ou de toutes celles de la convention.", since="0.6"),
        day("confirmed_day", "Confirmé le", "Jour où cette personne l'a confirmée.", since="0.6"),
    ),
    key=("code", "rule"),
)
