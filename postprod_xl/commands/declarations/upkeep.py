"""The commands that keep workbooks and machines going."""

from __future__ import annotations

from dataclasses import replace

from postprod_xl.commands.declared import Button, Command, Option, OptionKind
from postprod_xl.commands.options import (
    DROP_SIGNATURE,
    DRY_RUN,
    FAMILY,
    FILE,
    FILE_OR_NONE,
    FILES,
    FOLDER,
    HOST,
    JSON,
    OUTPUT,
    RAW,
    TODAY,
)
from postprod_xl.schema.families import OPTIONAL_FAMILIES
from postprod_xl.schema.tables.home import CONTROLS

_FAMILIES = " ".join(f"{family.title} : {family.help}" for family in OPTIONAL_FAMILIES)

UPKEEP_COMMANDS = (
    # Without a button: a workbook that is not ours yet has none.
    Command(
        "adopt",
        "Ajoute nos onglets au classeur d'un bureau et y lit ses listes : clients, équipe, salles, planning, tarif, "
        "projets.",
        "an office arrives with its own workbook: our tabs are added after its own, which keep every byte, and its "
        "lists (clients, team, rooms, projects, planning, tariff) are read into them: which tab, which headings, how "
        "sure and why are shown, and confirmed once, at the terminal or by `--yes`; what cannot be read is listed cell "
        "by cell. `-o`: a new file, the workbook being left as it is. A table or a name of theirs that ours needs is "
        "refused by name; a second time changes nothing",
        (
            replace(FILE, metavar="CLASSEUR"),
            replace(
                OUTPUT,
                metavar="BUREAU.xlsx",
                help="Le classeur à créer ; par défaut, celui-ci est remplacé, sa version d'avant étant gardée.",
                required=False,
            ),
            Option(
                "yes",
                ("--yes",),
                OptionKind.FLAG,
                help="Accepte ce qui est proposé, pour un script.",
            ),
            replace(DRY_RUN, help="Dit ce qui serait lu et ce qui ne le serait pas, sans rien écrire."),
            TODAY,
            JSON,
        ),
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
        "add",
        f"Ajoute à un classeur les onglets facultatifs d'un métier. {_FAMILIES}",
        "put the tabs of an optional family into a workbook in use, in place, each after those it goes with, and the "
        "buttons of an `.xlsm`; no other tab changes, and nothing at all the second time; tabs of the family that were "
        "deleted come back empty. A title, a table or a name that is taken, a locked structure, an earlier version are "
        "refused by one line",
        (FILE, FAMILY, JSON),
        buttons=(
            Button(
                "AjouterOnglets",
                "Ajouter des onglets",
                f"Ajoute au classeur les onglets facultatifs d'un métier, et rien d'autre. {_FAMILIES}",
                "SheetInsert",
                (CONTROLS.tab,),
                FAMILY,
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
            replace(DRY_RUN, help="Dit ce qui serait écrit, sans rien écrire."),
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
