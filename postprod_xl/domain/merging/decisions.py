"""What the house decided of the changes of a file: what `Retours` says of those before, what is accepted now."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from postprod_xl.domain.merging.answers import is_blank
from postprod_xl.domain.merging.applied import NEXT
from postprod_xl.domain.merging.changes import ChangeState, ReturnedChange
from postprod_xl.domain.merging.sent import COMMENT, Sent
from postprod_xl.schema.bounds import LONGEST_TEXT
from postprod_xl.schema.cells.characters import brief
from postprod_xl.schema.cells.shown import shown
from postprod_xl.schema.problems import Problem, blocking
from postprod_xl.schema.rows import Row, Rows, rows_of
from postprod_xl.schema.tables.returns import RETURNS
from postprod_xl.schema.units import folded
from postprod_xl.schema.vocabulary import ReturnDecision, ReturnedKind

ALL, NONE = "all", "none"
_ALL, _NONE = frozenset({ALL, "tous", "tout"}), frozenset({NONE, "aucun", "rien"})
_NUMBERS = re.compile(r"[0-9]+(?:[\s,;]+[0-9]+)*")


def settled(changes: Sequence[ReturnedChange], ledger: Rows, number: str) -> list[ReturnedChange]:
    """The changes of a file, those that need no decision told from the others.

    Parameters
    ----------
    changes
        As compared.
    ledger
        `Retours`.
    number
        Of the share.
    """
    decided = {_mark_of(row): row for row in ledger if row.share == number}
    applied = {_mark_of(row)[:-1]: row for row in ledger if row.decision == ReturnDecision.APPLIED}
    return [
        _settled(change, decided.get(_mark(change)), applied.get(_mark(change)[:-1])) for change in changes
    ]


def _settled(change: ReturnedChange, row: Row | None, other: Row | None) -> ReturnedChange:
    if row is not None:
        day = f" le {shown(row.received_day)}" if row.received_day else ""
        why = f"{row.decision.lower()}{day}"
        decision = ReturnDecision(row.decision) if row.decision else None
        return replace(change, state=ChangeState.DECIDED, why=why, decision=decision)
    if change.state is ChangeState.BARRED or change.kind is not ReturnedKind.VALUE:
        return change
    if change.column == COMMENT:
        # What is answered there is added to what stands there.
        is_there = (
            isinstance(change.now, str) and f"{NEXT}{change.returned}{NEXT}" in f"{NEXT}{change.now}{NEXT}"
        )
        return replace(change, state=ChangeState.SAME) if is_there else change
    if change.now == change.returned:
        return replace(change, state=ChangeState.SAME)
    if (is_blank(change.now) and is_blank(change.sent)) or change.now == change.sent:
        return change
    why = change.why or f"entre-temps, {change.now_text or 'vidé'} dans le classeur{_from(other, change)}"
    return replace(change, state=ChangeState.CONFLICT, why=why)


def _from(other: Row | None, change: ReturnedChange) -> str:
    """Which return, if any, put in the workbook what it has."""
    if other is None or folded(other.after) != folded(change.now_text):
        return ""
    return f", par {other.file} ({other.receiver})"


def _mark(change: ReturnedChange) -> tuple[str, ...]:
    parts = (change.tab, change.row_name, change.heading, change.kind, _kept(change.returned_text))
    return tuple(map(folded, parts))


def _mark_of(row: Row) -> tuple[str, ...]:
    return tuple(map(folded, (row.tab, row.row_name, row.column, row.change_kind, row.after)))


@dataclass(frozen=True)
class Accepted:
    """What is decided of the changes of a file: those applied, those turned down."""

    applied: Sequence[ReturnedChange] = ()
    declined: Sequence[ReturnedChange] = ()

    def __bool__(self) -> bool:
        return bool(self.applied or self.declined)


def decided(changes: Sequence[ReturnedChange], accept: str) -> tuple[Accepted, list[Problem]]:
    """What an answer decides of the changes of a file, and what refuses it.

    Parameters
    ----------
    changes
        As settled.
    accept
        `all`: those that nothing bars, conflicts left to be decided. `none`: nothing is applied, and they are no longer
        proposed. `1,3`: those, even a conflict or one turned down before; the others are left to be decided.
    """
    word = folded(accept)
    if word in _ALL:
        return Accepted([change for change in changes if change.state is ChangeState.OPEN]), []
    if word in _NONE:
        left = (ChangeState.OPEN, ChangeState.CONFLICT)
        return Accepted(declined=[change for change in changes if change.state in left]), []
    if not _NUMBERS.fullmatch(word):
        expected = "all, none, ou des numéros comme 1,3,7"
        return Accepted(), [
            _refusal(accept, expected, f"« {brief(accept)} » n'est pas une réponse : {expected}")
        ]
    by_number = {change.number: change for change in changes}
    chosen, problems = list[ReturnedChange](), list[Problem]()
    for number in dict.fromkeys(map(int, re.findall("[0-9]+", word))):
        change = by_number.get(number)
        if change is None:
            known = f"ils vont de 1 à {len(changes)}" if changes else "ce fichier n'en a aucun"
            message = f"aucun changement n'a le numéro {number} : {known}"
            problems.append(_refusal(str(number), "un changement", message))
        elif change.state is ChangeState.BARRED:
            message = f"le changement {number} n'est pas permis, {change.why} : {change.line}"
            problems.append(_refusal(str(number), "un changement permis", message))
        elif change.state is not ChangeState.SAME and not _is_applied(change):
            chosen.append(change)
    problems += _contradictions(chosen)
    return (Accepted(), problems) if problems else (Accepted(chosen), [])


def _is_applied(change: ReturnedChange) -> bool:
    """Whether an earlier decision put it in the workbook, where it still is."""
    if change.decision is not ReturnDecision.APPLIED:
        return False
    return change.kind is not ReturnedKind.VALUE or change.column == COMMENT or change.now == change.returned


def _contradictions(chosen: Sequence[ReturnedChange]) -> list[Problem]:
    """Two values accepted for one cell."""
    seen: dict[tuple[str, str, str], ReturnedChange] = {}
    problems = []
    for change in chosen:
        if change.kind is ReturnedKind.VALUE:
            other = seen.setdefault((change.table, change.row_name, change.column), change)
            if other is not change:
                numbers = f"les changements {other.number} et {change.number}"
                message = f"{numbers} sont deux valeurs d'une même cellule : acceptez-en un"
                problems.append(_refusal(str(change.number), "une valeur par cellule", message))
    return problems


def ledger_rows(accepted: Accepted, sent: Sent, file: str, today: date) -> Rows:
    """The rows to add to `Retours`: one a change decided, in the order of the file."""
    decisions = {
        **dict.fromkeys((change.number for change in accepted.applied), ReturnDecision.APPLIED),
        **dict.fromkeys((change.number for change in accepted.declined), ReturnDecision.DECLINED),
    }
    changes = sorted((*accepted.applied, *accepted.declined), key=lambda change: change.number)
    return rows_of(
        RETURNS, [_record(change, decisions[change.number], sent, (file, today)) for change in changes]
    )


def _record(
    change: ReturnedChange, decision: ReturnDecision, sent: Sent, received: tuple[str, date]
) -> Mapping[str, Any]:
    file, day = received
    return {
        "share": sent.number,
        "number": change.number,
        "received_day": day,
        "receiver": f"{sent.receiver} ({change.author})" if change.author else sent.receiver,
        "file": file,
        "tab": change.tab,
        "row_name": change.row_name,
        "column": change.heading,
        "change_kind": change.kind,
        "before": _kept(change.sent_text),
        "after": _kept(change.returned_text),
        "decision": decision,
    }


def _kept(text: str) -> str:
    """A text as a cell can hold it."""
    return text[:LONGEST_TEXT]


def _refusal(found: str, expected: str, message: str) -> Problem:
    return blocking("", None, "", found, expected, message)
