"""A workbook that an office made by itself, given our tabs and what its own lists say."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from postprod_xl.domain.wording import counted_problems, counted_whole, listed
from postprod_xl.engines.ooxml.errors import naming
from postprod_xl.engines.ooxml.files.privacy import readers_of
from postprod_xl.engines.ooxml.files.saving import create, exclusive, save
from postprod_xl.engines.ooxml.files.staging import exists_already
from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.hosts.exits import BLOCKED, DONE
from postprod_xl.hosts.files.confirming import Confirm, declined
from postprod_xl.hosts.files.creation import starting_rows
from postprod_xl.hosts.files.master import master_of
from postprod_xl.hosts.runs.computing import Report, journal_update, reported
from postprod_xl.schema.problems import Problem, blocking
from postprod_xl.schema.tables import TABLES
from postprod_xl.schema.tables.home import DASHBOARD
from postprod_xl.schema.versions import CURRENT
from postprod_xl.workbook.adopt.collisions import Kin, collisions, kin_of
from postprod_xl.workbook.adopt.package import adopt_package
from postprod_xl.workbook.declared import repair_command, upgrade_command
from postprod_xl.workbook.last_run import last_run_changes, show_last_run
from postprod_xl.workbook.places import find_tables
from postprod_xl.workbook.version import marked_in, refuse_later, version_of

if TYPE_CHECKING:
    from postprod_xl.domain.adopting.adoption import Adoption

PROBLEMS_ASKED = 20
"""How many of the cells that cannot be read the question lists; the report lists them all."""
_UNASKED = blocking(
    "",
    None,
    "",
    "personne à qui demander",
    "une confirmation",
    "ce qui sera lu est à confirmer une fois : relisez la proposition, puis ajoutez --yes",
)


def adopt_file(path: Path, today: date, output: Path | None = None, confirm: Confirm | None = None) -> Report:
    """Add our tabs to an office's own workbook, its lists read into them; all of it or nothing.

    Parameters
    ----------
    path
        The workbook. A workbook of ours is left as it is.
    today
        The day of the proposal.
    output
        The file to create; None to replace the workbook, whose former version is kept.
    confirm
        Asks the person whether what is proposed is right; None when nobody can be asked, which refuses.
    """
    return reported(path, lambda: _adopt(path, today, output, confirm))


def preview_adoption(path: Path, today: date) -> Report:
    """What would be read of an office's own workbook, and what would not; nothing is written."""
    return reported(path, lambda: _preview(path, today))


def _preview(path: Path, today: date) -> Report:
    package = Package.open(path)
    if refusal := _unfit(package):
        return refusal
    proposal = _proposal(package, today)
    summary = f"{proposal.summary} ; rien n'est écrit"
    return Report(
        path, DONE, summary, [*proposal.problems], notes=proposal.lines, details=proposal.as_details()
    )


def _adopt(path: Path, today: date, output: Path | None, confirm: Confirm | None) -> Report:
    if output is not None:
        return _adopted_apart(path, today, output, confirm)
    with exclusive(path):
        return _adopted(Package.open(path), today, confirm, _replaced)


def _adopted_apart(path: Path, today: date, output: Path, confirm: Confirm | None) -> Report:
    with naming(output):
        # Before anything is asked.
        if output.exists():
            raise exists_already()
    report = _adopted(Package.open(path), today, confirm, partial(_created, output, path))
    if report.changed:
        report.path = output
    elif report.status == DONE:
        report.summary += f" ; {output.name} n'est pas créé"
    return report


def _adopted(
    package: Package, today: date, confirm: Confirm | None, write: Callable[[Package], Path | None]
) -> Report:
    started = time.perf_counter()
    if refusal := _unfit(package):
        return refusal
    proposal = _proposal(package, today)
    if refusal := _unconfirmed(package, proposal, confirm):
        return refusal
    titles = adopt_package(package, {**starting_rows(), **proposal.rows})
    # What was put in is read back as any command will read it.
    master = master_of(package)
    if master.is_blocked:
        return _blocked(package, master.problems)
    report = Report(
        package.path, DONE, f"nos onglets y sont, {proposal.summary}", [*proposal.problems, *master.problems]
    )
    report.notes = _title_lines(titles)
    report.details = proposal.as_details()
    report.changed = len(TABLES) + sum(map(len, proposal.rows.values()))
    journal = journal_update(master, "adopt", report.summary, time.perf_counter() - started)
    home = master.places[DASHBOARD.name]
    master.written([journal], last_run_changes(home))
    show_last_run(package, home, journal.appended[-1])
    report.backup = write(package)
    return report


def _created(output: Path, model: Path, package: Package) -> None:
    create(output, package.to_bytes(), readers_of(model))


def _replaced(package: Package) -> Path | None:
    return save(package.path, package.to_bytes(), package.sha256)


def _unfit(package: Package) -> Report | None:
    """The report of a workbook that has our tabs, had them, or has no room for them; None of one to be adopted."""
    name, kin = package.path.name, kin_of(package)
    if kin is Kin.LOST:
        message = (
            f"ce classeur est déjà le nôtre, et un autre programme a perdu ses tables : « {repair_command(name)} » "
            "les remet"
        )
        return _blocked(package, [blocking("", None, "", "tables perdues", "un classeur à vous", message)])
    if kin is Kin.OURS:
        mark = marked_in(package)
        refuse_later(name, mark)
        version = version_of(mark, find_tables(package))
        later = f" ; « {upgrade_command(name)} » le met à niveau" if version != CURRENT else ""
        return Report(package.path, DONE, f"nos onglets y sont déjà, rien n'a changé{later}")
    if problems := collisions(package):
        return _blocked(package, problems)
    return None


def _blocked(package: Package, problems: list[Problem]) -> Report:
    return Report(package.path, BLOCKED, counted_problems(problems), problems)


def _proposal(package: Package, today: date) -> Adoption:
    from postprod_xl.domain.adopting.adoption import adoption_of
    from postprod_xl.workbook.reading.grids import read_grids

    return adoption_of(read_grids(package), today)


def _unconfirmed(package: Package, proposal: Adoption, confirm: Confirm | None) -> Report | None:
    if confirm is None:
        report = _blocked(package, [*proposal.problems, _UNASKED])
        report.notes, report.details = [*proposal.lines], proposal.as_details()
        return report
    reading = ", et y lire cela" if proposal.lists else ""
    question = "\n".join(
        [*proposal.lines, *_first_lines(proposal), f"Ajouter nos onglets à {package.path.name}{reading} ?"]
    )
    return None if confirm(question) else _blocked(package, [declined()])


def _first_lines(proposal: Adoption) -> list[str]:
    lines = [problem.line for problem in proposal.problems]
    more = len(lines) - PROBLEMS_ASKED
    return [*lines[:PROBLEMS_ASKED], *([f"… et {counted_whole(more, 'autre ligne')}"] if more > 0 else [])]


def _title_lines(titles: Mapping[str, str]) -> list[str]:
    """What our tabs are called where a tab of theirs has the title."""
    if not titles:
        return []
    named = [f"« {new} »" for new in titles.values()]
    if len(titles) == 1:
        return [f"votre onglet {next(iter(titles))} garde son titre, le nôtre s'appelle {named[0]}"]
    return [f"vos onglets {listed(list(titles))} gardent leur titre, les nôtres s'appellent {listed(named)}"]
