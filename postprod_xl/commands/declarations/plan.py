"""The commands of the plan and of the day's work."""

from __future__ import annotations

from dataclasses import replace

from postprod_xl.commands.declared import Button, Command, Option, OptionKind
from postprod_xl.commands.options import (
    ALSO,
    DAY,
    DRY_RUN,
    FILE,
    FROM_DAY,
    INSTEAD_OF,
    JSON,
    OUTPUT,
    PROJECT,
    TASK,
    TO,
    TO_DAY,
    TODAY,
)
from postprod_xl.documents.papers.plan import PRINTED_TABS
from postprod_xl.schema.tables.planning import PLANNING, SESSIONS
from postprod_xl.schema.tables.projects import PROJECTS
from postprod_xl.schema.tables.promises import PROMISES

# A task, or somebody to replace: the command line wants one of the two.
_TASK = replace(TASK, required=False, default="")

PLAN_COMMANDS = (
    Command(
        "whatif",
        "Dit ce qui changerait si des rushes tardaient, si quelqu'un manquait ou si du confirmé bougeait.",
        "the consequences of late rushes (`--rushes P001+4j`), of an absence (`--without "
        "T012@2026-12-01..2026-12-05`) or of confirmed tasks free to move (`--unconfirm P003-MIXAGE`) on deliveries "
        "and tasks; nothing is written",
        (
            FILE,
            Option(
                "rushes",
                ("--rushes",),
                OptionKind.LATE_RUSHES,
                "PROJET+NJ",
                "P001+4j : rushes en retard de 4 jours ouvrés ; répétable.",
                repeated=True,
            ),
            Option(
                "without",
                ("--without",),
                OptionKind.ABSENCE,
                "CODE@JOUR[..JOUR]",
                "T012@2026-12-01..2026-12-05 : personne ou salle absente ; répétable.",
                repeated=True,
            ),
            Option(
                "unconfirm",
                ("--unconfirm",),
                OptionKind.TEXT,
                "TÂCHE[,TÂCHE]",
                "P003-MIXAGE : tâches confirmées qui pourraient bouger ; répétable.",
                repeated=True,
            ),
            TODAY,
            ALSO,
            JSON,
        ),
        rule="postprod_xl.commands.plan.planning:whatif",
    ),
    Command(
        "shift",
        "Décale une tâche confirmée, et les tâches confirmées qui la suivent.",
        "move a task, and the confirmed tasks behind it as far as they must go, in one step: states are kept, every "
        "booking changed is listed; what would move a confirmed booking of another project, a frozen task or a date "
        "that a person imposed is refused by name",
        (
            FILE,
            TASK,
            TO,
            TODAY,
            DRY_RUN,
            ALSO,
            JSON,
        ),
        rule="postprod_xl.commands.plan.shift:shift",
        writes=True,
        buttons=(
            Button(
                "Decaler",
                "Décaler",
                "Décale la tâche de la ligne choisie à un autre jour, et les tâches confirmées qui la suivent.",
                "IndentIncreaseExcel",
                (PLANNING.tab,),
                TASK,
                (TO,),
            ),
        ),
    ),
    Command(
        "candidates",
        "Propose des techniciens pour une tâche, le meilleur d'abord, sans rien écrire.",
        "who can do a task, best first, with the reasons; `--instead-of DIOP --from 2026-12-02 --to 2026-12-04`: who "
        "can take each booking of a person or of a room on these days, and what it costs; nothing is written",
        (FILE, _TASK, INSTEAD_OF, FROM_DAY, TO_DAY, TODAY, JSON),
        rule="postprod_xl.commands.plan.planning:candidates",
        buttons=(
            Button(
                "ProposerTechnicien",
                "Proposer un technicien",
                "Dit qui peut faire la tâche de la ligne choisie, et pourquoi.",
                "DistributionListSelectMembers",
                (PLANNING.tab,),
                _TASK,
            ),
        ),
    ),
    Command(
        "plan",
        "Ajoute au planning les tâches d'un type de programme, pour ce que le devis vend, à rebours de la livraison.",
        f"add the tasks of a type of programme to {PLANNING.tab}, for the days that the quote lines sell, counted "
        "backward from the delivery; sold, usual and least days side by side, and what the house lacks",
        (
            FILE,
            PROJECT,
            Option(
                "template",
                ("--template",),
                OptionKind.TEXT,
                "TYPE",
                "LM90, TF90, SER52, FIC52, DOC52, EP26, MAG26 ou MAG52 ; par défaut selon le type du projet.",
                default="",
            ),
            TODAY,
            JSON,
        ),
        rule="postprod_xl.commands.plan.planning:plan",
        writes=True,
        buttons=(
            Button(
                "Planifier",
                "Planifier",
                "Ajoute au planning les tâches du programme de la ligne choisie, à rebours de sa livraison.",
                "CalendarInsert",
                (PROJECTS.tab,),
                PROJECT,
            ),
        ),
    ),
    Command(
        "baseline",
        "Prend le planning d'un projet comme ce qui est promis ; ce qui l'était reste dans l'historique.",
        f"take the plan of a project as what is promised: a line in {PROMISES.tab} for each task still to do and each "
        "delivery, beside those there are; twice the same day adds nothing",
        (FILE, PROJECT, TODAY, JSON),
        rule="postprod_xl.commands.plan.promising:baseline",
        writes=True,
        buttons=(
            Button(
                "PromettrePlanning",
                "Promettre le planning",
                "Prend le planning du projet de la ligne choisie comme ce qui est promis.",
                "SheetProtect",
                (PROJECTS.tab,),
                PROJECT,
            ),
        ),
    ),
    Command(
        "sessions",
        "Ajoute les séances d'un jour d'après ses réservations, à confirmer.",
        "session rows of a day (by default the last working day) filled in from its bookings: person, task, room, "
        "contract, usual hours; they are to be confirmed, and count for nothing until somebody touches them; a booking "
        "that has its session gives none, so a second time adds nothing",
        (FILE, DAY, TODAY, JSON),
        rule="postprod_xl.commands.day:sessions",
        writes=True,
        buttons=(
            Button(
                "PreremplirSeances",
                "Séances du jour",
                "Ajoute les séances d'hier d'après ses réservations : à confirmer, elles ne comptent pas avant.",
                "SheetRowsInsert",
                (SESSIONS.tab,),
                DAY,
            ),
        ),
    ),
    Command(
        "gantt",
        "Imprime le planning et la charge en PDF A3.",
        "the plan, its next four weeks by project, by person and by room, and the load, as a refresh of that "
        "day draws them, set as a PDF (A3, vector, PDF/A-3a, tagged) without any spreadsheet; `--view`: these only; "
        "says when tasks are no longer where the workbook has them",
        (
            FILE,
            replace(OUTPUT, metavar="PLAN.pdf"),
            Option(
                "views",
                ("--view",),
                OptionKind.CHOICE,
                help="N'imprime que cette vue ; répétable ; par défaut, toutes.",
                choices=tuple(tab.view for tab in PRINTED_TABS),
                repeated=True,
            ),
            TODAY,
        ),
    ),
)
