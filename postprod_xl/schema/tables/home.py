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
        text("subject", "À traiter", "Ce qui peut demander une action : toujours les mêmes sujets, recomptés à chaque actualisation.", role=COMPUTED),
        integer("count", "Nombre", "Combien de projets, de lignes ou de pièces sont concernés ; 0, il n'y a rien à faire.", role=COMPUTED),
        text("detail", "Détail", "L'argent en jeu s'il y en a, et les premiers concernés, par leur code.", role=COMPUTED),
        text("tab", "Onglet", "L'onglet où les voir tous et agir.", role=COMPUTED),
    ),
    key=("subject",),
)

DASHBOARD = Table(
    "Accueil",
    "Accueil",
    TableKind.RESULT,
    "Un feu par projet : livraison, dépassement, facturation, contrôles.",
    (
        text("project", "Projet", "Code du projet ; un projet soldé ou annulé n'est plus montré.", role=COMPUTED),
        text("title", "Titre", "Titre du film ou du programme, tel qu'il est dans Projets.", role=COMPUTED),
        text("status", "Statut", "Où en est le projet, tel que vous l'avez mis dans Projets.", role=COMPUTED),
        day("delivery_day", PROJECTS.heading("delivery_day"), "Jour promis dans Projets, auquel se compare la fin prévue.", role=COMPUTED),
        day("expected_day", PROJECTS.heading("expected_day"), "Fin de la dernière tâche, recalculée à la dernière actualisation.", role=COMPUTED),
        choice("delivery_light", "Livraison", "Rouge : livraison en retard, tâche sans date ou projet engagé sans planning ; orange : presque plus de marge, aucun jour promis, durée vide ; vide : rien n'est encore planifié.", Light, role=COMPUTED),
        choice("overrun_light", "Dépassement", "Rouge : une ligne est dépassée ; orange : une ligne va l'être ou s'en approche, aucun devis accepté, aucun bon récent ; vide : rien à comparer.", Light, role=COMPUTED),
        choice("invoicing_light", "Facturation", "Rouge : paiement en retard ; orange : étape à facturer, ou reste à facturer sans étape ni date ; vide : pas d'échéancier.", Light, role=COMPUTED),
        choice("controls_light", "Contrôles", "Rouge : un problème bloquant ; orange : un avertissement, un contrat à régler, une séance à confirmer.", Light, role=COMPUTED),
        text("alert", "À faire", "Une raison et un onglet par feu rouge ou orange, le plus urgent d'abord, avec l'argent en jeu ; vide quand rien ne presse.", role=COMPUTED),
    ),
    key=("project",),
)

CONTROLS = Table(
    "Controles",
    "Contrôles",
    TableKind.RESULT,
    "Tout ce que la dernière actualisation a trouvé à corriger ou à savoir.",
    (
        choice("severity", "Gravité", "Bloquant : rien n'est calculé tant qu'il reste ; avertissement : à vérifier ; info : à savoir.", Severity, role=COMPUTED),
        text("tab", "Onglet", "Où se trouve ce qui est signalé.", role=COMPUTED),
        text("cell", "Cellule", "La cellule à corriger, par exemple B4 ; vide quand aucune n'est seule en cause.", role=COMPUTED),
        text("heading", "Colonne", "L'en-tête sous lequel la regarder.", role=COMPUTED),
        text("found", "Trouvé", "Ce que contient la cellule.", role=COMPUTED),
        text("expected", "Attendu", "Ce qu'elle devrait contenir.", role=COMPUTED),
        text("message", "Message", "Ce qui ne va pas et ce qu'il faut faire, en une phrase.", role=COMPUTED),
    ),
    key=("severity", "tab", "cell", "heading", "message"),
)

SETTINGS = Table(
    "Parametres",
    "Paramètres",
    TableKind.INPUT,
    "Les réglages de la maison : seuils, identité, taux que vous avez vérifiés.",
    (
        text("name", "Paramètre", "Nom du réglage, tel que le programme l'a écrit : aucun calcul ne lit un nom inconnu.", required=True),
        anything("value", "Valeur", "Ce que la maison applique ; une cellule vidée rend la valeur d'origine."),
        text("unit", "Unité", "En quoi se lit la valeur, pour mémoire : h, %, jours."),
        text("source", "Source", "D'où vient la valeur : texte, courrier, usage de la maison ; tenez-le à jour quand vous la changez."),
        day("checked_day", "Vérifié le", "Jour où vous avez relu la valeur à sa source."),
    ),
    key=("name",),
)

JOURNAL = Table(
    "Journal",
    "Journal",
    TableKind.LEDGER,
    "Chaque commande passée sur ce classeur.",
    (
        instant("at", "Horodatage", "Jour et heure de la commande.", role=COMPUTED),
        text("user", "Utilisateur", "Qui a lancé la commande.", role=COMPUTED),
        text("command", "Commande", "Ce qui a été lancé : refresh, invoice, payroll…", role=COMPUTED),
        number("seconds", "Durée (s)", "Temps que la commande a pris.", role=COMPUTED),
        text("summary", "Résumé", "Ce que la commande a trouvé ou changé, en une ligne.", role=COMPUTED),
    ),
)
