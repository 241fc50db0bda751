"""What was changed by hand in the ledger: each issued document is compared with its original."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from postprod_xl.domain.invoicing.billing.lines import LEDGER_TERMS
from postprod_xl.domain.invoicing.register.ledger import NUMBER
from postprod_xl.domain.invoicing.register.lost import KEPT, RESTORE, RESTORE_LINES
from postprod_xl.domain.invoicing.register.originals import (
    LINE_CELLS,
    SEALED_CELLS,
    Original,
    changed_names,
    issued_row,
    ledger_seals,
    line_seals,
    originals,
)
from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.wording import counted, first_names
from postprod_xl.schema.bounds import value_text
from postprod_xl.schema.kinds import is_empty
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.billing import INVOICES
from postprod_xl.schema.tables.originals import ORIGINALS

AS_ISSUED = "ce qui a été émis"
_REGISTER = "document rank content size_bytes ledger_seal seal"


def sealed_problems(office: Office, known: Sequence[Problem] = ()) -> list[Problem]:
    """The cells of issued documents that are no longer what was issued, and what was changed in their register.

    A warning each. Documents issued before the register came are judged by the other rules alone.

    Parameters
    ----------
    known
        What the other rules of the ledger have said: a cell is named once.
    """
    said = {(problem.table, problem.row, problem.heading) for problem in known}
    problems = [*_damaged_originals(office), *_changed_documents(office)]
    # The row of a number that is lost is that of another document.
    kept = INVOICES.heading("number")
    return [
        problem
        for problem in problems
        if problem.heading == kept or (problem.table, problem.row, problem.heading) not in said
    ]


@fact(Factures=" ".join(SEALED_CELLS), LignesFacture=" ".join(LINE_CELLS), Originaux=_REGISTER)
def _changed_documents(office: Office) -> list[Problem]:
    invoices, heads = office["Factures"], originals(office).heads
    numbers = invoices.column("number")
    if not heads and not any(invoices.column("fingerprint")):
        return []
    seals = ledger_seals(invoices, office["LignesFacture"])
    changed = [
        row
        for row, number, seal in zip(invoices.numbers, numbers, seals, strict=True)
        if (head := heads.get(number)) is None or head.ledger_seal != seal
    ]
    first = next(
        (row for row, number in zip(invoices.numbers, numbers, strict=True) if number in heads), None
    )
    return [problem for row in changed for problem in _of_document(office, invoices.row(row), first)]


def _of_document(office: Office, entry: Row, first: int | None) -> Iterator[Problem]:
    """What is said of a document that is not what was issued; `first` is the row of the first one of the register."""
    register = originals(office)
    if entry.number not in register.heads:
        # A workbook of an earlier version has neither originals nor rules.
        is_expected = bool(entry.rules and entry.fingerprint) or (first is not None and entry.row > first)
        yield from _without_original(office, entry, is_expected=is_expected)
    elif (original := register.of(entry.number)) is None:
        message = f"{entry.number} n'est plus telle qu'elle a été émise, et son original non plus : {RESTORE}"
        yield entry.warning("number", entry.number, AS_ISSUED, message)
    else:
        yield from _changed(office, entry, original)


def _changed(office: Office, entry: Row, original: Original) -> Iterator[Problem]:
    issued = issued_row(original)
    for name in changed_names(SEALED_CELLS, entry, issued):
        yield _changed_cell(entry, name, getattr(issued, name), RESTORE)
    lines = office["LignesFacture"].where(
        number == entry.number for number in office["LignesFacture"].column("invoice")
    )
    seals = line_seals(lines)
    if sorted(seals) == sorted(original.line_seals):
        return
    if len(lines) != len(original.line_seals):
        found = counted(len(lines), "ligne")
        message = (
            f"{entry.number} a {found} de détail, {len(original.line_seals)} à l'émission : {RESTORE_LINES}"
        )
        yield entry.warning("total_cents", found, AS_ISSUED, message)
    for line, seal in zip(lines, seals, strict=True):
        if seal not in original.line_seals:
            yield from _changed_line(line, original)


def _changed_line(line: Row, original: Original) -> Iterator[Problem]:
    """The cells of a line that are not what was printed; the line itself when what changed was not printed."""
    printed = original.document.lines
    at = (line.rank or 0) - 1
    is_printed = len(printed) == len(original.line_seals) and 0 <= at < len(printed)
    names = changed_names(LEDGER_TERMS, line, printed[at]) if is_printed else []
    for name in names:
        yield _changed_cell(line, name, getattr(printed[at], name), RESTORE_LINES)
    if not names:
        message = (
            f"{line.invoice}, ligne {line.rank} : elle n'est plus telle qu'elle a été émise, {RESTORE_LINES}"
        )
        yield line.warning("label", str(line.label), AS_ISSUED, message)


def _changed_cell(row: Row, name: str, issued: Any, remedy: str) -> Problem:
    heading, kind = row.table.heading(name), row.table.by_name[name].kind
    found, expected = (
        "vide" if is_empty(value) else value_text(kind, value) for value in (getattr(row, name), issued)
    )
    number = getattr(row, "invoice", "") or row.number
    message = f"{number} : « {heading} » a été modifié depuis l'émission, {expected} alors : {remedy}"
    return row.warning(name, found, expected, message)


def _without_original(office: Office, entry: Row, *, is_expected: bool) -> Iterator[Problem]:
    """A document that is not in the register: renumbered, or written by hand where it follows one that is."""
    former = _renumbered(office, entry)
    if former:
        message = f"{entry.number or 'cette ligne'} est {former}, renumérotée à la main : {RESTORE}"
        yield entry.warning("number", entry.number or "vide", former, message)
    elif is_expected and NUMBER.fullmatch(entry.number):
        message = (
            f"{entry.number} n'a pas d'original dans « {ORIGINALS.tab} » (onglet masqué) : ligne écrite à la main, ou "
            f"original effacé ; reprenez-le d'après {KEPT}"
        )
        yield entry.warning("number", entry.number, "un document émis par le programme", message)


def _renumbered(office: Office, entry: Row) -> str:
    """The number under which a document was issued, by the fingerprint of its file; empty when none has it."""
    register, held = originals(office), set(office["Factures"].column("number"))
    for number in register.heads if entry.fingerprint else ():
        original = None if number in held else register.of(number)
        if original is not None and original.file.fingerprint == entry.fingerprint:
            return number
    return ""


def _damaged_originals(office: Office) -> Iterator[Problem]:
    damaged = originals(office).damaged
    if damaged:
        named = first_names(list(dict.fromkeys(row.document or "vide" for row in damaged)))
        message = (
            f"« {ORIGINALS.tab} » (onglet masqué) n'est plus tel que le programme l'a écrit, "
            f"{counted(len(damaged), 'ligne')} : {named} ; ces documents ne peuvent plus être ni refaits "
            f"ni vérifiés, {RESTORE}"
        )
        yield damaged[0].warning(
            "seal", damaged[0].seal or "vide", "la ligne telle qu'elle a été écrite", message
        )
