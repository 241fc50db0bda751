"""What is said of a file that came back: each change in a French line, what is in doubt, figures for a program."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from postprod_xl.documents.sharing.returned import ReturnedFile
from postprod_xl.domain.merging.applied import lands
from postprod_xl.domain.merging.changes import ChangeState, ReturnedChange
from postprod_xl.domain.merging.decisions import Accepted
from postprod_xl.domain.merging.found import Found, FoundTable
from postprod_xl.domain.merging.sent import Sent
from postprod_xl.domain.wording import counted, counted_whole, listed
from postprod_xl.schema.tables.returns import RETURNS
from postprod_xl.schema.vocabulary import ReturnedKind

_PLURALS = {
    ChangeState.OPEN: "à décider",
    ChangeState.CONFLICT: "conflits",
    ChangeState.BARRED: "non permis",
    ChangeState.SAME: "déjà ainsi",
    ChangeState.DECIDED: "déjà décidés",
}


def states_text(changes: Sequence[ReturnedChange]) -> str:
    """How many changes there are, by what may be done of them: `7 changements, 5 à décider, 2 conflits`."""
    counts = ((sum(change.state is state for change in changes), state) for state in ChangeState)
    parts = [f"{number} {_PLURALS[state] if number > 1 else state}" for number, state in counts if number]
    return ", ".join([counted(len(changes), "changement"), *parts]) if parts else "aucun changement"


def change_lines(changes: Sequence[ReturnedChange]) -> Iterator[str]:
    """Each change by its number, what may be done of it, and why."""
    for change in changes:
        why = f" ({change.why})" if change.why else ""
        yield f"{change.number}. {change.state}{why} — {change.line}"


def later_line(returned: ReturnedFile) -> Iterator[str]:
    """What is said of the answers to a copy that is not the last one sent."""
    if returned.is_untouched:
        yield "ce fichier est la copie telle qu'elle a été envoyée"
    if returned.later:
        yield (
            f"une copie plus récente a été envoyée, {returned.later[-1]} : ce retour est comparé à celle qu'il remplit"
        )


def remarks(found: Found, sent: Sent) -> Iterator[str]:
    """What was not found in the file, or not where it was."""
    for _, title in found.headless:
        yield f"« {title} » n'a plus sa ligne d'en-têtes : rien n'en est lu, remettez-la, puis recommencez"
    headless = [sent_table for sent_table, _ in found.headless]
    if absent := [sent_table for sent_table in found.absent if sent_table not in headless]:
        tabs = listed([f"« {sent_table.tab} »" for sent_table in absent])
        yield f"absents du fichier, rien n'en est lu : {tabs}"
    for table in found.tables:
        yield from _table_remarks(table)


def _table_remarks(table: FoundTable) -> Iterator[str]:
    tab = f"« {table.tab} »"
    if not table.has_identifiers:
        yield (
            f"{tab} n'a plus sa colonne « {table.sent.identifier} » : ses lignes sont retrouvées par ce qu'elles "
            "disent, celles qui ont changé ailleurs que dans une réponse ne le sont pas"
        )
    for heading, other in table.renamed.items():
        yield f"{tab} : la colonne « {other} » est lue comme « {heading} »"
    answered = {column.heading for column in table.sent.columns if column.is_answered}
    lost = [f"« {heading} »" for heading in table.missing if heading in answered]
    if lost:
        yield f"{tab} n'a plus {listed(lost)} : ces réponses ne sont pas lues"
    if table.others:
        yield f"{listed([f'« {other} »' for other in table.others])} répète des lignes de {tab} : non lu"


def applied_lines(accepted: Accepted) -> Iterator[str]:
    """What was applied and turned down, a French line each."""
    yield from (
        f"{change.number}. appliqué — {change.line}{_kept_aside(change)}" for change in accepted.applied
    )
    yield from (f"{change.number}. écarté — {change.line}" for change in accepted.declined)


def _kept_aside(change: ReturnedChange) -> str:
    """What is said of a comment that no cell takes."""
    is_aside = change.kind is ReturnedKind.COMMENT and not lands(change)
    return f" (gardé dans {RETURNS.tab})" if is_aside else ""


def decided_summary(accepted: Accepted, changes: Sequence[ReturnedChange], sent: Sent) -> str:
    """One French line: what was applied, turned down, and is left to decide."""
    sides = (("appliqué", accepted.applied), ("écarté", accepted.declined))
    parts = [counted_whole(len(side), f"changement {word}") for word, side in sides if side]
    taken = {change.number for change in (*accepted.applied, *accepted.declined)}
    waiting = (ChangeState.OPEN, ChangeState.CONFLICT)
    left = [change for change in changes if change.state in waiting and change.number not in taken]
    if left:
        parts.append(f"{len(left)} à décider")
    return f"{sent.number} : {', '.join(parts)}"


def decision_question(accepted: Accepted, sent: Sent) -> str:
    """What a person at the workbook confirms: how many changes, of whose return."""
    verb, changes = ("Appliquer", accepted.applied) if accepted.applied else ("Écarter", accepted.declined)
    return f"{verb} {counted(len(changes), 'changement')} du retour de {sent.receiver} ({sent.number}) ?"


def change_details(change: ReturnedChange) -> dict[str, Any]:
    """A change as a program reads it; values as their cells show them."""
    return {
        "number": change.number,
        "kind": str(change.kind),
        "state": str(change.state),
        "why": change.why,
        "tab": change.tab,
        "row": change.row_name,
        "column": change.heading,
        "sent": change.sent_text,
        "returned": change.returned_text,
        "now": change.now_text,
        "author": change.author,
        "place": change.place,
    }
