"""What was sent, what came back and what the workbook has now, compared cell by cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from postprod_xl.documents.grid import Comment
from postprod_xl.domain.comparing.change import row_name
from postprod_xl.domain.merging.answers import answer, says, value_of
from postprod_xl.domain.merging.changes import NEW_ROW, ChangeState, ReturnedChange
from postprod_xl.domain.merging.found import Found, FoundRow, FoundTable, known_identifiers
from postprod_xl.domain.merging.sent import PART, Sent, SentColumn, SentTable
from postprod_xl.schema.cells.shown import shown
from postprod_xl.schema.kinds import Unreadable, shown_in
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.units import folded
from postprod_xl.schema.vocabulary import ReturnedKind

NOT_ASKED = "cette colonne n'est pas à remplir"
KEPT_ROW = "une ligne retirée du fichier reste dans le classeur"
NO_NEW_ROW = "cette copie n'ajoute pas de ligne"
UNKNOWN = "la copie envoyée n'a pas de ligne de cet identifiant"
TWICE = "deux lignes du fichier ont cet identifiant et ne disent pas la même chose"
GONE = "cette ligne n'est plus dans le classeur"


def compared(sent: Sent, found: Found, now: Mapping[str, Rows]) -> list[ReturnedChange]:
    """Every change of a file that came back, numbered.

    Parameters
    ----------
    sent
        What was sent.
    found
        What came back.
    now
        The rows of the workbook, by table.

    Returns
    -------
    list of ReturnedChange
        Table by table in the order of the copy; in each, row by row, the values then the comments; then the rows added
        and those removed. Comments pinned to no row come last. None is decided yet (`decisions.settled`).
    """
    changes = [
        change
        for table in found.tables
        for change in _TableComparison(table, sent, now[table.sent.name]).changes()
    ]
    for tab, row, comment in found.comments:
        place = place_of(tab, row)
        changes.append(
            ReturnedChange(0, ReturnedKind.COMMENT, "", "", "", place, returned=comment.text, author=comment.author)
        )
    return [replace(change, number=number) for number, change in enumerate(changes, 1)]


def identifiers_of(rows: Rows) -> dict[str, int]:
    """The row numbers of a table by the identifiers of its rows, as they are compared."""
    table = rows.table
    keys = zip(*(rows.column(name) for name in table.key), strict=True)
    return {
        folded(PART.join([table.name, *map(shown, key)])): number
        for number, key in zip(rows.numbers, keys, strict=True)
    }


@dataclass(frozen=True)
class _Pairs:
    """The rows of a table by their identifiers; those of none; those that are there twice and differ."""

    paired: Mapping[str, FoundRow]
    strangers: Sequence[FoundRow]
    doubtful: frozenset[str]


class _TableComparison:
    """One table sent, found again and compared with its rows of the workbook."""

    def __init__(self, found: FoundTable, sent: Sent, now: Rows) -> None:
        self.found, self.sent, self.language = found, found.sent, sent.language
        self.now, self.numbers = now, identifiers_of(now)
        self.asked = [column for column in self.sent.columns if column.name not in found.missing]

    def changes(self) -> Iterator[ReturnedChange]:
        pairs = self._pairs()
        for identifier, values in self.sent.rows.items():
            row = pairs.paired.get(identifier)
            if row is not None:
                yield from self._of_row(identifier, values, row, is_doubtful=identifier in pairs.doubtful)
        for row in pairs.strangers:
            yield from self._of_stranger(row)
        for identifier, values in self.sent.rows.items():
            if identifier not in pairs.paired:
                cells = {name: value for name, value in values.items() if self.sent.column(name)}
                yield self._change(
                    ReturnedKind.REMOVED_ROW, identifier, "", self.found.tab,
                    sent=cells, state=ChangeState.BARRED, why=KEPT_ROW,
                )  # fmt: skip

    # Pairing

    def _pairs(self) -> _Pairs:
        known = known_identifiers(self.sent)
        paired: dict[str, FoundRow] = {}
        doubtful, strangers = set[str](), list[FoundRow]()
        for row in self.found.rows:
            identifier = known.get(folded(row.identifier), "")
            if not identifier:
                strangers.append(row)
            elif identifier not in paired:
                paired[identifier] = row
            elif paired[identifier].cells != row.cells:
                doubtful.add(identifier)
        by_content = self._by_content(strangers, [each for each in self.sent.rows if each not in paired])
        paired |= by_content
        taken = {id(row) for row in by_content.values()}
        return _Pairs(paired, [row for row in strangers if id(row) not in taken], frozenset(doubtful))

    def _by_content(self, strangers: Sequence[FoundRow], missing: Sequence[str]) -> dict[str, FoundRow]:
        """The rows that lost their identifier and say all that one row says, and no other."""
        if not strangers or not missing:
            return {}
        columns = [column for column in self.asked if not column.is_answerable]
        said = {
            identifier: tuple(_comparable(self.sent.rows[identifier].get(column.name)) for column in columns)
            for identifier in missing
        }
        read = [tuple(self._comparable_cell(column, row) for column in columns) for row in strangers]
        sent_times, read_times = Counter(said.values()), Counter(read)
        by_content = {content: row for content, row in zip(read, strangers, strict=True) if read_times[content] == 1}
        return {
            identifier: by_content[content]
            for identifier, content in said.items()
            if sent_times[content] == 1 and content in by_content and any(content)
        }

    def _comparable_cell(self, column: SentColumn, row: FoundRow) -> Any:
        raw, declared = row.cells[column.name], self.sent.column(column.name)
        try:
            value = raw if declared is None else value_of(declared, raw, self.language)
        except Unreadable:
            value = raw
        return _comparable(value)

    # Rows

    def _of_row(
        self, identifier: str, values: Mapping[str, Any], row: FoundRow, *, is_doubtful: bool
    ) -> Iterator[ReturnedChange]:
        for column in self.asked:
            raw, value = row.cells[column.name], values.get(column.name)
            if not says(self.sent.column(column.name), raw, value, self.language):
                change = self._of_cell(identifier, column, row)
                if is_doubtful:
                    change = replace(change, state=ChangeState.BARRED, why=TWICE)
                yield replace(change, sent=value)
        for name, comments in row.comments.items():
            for comment in comments:
                yield self._of_comment(identifier, name, row, comment)
        for heading, text in row.beside.items():
            yield self._of_comment(identifier, heading, row, Comment("", text))

    def _of_cell(self, identifier: str, column: SentColumn, row: FoundRow) -> ReturnedChange:
        declared, raw = self.sent.column(column.name), row.cells[column.name]
        change = self._change(ReturnedKind.VALUE, identifier, column.name, self._place(row))
        change = replace(change, now=self._now(change, column.name))
        if declared is None:
            return replace(
                change, column=column.heading, returned=shown(raw), state=ChangeState.BARRED, why=NOT_ASKED
            )
        try:
            returned = answer(declared, raw, self.language)
        except Unreadable as unreadable:
            why = f"attendu : {unreadable}" if column.is_answerable else NOT_ASKED
            return replace(change, returned=shown_in(declared.kind, raw), state=ChangeState.BARRED, why=why)
        change = replace(change, returned=returned)
        if not column.is_answerable:
            return replace(change, state=ChangeState.BARRED, why=NOT_ASKED)
        if change.row is None:
            return replace(change, state=ChangeState.BARRED, why=GONE)
        return change

    def _of_comment(self, identifier: str, name: str, row: FoundRow, comment: Comment) -> ReturnedChange:
        change = self._change(ReturnedKind.COMMENT, identifier, name, self._place(row))
        return replace(change, returned=comment.text, author=comment.author)

    def _of_stranger(self, row: FoundRow) -> Iterator[ReturnedChange]:
        cells, faults = self._typed_cells(row)
        is_new = self.sent.takes_rows and not row.identifier
        change = ReturnedChange(
            0, ReturnedKind.ADDED_ROW, self.sent.name, row.identifier or NEW_ROW, "", self._place(row), returned=cells
        )
        if not is_new:
            why = UNKNOWN if row.identifier else NO_NEW_ROW
            yield replace(change, state=ChangeState.BARRED, why=why)
        elif faults:
            yield replace(change, state=ChangeState.BARRED, why=" ; ".join(faults))
        else:
            yield change
        for name, comments in row.comments.items():
            for comment in comments:
                yield replace(self._of_comment("", name, row, comment), row_name=row.identifier or NEW_ROW)

    def _typed_cells(self, row: FoundRow) -> tuple[dict[str, Any], list[str]]:
        """The typed cells of a row that was added, and what is wrong in those to be filled in."""
        cells, faults = dict[str, Any](), list[str]()
        for column in self.asked:
            declared, raw = self.sent.column(column.name), row.cells[column.name]
            if declared is None or raw is None:
                continue
            try:
                cells[column.name] = answer(declared, raw, self.language)
            except Unreadable as unreadable:
                cells[column.name] = shown_in(declared.kind, raw)
                faults.append(f"{declared.heading} « {cells[column.name]} » : attendu, {unreadable}")
        return cells, faults

    # Words

    def _change(
        self, kind: ReturnedKind, identifier: str, column: str, place: str, **rest: Any
    ) -> ReturnedChange:
        row = self.numbers.get(folded(identifier))
        return ReturnedChange(
            0, kind, self.sent.name, self._name(identifier), column, place, row=row, **rest
        )

    def _name(self, identifier: str) -> str:
        """What a person calls a row: its key, as the workbook or else its identifier has it."""
        if (number := self.numbers.get(folded(identifier))) is not None:
            at = self.now.row(number)
            return row_name(self.sent.declared, {name: getattr(at, name) for name in self.sent.declared.key})
        return identifier.partition(PART)[2] or identifier

    def _now(self, change: ReturnedChange, name: str) -> Any:
        if change.row is None or name not in self.now.columns:
            return None
        return getattr(self.now.row(change.row), name)

    def _place(self, row: FoundRow) -> str:
        return place_of(self.found.tab, row.number)


def place_of(tab: str, row: int) -> str:
    """Where something is in a file."""
    return f"{tab}, ligne {row}"


def _comparable(value: Any) -> Any:
    """A value as rows without identifier are told apart by it."""
    if value is None or value is False or (isinstance(value, str) and not value):
        return ""
    return folded(value) if isinstance(value, str) else value
