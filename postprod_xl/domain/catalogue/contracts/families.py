"""A contract and its amendments: which of them is in force on a day, and why none is.

The version in force is the one signed last, not after the day; it replaces those before it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from postprod_xl.domain.wording import closest_names
from postprod_xl.schema.catalogue_vocabulary import RightsState
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.units import folded

PENDING = (RightsState.DRAFT, RightsState.OPTION)


@dataclass(frozen=True)
class ContractFamily:
    """A first contract and its amendments, as they stand on a day.

    Attributes
    ----------
    head
        The row of the first contract.
    rows
        Every row, in the order of the tab.
    signed
        The versions signed and not undone, the one in force first, then those that it replaced.
    pending
        The rows in option or in negotiation, and those signed after the day; not the first contract once an amendment
        of it is signed.
    ended
        The last day of a terminated contract; None when it is not terminated.
    fault
        What keeps it from being read; None when nothing does.
    doubts
        What is wrong and does not keep it from being read.
    """

    head: Row
    rows: tuple[Row, ...]
    signed: tuple[Row, ...] = ()
    pending: tuple[Row, ...] = ()
    ended: date | None = None
    fault: Problem | None = None
    doubts: tuple[Problem, ...] = ()

    @property
    def root(self) -> str:
        """The code of the first contract."""
        return code_of(self.head)

    @property
    def current(self) -> Row | None:
        """The version in force; None where nothing is signed, or it could not be read."""
        return self.signed[0] if self.signed and self.fault is None else None

    def before(self, row: Row) -> tuple[Row, ...]:
        """The versions whose terms a row keeps when it has none, the latest first.

        An option, or a draft, that an amendment signed or took up again is the first of them.
        """
        first = (self.head,) if self.head.state in PENDING and self.head not in self.pending else ()
        if row not in self.signed:
            return () if self.signed or row is self.head else first
        return (*self.signed[self.signed.index(row) + 1 :], *first)


def code_of(row: Row) -> str:
    """The code of a row of Mandats or Ventes."""
    return str(getattr(row, row.table.key[0]))


def families(rows: Rows, today: date) -> list[ContractFamily]:
    """The contracts of Mandats or of Ventes, each with its amendments, in the order of the tab."""
    by_code = {folded(code_of(row)): row for row in rows if code_of(row)}
    grouped: dict[int, tuple[Row, list[Row]]] = {}
    for row in by_code.values():
        head = _head(row, by_code)
        grouped.setdefault(head.row, (head, []))[1].append(row)
    return [_family(head, members, by_code, today) for head, members in grouped.values()]


def _head(row: Row, by_code: Mapping[str, Row]) -> Row:
    """The first contract of an amendment, whatever the amendments between; of a ring, its first row."""
    passed = [row]
    while row.root and (following := by_code.get(folded(row.root))) is not None:
        if following in passed:
            return min(passed[passed.index(following) :], key=lambda member: member.row)
        passed.append(following)
        row = following
    return row


def _family(head: Row, members: list[Row], by_code: Mapping[str, Row], today: date) -> ContractFamily:
    rows = tuple(sorted(members, key=lambda row: row.row))
    faults = [*_lost(head, by_code), *(fault for row in rows for fault in _faults(row, head))]
    signed = sorted((row for row in rows if _counts(row, today)), key=lambda row: _order(row, head))
    faults += _same_day([row for row in signed if row is not head])
    signed.reverse()
    return ContractFamily(
        head,
        rows,
        tuple(signed),
        tuple(row for row in rows if _is_pending(row, today) and not (signed and row is head)),
        _ended(signed),
        faults[0] if faults else None,
        (*faults[1:], *(doubt for row in rows for doubt in _doubts(row, today))),
    )


def _counts(row: Row, today: date) -> bool:
    if row.state == RightsState.TERMINATED:
        return row.termination_day is not None
    return row.state == RightsState.SIGNED and (row.signature_day is None or row.signature_day <= today)


def _is_pending(row: Row, today: date) -> bool:
    if row.state == RightsState.OPTION and "option_until" in row.table.by_name:
        return row.option_until is None or row.option_until >= today
    return row.state in PENDING or is_signed_later(row, today)


def is_signed_later(row: Row, today: date) -> bool:
    """Whether a row is said signed on a day that has not come."""
    return row.state == RightsState.SIGNED and row.signature_day is not None and row.signature_day > today


def _order(row: Row, head: Row) -> tuple[date, bool]:
    return row.signature_day or date.min, row is not head


def _ended(signed: Sequence[Row]) -> date | None:
    """The last day: the day before the first termination that the version in force does not come after."""
    if not signed:
        return None
    since = signed[0].signature_day or date.min
    days = [
        row.termination_day
        for row in signed
        if row.state == RightsState.TERMINATED and (row is signed[0] or row.termination_day > since)
    ]
    return min(days) - timedelta(days=1) if days else None


def _lost(head: Row, by_code: Mapping[str, Row]) -> Iterator[Problem]:
    if not head.root:
        return
    tab, code = head.table.tab, code_of(head)
    if folded(head.root) in by_code:
        heading = head.table.heading("root")
        message = (
            f"{code} est un avenant de lui-même : indiquez le premier contrat, dont « {heading} » est vide"
        )
    else:
        known = [code_of(row) for row in by_code.values() if row is not head]
        message = f"« {head.root} » n'existe pas dans {tab} : {closest_names(head.root, known)}"
    yield head.warning("root", head.root, f"le code d'un premier contrat de {tab}", message)


def _faults(row: Row, head: Row) -> Iterator[Problem]:
    """What of a row keeps its contract from being read."""
    code = code_of(row)
    if not row.state:
        yield row.warning(
            "state", "", "un statut", f"{code} n'a pas de statut : signé ou non, son effet n'est pas connu"
        )
    stopped = row.termination_day
    if stopped and row.state == RightsState.SIGNED:
        message = (
            f"{code} est « {row.state} » et résilié le {stopped:%d/%m/%Y} : "
            "passez-le à « Résilié », ou videz la date"
        )
        yield row.warning("termination_day", f"{stopped:%d/%m/%Y}", "le statut Résilié", message)
    if stopped and row.signature_day and stopped < row.signature_day:
        message = (
            f"{code} est résilié le {stopped:%d/%m/%Y}, avant sa signature du {row.signature_day:%d/%m/%Y}"
        )
        yield row.warning("termination_day", f"{stopped:%d/%m/%Y}", "un jour après la signature", message)
    if row is not head and row.state in (RightsState.SIGNED, RightsState.TERMINATED):
        yield from _misplaced(row, head)


def _misplaced(row: Row, head: Row) -> Iterator[Problem]:
    """What of a signed amendment leaves its place among the versions unknown."""
    code, day, first = code_of(row), row.signature_day, head.signature_day
    if day is None:
        if row.state == RightsState.SIGNED or row.termination_day:
            message = f"l'avenant {code} est signé sans date : depuis quand il remplace {code_of(head)} n'est pas connu"
            yield row.warning("signature_day", "", "le jour de la signature", message)
    elif first and day < first:
        message = (
            f"l'avenant {code} est signé le {day:%d/%m/%Y}, avant {code_of(head)}, signé le {first:%d/%m/%Y}"
        )
        yield row.warning("signature_day", f"{day:%d/%m/%Y}", "un jour après le premier contrat", message)


def _same_day(amendments: Sequence[Row]) -> Iterator[Problem]:
    """Amendments are in the order of their signatures."""
    for earlier, row in itertools.pairwise(amendments):
        day = row.signature_day
        if day and day == earlier.signature_day:
            message = (
                f"{code_of(row)} est signé le même jour que {code_of(earlier)}, le {day:%d/%m/%Y} : "
                "lequel remplace l'autre n'est pas connu"
            )
            yield row.warning("signature_day", f"{day:%d/%m/%Y}", "un avenant par jour", message)


def _doubts(row: Row, today: date) -> Iterator[Problem]:
    """What of a row is odd, and does not keep its contract from being read."""
    code, day = code_of(row), row.signature_day
    if row.state == RightsState.SIGNED and day is None and not row.root:
        yield row.warning("signature_day", "", "le jour de la signature", f"{code} est signé sans date")
    if is_signed_later(row, today):
        message = (
            f"{code} est signé le {day:%d/%m/%Y}, après aujourd'hui : il ne compte pas encore comme signé"
        )
        yield row.warning("signature_day", f"{day:%d/%m/%Y}", "un jour passé", message)
    if row.state == RightsState.TERMINATED and day and row.termination_day is None:
        message = (
            f"{code}, signé le {day:%d/%m/%Y}, est « {row.state} » sans jour : il n'a jamais valu ; "
            "dites le premier jour où il ne vaut plus"
        )
        yield row.warning("termination_day", "", "le premier jour où il ne vaut plus", message)
    if row.state in PENDING and day:
        message = f"{code} est « {row.state} » avec une signature du {day:%d/%m/%Y} : il n'est pas compté comme signé"
        yield row.warning("state", row.state, "Signé, ou aucune date de signature", message)
    if row.state == RightsState.OPTION and "option_until" in row.table.by_name:
        yield from _option_doubts(row, today)


def _option_doubts(row: Row, today: date) -> Iterator[Problem]:
    code, until = code_of(row), row.option_until
    if until is None:
        message = f"l'option {code} n'a pas de dernier jour : elle compte comme en cours"
        yield row.warning("option_until", "", "le dernier jour de l'option", message)
    elif until < today:
        message = (
            f"l'option {code} est échue depuis le {until:%d/%m/%Y} et ne compte plus : prolongez-la, "
            "signez-la ou passez-la à « Résilié »"
        )
        yield row.warning("option_until", f"{until:%d/%m/%Y}", "un jour à venir", message)
