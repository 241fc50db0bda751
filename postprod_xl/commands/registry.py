"""The second of the two registries: every command, its options and its buttons, declared once.

The command line, the buttons, their macros, the ribbon, the table of the README and those of the French guide are
built from it.
"""

from __future__ import annotations

from dataclasses import replace

from postprod_xl.commands.declared import Button, Command, Option, OptionKind
from postprod_xl.commands.options import (
    ALSO,
    CREDIT,
    DEMO_FOLDER,
    DROP_SIGNATURE,
    FILE,
    FILE_OR_NONE,
    FILES,
    FOLDER,
    HOST,
    JSON,
    MONTH,
    OUTPUT,
    PLAN_SECONDS,
    PROJECT,
    RAW,
    TASK,
    TODAY,
)
from postprod_xl.schema.drawn_tabs import GANTT, LOAD
from postprod_xl.schema.tables.billing import INVOICES, SCHEDULE
from postprod_xl.schema.tables.home import CONTROLS, DASHBOARD
from postprod_xl.schema.tables.payroll import PAY, PAY_ITEMS
from postprod_xl.schema.tables.planning import OVERRUNS, PLANNING, SESSIONS
from postprod_xl.schema.tables.projects import PROJECTS
from postprod_xl.schema.tables.quotes import QUOTE

_EVERY_COMMAND = (
    Command(
        "new",
        "Crée un classeur maître.",
        "write a master workbook: `.xlsx`, or `.xlsm` with buttons, ribbon and custom functions for a "
        "host (Excel by default); `--demo` fills it with a month of five projects",
        (
            FILE,
            Option("demo", ("--demo",), OptionKind.FLAG, help="Le remplit d'un mois de cinq projets."),
            replace(HOST, help="Tableur des boutons d'un .xlsm ; par défaut excel."),
            TODAY,
        ),
    ),
    Command(
        "demo",
        "Fait toute la tournée sur un bureau de démonstration.",
        "the whole tour on the demonstration office",
        (DEMO_FOLDER, TODAY),
    ),
    Command(
        "check",
        "Dit tous les problèmes d'un classeur, sans rien écrire.",
        "every problem of a workbook, in workbook order; nothing is written",
        (FILE, TODAY, JSON),
        rule="postprod_xl.commands.refresh:check",
        buttons=(
            Button(
                "Verifier",
                "Vérifier",
                "Dit tous les problèmes du classeur, sans rien y changer d'autre.",
                "ErrorChecking",
                (DASHBOARD.tab, CONTROLS.tab),
            ),
        ),
    ),
    Command(
        "refresh",
        "Recalcule tout le classeur, sur place.",
        "recompute schedule, bookings, overruns, accounts, controls and home page, in place; `--also`: "
        "what other workbooks book of the same people and rooms is taken; `--plan-seconds`: look that "
        'long for a better plan, with the extra `search` (`pip install ".[search]"`: numba and '
        "OR-Tools)",
        (
            FILES,
            TODAY,
            Option(
                "jobs",
                ("--jobs",),
                OptionKind.COUNT,
                "N",
                "Nombre de fichiers traités en même temps.",
                default=1,
            ),
            Option(
                "dry_run",
                ("--dry-run",),
                OptionKind.FLAG,
                help="Dit ce qui changerait, cellule par cellule, sans rien écrire.",
            ),
            ALSO,
            PLAN_SECONDS,
            JSON,
        ),
        rule="postprod_xl.commands.refresh:refresh",
        writes=True,
        buttons=(
            Button(
                "Actualiser",
                "Actualiser",
                "Recalcule devis, planning, réservations, dépassements, comptes et tableau de bord.",
                "RefreshAll",
                (
                    DASHBOARD.tab,
                    QUOTE.tab,
                    PLANNING.tab,
                    GANTT.title,
                    LOAD.title,
                    SESSIONS.tab,
                    OVERRUNS.tab,
                    CONTROLS.tab,
                ),
            ),
        ),
    ),
    Command(
        "whatif",
        "Dit ce qui changerait si des rushes tardaient ou si quelqu'un manquait, sans rien écrire.",
        "the consequences of late rushes (`--rushes P001+4j`) or of an absence (`--without "
        "T012@2026-12-01..2026-12-05`) on deliveries and tasks; nothing is written",
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
            TODAY,
            ALSO,
            JSON,
        ),
        rule="postprod_xl.commands.planning:whatif",
    ),
    Command(
        "candidates",
        "Propose des techniciens pour une tâche, le meilleur d'abord, sans rien écrire.",
        "who can do a task, best first, with the reasons; nothing is written",
        (FILE, TASK, TODAY, JSON),
        rule="postprod_xl.commands.planning:candidates",
        buttons=(
            Button(
                "ProposerTechnicien",
                "Proposer un technicien",
                "Dit qui peut faire la tâche de la ligne choisie, et pourquoi.",
                "DistributionListSelectMembers",
                (PLANNING.tab,),
                TASK,
            ),
        ),
    ),
    Command(
        "plan",
        "Ajoute au planning les tâches d'un type de programme, à rebours de la livraison.",
        f"add the tasks of a type of programme to {PLANNING.tab}, linked to the quote lines, counted backward "
        "from the delivery",
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
        rule="postprod_xl.commands.planning:plan",
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
        "invoice",
        "Émet la prochaine facture d'un projet.",
        "issue the next document, or that of `--step`, or the credit note of `--credit`: ledger rows "
        "and a tab to print",
        (
            FILE,
            PROJECT,
            Option(
                "step",
                ("--step",),
                OptionKind.COUNT,
                "N",
                "Rang de l'étape de l'échéancier ; par défaut la prochaine.",
            ),
            CREDIT,
            Option("day", ("--date",), OptionKind.DAY, "JOUR", "Date de la facture, par défaut aujourd'hui."),
            TODAY,
            JSON,
        ),
        rule="postprod_xl.commands.issuing:invoice",
        writes=True,
        issues=True,
        buttons=(
            Button(
                "Facturer",
                "Facturer",
                "Émet la prochaine facture du projet de la ligne choisie.",
                "AccountingFormat",
                (PROJECTS.tab, SCHEDULE.tab),
                PROJECT,
            ),
            Button(
                "EmettreAvoir",
                "Émettre l'avoir",
                "Émet l'avoir de la facture de la ligne choisie.",
                "Undo",
                (INVOICES.tab,),
                CREDIT,
            ),
        ),
    ),
    Command(
        "payroll",
        "Prépare la paie et les déclarations d'un mois.",
        "pay items, pay sheets and declarations of the month; `--export csv` writes the items as CSV too",
        (
            FILE,
            MONTH,
            Option(
                "form",
                ("--export",),
                OptionKind.CHOICE,
                help="Écrit aussi les rubriques en CSV.",
                choices=("csv",),
            ),
            replace(
                OUTPUT,
                metavar="DOSSIER",
                help="Où écrire l'export.",
                default=".",
                required=False,
            ),
            RAW,
            TODAY,
            JSON,
        ),
        rule="postprod_xl.commands.issuing:payroll",
        writes=True,
        issues=True,
        remakes=("Rubriques", "Paie", "Declarations"),
        buttons=(
            Button(
                "PreparerPaie",
                "Préparer la paie",
                "Prépare les rubriques, la paie et les déclarations d'un mois.",
                "CalculateNow",
                (PAY.tab, PAY_ITEMS.tab),
                MONTH,
            ),
        ),
    ),
    Command(
        "share",
        "Écrit la copie du producteur, sans coût ni paie.",
        "the producer's copy: values only, no cost, no pay, no other client",
        (FILE, PROJECT, replace(OUTPUT, metavar="COPIE.xlsx"), TODAY),
        rule="postprod_xl.commands.issuing:share",
        buttons=(
            Button(
                "CopieProducteur",
                "Copie du producteur",
                "Écrit la copie du producteur du projet de la ligne choisie, sans coût ni paie.",
                "FileSendAsAttachment",
                (PROJECTS.tab,),
                PROJECT,
            ),
        ),
    ),
    Command(
        "gantt",
        "Imprime le planning et la charge en PDF, avec LibreOffice.",
        "the plan and the load of people and rooms as a refresh of that day draws them, printed to a "
        "PDF through LibreOffice; says when tasks are no longer where the workbook has them",
        (FILE, replace(OUTPUT, metavar="PLAN.pdf"), TODAY),
    ),
    Command(
        "tables export",
        "Écrit chaque table en CSV dans un dossier.",
        "every table as CSV; a text that a spreadsheet would compute (`=`, `+`, `-`, `@`…) gets an "
        "apostrophe, except with `--raw`, for programs; import reads both back as they were",
        (FILE, FOLDER, RAW),
    ),
    Command(
        "tables import",
        "Remplace les lignes des tables de saisie trouvées dans un dossier.",
        "replace the rows of the input tables found in the folder; UTF-8, UTF-16, Windows-1252, Mac OS "
        "Roman and MS-DOS are read, an encoding that its accents leave uncertain is refused; another "
        "separator, an open quote or a field longer than a cell is refused with its file and line, "
        "and so is an import into a workbook whose invoice ledger was cut",
        (FILE, FOLDER),
    ),
    Command(
        "tables repair",
        "Rétablit les tables qu'un autre programme a perdues ou renommées.",
        "put our tables back over their headings, in place, after another program (a Google Sheets or "
        "Numbers round trip, « convertir en plage ») lost or renamed them; no cell changes; what is "
        "ambiguous is said and nothing is written",
        (FILE,),
    ),
    Command(
        "upgrade",
        "Donne à des classeurs d'une version antérieure les colonnes, onglets et réglages des suivantes.",
        "add to workbooks of an earlier version, in place, the columns, the tabs, the settings and the words of "
        "closed lists that came since; nothing else changes, and nothing at all the second time",
        (FILES, JSON),
        buttons=(
            Button(
                "MettreANiveau",
                "Mettre à niveau",
                "Ajoute au classeur les colonnes, onglets et réglages des versions suivantes, et rien d'autre.",
                "UpgradeWorkbook",
                (CONTROLS.tab,),
            ),
        ),
    ),
    Command(
        "macros",
        "Renouvelle les macros, les boutons et le ruban d'un classeur .xlsm en service.",
        "renew the macro project, the buttons and the ribbon of an `.xlsm` in use, after an update of the program or "
        "of xlwings: our modules are replaced by this version's, our buttons renewed where they stand and those of new "
        "commands added; a person's own modules, forms, buttons, shapes and ribbon stay byte for byte",
        (
            FILE,
            replace(HOST, help="Tableur de ses boutons ; par défaut celui pour lequel ils sont faits."),
            DROP_SIGNATURE,
        ),
    ),
    Command(
        "install",
        "Règle Excel ou LibreOffice de cette machine pour les boutons.",
        "set this machine's Excel or LibreOffice up for the buttons, and compile the plan search ahead",
        (
            replace(HOST, help="Le tableur ; par défaut ceux de la machine."),
            Option(
                "trust",
                ("--trust",),
                OptionKind.PATH,
                "DOSSIER",
                "Dossier de classeurs à approuver ; répétable.",
                repeated=True,
            ),
            Option(
                "dry_run", ("--dry-run",), OptionKind.FLAG, help="Dit ce qui serait écrit, sans rien écrire."
            ),
        ),
    ),
    Command(
        "doctor",
        "Dit ce qui manque sur cette machine, et le remède.",
        "what is installed, what is missing, and the command that fixes it; what keeps a workbook's "
        "buttons silent",
        (FILE_OR_NONE,),
    ),
)

COMMANDS: dict[str, Command] = {command.name: command for command in _EVERY_COMMAND}
"""Every command by its name, in the order of the help page."""

GROUPS = {"tables": "Toutes les tables en CSV, et retour ; les remettre quand un programme les a perdues."}
"""What the commands of a group do, by its name."""

RIBBON: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("calculs", "Classeur", ("Actualiser", "Verifier", "MettreANiveau")),
    ("plan", "Planning", ("Planifier", "ProposerTechnicien")),
    ("documents", "Documents", ("Facturer", "EmettreAvoir", "CopieProducteur")),
    ("paie", "Paie", ("PreparerPaie",)),
)
"""The groups of the ribbon: identifier, title, the macros of its buttons from left to right."""
