"""What is lost with a state of a workbook that left the house: what an earlier state would let it do a second time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from postprod_xl.domain.comparing.change import Change, ChangeKind
from postprod_xl.domain.wording import counted, counted_whole, first_names
from postprod_xl.schema.tables.billing import INVOICES
from postprod_xl.schema.tables.catalogue.accounts import STATEMENTS
from postprod_xl.schema.tables.frozen import FROZEN
from postprod_xl.schema.tables.payments import PAYMENTS
from postprod_xl.schema.tables.payroll import EXPORTED_MONTHS

_NOTED = frozenset({"paid_day", "paid_cents"})
_LEDGERS = frozenset({INVOICES.name, STATEMENTS.name})


def losses(changes: Sequence[Change]) -> list[str]:
    """What an office cannot undo by coming back to an earlier state, a French line each.

    Parameters
    ----------
    changes
        From the earlier state to the present one, as `compared` gives them of `facts`.
    """
    added: dict[str, list[Change]] = {}
    for change in changes:
        if change.kind is ChangeKind.ADDED:
            added.setdefault(change.table, []).append(change)
    return [*_added_lines(added), *_noted_payments(changes)]


def _added_lines(added: dict[str, list[Change]]) -> Iterator[str]:
    for table, told in _TOLD.items():
        if rows := added.get(table):
            yield told(rows)


def _invoices(rows: Sequence[Change]) -> str:
    given = "son numéro serait donné" if len(rows) == 1 else "leurs numéros seraient donnés"
    return f"{counted_whole(len(rows), 'document émis')} ({_keys(rows)}) : {given} de nouveau"


def _statements(rows: Sequence[Change]) -> str:
    given = "son numéro serait donné" if len(rows) == 1 else "leurs numéros seraient donnés"
    return f"{counted_whole(len(rows), 'relevé émis')} ({_keys(rows)}) : {given} de nouveau"


def _months(rows: Sequence[Change]) -> str:
    months = [*dict.fromkeys(change.after["month"] for change in rows)]
    told = counted_whole(len(months), "mois de paie exporté")
    return f"{told} ({first_names(months)}) : la paie n'en serait plus figée"


def _payments(rows: Sequence[Change]) -> str:
    return f"{counted(len(rows), 'règlement')} ({_keys(rows)})"


def _versions(rows: Sequence[Change]) -> str:
    versions = dict.fromkeys(f"{change.after['project']} v{change.after['version']}" for change in rows)
    return f"{counted_whole(len(versions), 'version figée')} de devis ({first_names([*versions])})"


def _noted_payments(changes: Sequence[Change]) -> Iterator[str]:
    """Payments noted by hand in the ledgers of invoices and of statements."""
    rows = dict.fromkeys(
        change.key for change in changes if change.table in _LEDGERS and change.column in _NOTED
    )
    if rows:
        yield f"{counted_whole(len(rows), 'paiement noté')} au registre ({first_names([*rows])})"


def _keys(rows: Sequence[Change]) -> str:
    return first_names([change.key for change in rows])


_TOLD: dict[str, Callable[[Sequence[Change]], str]] = {
    INVOICES.name: _invoices,
    STATEMENTS.name: _statements,
    EXPORTED_MONTHS.name: _months,
    PAYMENTS.name: _payments,
    FROZEN.name: _versions,
}
