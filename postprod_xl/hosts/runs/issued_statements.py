"""The file of the royalty statement that a command issues. Shared by every host."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from postprod_xl.commands.outcome import Outcome
from postprod_xl.domain.catalogue.statements.register import sealed
from postprod_xl.hosts.runs.house_papers import house_of, paper_problem
from postprod_xl.hosts.runs.issuing import (
    OF_STATEMENTS,
    PDF,
    IssuedFiles,
    folder_name,
    with_few_tabs,
    with_file_cells,
)
from postprod_xl.schema.tables.catalogue.accounts import STATEMENT_LINES, STATEMENTS

if TYPE_CHECKING:
    from postprod_xl.hosts.runs.master import Master


def with_statement_file(master: Master, outcome: Outcome, files: IssuedFiles) -> tuple[Outcome, IssuedFiles]:
    """The outcome of a command, the statement that it issues having its file, its fingerprint and its mark.

    Parameters
    ----------
    files
        What is to be written beside the workbook already.

    Returns
    -------
    outcome
        Blocked where the paper cannot be made.
    files
        The same, and the file of the statement.

    Raises
    ------
    UnusableFile
        The workbook lies nowhere on this machine.
    """
    from postprod_xl.documents.catalogue.royalty_statement import RoyaltyStatement
    from postprod_xl.documents.papers.royalty_statement import royalty_statement_paper
    from postprod_xl.documents.typesetting.engine import set_paper
    from postprod_xl.documents.typesetting.refusal import PaperRefused

    statement = next((each for each in outcome.documents if isinstance(each, RoyaltyStatement)), None)
    if statement is None or STATEMENTS.name not in outcome.appended:
        return outcome, files
    workbook = master.on_disk()
    try:
        paper = set_paper(royalty_statement_paper(statement), house_of(master, workbook))
    except PaperRefused as refused:
        return Outcome(problems=(*outcome.problems, paper_problem(master, refused))), {}
    path = f"{folder_name(workbook, OF_STATEMENTS)}/{statement.number}{PDF}"
    fingerprint = sha256(paper.pdf).hexdigest()
    ledger = with_file_cells(outcome.appended[STATEMENTS.name], statement.number, path, fingerprint)
    ledger = sealed(ledger, outcome.appended[STATEMENT_LINES.name])
    outcome = replace(
        outcome,
        appended={**outcome.appended, STATEMENTS.name: ledger},
        details={**outcome.details, "file": path, "sha256": fingerprint},
        lines=(
            f"Fichier : {path}",
            *outcome.lines,
            *(f"{statement.number} : {line}" for line in paper.remarks),
        ),
    )
    return with_few_tabs(master, outcome, OF_STATEMENTS), {**files, path: paper.pdf}
