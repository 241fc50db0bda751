"""A bank statement read from its file, and what it proposes in a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from postprod_xl.documents.statements.statement import BankStatement, UnreadableStatement
from postprod_xl.engines.ooxml.errors import Refused, UnusableFile, naming
from postprod_xl.hosts.files.runs import preview_file, run_file
from postprod_xl.hosts.runs.computing import Report, refused

_LARGEST = 50_000_000
"""Bytes of a statement: years of a busy account."""


def match_file(path: Path, statement: Path, accept: Sequence[str], today: date) -> Report:
    """Say what a statement proposes in a workbook, or note the proposals accepted there.

    Parameters
    ----------
    path
        The master workbook; it is left as it is when nothing is accepted.
    statement
        The file of the bank.
    accept
        The identifiers of the proposals to note.
    today
        The day it is done.
    """
    try:
        lines = statement_of(statement)
    except UnusableFile as error:
        return refused(statement, error)
    options = {"statement": lines, "accept": tuple(accept)}
    run = run_file if accept else preview_file
    return run(path, "payment", today, options)


def statement_of(path: Path) -> BankStatement:
    """The lines of the file of a bank.

    Raises
    ------
    UnusableFile
        It cannot be opened, or is no statement that can be read.
    """
    from postprod_xl.documents.statements.reading import read_statement

    with naming(path):
        with path.open("rb") as file:
            # One byte past the limit is enough to know that it is past.
            data = file.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            raise Refused("trop lourd pour un relevé de banque : exportez une période plus courte.")
        try:
            return read_statement(data)
        except UnreadableStatement as error:
            raise Refused(f"{error}.") from error
