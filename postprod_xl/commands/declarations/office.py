"""The commands on a whole workbook: made, checked, recomputed."""

from __future__ import annotations

from dataclasses import replace

from postprod_xl.commands.declared import Button, Command, Option, OptionKind
from postprod_xl.commands.options import (
    ALSO,
    CLUSTER,
    DEMO_FOLDER,
    DRY_RUN,
    FILE,
    FILES,
    HOST,
    JOBS,
    JSON,
    PLAN_SECONDS,
    REPLAN,
    TODAY,
    WITH_FAMILIES,
)
from postprod_xl.schema.drawn_tabs import DRAWN_TABS
from postprod_xl.schema.tables.home import CONTROLS, DASHBOARD
from postprod_xl.schema.tables.planning import OVERRUNS, PLANNING, SESSIONS
from postprod_xl.schema.tables.quotes import QUOTE

OFFICE_COMMANDS = (
    Command(
        "new",
        "Crée un classeur maître.",
        "write a master workbook: `.xlsx`, or `.xlsm` with buttons, ribbon and custom functions for a "
        "host (Excel by default); `--demo` fills it with a month of five projects; `--with technique,catalogue`: the "
        "tabs of optional families too, which `add` puts into a workbook in use",
        (
            FILE,
            Option("demo", ("--demo",), OptionKind.FLAG, help="Le remplit d'un mois de cinq projets."),
            replace(HOST, help="Tableur des boutons d'un .xlsm ; par défaut excel."),
            WITH_FAMILIES,
            TODAY,
        ),
    ),
    Command(
        "demo",
        "Fait toute la tournée sur un bureau de démonstration.",
        "the whole tour on the demonstration office, with the tabs of optional families too (`--with`)",
        (DEMO_FOLDER, WITH_FAMILIES, TODAY),
    ),
    Command(
        "check",
        "Dit tous les problèmes de classeurs, sans rien écrire.",
        "every problem of workbooks, in workbook order; nothing is written",
        (FILES, TODAY, JSON),
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
        "recompute schedule, bookings, overruns, accounts, controls and home page, in place; a folder stands for the "
        "master workbooks under it, a quoted pattern (`'bureaux/**/*.xlsx'`) for those it matches; `--jobs`: so many "
        "at a time, each in a process; `--cluster`: computed by the workers of a Dask scheduler, which need no shared "
        'disk, with the extra `cluster` (`pip install ".[cluster]"`: dask.distributed); `--also`: '
        "what other workbooks book of the same people and rooms is taken; `--plan-seconds`: look that "
        'long for a better plan, with the extra `search` (`pip install ".[search]"`: numba and '
        "OR-Tools); `--replan`: every project, or one, is planned from nothing but what is confirmed, frozen or begun",
        (
            FILES,
            TODAY,
            JOBS,
            CLUSTER,
            DRY_RUN,
            ALSO,
            PLAN_SECONDS,
            REPLAN,
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
                    *(tab.title for tab in DRAWN_TABS),
                    SESSIONS.tab,
                    OVERRUNS.tab,
                    CONTROLS.tab,
                ),
            ),
        ),
    ),
)
