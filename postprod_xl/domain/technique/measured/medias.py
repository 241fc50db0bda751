"""`Medias` with the rows of the files just inspected in the place of those that the same files had."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from postprod_xl.domain.technique.measured.rows import FileRows
from postprod_xl.schema.rows import Row, Rows, rows_of
from postprod_xl.schema.tables.technique import MEDIAS
from postprod_xl.schema.technical_vocabulary import MediaNature
from postprod_xl.schema.units import folded


@dataclass(frozen=True)
class NewMedias:
    """What `Medias` becomes.

    Parameters
    ----------
    rows
        All its rows.
    again
        How many of the files were there already.
    kept
        The files of which a report was read while the file itself had been: its own rows stay.
    silent
        The files that could not be read this time, and whose rows stay: nothing says that they have changed.
    """

    rows: Rows
    again: int
    kept: tuple[str, ...]
    silent: tuple[str, ...] = ()


def with_files(held: Rows, project: str, files: Sequence[FileRows]) -> NewMedias:
    """The table with some files read, each where it stood, the new ones last.

    A file is the one of the same name and project, but where the other is of another object and has another size: cards
    of two cameras hold files of one name. It is also the one that bears its name in another folder, with the same size
    and the same day: the same file, given otherwise. What was measured of a file stays when the file is not there to be
    read again, or cannot be read and has not changed: only a file that is another takes its place.
    """
    former = _former(held, project, files)
    silent = [found.file for found in files if _is_silent(found, former[found.file])]
    kept = [found.file for found in files if _is_report_of(found, former[found.file])]
    read = [found for found in files if found.file not in (*kept, *silent)]
    replaced = {row.row: found for found in read for row in former[found.file]}
    records = _in_place(held, replaced, read)
    return NewMedias(
        rows_of(MEDIAS, records), sum(bool(former[found.file]) for found in read), tuple(kept), tuple(silent)
    )


def _former(held: Rows, project: str, files: Sequence[FileRows]) -> dict[str, list[Row]]:
    """The rows that each file had."""
    by_name: dict[str, list[Row]] = defaultdict(list)
    read = {folded(found.file) for found in files}
    for row in held:
        if row.project == project:
            by_name[_last_part(row.file)].append(row)
    return {
        found.file: [
            row
            for row in by_name[_last_part(found.file)]
            if _is_same(row, found) or (folded(row.file) not in read and _is_moved(row, found))
        ]
        for found in files
    }


def _last_part(file: str) -> str:
    return folded(file.rpartition("/")[2])


def _is_moved(row: Row, found: FileRows) -> bool:
    """Whether a file that bears the same name elsewhere is the same one: not where each is of an object of its own."""
    first = found.rows[0]
    size, day, code = first.get("size_megabytes"), first.get("file_day"), first.get("object") or ""
    is_nested = _is_nested(row.file, found.file)
    if day is None:
        return is_nested and first.get("nature") == MediaNature.UNREAD
    if row.object and code and folded(row.object) != folded(code) and not is_nested:
        return False
    return size is not None and (row.size_megabytes, row.file_day) == (size, day)


def _is_nested(file: str, other: str) -> bool:
    """Whether one path is the end of the other, as that of a file given by itself, then with its folder."""
    short, long = sorted((folded(file), folded(other)), key=len)
    return long.endswith(f"/{short}")


def _is_silent(found: FileRows, former: Sequence[Row]) -> bool:
    """Whether nothing was read of a file that had been, and that is not there, or is as it was."""
    first = found.rows[0]
    if first.get("nature") != MediaNature.UNREAD:
        return False
    size, day = first.get("size_megabytes"), first.get("file_day")
    measured = [row for row in former if row.nature != MediaNature.UNREAD]
    return any(day is None or (row.size_megabytes == size and _is_of_day(row, day)) for row in measured)


def _is_of_day(row: Row, day: date) -> bool:
    """A report has its own day, which says nothing of that of its file."""
    return row.nature == MediaNature.REPORT or row.file_day == day


def _in_place(
    held: Rows, replaced: Mapping[int, FileRows], read: Sequence[FileRows]
) -> list[Mapping[str, Any]]:
    records: list[Mapping[str, Any]] = []
    written: set[str] = set()
    for row in held:
        found = replaced.get(row.row)
        if found is None:
            records.append({name: getattr(row, name) for name in held.columns})
        elif found.file not in written:
            written.add(found.file)
            records += found.rows
    records += [cells for found in read if found.file not in written for cells in found.rows]
    return records


def _is_same(row: Row, found: FileRows) -> bool:
    if folded(row.file) != folded(found.file):
        return False
    first = found.rows[0]
    objects = {folded(cells.get("object") or "") for cells in found.rows}
    is_list = MediaNature.EDIT_LIST in (row.nature, first.get("nature"))
    is_of_it = not row.object or folded(row.object) in objects
    return is_list or is_of_it or row.size_megabytes == first.get("size_megabytes")


def _is_report_of(found: FileRows, former: Sequence[Row]) -> bool:
    """Whether a report is of a file that was read itself, and that is still the same by its size."""
    cells = found.rows[0]
    if cells.get("nature") != MediaNature.REPORT:
        return False
    sizes = {row.size_megabytes for row in former if row.nature == MediaNature.MEDIA}
    return bool(sizes) and (cells.get("size_megabytes") is None or cells["size_megabytes"] in sizes)


def unnamed(files: Sequence[FileRows]) -> Iterator[FileRows]:
    """The files for which no object was found, or several, edit lists apart: their rows have theirs."""
    for found in files:
        if not found.named.object and found.rows[0].get("nature") != MediaNature.EDIT_LIST:
            yield found
