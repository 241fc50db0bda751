"""What the program says of the rights: what is free, what conflicts, what ends, when windows open."""

from postprod_xl.schema.catalogue_vocabulary import DeadlineNature, Freedom, HoleReason
from postprod_xl.schema.table import (
    COMPUTED,
    Table,
    TableKind,
    boolean,
    choice,
    day,
    integer,
    reference,
    text,
)
from postprod_xl.schema.tables.catalogue.works import FAMILY
from postprod_xl.schema.versions import CURRENT
from postprod_xl.schema.vocabulary import Severity

RIGHTS_QUESTIONS = Table(
    "QuestionsDroits",
    "Questions de droits",
    TableKind.INPUT,
    "Ce qu'un acheteur demande : tapez la question, l'actualisation répond ; le détail est dans Droits disponibles.",
    (
        text("question", "Question", "Code choisi pour la retrouver dans Droits disponibles.", required=True),
        reference("work", "Œuvre", "Code de l'œuvre, déclaré dans Œuvres.", "Oeuvres", required=True),
        text("version", "Version", "Code de la version ; vide : toutes."),
        text("media", "Médias", "Séparés par un point-virgule.", required=True, holds_several=True),
        text("territories", "Territoires", "Pays ou groupes séparés par un point-virgule.", required=True, holds_several=True),
        text("excluded_territories", "Territoires exclus", "Ce qui en est retiré."),
        text("languages", "Langues", "Deux lettres chacune ; vide : toutes."),
        day("first_day", "Du", "Premier jour demandé.", required=True),
        day("last_day", "Au", "Dernier jour demandé, compris.", required=True),
        boolean("is_exclusive", "Exclusif", "Oui : l'acheteur veut une exclusivité."),
        text("asked_by", "Demandé par", "L'acheteur, pour mémoire."),
        choice("freedom", "Réponse", "Libre, non libre, libre sous réserve ou non connu, sur toute la période.", Freedom, role=COMPUTED),
        text("free_days", "Libre du … au", "Les dates où tout ce qui est demandé peut se vendre.", role=COMPUTED),
        text("alert", "Pourquoi", "Ce qui empêche, le plus proche d'abord ; ou ce qui n'est pas compris.", role=COMPUTED),
    ),
    key=("question",),
    since=CURRENT,
    family=FAMILY,
)

AVAILABLE_RIGHTS = Table(
    "DroitsDisponibles",
    "Droits disponibles",
    TableKind.RESULT,
    "La réponse à chaque question, intervalle par intervalle : libre, ou pourquoi pas.",
    (
        text("question", "Question", "Code repris de Questions de droits.", role=COMPUTED),
        text("work", "Œuvre", "Celle que la question demande.", role=COMPUTED, shared=True),
        day("first_day", "Du", "Premier jour de l'intervalle.", role=COMPUTED, shared=True),
        day("last_day", "Au", "Dernier jour, compris.", role=COMPUTED, shared=True),
        integer("days", "Jours", "Longueur de l'intervalle, les deux dates comprises.", role=COMPUTED),
        choice("freedom", "Réponse", "Ce qu'il en est de cet intervalle.", Freedom, role=COMPUTED, shared=True),
        choice("obstacle", "Raison", "Ce qui empêche de vendre.", HoleReason, role=COMPUTED),
        text("contract", "Contrat", "Contrat ou vente qui l'empêche.", role=COMPUTED),
        text("media", "Médias", "Ceux que cela touche.", role=COMPUTED, shared=True),
        text("territories", "Territoires", "Ceux que cela touche.", role=COMPUTED, shared=True),
        text("languages", "Langues", "Celles que cela touche.", role=COMPUTED, shared=True),
        text("message", "Explication", "Le contrat, ce qu'il touche et ses dates.", role=COMPUTED, shared=True),
    ),
    key=("question", "first_day", "obstacle", "contract"),
    since=CURRENT,
    family=FAMILY,
)

RIGHTS_CONFLICTS = Table(
    "ConflitsDroits",
    "Conflits de droits",
    TableKind.RESULT,
    "Ce qui ne va pas dans les droits : avec quel contrat, sur quels médias, quels pays et quels jours ; le plus grave d'abord.",
    (
        choice("severity", "Gravité", "Bloquant : à ne pas vendre, ou à régler. Il n'empêche pas d'actualiser le classeur.", Severity, role=COMPUTED),
        text("rule", "Règle", "DRT-01 à DRT-20.", role=COMPUTED),
        text("work", "Œuvre", "Celle dont les droits se heurtent.", role=COMPUTED),
        text("contract", "Contrat", "Vente ou mandat concerné.", role=COMPUTED),
        text("other_contract", "Autre contrat", "Celui avec lequel il se heurte.", role=COMPUTED),
        text("media", "Médias", "Ceux que cela touche.", role=COMPUTED),
        text("territories", "Territoires", "Ceux que cela touche.", role=COMPUTED),
        text("languages", "Langues", "Celles que cela touche.", role=COMPUTED),
        day("first_day", "Du", "Premier jour que cela touche.", role=COMPUTED),
        day("last_day", "Au", "Dernier jour, compris.", role=COMPUTED),
        integer("days", "Jours", "Durée du heurt, les deux dates comprises.", role=COMPUTED),
        text("message", "Constat", "En une phrase, avec les valeurs.", role=COMPUTED),
        text("fix", "Correction", "Comment le lever.", role=COMPUTED),
    ),
    since=CURRENT,
    family=FAMILY,
)

RIGHTS_DEADLINES = Table(
    "EcheancesDroits",
    "Échéances de droits",
    TableKind.RESULT,
    "Ce qui finit, se dénonce ou se doit dans les mois à venir ; le plus proche d'abord.",
    (
        day("day", "Date", "Jour de l'échéance.", role=COMPUTED, shared=True),
        integer("days_left", "Dans (j)", "Jours d'ici là ; négatif, elle est passée.", role=COMPUTED, shared=True),
        choice("severity", "Gravité", "Plus elle approche, plus elle est grave.", Severity, role=COMPUTED),
        choice("nature", "Nature", "Ce qui arrive ce jour-là.", DeadlineNature, role=COMPUTED, shared=True),
        text("work", "Œuvre", "Code de l'œuvre ; vide : plusieurs.", role=COMPUTED, shared=True),
        text("contract", "Contrat", "Mandat, vente ou élément.", role=COMPUTED, shared=True),
        text("party", "Avec", "Ayant droit, client ou prestataire.", role=COMPUTED),
        text("message", "Explication", "Ce qui finit, de quel contrat, et avec qui.", role=COMPUTED),
        text("fix", "À faire", "Ce qu'il faut faire avant.", role=COMPUTED),
    ),
    since=CURRENT,
    family=FAMILY,
)

RELEASE_WINDOWS = Table(
    "FenetresMedias",
    "Fenêtres des médias",
    TableKind.RESULT,
    "La chronologie des médias de chaque film sorti en salles en France, calculée de sa sortie.",
    (
        text("work", "Œuvre", "Le film de cinéma dont la sortie les ouvre.", role=COMPUTED, shared=True),
        day("release_day", "Sortie", "Jour de sa sortie en salles en France.", role=COMPUTED, shared=True),
        text("window", "Fenêtre", "Mode d'exploitation.", role=COMPUTED, shared=True),
        integer("months", "Mois", "Mois après la sortie ; vide : non connu.", role=COMPUTED, shared=True),
        day("opening_day", "Ouvre le", "Premier jour ; vide : non connu.", role=COMPUTED, shared=True),
        day("closing_day", "Ferme le", "Dernier jour, quand elle en a un.", role=COMPUTED, shared=True),
        text("doubt", "Réserve", "Ce qui reste à confirmer.", role=COMPUTED, shared=True),
        text("source", "Source", "Accord, et jour où il a été lu.", role=COMPUTED),
    ),
    key=("work", "window"),
    since=CURRENT,
    family=FAMILY,
)
