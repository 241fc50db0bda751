"""The commands of the quotes."""

from __future__ import annotations

from postprod_xl.commands.declared import Button, Command, Option, OptionKind
from postprod_xl.commands.options import FILE, JSON, PROJECT, TODAY
from postprod_xl.schema.tables.projects import PROJECTS, RATES
from postprod_xl.schema.tables.quotes import QUOTE

QUOTE_COMMANDS = (
    Command(
        "quote",
        "Ajoute au devis d'un projet une version chiffrée d'après le tarif, pour son type de programme.",
        f"add a draft version to the quote of a project from {RATES.tab}, for a type of programme (by default that of "
        "the project): quantities scaled by minutes, episodes and shooting days as each item says, the lowest and the "
        "highest beside them; prices that are still estimates are marked to be replaced",
        (
            FILE,
            PROJECT,
            Option(
                "template",
                ("--template",),
                OptionKind.TEXT,
                "TYPE",
                "LM90, TF90, SER52, DOC52, EP26, QUO26, MAG52 ou MAG26 ; par défaut selon le type du projet.",
                default="",
            ),
            Option(
                "minutes",
                ("--minutes",),
                OptionKind.COUNT,
                "N",
                f"Durée du programme, ou d'un épisode ; par défaut « {PROJECTS.heading('length_minutes')} » du projet.",
            ),
            Option(
                "episodes",
                ("--episodes",),
                OptionKind.COUNT,
                "N",
                f"Nombre d'épisodes ; par défaut « {PROJECTS.heading('episodes')} » du projet.",
            ),
            Option(
                "shooting_days",
                ("--shooting-days",),
                OptionKind.COUNT,
                "N",
                f"Combien de jours tournés en tout ; par défaut « {PROJECTS.heading('shooting_days')} » du projet, "
                "sinon ceux du modèle.",
            ),
            TODAY,
            JSON,
        ),
        rule="postprod_xl.commands.quoting:quote",
        writes=True,
        buttons=(
            Button(
                "Chiffrer",
                "Chiffrer",
                "Ajoute au devis du projet de la ligne choisie une version d'après le tarif, à relire avant envoi.",
                "TableInsertExcel",
                (PROJECTS.tab, QUOTE.tab),
                PROJECT,
            ),
        ),
    ),
)
