"""An electronic invoice read from its file, and what there is to say of it; no workbook is needed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from postprod_xl.domain.wording import counted_problems
from postprod_xl.engines.ooxml.errors import Refused, naming
from postprod_xl.engines.ooxml.files.open_elsewhere import real_path
from postprod_xl.hosts.exits import BLOCKED
from postprod_xl.hosts.runs.computing import Report, reported
from postprod_xl.schema.problems import Problem, blocking, info, warning
from postprod_xl.schema.vocabulary import Severity

if TYPE_CHECKING:
    from postprod_xl.documents.facturx.received import ReceivedFile

RULED_PROFILE = "en16931"


def received_file(path: Path) -> ReceivedFile:
    """The electronic invoice of a file.

    Raises
    ------
    UnusableFile
        It cannot be read, or is no electronic invoice; the line says why and what to do.
    """
    from postprod_xl.documents.facturx.attachments import LARGEST_FILE
    from postprod_xl.documents.facturx.reading import read_invoice
    from postprod_xl.documents.facturx.refusal import InvoiceUnreadable

    with naming(path):
        with path.open("rb") as file:
            # One byte past the limit is enough to know that it is past.
            data = file.read(LARGEST_FILE + 1)
        try:
            return read_invoice(data)
        except InvoiceUnreadable as unreadable:
            raise Refused(str(unreadable)) from unreadable


def received_options(path: Path, workbook: Path, today: date) -> dict[str, Any]:
    """What `receive` is told of a file: what it says, what is wrong in it, and where it lies.

    A file in the folder of the workbook, or below it, is told by its path from there: both move together.

    Raises
    ------
    UnusableFile
        As `received_file`.
    """
    file = received_file(path)
    whole, folder = real_path(path.parent) / path.name, real_path(workbook).parent
    kept = whole.relative_to(folder) if whole.is_relative_to(folder) else whole
    return {"received": file, "found": tuple(file_problems(file, today)), "path": kept.as_posix()}


def verify_file(path: Path, workbook: Path | None, today: date) -> Report:
    """What an electronic invoice says and whether it holds together; nothing is written anywhere.

    Parameters
    ----------
    path
        A PDF or an XML, received or issued.
    workbook
        The workbook whose ledger and purchases it is compared with; None for none.
    today
        The day it is looked at.
    """
    return reported(path, lambda: _verified(path, workbook, today))


def file_problems(file: ReceivedFile, today: date) -> Iterator[Problem]:
    """Everything that is wrong in a file, or to be looked at, whoever it is from."""
    from postprod_xl.documents.facturx.attachments import TYPE_IT
    from postprod_xl.domain.purchases.received.checks import invoice_problems
    from postprod_xl.domain.purchases.received.compared import compared_problems

    for fault in file.faults:
        message = f"le XML ne suit pas le schéma de son profil, {fault}"
        yield blocking("", None, "", "XML hors du schéma", "un XML conforme", message)
    yield from invoice_problems(file.invoice, today)
    yield from _rule_problems(file)
    if file.text is None:
        message = f"XML seul, sans le PDF qu'une personne lit : {TYPE_IT}"
        yield blocking("", None, "", "XML seul", "un PDF qui le porte", message)
    else:
        yield from compared_problems(file.invoice, file.text)
        yield from _name_problems(file)


def _rule_problems(file: ReceivedFile) -> Iterator[Problem]:
    """What the official rules say: those of EN 16931 block; those of France, which bind suppliers in stages, warn."""
    from postprod_xl.documents.facturx.rules import NOT_RUN, can_run, objections

    invoice = file.invoice
    if invoice.syntax != "CII" or invoice.profile != RULED_PROFILE:
        return
    if not can_run():
        yield info("", None, "", "", "", NOT_RUN)
        return
    told = objections([file.xml], french=invoice.seller.is_french and invoice.buyer.is_french)[0]
    french = [objection.rule.partition("_")[0] for objection in told if objection.rule.startswith("BR-FR")]
    for objection in told:
        if not objection.rule.startswith("BR-FR"):
            make = blocking if objection.is_blocking else warning
            message = f"règle {objection.rule} : {objection.text}"
            yield make("", None, "", objection.rule, "un XML conforme", message)
    if french:
        names = ", ".join(dict.fromkeys(french))
        message = (
            f"règles françaises non suivies, obligatoires par étapes jusqu'au 1er septembre 2027 : {names}"
        )
        yield warning("", None, "", names, "un XML conforme", message)


def _name_problems(file: ReceivedFile) -> Iterator[Problem]:
    from postprod_xl.documents.facturx.attachments import INVOICE_NAMES

    if file.xml_name.casefold() not in INVOICE_NAMES:
        message = f"le XML s'appelle « {file.xml_name} » : d'autres programmes ne trouveront pas « {INVOICE_NAMES[0]} »"
        yield warning("", None, "", file.xml_name, INVOICE_NAMES[0], message)


def _verified(path: Path, workbook: Path | None, today: date) -> Report:
    from postprod_xl.domain.purchases.received.told import content_lines, details, profile_text, summary_line

    file = received_file(path)
    found = [*file_problems(file, today), *_known(file, workbook, today)]
    problems = [problem for problem in found if problem.severity is not Severity.INFO]
    report = Report(path, problems=problems, details={**details(file.invoice), "sha256": file.sha256})
    holder = f"XML {file.xml_name}" if file.xml_name else "XML seul"
    attached = [f"autres pièces jointes : {', '.join(file.others)}"] if file.others else []
    lines = [
        summary_line(file.invoice),
        f"{profile_text(file.invoice)}, {holder}",
        *content_lines(file.invoice),
    ]
    report.notes = [*lines, *attached, *(each.message for each in found if each.severity is Severity.INFO)]
    counted = counted_problems(problems)
    report.summary = f"la facture se tient, {counted}"
    if any(problem.is_blocking for problem in problems):
        report.status, report.summary = BLOCKED, f"la facture ne se tient pas, {counted}"
    return report


def _known(file: ReceivedFile, workbook: Path | None, today: date) -> list[Problem]:
    if workbook is None:
        return []
    from postprod_xl.domain.office import Office
    from postprod_xl.domain.purchases.received.known import known_problems
    from postprod_xl.hosts.files.master import read_master

    master = read_master(workbook)
    return known_problems(Office(master.tables, master.settings, today, tabs=master.tabs), file)
