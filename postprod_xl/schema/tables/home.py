"""The home page, the controls and the journal."""

from postprod_xl.schema.table import (
    COMPUTED,
    Table,
    TableKind,
    anything,
    choice,
    day,
    instant,
    integer,
    number,
    text,
)
from postprod_xl.schema.tables.projects import PROJECTS
from postprod_xl.schema.vocabulary import Light, Severity

ACTIONS = Table(
    "Actions",
    "Accueil",
    TableKind.RESULT,
    "Ce qui demande une action aujourd'hui.",
    (
        text("subject", "À traiter", "Sujet.", role=COMPUTED),
        integer("count", "Nombre", "Combien.", role=COMPUTED),
        text("detail", "Détail", "Lesquels.", role=COMPUTED),
        text("tab", "Onglet", "Où regarder.", role=COMPUTED),
    ),
    key=("subject",),
)

DASHBOARD = Table(
    "Accueil",
    "Accueil",
    TableKind.RESULT,
    "Un feu par projet : livraison, dépassement, facturation, contrôles.",
    (
        text("project", "Projet", "Projet.", role=COMPUTED),
        text("title", "Titre", "Titre.", role=COMPUTED),
        text("status", "Statut", "Statut.", role=COMPUTED),
        day("delivery_day", PROJECTS.heading("delivery_day"), "Livraison promise.", role=COMPUTED),
        day("expected_day", PROJECTS.heading("expected_day"), "Fin recalculée.", role=COMPUTED),
        choice("delivery_light", "Livraison", "Rouge : livraison en retard.", Light, role=COMPUTED),
        choice("overrun_light", "Dépassement", "Rouge : une ligne est dépassée.", Light, role=COMPUTED),
        choice("invoicing_light", "Facturation", "Rouge : paiement en retard ; orange : étape à facturer.", Light, role=COMPUTED),
        choice("controls_light", "Contrôles", "Orange : au moins un avertissement.", Light, role=COMPUTED),
        text("alert", "À faire", "Le plus urgent.", role=COMPUTED),
    ),
    key=("project",),
)

CONTROLS = Table(
    "Controles",
    "Contrôles",
    TableKind.RESULT,
    "Tout ce que la dernière actualisation a trouvé à corriger ou à savoir.",
    (
        choice("severity", "Gravité", "Bloquant, avertissement ou information.", Severity, role=COMPUTED),
        text("tab", "Onglet", "Onglet.", role=COMPUTED),
        text("cell", "Cellule", "Cellule.", role=COMPUTED),
        text("heading", "Colonne", "Colonne.", role=COMPUTED),
        text("found", "Trouvé", "Ce que contient la cellule.", role=COMPUTED),
        text("expected", "Attendu", "Ce qu'elle devrait contenir.", role=COMPUTED),
        text("message", "Message", "Explication.", role=COMPUTED),
    ),
    key=("severity", "tab", "cell", "heading", "message"),
)

SETTINGS = Table(
    "Parametres",
    "Paramètres",
    TableKind.INPUT,
    "Les réglages de la maison : seuils, identité, taux que vous avez vérifiés.",
    (
        text("name", "Paramètre", "Nom du réglage.", required=True),
        anything("value", "Valeur", "Sa valeur."),
        text("unit", "Unité", "Son unité."),
        text("source", "Source", "D'où elle vient."),
        day("checked_day", "Vérifié le", "Quand elle a été vérifiée."),
    ),
    key=("name",),
)

JOURNAL = Table(
    "Journal",
    "Journal",
    TableKind.LEDGER,
    "Chaque commande passée sur ce classeur.",
    (
        instant("at", "Horodatage", "Quand.", role=COMPUTED),
        text("user", "Utilisateur", "Qui.", role=COMPUTED),
        text("command", "Commande", "Quoi.", role=COMPUTED),
        number("seconds", "Durée (s)", "En combien de temps.", role=COMPUTED),
        text("summary", "Résumé", "Ce qui a changé.", role=COMPUTED),
    ),
)
