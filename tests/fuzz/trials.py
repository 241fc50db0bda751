"""One trial: the office damaged in some way, a command or two run on it, and everything wrong in the answers."""

from __future__ import annotations

import io
import re
import shutil
import tempfile
import traceback
import warnings
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from postprod_xl.engines.ooxml.errors import UnusableFile
from postprod_xl.hosts.files.master import FileMaster, read_master
from postprod_xl.schema.cells.characters import message_line
from postprod_xl.schema.kinds import TEXT_KINDS, Kind, is_empty
from postprod_xl.schema.settings.house import SETTINGS
from postprod_xl.schema.table import TableKind
from postprod_xl.schema.tables import TABLES
from tests.fuzz.answers import Answer, answer, faults, line_faults, problem_faults, signature
from tests.fuzz.cells import lone_cell, with_damages
from tests.fuzz.csvs import damaged_csv
from tests.fuzz.meaning import agrees, flat
from tests.fuzz.office import Spot, csv_files, parts, put_office, small_office, spots
from tests.fuzz.packages import damaged_package
from tests.fuzz.values import KEPT, Damage, drawn_damage
from tests.masters import contents, repacked

NAME = "bureau.xlsx"
_YES_OR_NO = {setting.name for setting in SETTINGS if setting.takes_yes_no}
_MARK = re.compile(rb"<!\[CDATA\[(.*?)\]\]>|<!--.*?-->")


@dataclass
class Trial:
    """What was damaged and what went wrong; `cases` counts the damages."""

    labels: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)

    @property
    def cases(self) -> int:
        return len(self.labels)


def tried(seed: int, number: int, folder: Path) -> Trial:
    """Trial `number` of a seed, run in `folder`; the same whenever and wherever it is run."""
    chance = Random(f"{seed}/{number}")
    make = chance.choices((_values, _package, _csv), (60, 36, 4))[0]
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "office").mkdir(parents=True)
    put_office(folder / "office" / NAME)
    trial = Trial()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        make(trial, chance, folder / "office" / NAME)
    return trial


def _values(trial: Trial, chance: Random, path: Path) -> None:
    """Some cells damaged at once: each is refused where it stands or read for what it says; then a command."""
    damages = _drawn(chance)
    trial.labels = [damage.label for damage in damages]
    whole = _file(path, with_damages(parts(), damages))
    master, error = _read(path)
    if master is None:
        trial.faults.append(f"reading : {error}")
        return
    trial.faults += [f"reading : {fault}" for fault in problem_faults(master.problems)]
    trial.faults += _changed_silently(damages, master, path)
    if chance.random() < 0.15:
        _run(trial, "check", path, whole)
    refused = {(problem.tab, problem.cell) for problem in master.problems if problem.is_blocking}
    accepted = [damage for damage in damages if (damage.spot.tab, damage.spot.cell) not in refused]
    if accepted:
        whole = _file(path, with_damages(parts(), accepted))
        reformatted = {f"{d.spot.tab}!{d.spot.cell}" for d in accepted if d.style != KEPT}
        given = _run(trial, chance.choices(_COMMANDS, _SHARES)[0], path, whole, reformatted)
        trial.faults += [f"{given.command} : {fault}" for fault in _rewritten(accepted, whole, path)]
        if (given.command, given.status) == ("refresh", 0) and all(map(_is_to_heal, accepted)):
            trial.faults += _unhealed(given, path)


_COMMANDS = (
    *("check", "refresh", "invoice", "payroll", "share", "export"),
    *("plan", "candidates", "whatif", "repair", "doctor"),
)
_SHARES = (40, 18, 12, 12, 5, 4, 3, 2, 2, 1, 1)
_SHARES_OF_FILES = (64, 12, 5, 5, 3, 3, 1, 1, 1, 3, 2)


def _drawn(chance: Random) -> list[Damage]:
    """Damages of different cells: mostly typed ones, a share of settings, a share of what the program writes."""
    settings = [spot for spot in spots() if spot.setting and spot.column.name == "value"]
    typed = [spot for spot in spots() if spot.is_typed and not spot.setting]
    written = [spot for spot in spots() if not spot.is_typed]
    pools = chance.choices(
        (typed, settings, written, spots()), (50, 15, 25, 10), k=chance.choice((1, 2, 8, 16, 24))
    )
    chosen = {spot.part + spot.cell: spot for spot in (chance.choice(pool) for pool in pools)}
    return [drawn_damage(spot, chance) for spot in chosen.values()]


def _package(trial: Trial, chance: Random, path: Path) -> None:
    """The file itself damaged: a part, or the archive around the parts."""
    label, data = damaged_package(chance)
    trial.labels = [label]
    path.write_bytes(data)
    command = chance.choices(_COMMANDS, _SHARES_OF_FILES)[0]
    _run(trial, command, path, data)
    if trial.statuses == [0] and command == "check":
        master, error = _read(path)
        if master is None:
            trial.faults.append(f"reading : {error}")
        elif not master.problems:
            trial.faults += _unlike_baseline(master, path)


def _csv(trial: Trial, chance: Random, path: Path) -> None:
    """The CSV files of an import damaged."""
    label, files = damaged_csv(chance, csv_files())
    trial.labels = [label]
    tables = path.parent.parent / "tables"
    tables.mkdir()
    for name, data in files.items():
        (tables / name).write_bytes(data)
    put_office(path)
    _run(trial, "import", path, small_office())


def _run(trial: Trial, command: str, path: Path, before: bytes, reformatted: Collection[str] = ()) -> Answer:
    """Run a command; a cell whose format a person changed shows what is written there in another way."""
    given = answer(command, path)
    trial.statuses.append(given.status)
    trial.faults += faults(given, path, before)
    if given.status == 0 and path.read_bytes() != before:
        master, error = _read(path)
        if master is None:
            trial.faults.append(f"after {command} : {error}")
        elif blocking := [
            p for p in master.problems if p.is_blocking and f"{p.tab}!{p.cell}" not in reformatted
        ]:
            trial.faults.append(f"after {command}, blocking : {blocking[0].line[:200]}")
    return given


def _rewritten(damages: Iterable[Damage], before: bytes, path: Path) -> Iterator[str]:
    """Cells that a person typed and that a command changed."""
    after = path.read_bytes()
    if after == before:
        return
    old, new = (contents(io.BytesIO(data)) for data in (before, after))
    for spot in (damage.spot for damage in damages if damage.spot.is_typed):
        cell = re.compile(rf'<c r="{spot.cell}"[^>]*?(?:/>|>.*?</c>)'.encode(), re.DOTALL)
        was, now = (cell.search(content.get(spot.part, b"")) for content in (old, new))
        # Character data loses its mark, and a comment of the markup goes, where a whole sheet is written again.
        if was and (now is None or _MARK.sub(rb"\1", now[0]) != _MARK.sub(rb"\1", was[0])):
            yield f"rewrote {spot.tab}!{spot.cell}, {was[0][:120]!r} made {now and now[0][:120]!r}"


def _is_to_heal(damage: Damage) -> bool:
    """Whether a refresh puts back what stood there; the format, which it leaves to people, apart."""
    return not damage.spot.is_trusted and damage.style == KEPT


def _unhealed(given: Answer, path: Path) -> list[str]:
    """What a refresh that questions nothing gives unlike the office, when only what it writes was damaged."""
    master, _ = _read(path)
    if master is None or any(line.startswith(("Avertissement", "Info")) for line in given.lines):
        return []
    tables = [table for table in TABLES if table.kind is not TableKind.LEDGER and not table.keeps]
    return [
        f"not healed : {table.name}"
        for table in tables
        if master.tables[table.name].columns != _refreshed().tables[table.name].columns
    ]


def _file(path: Path, content: Mapping[str, bytes]) -> bytes:
    data = repacked(dict(content))
    path.write_bytes(data)
    return data


def _read(path: Path) -> tuple[FileMaster | None, str]:
    """The workbook as we read it, or why it could not be."""
    try:
        return read_master(path), ""
    except UnusableFile as error:
        line = message_line(str(error))
        return None, f"unusable : {line} {line_faults(line)}"
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        return None, signature("".join(traceback.format_exception(error)))


def _changed_silently(damages: Iterable[Damage], master: FileMaster, path: Path) -> list[str]:
    said = {(problem.tab, problem.cell) for problem in master.problems}
    whole_tabs = {problem.tab for problem in master.problems if not problem.cell}
    unsaid = [
        damage
        for damage in damages
        if damage.spot.is_typed
        and (damage.spot.tab, damage.spot.cell) not in said
        and damage.spot.tab not in whole_tabs
    ]
    found = [f"error accepted : {d.label}" for d in unsaid if 't="e"' in d.attributes.replace(" ", "")]
    # One value that an independent reader cannot bear would hide the others: each is shown to it alone.
    for damage in unsaid:
        alone = path.parent.parent / "seul.xlsx"
        alone.write_bytes(lone_cell(damage))
        if _is_shown_as_written(damage, master):
            continue
        cell = (damage.spot.tab, damage.spot.cell, damage.spot, damage.label)
        found += _disagreements([cell], master, alone)
    return found


def _is_shown_as_written(damage: Damage, master: FileMaster) -> bool:
    """Whether what can be no number, for all that libraries make of it, is read as the text it is."""
    written = re.fullmatch(r"<v[^>]*>([^<]+)</v>", damage.inner)
    return (
        damage.spot.kind in TEXT_KINDS
        and bool(written)
        and flat(str(_got(damage.spot, master))) == flat(written[1])
    )


def _disagreements(cells: Iterable[tuple[str, str, Spot, str]], master: FileMaster, path: Path) -> list[str]:
    """Cells whose typed value neither independent reader bears out."""
    opinions = (_Reader(_wolfxl, path), _Reader(_openpyxl, path))
    found = []
    for tab, cell, spot, label in cells:
        got = _got(spot, master)
        if _is_default(spot, master):
            continue
        seen = []
        for value in (reader.value(tab, cell) for reader in opinions):
            if not isinstance(value, Unread):
                seen.append(value)
                if agrees(spot.kind, value, got) or _is_yes_or_no(spot, value, got):
                    break
        else:
            found += [f"read as {got!r}, seen as {seen!r} : {label}"] if seen else []
    return found


def _is_yes_or_no(spot: Spot, seen: Any, got: Any) -> bool:
    """Whether a share was said as a whole, or as nothing, by a yes or a no."""
    return spot.setting in _YES_OR_NO and got in (0, 1) and agrees(Kind.BOOL, seen, got)


def _is_default(spot: Spot, master: FileMaster) -> bool:
    """Whether a setting was left empty, or lost its name: its value is the house default."""
    if spot.column.name != "value":
        return False
    settings = master.tables["Parametres"]
    if spot.row not in settings:
        return True
    return is_empty(settings.row(spot.row).value) or settings.row(spot.row).name != spot.setting


def _got(spot: Spot, master: FileMaster) -> Any:
    if spot.setting and spot.column.name == "value":
        code = next((setting.code for setting in SETTINGS if setting.name == spot.setting), None)
        return master.settings[code] if code else None
    rows = master.tables[spot.table.name]
    return getattr(rows.row(spot.row), spot.column.name) if spot.row in rows else None


class Unread:
    """In place of what a reader could not give."""


class _Reader:
    """An independent reader of one file, opened when first asked; what it cannot open it says nothing of."""

    def __init__(self, load: Callable[[Path], Any], path: Path) -> None:
        self._load, self._path, self._book = load, path, None

    def value(self, tab: str, cell: str) -> Any:
        try:
            if self._book is None:
                self._book = self._load(self._path)
            return self._book[tab][cell].value
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            return Unread()


def _wolfxl(path: Path) -> Any:
    import wolfxl

    return wolfxl.load_workbook(path, data_only=True)


def _openpyxl(path: Path) -> Any:
    from openpyxl import load_workbook

    return load_workbook(io.BytesIO(path.read_bytes()), data_only=True)


def _unlike_baseline(master: FileMaster, path: Path) -> list[str]:
    """Typed cells that a damaged file gives without a word, unlike the office and unlike independent readers."""
    cells = []
    for spot in spots():
        if spot.is_typed and repr(_got(spot, master)) != repr(_got(spot, _baseline())):
            cells.append((spot.tab, spot.cell, spot, f"{spot.tab}!{spot.cell}"))
    return _disagreements(cells, master, path)


@cache
def _baseline() -> FileMaster:
    return _office_after(lambda path: None)


@cache
def _refreshed() -> FileMaster:
    return _office_after(lambda path: answer("refresh", path))


def _office_after(run: Callable[[Path], Any]) -> FileMaster:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / NAME
        put_office(path)
        run(path)
        return read_master(path)
