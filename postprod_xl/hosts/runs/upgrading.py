"""A workbook of an earlier version brought to the present one: what prevents it, what is said. Shared by hosts."""

from __future__ import annotations

from collections.abc import Sequence

from postprod_xl.domain.wording import counted_problems
from postprod_xl.hosts.exits import BLOCKED, DONE
from postprod_xl.hosts.runs.computing import Report
from postprod_xl.hosts.runs.master import Master, added_text
from postprod_xl.schema.problems import blocking
from postprod_xl.schema.rows import rows_of
from postprod_xl.schema.tables import TABLES
from postprod_xl.schema.tables.home import SETTINGS
from postprod_xl.schema.versions import CURRENT
from postprod_xl.workbook.declared import absent_tables
from postprod_xl.workbook.make.build import setting_row
from postprod_xl.workbook.update import TableUpdate, ledger_update
from postprod_xl.workbook.version import Additions, lacking, own_columns


def additions_to(master: Master) -> Additions:
    """What a workbook has not yet, its settings looked for by their names."""
    lacks = lacking(master.declared, master.version)
    held = {str(name).strip().casefold() for name in master.tables[SETTINGS.name].column("name")}
    missing = tuple(setting for setting in lacks.settings if setting.name.casefold() not in held)
    return Additions(lacks.columns, lacks.tables, lacks.drawn, missing)


def unfit(master: Master) -> Report | None:
    """The report of a workbook to be put in order first, which lost tables or uses headings to come; None when fit."""
    problems = [
        *absent_tables(master.path.name, master.declared, master.version),
        *(
            blocking(
                table.name,
                None,
                column.heading,
                column.heading,
                "un autre en-tête",
                f"votre colonne « {column.heading} » porte le nom d'une colonne de la version {column.since} : "
                "renommez-la, puis recommencez",
            )
            for table, column in own_columns(master.declared, TABLES)
        ),
    ]
    if not problems:
        return None
    located = master.located(problems)
    return Report(master.path, BLOCKED, counted_problems(located), located)


def up_to_date(master: Master) -> Report:
    """The report of a workbook that lacks nothing."""
    return Report(master.path, DONE, f"déjà à jour, classeur de la version {CURRENT}")


def upgraded(master: Master, additions: Additions) -> Report:
    """The report of a workbook that got what it had not: one line for all, then one a table and a tab."""
    added = f", {added_text(additions)} en plus" if additions else ", rien d'autre n'y manquait"
    was = f"de la version {master.version} à la version {CURRENT}"
    summary = (
        f"mis à niveau {was}{added}"
        if master.version != CURRENT
        else f"marqué de la version {CURRENT}{added}"
    )
    report = Report(master.path, DONE, summary, notes=_lines(master, additions))
    report.changed = max(1, additions.column_count + len(additions.tabs) + len(additions.settings))
    report.details = {
        "from_version": master.version,
        "version": CURRENT,
        "columns": {
            name: [column.heading for column in columns] for name, columns in additions.columns.items()
        },
        "tabs": additions.tabs,
        "settings": [setting.name for setting in additions.settings],
    }
    return report


def _lines(master: Master, additions: Additions) -> list[str]:
    lines = [
        f"{master.declared[name].sheet} — {_named('colonne', [column.heading for column in columns])}"
        for name, columns in additions.columns.items()
    ]
    lines += [f"onglet ajouté : {title}" for title in additions.tabs]
    if additions.settings:
        sheet = master.declared[SETTINGS.name].sheet
        lines.append(f"{sheet} — {_named('réglage', [setting.name for setting in additions.settings])}")
    return lines


def _named(noun: str, names: Sequence[str]) -> str:
    plural = "s" if len(names) > 1 else ""
    feminine = "e" if noun == "colonne" else ""
    return f"{noun}{plural} ajouté{feminine}{plural} : {', '.join(names)}"


def settings_update(master: Master, additions: Additions) -> list[TableUpdate]:
    """The rows of the settings that a workbook gets."""
    if not additions.settings:
        return []
    rows = rows_of(SETTINGS, [setting_row(setting) for setting in additions.settings])
    return [ledger_update(SETTINGS, master.places[SETTINGS.name], rows)]
