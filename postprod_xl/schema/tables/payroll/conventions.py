"""The collective agreements that the office applies."""

from postprod_xl.schema.table import Table, TableKind, day, text

CONVENTIONS = Table(
    "Conventions",
    "Conventions",
    TableKind.INPUT,
    "Les conventions collectives appliquées par la maison et le texte dont viennent leurs règles.",
    (
        text("code", "Convention", "IDCC, comme dans Contrats.", required=True),
        text("label", "Libellé", "Nom courant de la convention collective."),
        text("source", "Source", "Texte d'où viennent ses règles de paie, avec sa référence."),
        day("checked_day", "Vérifié le", "Jour où ce texte a été relu."),
    ),
    key=("code",),
)
