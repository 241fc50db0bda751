"""The options and arguments that several commands share."""

from __future__ import annotations

from dataclasses import replace

from postprod_xl.commands.declared import Ask, Option, OptionKind
from postprod_xl.schema.families import OPTIONAL_FAMILIES
from postprod_xl.schema.languages import Language
from postprod_xl.schema.vocabulary import Audience

FILE = Option("file", (), OptionKind.PATH, "FICHIER", required=True)
FILES = replace(FILE, name="files", metavar="FICHIER...", repeated=True)
FILE_OR_NONE = replace(FILE, metavar="[FICHIER]", required=False)
FOLDER = Option("folder", (), OptionKind.PATH, "DOSSIER", required=True)
DEMO_FOLDER = replace(FOLDER, metavar="[DOSSIER]", required=False, default="demo")

TODAY = Option("today", ("--today",), OptionKind.TODAY, "JOUR", "Jour du calcul, par défaut aujourd'hui.")
JSON = Option(
    "as_json", ("--json",), OptionKind.FLAG, help="Un objet JSON sur la sortie, les messages à part."
)
ALSO = Option(
    "also",
    ("--also",),
    OptionKind.PATH,
    "CLASSEUR",
    "Autre classeur dont les réservations prennent les mêmes personnes et salles ; répétable.",
    repeated=True,
)
DRY_RUN = Option(
    "dry_run",
    ("--dry-run",),
    OptionKind.FLAG,
    help="Dit ce qui changerait, cellule par cellule, sans rien écrire.",
)
RAW = Option(
    "raw",
    ("--raw",),
    OptionKind.FLAG,
    help="Pour un programme : les textes tels quels, sans l'apostrophe qui empêche un tableur de les calculer.",
)
PLAN_SECONDS = Option(
    "plan_seconds",
    ("--plan-seconds",),
    OptionKind.SEARCH_SECONDS,
    "N",
    "Cherche un meilleur plan pendant N secondes ; par défaut, répond tout de suite.",
)
JOBS = Option(
    "jobs", ("--jobs",), OptionKind.COUNT, "N", "Nombre de fichiers traités en même temps.", default=1
)
CLUSTER = Option(
    "cluster",
    ("--cluster",),
    OptionKind.CLUSTER,
    "ADRESSE",
    "Répartiteur Dask (tcp://hôte:8786) dont les ouvriers font le calcul ; les fichiers restent ici.",
)
REPLAN = Option(
    "replan",
    ("--replan",),
    OptionKind.TEXT,
    "[PROJET]",
    "Planifie à partir de rien ce projet, ou tous sans code : seul ce qui est confirmé, figé ou commencé reste ; "
    "s'écrit après le classeur.",
    bare="",
)
DROP_SIGNATURE = Option(
    "drop_signature",
    ("--drop-signature",),
    OptionKind.FLAG,
    help="Retire la signature d'un projet VBA signé, qui ne vaudrait plus.",
)
HOST = Option("host", ("--host",), OptionKind.CHOICE, choices=("excel", "libreoffice"))
FAMILY = Option(
    "family",
    (),
    OptionKind.CHOICE,
    "|".join(family.name for family in OPTIONAL_FAMILIES),
    choices=tuple(family.name for family in OPTIONAL_FAMILIES),
    required=True,
    ask=Ask("Quels onglets ajouter ?"),
)
WITH_FAMILIES = Option(
    "families",
    ("--with",),
    OptionKind.CHOICES,
    f"{FAMILY.metavar}[,…]",
    f"Onglets facultatifs à y mettre : {' ; '.join(f'{family.name}, {family.help}' for family in OPTIONAL_FAMILIES)}",
    default=(),
    choices=FAMILY.choices,
)
OUTPUT = Option("output", ("-o", "--output"), OptionKind.PATH, help="Le fichier à écrire.", required=True)

PROJECT = Option(
    "project",
    ("--project",),
    OptionKind.TEXT,
    "CODE",
    "Code du projet.",
    required=True,
    ask=Ask("Code du projet :", "project", {"Projets": "code"}),
)
_OF_A_PROJECT = tuple(each for each in Audience if each is not Audience.HOLDER)
"""The receivers of copies of a project; a rights holder has an option of his own."""
_OTHERS = (Audience.DIRECTOR, Audience.BROADCASTER, Audience.LABORATORY)
"""The receivers of copies that have no button of their own."""
AUDIENCE = Option(
    "audience",
    ("--audience",),
    OptionKind.CHOICE,
    help=f"À qui va la copie : {', '.join(_OF_A_PROJECT)} ; par défaut le technicien nommé, sinon le producteur.",
    choices=tuple(each.value for each in _OF_A_PROJECT),
    ask=Ask("Copie pour qui ?", choices=tuple(each.value for each in _OTHERS)),
)
TECHNICIAN = Option(
    "technician",
    ("--technician",),
    OptionKind.TEXT,
    "CODE",
    "Code de la personne, pour la copie d'un technicien.",
    default="",
    ask=Ask("Code de la personne :", "technician", {"Equipe": "code"}),
)
LANGUAGE = Option(
    "language",
    ("--lang",),
    OptionKind.CHOICE,
    help="Langue des en-têtes et des mots des listes ; ce que vous avez tapé reste tel quel.",
    choices=tuple(Language),
    default=Language.FRENCH,
)
TASK = Option(
    "task",
    ("--task",),
    OptionKind.TEXT,
    "CODE",
    "Code de la tâche.",
    required=True,
    ask=Ask("Code de la tâche :", "task"),
)
INSTEAD_OF = Option(
    "instead_of",
    ("--instead-of",),
    OptionKind.TEXT,
    "CODE",
    "Personne ou salle à remplacer, au lieu d'une tâche.",
)
LINE = Option(
    "line",
    ("--line",),
    OptionKind.TEXT,
    "CODE",
    "Code de la ligne de devis.",
    ask=Ask("Code de la ligne de devis :", "line"),
)
FROM_DAY = Option("first", ("--from",), OptionKind.DAY, "JOUR", "Premier jour à remplacer.")
TO_DAY = Option("last", ("--to",), OptionKind.DAY, "JOUR", "Dernier jour à remplacer, compris.")
TO = Option(
    "to",
    ("--to",),
    OptionKind.DAY,
    "JOUR",
    "Jour où elle doit commencer.",
    required=True,
    ask=Ask("Nouveau jour de début (JJ/MM/AAAA) :", "start_day"),
)
CREDIT = Option(
    "credit",
    ("--credit",),
    OptionKind.TEXT,
    "NUMÉRO",
    "Émet l'avoir de cette facture, entière sauf --lines.",
    ask=Ask(
        "Numéro de la facture à créditer par un avoir :",
        columns={"Factures": "number", "LignesFacture": "invoice", "Echeancier": "invoice"},
    ),
)
VERIFY = Option(
    "verify",
    ("--verify",),
    OptionKind.PATH,
    "FACTURE.pdf",
    "Dit ce que contient une facture électronique, reçue ou émise, et si elle se tient ; le classeur est facultatif.",
)
DAY = Option(
    "day",
    ("--day",),
    OptionKind.DAY,
    "JOUR",
    "Jour des réservations ; par défaut le dernier jour ouvré avant aujourd'hui.",
    ask=Ask("Séances de quel jour (JJ/MM/AAAA) ?", working_days=-1),
)
MONTH = Option(
    "month",
    ("--month",),
    OptionKind.MONTH,
    "AAAA-MM",
    "Mois de paie.",
    required=True,
    ask=Ask("Mois de paie (AAAA-MM) :", "month", {"Seances": "day"}),
)
