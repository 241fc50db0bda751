"""What was sent, what came back and what the workbook has now, compared cell by cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, NamedTuple

from postprod_xl.documents.grid import Comment
from postprod_xl.documents.sharing.manifest import SentColumn, SentRow
from postprod_xl.domain.comparing.change import row_name
from postprod_xl.domain.mapping.known_names import KnownNames
from postprod_xl.domain.merging.answers import answer, is_blank, says
from postprod_xl.domain.merging.changes import NEW_ROW, ChangeState, ReturnedChange
from postprod_xl.domain.merging.found import Found, FoundRow, FoundTable
from postprod_xl.domain.merging.sent import COMMENT, Sent, declared, known_identifiers, values_of
from postprod_xl.domain.quotes.feasibility.advice import UNANSWERED
from postprod_xl.domain.sharing.identifiers import PART, row_identifiers
from postprod_xl.domain.sharing.views import ANSWERED_WORDS
from postprod_xl.schema.kinds import Kind, Unreadable, shown_in
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.table import Column
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.units import folded
from postprod_xl.schema.vocabulary import ReturnedKind, Validation

NOT_ASKED = "cette colonne n'est pas à remplir"
CLOSED = "cette ligne n'attend pas cette réponse"
KEPT_ROW = "une ligne retirée du fichier reste dans le classeur"
NO_NEW_ROW = "cette copie n'ajoute pas de ligne"
UNKNOWN = "la copie envoyée n'a pas de ligne de cet identifiant"
TORN = "son identifiant et sa clé sont de deux lignes envoyées : un tri a laissé la colonne des identifiants"
TWICE = "deux lignes du fichier ont cet identifiant et ne disent pas la même chose"
UNSEEN = "la copie ne lui montrait pas ce que le classeur avait ici"
GONE = "cette ligne n'est plus dans le classeur"
_WAITING = frozenset({Validation.TO_VALIDATE, *UNANSWERED})
"""What cells hold that wait for an answer: giving it contradicts nobody."""


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
    changes = [change for table in found.tables for change in _TableComparison(table, sent, now).changes()]
    for tab, row, comment in found.comments:
        change = ReturnedChange(0, ReturnedKind.COMMENT, "", "", "", place_of(tab, row))
        changes.append(replace(change, returned=comment.text, author=comment.author))
    return [replace(change, number=number) for number, change in enumerate(changes, 1)]


def place_of(tab: str, row: int) -> str:
    """Where something is in a file."""
    return f"{tab}, ligne {row}"


def _is_unseen(row: SentRow, column: SentColumn) -> bool:
    """Whether an answer would take the place of one that the receiver was not shown; comments are added to others."""
    return column.name != COMMENT and dict(row.held).get(column.name, "") not in _WAITING


class _Pairs(NamedTuple):
    """The rows of a table by those sent, several where they bear one identifier and disagree; and the others.

    Those torn bear the identifier of one row and the key of another.
    """

    paired: Mapping[str, Sequence[FoundRow]]
    strangers: Sequence[FoundRow]
    torn: Sequence[FoundRow]


class _TableComparison:
    """One table sent, found again and compared with its rows of the workbook."""

    def __init__(self, found: FoundTable, sent: Sent, now: Mapping[str, Rows]) -> None:
        self.found, self.sent, self.language = found, found.sent, sent.language
        self.table, self.doubts = BY_NAME[found.sent.table], sent.doubts
        self.now, self.names = now[self.table.name], KnownNames(now)
        self.numbers = sent.numbers or dict(
            zip(map(folded, row_identifiers(self.now)), self.now.numbers, strict=True)
        )
        self.there = [column for column in self.sent.columns if column.heading not in found.missing]

    def changes(self) -> Iterator[ReturnedChange]:
        pairs = self._pairs()
        for row in self.sent.rows:
            rivals = pairs.paired.get(row.identifier, ())
            for found in rivals:
                why = TWICE if len(rivals) > 1 else TORN if found in pairs.torn else ""
                for change in self._of_row(row, found):
                    is_doubtful = why and change.kind is ReturnedKind.VALUE
                    yield replace(change, state=ChangeState.BARRED, why=why) if is_doubtful else change
        for stranger in pairs.strangers:
            yield from self._of_stranger(stranger, TORN if stranger in pairs.torn else UNKNOWN)
        for row in self.sent.rows:
            if row.identifier not in pairs.paired:
                cells = self.sent.shown(row).items()
                yield replace(
                    self._change(ReturnedKind.REMOVED_ROW, row.identifier, self.found.tab),
                    sent={name: value for name, value in cells if not is_blank(value)},
                    state=ChangeState.BARRED,
                    why=KEPT_ROW,
                )

    # Which row is which

    def _pairs(self) -> _Pairs:
        known = known_identifiers(self.sent)
        bearing: dict[str, list[FoundRow]] = {}
        strangers, torn = list[FoundRow](), list[FoundRow]()
        for found in self.found.rows:
            row = known.get(folded(found.identifier))
            if row is not None and (other := self._named_by_key(row, found)):
                if self._own(other, [found]):
                    row = other
                else:
                    torn.append(found)
            if row is None:
                strangers.append(found)
            elif not any(found.cells == other.cells for other in bearing.setdefault(row.identifier, [])):
                bearing[row.identifier].append(found)
        for identifier, rivals in bearing.items():
            if len(rivals) > 1 and (own := self._own(known[folded(identifier)], rivals)):
                strangers += [found for found in rivals if found is not own]
                bearing[identifier] = [own]
        by_content = self._by_content(
            strangers, [row for row in self.sent.rows if row.identifier not in bearing]
        )
        taken = {*map(id, by_content.values())}
        paired = {**bearing, **{identifier: [found] for identifier, found in by_content.items()}}
        return _Pairs(paired, [found for found in strangers if id(found) not in taken], torn)

    def _named_by_key(self, row: SentRow, found: FoundRow) -> SentRow | None:
        """The row sent whose key a row shows, where it is another one: a sort left the identifiers behind."""
        key = self._content(self._keys, found.cells)
        other = self._by_key.get(key) if any(key) else None
        is_own = other is None or other is row or key == self._content(self._keys, values_of(self.sent, row))
        return None if is_own else other

    @cached_property
    def _keys(self) -> list[SentColumn]:
        return [column for column in self.there if column.name in self.table.key and not column.is_answered]

    @cached_property
    def _by_key(self) -> Mapping[tuple[Any, ...], SentRow]:
        return {self._content(self._keys, values_of(self.sent, row)): row for row in self.sent.rows}

    def _own(self, row: SentRow, rivals: Sequence[FoundRow]) -> FoundRow | None:
        """Of several rows with one identifier, the only one that says what was sent where nothing was asked."""
        columns = [column for column in self.there if not column.is_answered]
        said = self._content(columns, values_of(self.sent, row))
        own = [found for found in rivals if self._content(columns, found.cells) == said]
        return own[0] if len(own) == 1 else None

    def _by_content(self, strangers: Sequence[FoundRow], missing: Sequence[SentRow]) -> dict[str, FoundRow]:
        """The rows whose identifier was lost, and that say all that one row alone said where nothing was asked."""
        if not strangers or not missing:
            return {}
        columns = [column for column in self.there if not column.is_answered]
        said = {row.identifier: self._content(columns, values_of(self.sent, row)) for row in missing}
        read = [self._content(columns, row.cells) for row in strangers]
        sent_times, read_times = Counter(said.values()), Counter(read)
        alone = {
            content: row for content, row in zip(read, strangers, strict=True) if read_times[content] == 1
        }
        return {
            identifier: alone[content]
            for identifier, content in said.items()
            if content in alone and sent_times[content] == 1 and any(content)
        }

    def _content(self, columns: Sequence[SentColumn], cells: Mapping[str, Any]) -> tuple[Any, ...]:
        return tuple(
            self._comparable(declared(self.sent, column), cells[column.heading]) for column in columns
        )

    def _comparable(self, column: Column | None, cell: Any) -> Any:
        try:
            value = cell if column is None else answer(column, cell, self.found.form)
        except Unreadable:
            value = cell
        if is_blank(value):
            return ""
        return folded(value) if isinstance(value, str) else value

    # What a row says

    def _of_row(self, row: SentRow, found: FoundRow) -> Iterator[ReturnedChange]:
        values = values_of(self.sent, row)
        for column in self.there:
            value, raw = values[column.heading], found.cells[column.heading]
            if not says(declared(self.sent, column), raw, value, self.language, self.found.form):
                yield replace(self._of_cell(row, column, found), sent=self._held(row, column, value))
        yield from self._comments(row.identifier, found)

    def _held(self, row: SentRow, column: SentColumn, value: Any) -> Any:
        """What the workbook had in a cell when it was sent, where the copy showed something else."""
        return dict(row.held).get(column.name, value) if column.name else value

    def _of_cell(self, row: SentRow, column: SentColumn, found: FoundRow) -> ReturnedChange:
        held, raw = declared(self.sent, column), found.cells[column.heading]
        change = self._change(ReturnedKind.VALUE, row.identifier, self._place(found))
        change = replace(change, column=column.name or column.heading)
        if held is None:
            return replace(change, returned=shown_in(Kind.TEXT, raw), state=ChangeState.BARRED, why=NOT_ASKED)
        change = replace(change, now=self._now(change))
        why = CLOSED if column.name in row.closed else "" if column.is_answered else NOT_ASKED
        words = ANSWERED_WORDS.get((self.table.name, column.name))
        answered = replace(held, choices=words) if words else held
        try:
            change = replace(change, returned=answer(answered, raw, self.found.form))
        except Unreadable as unreadable:
            change = replace(change, returned=shown_in(held.kind, raw))
            why = why or f"attendu : {unreadable}"
        if why := why or (GONE if change.row is None else ""):
            return replace(change, state=ChangeState.BARRED, why=why)
        if why := self.doubts.get(row.identifier, "") or (UNSEEN if _is_unseen(row, column) else ""):
            return replace(change, state=ChangeState.CONFLICT, why=why)
        return change

    def _comments(self, identifier: str, found: FoundRow) -> Iterator[ReturnedChange]:
        """The comments of the cells of a row, and what is written in the columns that the receiver added."""
        names = {column.heading: column.name or column.heading for column in self.sent.columns}
        beside = {heading: [Comment("", text) for text in texts] for heading, texts in found.beside.items()}
        for heading, comments in (*found.comments.items(), *beside.items()):
            for comment in comments:
                change = self._change(ReturnedKind.COMMENT, identifier, self._place(found))
                name = names.get(heading, heading)
                yield replace(change, column=name, returned=comment.text, author=comment.author)

    def _of_stranger(self, found: FoundRow, unknown: str) -> Iterator[ReturnedChange]:
        """A row that was not sent: one added, or a remark under the table; `unknown` bars one with an identifier."""
        if self._is_total(found):
            return
        cells, faults = self._typed_cells(found)
        change = self._change(ReturnedKind.ADDED_ROW, found.identifier, self._place(found))
        change = replace(change, returned=cells, row_name=found.identifier or NEW_ROW)
        why = unknown if found.identifier else "" if self.sent.spare_rows else NO_NEW_ROW
        if why == NO_NEW_ROW and (text := self._remark(found)):
            yield replace(change, kind=ReturnedKind.COMMENT, table="", row_name="", returned=text)
        elif any(cell is not None for cell in found.cells.values()) or found.identifier:
            why = why or " ; ".join(faults)
            yield replace(change, state=ChangeState.BARRED, why=why) if why else change
        for comment in self._comments(found.identifier, found):
            yield replace(comment, row_name=change.row_name)

    def _is_total(self, found: FoundRow) -> bool:
        """Whether a row is one of the totals that stand under the table."""
        return not found.identifier and any(cell in self.sent.under for cell in found.cells.values())

    def _remark(self, found: FoundRow) -> str:
        """The text of a row that holds nothing else."""
        filled = [cell for cell in found.cells.values() if cell is not None]
        return filled[0] if len(filled) == 1 and isinstance(filled[0], str) else ""

    def _typed_cells(self, found: FoundRow) -> tuple[dict[str, Any], list[str]]:
        """The filled cells of a row that was added, typed, and what is missing in it or could not be read."""
        cells, faults = dict[str, Any](), list[str]()
        for column in self.there:
            held, raw = declared(self.sent, column), found.cells[column.heading]
            if held is None:
                continue
            if raw is None:
                faults += [f"{held.heading} vide"] if held.required and column.is_answered else []
                continue
            try:
                cells[column.name] = answer(held, raw, self.found.form, self.names)
            except Unreadable as unreadable:
                cells[column.name] = shown_in(held.kind, raw)
                faults.append(f"{held.heading} « {cells[column.name]} », attendu : {unreadable}")
        return cells, faults

    # Where it is

    def _change(self, kind: ReturnedKind, identifier: str, place: str) -> ReturnedChange:
        row = self.numbers.get(folded(identifier))
        return ReturnedChange(0, kind, self.table.name, self._name(identifier, row), "", place, row=row)

    def _name(self, identifier: str, number: int | None) -> str:
        """What a person calls a row: its key in the workbook, else what its identifier says."""
        if number is None:
            return identifier.partition(PART)[2] or identifier
        row = self.now.row(number)
        return row_name(self.table, {name: getattr(row, name) for name in self.table.key})

    def _now(self, change: ReturnedChange) -> Any:
        if change.row is None or change.column not in self.now.columns:
            return None
        return getattr(self.now.row(change.row), change.column)

    def _place(self, found: FoundRow) -> str:
        return place_of(self.found.tab, found.number)
