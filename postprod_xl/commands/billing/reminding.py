"""The letters to the clients who pay late."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from postprod_xl.commands.outcome import Outcome
from postprod_xl.commands.to_complete import identity_gaps
from postprod_xl.documents.papers.reminder import reminder_paper
from postprod_xl.documents.reminder import ReminderLetter
from postprod_xl.domain.office import Office
from postprod_xl.domain.payments.penalties import unknown_rate
from postprod_xl.domain.payments.reminders import late_with_advance, reminder_letters
from postprod_xl.domain.wording import closest_names, counted, euros_text, listed
from postprod_xl.schema.problems import blocking
from postprod_xl.schema.tables.projects import CLIENTS


def reminded(office: Office, client: str) -> Outcome:
    """The letters of the clients who owe since long enough for one; nothing to write in the workbook.

    Parameters
    ----------
    client
        Code of the only client to write to; empty for all.
    """
    codes = office[CLIENTS.name].column("code")
    if client and client not in codes:
        message = f"« {client} » n'est pas dans {CLIENTS.tab} ; {closest_names(client, codes)}"
        heading = CLIENTS.heading("code")
        return Outcome(
            problems=(blocking(CLIENTS.name, None, heading, client, f"un code de {CLIENTS.tab}", message),)
        )
    letters = [*reminder_letters(office, client)]
    return Outcome(
        summary=_summary(letters),
        lines=tuple(_lines(office, client, letters)),
        details={"reminders": [_details(letter) for letter in letters]},
        papers=tuple(map(reminder_paper, letters)),
        is_answer=True,
    )


def _summary(letters: Sequence[ReminderLetter]) -> str:
    if not letters:
        return "aucune facture à relancer"
    named = [f"{each.client} ({each.step}, {euros_text(each.due_cents)})" for each in letters]
    return f"{counted(len(letters), 'courrier')} : {listed(named)}"


def _lines(office: Office, client: str, letters: Sequence[ReminderLetter]) -> Iterator[str]:
    for code, cents in late_with_advance(office, client):
        yield f"{code} a {euros_text(cents)} d'avance : portez-la d'abord sur ses factures (--mode avance)"
    unknown = unknown_rate(office, [each.due_day for letter in letters for each in letter.invoices])
    if unknown:
        yield f"pénalités non chiffrées, {unknown}"
    yield from dict.fromkeys(
        gap for letter in letters for gap in identity_gaps("le courrier", letter.seller, letter.buyer)
    )


def _details(letter: ReminderLetter) -> dict[str, Any]:
    return {
        "client": letter.client,
        "step": str(letter.step),
        "due_cents": letter.due_cents,
        "penalty_cents": letter.penalty_cents,
        "indemnity_cents": letter.indemnity_cents,
        "invoices": [
            {"invoice": each.number, "late_days": each.late_days, "due_cents": each.due_cents}
            for each in letter.invoices
        ],
    }
