"""The commands of the quotes, and of the change orders that follow them."""

from __future__ import annotations

from dataclasses import replace

from postprod_xl.commands.declared import Ask, Button, Command, Option, OptionKind
from postprod_xl.commands.options import FILE, JSON, LINE, OUTPUT, PROJECT, TODAY
from postprod_xl.schema.tables.comparison import COMPARISON
from postprod_xl.schema.tables.planning import OVERRUNS
from postprod_xl.schema.tables.projects import PROJECTS, RATES
from postprod_xl.schema.tables.quotes import CHANGE_ORDERS, QUOTE, VERSIONS
from postprod_xl.schema.vocabulary import ChangeOrderType, QuoteStatus

COPY = Option(
    "copy",
    ("--copy",),
    OptionKind.COUNT,
    "V",
    "Version à copier en un nouveau brouillon, au lieu d'un devis d'après le tarif.",
    ask=Ask("Version à copier :", "version"),
)
FREEZE = Option(
    "freeze",
    ("--freeze",),
    OptionKind.COUNT,
    "V",
    f"Brouillon à passer à « {QuoteStatus.SENT} » : il ne doit plus changer, et ce qui y change est signalé.",
    ask=Ask("Version à envoyer, qui ne changera plus :", "version"),
)
COMPARE = Option(
    "compare",
    ("--compare",),
    OptionKind.COUNT_PAIR,
    "V1 V2",
    f"Deux versions à comparer, ligne par ligne, aussi dans l'onglet {COMPARISON.tab}.",
    ask=Ask("Lesquelles comparer (comme 1 2) ?", "version"),
)

PDF = Option(
    "pdf",
    ("--pdf",),
    OptionKind.PATH,
    "DEVIS.pdf",
    "Écrit le devis du client dans ce nouveau PDF, sans rien changer au classeur.",
)
PRINTED = Option(
    "printed",
    ("--version",),
    OptionKind.COUNT,
    "V",
    "Version à écrire en PDF ; par défaut celle de référence.",
    ask=Ask("Version à écrire en PDF :", "version"),
)
ORDER = Option(
    "order",
    ("--order",),
    OptionKind.CHOICE,
    help="Ordre du PDF : familles de la maison, ou chapitres du CNC ; par défaut celui de vos réglages.",
    choices=("house", "cnc"),
)

# A project, or one of its lines: the command line wants one of the two.
_AMENDED = replace(PROJECT, required=False, default="")
_ORDER = Option(
    "number",
    ("--avenant",),
    OptionKind.TEXT,
    "N",
    "Au lieu d'en proposer, écrit cet avenant et l'annexe de ses séances dans le PDF de --pdf.",
    default="",
    ask=Ask("N° de l'avenant à imprimer :", columns={CHANGE_ORDERS.name: "number"}),
)
_ORDER_PDF = replace(
    PDF, metavar="AVENANT.pdf", help="Écrit l'avenant dans ce nouveau PDF, sans rien changer au classeur."
)
_LINE = replace(LINE, default="", help="Cette ligne de devis seulement ; elle dit son projet.")

QUOTE_COMMANDS = (
    Command(
        "quote",
        "Ajoute au devis d'un projet une version chiffrée d'après le tarif, ou copie, fige, compare ses versions.",
        f"add a draft version to the quote of a project from {RATES.tab}, for a type of programme (by default that of "
        "the project): quantities scaled by minutes, episodes and shooting days as each item says, the lowest and the "
        "highest beside them; prices that are still estimates are marked to be replaced. `--copy`: a draft made of a "
        "version, advice included; `--freeze`: a draft is sent and kept as it is, what changes in it later is named. "
        "`--pdf`: the client's quote as PDF/A, of `--version` or the one worked from; `--order cnc`: by CNC chapter. "
        "`--compare`: two versions line by line, with what it does to the margin and to the days sold",
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
            COPY,
            FREEZE,
            COMPARE,
            PDF,
            PRINTED,
            ORDER,
            TODAY,
            JSON,
        ),
        rule="postprod_xl.commands.quotes.drafting:quote",
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
            Button(
                "CopierVersion",
                "Copier la version",
                "Ajoute un brouillon fait des lignes de la version choisie, avis compris, sous le numéro suivant.",
                "Paste",
                (VERSIONS.tab, QUOTE.tab),
                COPY,
                (PROJECT,),
            ),
            Button(
                "FigerVersion",
                "Figer et envoyer",
                "Passe le brouillon choisi à « Envoyé » et garde ce qu'il est : ce qui y change ensuite est signalé.",
                "SheetProtect",
                (VERSIONS.tab,),
                FREEZE,
                (PROJECT,),
            ),
            Button(
                "DevisEnPdf",
                f"{QUOTE.tab} en PDF",
                "Écrit à côté du classeur le PDF de la version choisie, prêt à envoyer au client.",
                "FileSaveAsPdfOrXps",
                (VERSIONS.tab, QUOTE.tab),
                PRINTED,
                (PROJECT,),
            ),
            Button(
                "ComparerVersions",
                "Comparer",
                "Compare deux versions du devis de la ligne choisie, ligne par ligne : prix, marge, jours vendus.",
                "WindowSideBySide",
                (VERSIONS.tab, COMPARISON.tab),
                COMPARE,
                (PROJECT,),
            ),
        ),
    ),
    Command(
        "amend",
        "Propose les avenants des dépassements imputables à la production, séances à l'appui.",
        f"add to {CHANGE_ORDERS.tab} what the production owes of the overruns of a project, or of `--line`: the hours "
        "of validated sessions that nothing sells yet, named there, priced as their line; what is not proposed is "
        "said, and why; a second time adds nothing. `--avenant N --pdf OUT`: that change order for the production, as "
        "PDF/A, with the annex of its sessions and what the quote becomes; nothing is written in the workbook",
        (
            FILE,
            _AMENDED,
            _LINE,
            _ORDER,
            _ORDER_PDF,
            Option(
                "kind",
                ("--type",),
                OptionKind.CHOICE,
                help="Ce que l'avenant fait à sa ligne : il s'y ajoute (par défaut) ou la remplace au nouveau total.",
                choices=tuple(kind.lower() for kind in ChangeOrderType),
                default=ChangeOrderType.ADDITION.lower(),
            ),
            TODAY,
            JSON,
        ),
        rule="postprod_xl.commands.quotes.amending:amend",
        writes=True,
        buttons=(
            Button(
                "ProposerAvenants",
                "Proposer les avenants",
                "Propose les avenants du projet de la ligne choisie, pour ses dépassements imputables à la production.",
                "ReviewNewComment",
                (PROJECTS.tab, CHANGE_ORDERS.tab),
                _AMENDED,
            ),
            Button(
                "ProposerAvenant",
                "Proposer l'avenant",
                "Propose l'avenant de la ligne de devis choisie, pour son dépassement imputable à la production.",
                "ReviewNewComment",
                (OVERRUNS.tab,),
                _LINE,
            ),
            Button(
                "ImprimerAvenant",
                "Avenant en PDF",
                "Écrit à côté du classeur le PDF de l'avenant de la ligne choisie, avec l'annexe de ses séances.",
                "FileSaveAsPdfOrXps",
                (CHANGE_ORDERS.tab,),
                _ORDER,
            ),
        ),
    ),
    Command(
        "advice",
        "Demande l'avis des techniciens sur un devis, et dit si le délai demandé tient.",
        "one sheet a technician to fill in, for the lines whose technical advice is missing: those who have the skill, "
        "whom the director works with first; says whether the delay that the production asks for holds beside the "
        "other projects, how many working days are missing, what would have to give, and what to write to the producer",
        (
            FILE,
            PROJECT,
            Option(
                "version",
                ("--version",),
                OptionKind.COUNT,
                "V",
                "Numéro de la version ; par défaut la dernière ni refusée ni remplacée.",
            ),
            replace(OUTPUT, metavar="DOSSIER", help="Où écrire les fiches à remplir."),
            TODAY,
            JSON,
        ),
        rule="postprod_xl.commands.quotes.advising:advice",
        buttons=(
            Button(
                "DemanderAvis",
                "Demander les avis",
                "Écrit une fiche par technicien à consulter sur le devis du projet choisi, et dit si le délai tient.",
                "ReviewAllowUsersToEditRanges",
                (PROJECTS.tab, VERSIONS.tab),
                PROJECT,
            ),
        ),
    ),
)
