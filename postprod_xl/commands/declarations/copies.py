"""The commands that make new work like what there is."""

from __future__ import annotations

from postprod_xl.commands.declared import Ask, Button, Command, Option, OptionKind
from postprod_xl.commands.options import FILE, JSON, PROJECT, TODAY
from postprod_xl.schema.tables.planning import PLANNING
from postprod_xl.schema.tables.projects import EPISODES, PROJECTS
from postprod_xl.schema.vocabulary import Unit

ISSUES = Option(
    "issues",
    ("--issues",),
    OptionKind.COUNT,
    "N",
    f"Combien ; par défaut ceux qui restent de « {PROJECTS.heading('episodes')} » dans {PROJECTS.tab}, sinon un.",
    ask=Ask("Combien de numéros de plus ?"),
)
EVERY = Option(
    "every",
    ("--every",),
    OptionKind.TEXT,
    "RYTHME",
    "semaine, 2 semaines, mois, ou des jours : lu,je ou lu-ve ; par défaut semaine.",
    default=Unit.WEEK,
)
FIRST = Option(
    "first",
    ("--from",),
    OptionKind.DAY,
    "JOUR",
    "PAD du premier ; par défaut celui qui suit le dernier numéro.",
)
EXCEPT = Option(
    "excepted", ("--except",), OptionKind.DAY, "JOUR", "Jour sans numéro ; répétable.", repeated=True
)
PATTERN = Option(
    "pattern",
    ("--issue",),
    OptionKind.COUNT,
    "N",
    "Numéro pris pour modèle ; par défaut le dernier complet.",
)
CODE = Option(
    "code",
    ("--as",),
    OptionKind.TEXT,
    "CODE",
    "Code du nouveau projet.",
    required=True,
    ask=Ask("Code du nouveau projet :"),
)

COPIES_COMMANDS = (
    Command(
        "repeat",
        "Ajoute les numéros suivants d'un magazine, ou les épisodes d'une série, d'après l'un d'eux.",
        f"add the next issues of a magazine to {PLANNING.tab} and {EPISODES.tab}, like its last complete one or that "
        "of `--issue`: every week by default, `--every` 2 semaines, mois or lu,je, none on the days of `--except`; on "
        "a day off a PAD is the working day before; run again, it adds those that follow",
        (FILE, PROJECT, ISSUES, EVERY, FIRST, EXCEPT, PATTERN, TODAY, JSON),
        rule="postprod_xl.commands.copying:repeat",
        writes=True,
        buttons=(
            Button(
                "Repeter",
                "Répéter un numéro",
                "Ajoute des numéros au projet de la ligne choisie, un par semaine, comme le dernier complet.",
                "FillDown",
                (PROJECTS.tab, EPISODES.tab),
                PROJECT,
                (ISSUES,),
            ),
        ),
    ),
    Command(
        "duplicate",
        "Ajoute un projet comme un autre : devis, tâches, épisodes et échéancier, sous un nouveau code.",
        "add a project like another one under a new code: its row, its quote as a draft, its tasks, its episodes and "
        "its steps to invoice, days moved as `--delivery` is; nothing that was worked, invoiced, signed or negotiated",
        (
            FILE,
            PROJECT,
            CODE,
            Option(
                "title",
                ("--title",),
                OptionKind.TEXT,
                "TITRE",
                "Son titre ; par défaut celui de l'original.",
                default="",
            ),
            Option(
                "delivery",
                ("--delivery",),
                OptionKind.DAY,
                "JOUR",
                "Sa livraison : les dates sont décalées d'autant ; sans elle, elles sont à taper.",
            ),
            TODAY,
            JSON,
        ),
        rule="postprod_xl.commands.copying:duplicate",
        writes=True,
        buttons=(
            Button(
                "Dupliquer",
                "Dupliquer le projet",
                "Ajoute un projet comme celui de la ligne choisie, sous un nouveau code, ses dates étant à taper.",
                "Copy",
                (PROJECTS.tab,),
                PROJECT,
                (CODE,),
            ),
        ),
    ),
)
