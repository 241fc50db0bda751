"""One change found in a file that came back: what, where, from whom, and what may be done of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from postprod_xl.domain.comparing.change import Change, ChangeKind, cell_text
from postprod_xl.domain.merging.sent import COMMENT
from postprod_xl.domain.wording import in_sentence
from postprod_xl.schema.cells.characters import brief
from postprod_xl.schema.cells.shown import shown
from postprod_xl.schema.kinds import Kind, is_empty
from postprod_xl.schema.table import Column, Table
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.vocabulary import ReturnDecision, ReturnedKind

LONGEST_VALUE = 60
NEW_ROW = "nouvelle ligne"
"""What a row added by the receiver is called: it has no name yet."""


class ChangeState(StrEnum):
    """What may be done of a change; the value is what a person reads."""

    OPEN = "à décider"
    CONFLICT = "conflit"
    BARRED = "non permis"
    SAME = "déjà ainsi"
    DECIDED = "déjà décidé"


@dataclass(frozen=True)
class ReturnedChange:
    """One difference between what was sent and what came back.

    Parameters
    ----------
    number
        Its rank in the file: the same whatever has been decided since.
    kind
        A value, a row added or removed, a comment.
    table
        Name of its table; empty for a comment pinned to none.
    row_name
        What a person calls its row.
    column
        Code name of its column, or the heading of one that the table does not have; empty for a whole row.
    place
        Where it is in the file.
    sent, returned, now
        What was sent, what came back and what the workbook has: typed values, or a text where it could not be read. Of
        a row added or removed, its typed cells by code name.
    state
        What may be done of it.
    why
        Why it may not be applied, or not without being named; in French, empty when nothing bars it.
    author
        Who signs a comment, when the file says so.
    decision
        What the house decided of it before; None when it did not.
    row
        The number of its row in the workbook; None when it has none.
    """

    number: int
    kind: ReturnedKind
    table: str
    row_name: str
    column: str
    place: str
    sent: Any = None
    returned: Any = None
    now: Any = None
    state: ChangeState = ChangeState.OPEN
    why: str = ""
    author: str = ""
    row: int | None = None
    decision: ReturnDecision | None = None

    @property
    def declared(self) -> Column | None:
        return BY_NAME[self.table].by_name.get(self.column) if self.table else None

    @property
    def tab(self) -> str:
        """Title of the tab of the workbook that it is about; empty when it is about none."""
        return BY_NAME[self.table].tab if self.table else ""

    @property
    def heading(self) -> str:
        """The heading of its column, in French where the table has it."""
        return self.declared.heading if self.declared else self.column

    @property
    def sent_text(self) -> str:
        return self._text(self.sent)

    @property
    def returned_text(self) -> str:
        return self._text(self.returned)

    @property
    def now_text(self) -> str:
        return self._text(self.now)

    @property
    def line(self) -> str:
        """The change in one French line, without its number nor its state."""
        if self.kind is ReturnedKind.COMMENT:
            where = ", ".join(part for part in (self.tab, self.row_name, self.heading) if part)
            signed = f" de {self.author}" if self.author else ""
            return (
                f"{where or self.place} : commentaire{signed}, « {brief(self.returned_text, LONGEST_VALUE)} »"
            )
        if self.row_name == NEW_ROW:
            return f"{self.tab}, {NEW_ROW} : {self.returned_text}"
        if self.kind is not ReturnedKind.VALUE:
            is_new = self.kind is ReturnedKind.ADDED_ROW
            cells = {"after": self.returned} if is_new else {"before": self.sent}
            kind = ChangeKind.ADDED if is_new else ChangeKind.REMOVED
            return Change(self.table, self.row_name, kind, **cells).line
        if self.declared is None:
            return f"{self.tab}, {self.row_name} : {self.heading} « {self.returned_text} » au lieu de {self.sent_text}"
        if self.column == COMMENT and not is_empty(self.sent):
            added, held = (brief(text, LONGEST_VALUE) for text in (self.returned_text, self.sent_text))
            return f"{self.tab}, {self.row_name} : {self.heading} « {added} », ajouté à « {held} »"
        is_unread = isinstance(self.returned, str) and self.declared.kind not in _TEXTS
        return Change(
            self.table,
            self.row_name,
            ChangeKind.CHANGED,
            self.column,
            cell_text(self.declared.kind, self.sent) if is_unread else self.sent,
            self.returned,
            value_kind=Kind.TEXT if is_unread else None,
        ).line

    def _text(self, value: Any) -> str:
        if isinstance(value, Mapping):
            return row_text(BY_NAME[self.table], value)
        if isinstance(value, str) or self.declared is None or self.kind is ReturnedKind.COMMENT:
            return shown(value)
        return cell_text(self.declared.kind, value)


_TEXTS = (Kind.TEXT, Kind.CHOICE)


def row_text(table: Table, cells: Mapping[str, Any]) -> str:
    """All the filled cells of a row, with their headings."""
    told = (
        f"{in_sentence(column.heading)} {cell_text(column.kind, cells[column.name])}"
        for column in table.columns
        if not is_empty(cells.get(column.name)) and cells[column.name] is not False
    )
    return ", ".join(told)
