"""The command that writes the accounting entries of a period, for the accountant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from postprod_xl.commands.outcome import Outcome
from postprod_xl.documents.accounts.entries import JOURNALS, Entry, PeriodBooks
from postprod_xl.domain.entries.books import books
from postprod_xl.domain.invoicing.register.checks import ledger_problems
from postprod_xl.domain.invoicing.register.damage import amount_damage
from postprod_xl.domain.office import Office
from postprod_xl.domain.wording import counted, euros_text
from postprod_xl.schema.problems import Problem, blocking
from postprod_xl.schema.vocabulary import Severity


def ledger(
    office: Office, known: Sequence[Problem] = (), *, first: date | None = None, last: date | None = None
) -> Outcome:
    """Write the entries of invoices, purchases and payments of a period; the workbook is only read.

    Parameters
    ----------
    first, last
        The period, both days included: the days of the accounting year. None for the calendar year of the other one, or
        of the day the office is looked at.
    """
    year = (last or first or office.today).year
    first, last = first or date(year, 1, 1), last or date(year, 12, 31)
    if last < first:
        message = f"période du {first:%d/%m/%Y} au {last:%d/%m/%Y} : le dernier jour vient avant le premier"
        return Outcome(problems=(blocking("", None, "", "", "une période", message),))
    doubted = [replace(problem, severity=Severity.BLOCKING) for problem in amount_damage(office)]
    damaged = [*(problem for problem in ledger_problems(office) if problem.is_blocking), *doubted]
    if damaged:
        return Outcome(problems=tuple(damaged))
    found = books(office, first, last)
    if found.problems:
        return Outcome(problems=found.problems)
    debit = _debit_cents(found.entries)
    summary = (
        f"{counted(len(found.entries), 'écriture')} du {first:%d/%m/%Y} au {last:%d/%m/%Y}, {euros_text(debit)} au "
        "débit comme au crédit"
    )
    counts = Counter(entry.journal for entry in found.entries)
    details = {
        "first": first.isoformat(),
        "last": last.isoformat(),
        "debit_cents": debit,
        "credit_cents": debit,
        "entries": {journal: counts[journal] for journal in JOURNALS},
    }
    siren = "".join(filter(str.isdigit, office.settings["company_siren"]))
    written = PeriodBooks(siren, first, last, office.today, found.entries)
    return Outcome(summary=summary, lines=found.remarks, details=details, books=written)


def _debit_cents(entries: Sequence[Entry]) -> int:
    return sum(line.cents for entry in entries for line in entry.lines if line.cents > 0)
