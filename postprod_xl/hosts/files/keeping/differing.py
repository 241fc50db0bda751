"""What differs between two workbooks, in the words of the trade; both are only read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from postprod_xl.documents.differences import DifferenceRow, DifferenceSheet
from postprod_xl.domain.comparing.change import Change, ChangeKind
from postprod_xl.domain.comparing.compared import compared, facts
from postprod_xl.domain.comparing.told import change_details, differences_summary, told_lines
from postprod_xl.domain.wording import counted, first_names
from postprod_xl.engines.ooxml.files.privacy import readers_of
from postprod_xl.engines.ooxml.files.saving import create
from postprod_xl.hosts.files.keeping.sides import Held, side_of
from postprod_xl.hosts.files.master import FileMaster, read_master
from postprod_xl.hosts.files.names import WORKBOOK, refuse_another_kind
from postprod_xl.hosts.runs.computing import Report, reported
from postprod_xl.schema.families import family_named
from postprod_xl.schema.tables import families_among
from postprod_xl.schema.versions import numbers_of
from postprod_xl.workbook.draw.differences import differences_workbook
from postprod_xl.workbook.families import tab_titles_of


def diff_files(before: Path, after: Path, held: Held = facts, output: Path | None = None) -> Report:
    """What differs between two workbooks; both are only read, and may be open elsewhere.

    Parameters
    ----------
    before, after
        Both workbooks.
    held
        What of them is compared.
    output
        A new workbook for all the differences; None for none.
    """
    return reported(after, lambda: _diff(before, after, held, output))


def _diff(before: Path, after: Path, held: Held, output: Path | None) -> Report:
    if output is not None:
        refuse_another_kind(output, WORKBOOK, "du classeur des différences")
    masters = read_master(before), read_master(after)
    first, second = (side_of(master, held) for master in masters)
    changes = compared(first.tables, second.tables)
    changes.sort(key=lambda change: change.is_computed)
    lost = [*first.lost, *second.lost]
    notes = [*_versions(*masters), *lost, *_tabs(*masters)]
    here = f" ({after})" if before.name == after.name else ""
    summary = f"comparé à {_apart(before, after)}{here}, {differences_summary(changes)}"
    details = {
        "before": before,
        "after": after,
        "differences": [change_details(change) for change in changes],
        "not_compared": lost,
    }
    if output is not None:
        sheet = DifferenceSheet(_apart(before, after), _apart(after, before), notes, [*map(_row, changes)])
        create(output, differences_workbook(sheet), readers_of(after))
        summary, details["output"] = f"{summary}, écrit : {output}", output
    return Report(after, summary=summary, notes=[*told_lines(changes), *notes], details=details)


def _apart(path: Path, other: Path) -> str:
    """The name of a workbook, with its folder where the other one has the same."""
    return str(path) if path.name == other.name else path.name


def _versions(before: FileMaster, after: FileMaster) -> Iterator[str]:
    """What is to be said of two workbooks of different versions."""
    if before.version != after.version:
        older, newer = sorted((before, after), key=lambda master: numbers_of(master.version))
        yield (
            f"{older.path.name} est de la version {older.version}, {newer.path.name} de la {newer.version} : "
            "ce que la première n'a pas encore y compte pour vide"
        )


def _tabs(before: FileMaster, after: FileMaster) -> Iterator[str]:
    """The tabs that one workbook alone has, those that a later version brings aside."""
    held = {place.sheet for master in (before, after) for place in master.places.values()}
    families = families_among({*before.places, *after.places})
    ours = tab_titles_of(families) | held
    for one, other in ((before, after), (after, before)):
        for family in sorted(families_among(one.places) - families_among(other.places)):
            yield f"les onglets {family_named(family).title} de {one.path.name} ne sont pas dans {other.path.name}"
        alone = sorted(one.tabs - other.tabs - ours)
        if alone:
            tabs = counted(len(alone), "onglet")
            yield f"{tabs} de {one.path.name} que {other.path.name} n'a pas : {first_names(alone)}"


def _row(change: Change) -> DifferenceRow:
    sides: tuple[Any, Any] = change.before, change.after
    kind = None
    if change.kind is ChangeKind.CHANGED:
        kind = change.value_kind or change.declared.by_name[change.column].kind
    elif change.kind is not ChangeKind.MOVED:
        sides = change.before_text, change.after_text
    return DifferenceRow(change.declared.tab, change.key, str(change.kind), change.heading, kind, *sides)
