"""The command that merges the answers of a copy, or of an advice form, that came back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from postprod_xl.commands.adding import Said, with_entered
from postprod_xl.commands.outcome import Outcome
from postprod_xl.documents.sharing.returned import ReturnedFile
from postprod_xl.domain.merging.applied import too_long, typed_cells
from postprod_xl.domain.merging.changes import ReturnedChange
from postprod_xl.domain.merging.comparison import compared
from postprod_xl.domain.merging.decisions import decided, ledger_rows, settled
from postprod_xl.domain.merging.finding import found_in
from postprod_xl.domain.merging.new_sessions import new_sessions, with_known_sessions
from postprod_xl.domain.merging.sent import Sent
from postprod_xl.domain.merging.told import (
    applied_lines,
    change_details,
    change_lines,
    decided_summary,
    decision_question,
    later_line,
    remarks,
    states_text,
)
from postprod_xl.domain.merging.whose import sent_of
from postprod_xl.domain.office import Office
from postprod_xl.schema.problems import Problem, Refusal
from postprod_xl.schema.tables.returns import RETURNS


def merge(
    office: Office, known: Sequence[Problem] = (), *, returned: ReturnedFile, accept: str = ""
) -> Outcome:
    """List what a file that came back changes of what was sent; apply what is accepted of it.

    Parameters
    ----------
    returned
        The file, and what was kept of the copy that it answers.
    accept
        What is accepted: `all`, `none` or numbers; empty, nothing is decided nor written.
    """
    try:
        sent = sent_of(office, returned)
    except Refusal as refusal:
        return Outcome(problems=(refusal.problem,))
    found = found_in(returned.grids, sent)
    changes = settled(compared(sent, found, office.tables), office[RETURNS.name], sent.number)
    changes = with_known_sessions(changes, office, sent)
    lines = (*later_line(returned), *remarks(found, sent))
    if not accept:
        return Outcome(
            summary=f"{sent.number}, {sent.receiver} : {states_text(changes)}, rien n'est écrit",
            lines=(*lines, *change_lines(changes)),
            details=_details(changes, sent, returned),
            is_answer=True,
        )
    accepted, problems = decided(changes, accept)
    cells = typed_cells(accepted.applied, office.tables)
    if problems := [*problems, *too_long(cells)]:
        return Outcome(problems=tuple(problems))
    details = {
        **_details(changes, sent, returned),
        "applied": [change.number for change in accepted.applied],
        "declined": [change.number for change in accepted.declined],
    }
    if not accepted:
        summary = f"{sent.number} : rien à décider, {states_text(changes)}, rien n'est écrit"
        return Outcome(summary=summary, lines=lines, details=details, is_answer=True)
    added = new_sessions(accepted.applied, office, sent)
    said = Said(decided_summary(accepted, changes, sent), [*lines, *applied_lines(accepted)], details)
    outcome = with_entered(office, known, cells, added, lambda _: said)
    if outcome.is_blocked:
        return outcome
    noted = ledger_rows(accepted, sent, returned.name, office.today)
    return replace(
        outcome,
        appended={**outcome.appended, RETURNS.name: noted},
        question=decision_question(accepted, sent),
    )


def _details(changes: Sequence[ReturnedChange], sent: Sent, returned: ReturnedFile) -> dict[str, Any]:
    return {
        "share": sent.number,
        "receiver": sent.receiver,
        "file": returned.name,
        "later": list(returned.later),
        "changes": [change_details(change) for change in changes],
    }
