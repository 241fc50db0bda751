"""A workbook of an earlier version brought to the present one: what prevents it, what is said. Shared by hosts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from postprod_xl.domain.catalogue.grounds.mirror import group_rows
from postprod_xl.domain.payroll.rules.mirror import mirrored_rows
from postprod_xl.domain.technique.findings.mirror import technical_rule_rows
from postprod_xl.domain.wording import counted, counted_problems, counted_whole
from postprod_xl.hosts.exits import BLOCKED, DONE
from postprod_xl.hosts.runs.computing import Report
from postprod_xl.hosts.runs.master import Master, added_text
from postprod_xl.schema.kinds import Kind
from postprod_xl.schema.problems import blocking
from postprod_xl.schema.rows import rows_of
from postprod_xl.schema.settings.setting import Setting
from postprod_xl.schema.table import Table
from postprod_xl.schema.tables import TABLES
from postprod_xl.schema.tables.catalogue import RIGHTS_GROUPS
from postprod_xl.schema.tables.home import SETTINGS
from postprod_xl.schema.tables.payroll import CONVENTIONS
from postprod_xl.schema.tables.technique import TECHNICAL_RULES
from postprod_xl.schema.units import folded
from postprod_xl.schema.versions import CURRENT
from postprod_xl.workbook.declared import absent_tables, macros_command
from postprod_xl.workbook.make.build import setting_row
from postprod_xl.workbook.make.table_tab import Record
from postprod_xl.workbook.update import TableUpdate, ledger_update
from postprod_xl.workbook.upgrade.lists import ChoiceColumn
from postprod_xl.workbook.version import Additions, lacking, own_columns


def additions_to(master: Master) -> Additions:
    """What a workbook has not yet, its settings looked for by their names."""
    lacks = lacking(master.declared, master.version)
    held = set(map(folded, master.tables[SETTINGS.name].column("name")))
    missing = tuple(setting for setting in lacks.settings if folded(setting.name) not in held)
    return replace(lacks, settings=missing)


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


def upgraded(master: Master, additions: Additions, completed: Sequence[ChoiceColumn]) -> Report:
    """The report of a workbook that got what it had not: one line for all, then one a table and a tab.

    Parameters
    ----------
    master, additions
        The workbook as it was read, and what it got.
    completed
        The columns whose menu gained words.
    """
    menus = f"{counted(len(completed), 'liste')} complétée{'s' if len(completed) > 1 else ''}"
    parts = [f"{added_text(additions)} en plus"] * bool(additions) + [menus] * bool(completed)
    added = ", ".join(parts) or "rien d'autre n'y manquait"
    was = f"de la version {master.version} à la version {CURRENT}"
    done = f"mis à niveau {was}" if master.version != CURRENT else f"marqué de la version {CURRENT}"
    menu_lines = [f"{place.sheet} — {column.heading} : liste complétée" for place, column in completed]
    notes = [*_lines(master, additions), *menu_lines]
    report = Report(master.path, DONE, f"{done}, {added}", notes=notes)
    counts = additions.column_count, len(additions.tabs), len(additions.settings), len(completed)
    report.changed = max(1, sum(counts))
    report.details = {
        "from_version": master.version,
        "version": CURRENT,
        "columns": {
            name: [column.heading for column in columns] for name, columns in additions.columns.items()
        },
        "tabs": additions.tabs,
        "settings": [setting.name for setting in additions.settings],
        "lists": [f"{place.name}[{column.heading}]" for place, column in completed],
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
    for table, rows in _published_rows(master, additions):
        if rows and table.name in master.declared:
            sheet = master.declared[table.name].sheet
            lines.append(f"{sheet} — {counted_whole(len(rows), 'ligne ajoutée')}")
    return lines


def _named(noun: str, names: Sequence[str]) -> str:
    plural = "s" if len(names) > 1 else ""
    feminine = "e" if noun == "colonne" else ""
    return f"{noun}{plural} ajouté{feminine}{plural} : {', '.join(names)}"


def macros_line(master: Master) -> str:
    """What is said of the buttons of a workbook, which an upgrade leaves as they are."""
    return f"boutons et macros : « {macros_command(master.path.name)} » les renouvelle, classeur fermé"


def added_rows(master: Master, additions: Additions) -> list[TableUpdate]:
    """The rows of the settings, of the pay rules, of the technical ones and of the groups that a workbook gets."""
    settings = [_added_row(setting) for setting in additions.settings]
    added = ((SETTINGS, settings), *_published_rows(master, additions))
    return [ledger_update(table, master.places, rows_of(table, rows)) for table, rows in added if rows]


def _published_rows(master: Master, additions: Additions) -> Iterator[tuple[Table, Sequence[Record]]]:
    yield CONVENTIONS, rules_to_add(master, additions)
    if TECHNICAL_RULES.name in master.places:
        yield TECHNICAL_RULES, technical_rule_rows(master.tables[TECHNICAL_RULES.name].column("rule"))
    if RIGHTS_GROUPS.name in master.places:
        yield RIGHTS_GROUPS, group_rows(master.tables[RIGHTS_GROUPS.name].select("group", "nature"))


def rules_to_add(master: Master, additions: Additions) -> list[Record]:
    """The agreements and the pay rules that a workbook gets with the column of rules, beside those it has."""
    if CONVENTIONS.by_name["rule"] not in additions.columns.get(CONVENTIONS.name, ()):
        return []
    held = set(map(folded, master.tables[CONVENTIONS.name].column("code")))
    return [row for row in mirrored_rows() if row["rule"] or folded(row["code"]) not in held]


def _added_row(setting: Setting) -> Record:
    """The row of a setting; a rate as a person types it, whatever the format of the cell."""
    row = setting_row(setting)
    return {**row, "value": setting.default} if setting.kind is Kind.PERCENT else row
