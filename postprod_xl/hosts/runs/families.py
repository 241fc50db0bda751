"""An optional family of tabs put into a workbook: what prevents it, what is added, what is said. Shared by hosts."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence

from postprod_xl.domain.catalogue.grounds.mirror import group_rows
from postprod_xl.domain.technique.findings.mirror import technical_rule_rows
from postprod_xl.domain.wording import counted_problems
from postprod_xl.hosts.exits import BLOCKED, DONE
from postprod_xl.hosts.runs.computing import Report
from postprod_xl.hosts.runs.master import Master, added_text
from postprod_xl.schema.drawn_tabs import DrawnTab
from postprod_xl.schema.families import CATALOGUE, TECHNIQUE, TabFamily
from postprod_xl.schema.problems import Problem, blocking
from postprod_xl.schema.rows import rows_of
from postprod_xl.schema.tables import BY_NAME, tables_of
from postprod_xl.schema.tables.catalogue import RIGHTS_GROUPS
from postprod_xl.schema.tables.technique import TECHNICAL_RULES
from postprod_xl.schema.versions import CURRENT, is_later
from postprod_xl.workbook.declared import absent_tables, repair_command, upgrade_command
from postprod_xl.workbook.families import drawn_tabs_of
from postprod_xl.workbook.make.table_tab import Record
from postprod_xl.workbook.update import Places, TableUpdate, ledger_update
from postprod_xl.workbook.version import Additions


def family_additions(master: Master, family: TabFamily, drawn: Container[DrawnTab]) -> Additions:
    """The tabs of a family that a workbook has not, whole or in part.

    Parameters
    ----------
    master, family
        The workbook, and the family.
    drawn
        The drawn tabs that it has.
    """
    tables = (table for table in tables_of(family.name) if table.name not in master.declared)
    tabs = (tab for tab in drawn_tabs_of({family.name}) if tab not in drawn)
    return Additions({}, tuple(tables), tuple(tabs), ())


def starting_rows_of_families(families: Container[str]) -> dict[str, Sequence[Record]]:
    """The rows that the tabs of some optional families start from: the technical rules, the groups of rights."""
    rows: dict[str, Sequence[Record]] = {}
    if TECHNIQUE.name in families:
        rows[TECHNICAL_RULES.name] = technical_rule_rows()
    if CATALOGUE.name in families:
        rows[RIGHTS_GROUPS.name] = group_rows()
    return rows


def starting_updates(places: Places, additions: Additions) -> list[TableUpdate]:
    """The rows that the tables of a family just added start from; `places` are where they stand."""
    added = {table.name for table in additions.tables}
    return [
        ledger_update(BY_NAME[name], places, rows_of(BY_NAME[name], rows))
        for name, rows in starting_rows_of_families({table.family for table in additions.tables}).items()
        if name in added and rows
    ]


def refusal_of(master: Master, found: Iterable[Problem] = ()) -> Report | None:
    """The report of a workbook to be put in order before tabs are added to it; None when it is fit.

    Parameters
    ----------
    master
        The workbook.
    found
        What the host found in the way.
    """
    problems = [*_in_the_way(master), *found]
    if not problems:
        return None
    located = master.located(problems)
    return Report(master.path, BLOCKED, counted_problems(located), located)


def _in_the_way(master: Master) -> Iterator[Problem]:
    name = master.path.name
    if is_later(CURRENT, master.version):
        message = (
            f"classeur de la version {master.version}, d'avant ces onglets : « {upgrade_command(name)} » le met à "
            "niveau, puis recommencez"
        )
        yield blocking("", None, "", f"version {master.version}", f"version {CURRENT}", message)
        return
    # A tab missing of the family itself is what is put back.
    lost = absent_tables(name, master.declared, master.version)
    yield from (problem for problem in lost if problem.is_blocking)


def lost_table_problem(master: Master, table: str) -> Problem:
    """What is said of a table of the family whose headings still stand in the workbook: it is put back, not added."""
    message = (
        f"la table « {table} » y est encore, perdue ou renommée par un autre programme : "
        f"« {repair_command(master.path.name)} » la remet, puis recommencez"
    )
    return blocking(table, None, "", "table perdue", "la table", message)


def held_already(master: Master, family: TabFamily) -> Report:
    """The report of a workbook that has the whole family."""
    return Report(master.path, DONE, f"les onglets {family.title} y sont déjà, rien n'a changé")


def added(master: Master, family: TabFamily, additions: Additions) -> Report:
    """The report of a workbook that got the tabs of a family."""
    notes = [f"onglet ajouté : {title}" for title in additions.tabs]
    report = Report(master.path, DONE, f"{family.title} : {added_text(additions)} en plus", notes=notes)
    report.changed = len(additions.tabs)
    report.details = {"family": family.name, "tabs": additions.tabs}
    return report
