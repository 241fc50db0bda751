"""CAMT.053, the XML statement of ISO 20022, versions 02 to 13 alike.

Read here rather than by a library: those of PyPI under a permissive licence take the first amount that they meet in a
transaction, which is the one in the payer's currency, for that of the entry (pycamt 1.1), or bring pandas (others).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from postprod_xl.documents.facturx.refusal import InvoiceUnreadable
from postprod_xl.documents.facturx.xml_reading import xml_root
from postprod_xl.documents.statements.statement import (
    EURO,
    BankLine,
    BankStatement,
    UnreadableStatement,
    exact_cents,
    marked,
)

if TYPE_CHECKING:
    from lxml import etree

_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})")
_BOOKED = "BOOK"


def read_camt(data: bytes) -> BankStatement:
    """The booked entries of a file; one that holds several payments gives each, where their amounts add up to it.

    Raises
    ------
    UnreadableStatement
        It is no CAMT.053, or an entry has no amount, day or direction.
    """
    try:
        root = xml_root(data)
    except InvoiceUnreadable as error:
        raise UnreadableStatement(str(error)) from error
    statements = [*_all(root, "BkToCstmrStmt/Stmt")]
    if not statements:
        raise UnreadableStatement("ce XML n'est pas un relevé CAMT.053 : demandez ce format à la banque")
    entries = [(statement, entry) for statement in statements for entry in _all(statement, "Ntry")]
    waiting = [entry for _, entry in entries if _status(entry) != _BOOKED]
    lines = (
        line for statement, entry in entries if _status(entry) == _BOOKED for line in _lines(statement, entry)
    )
    left = (
        (f"lignes que la banque n'a pas encore comptabilisées, laissées : {len(waiting)}",) if waiting else ()
    )
    return BankStatement(marked(lines), left)


def _lines(statement: etree._Element, entry: etree._Element) -> Iterator[BankLine]:
    account = _text(statement, "Acct/Id/IBAN") or _text(statement, "Acct/Id/Othr/Id")
    cents, currency = _amount(entry, "Amt")
    sign = _sign(entry)
    details = [*_all(entry, "NtryDtls/TxDtls")]
    parts = [_part(detail, currency) for detail in details]
    day, reference = _booked(entry), _text(entry, "AcctSvcrRef") or _text(entry, "NtryRef")
    common = _text(entry, "AddtlNtryInf")
    if len(details) > 1 and None not in parts and sum(part or 0 for part in parts) == cents:
        for rank, (detail, part) in enumerate(zip(details, parts, strict=True), 1):
            own = _text(detail, "Refs/AcctSvcrRef") or (f"{reference}/{rank}" if reference else "")
            label = " ".join(filter(None, (common, *_words(detail))))
            yield BankLine(own, day, sign * (part or 0), label, _payer(detail), currency, account)
        return
    words = [word for detail in details for word in _words(detail)]
    payer = next(filter(None, map(_payer, details)), "")
    label = " ".join(filter(None, (common, *words)))
    yield BankLine(reference, day, sign * cents, label, payer, currency, account)


def _part(detail: etree._Element, currency: str) -> int | None:
    """The amount of one payment of an entry in the currency of the account; None when the file does not say it."""
    for path in ("Amt", "AmtDtls/TxAmt/Amt"):
        for found in _all(detail, path):
            if found.get("Ccy", currency) == currency:
                return exact_cents(found.text or "", "CAMT.053")
    return None


def _words(detail: etree._Element) -> Iterator[str]:
    paths = (
        "RmtInf/Ustrd",
        "RmtInf/Strd/CdtrRefInf/Ref",
        "RmtInf/Strd/RfrdDocInf/Nb",
        "AddtlTxInf",
        "Refs/EndToEndId",
    )
    for path in paths:
        for found in _all(detail, path):
            text = " ".join((found.text or "").split())
            if text and text != "NOTPROVIDED":
                yield text


def _payer(detail: etree._Element) -> str:
    return _text(detail, "RltdPties/Dbtr/Nm") or _text(detail, "RltdPties/Dbtr/Pty/Nm")


def _amount(entry: etree._Element, path: str) -> tuple[int, str]:
    found = next(_all(entry, path), None)
    if found is None:
        raise UnreadableStatement("une ligne du relevé n'a pas de montant : demandez-en une autre copie")
    return exact_cents(found.text or "", "CAMT.053"), found.get("Ccy", EURO)


def _sign(entry: etree._Element) -> int:
    word = _text(entry, "CdtDbtInd")
    if word not in ("CRDT", "DBIT"):
        raise UnreadableStatement(
            "une ligne du relevé ne dit pas si elle est au crédit ou au débit (CdtDbtInd)"
        )
    return 1 if word == "CRDT" else -1


def _booked(entry: etree._Element) -> date:
    for path in ("BookgDt/Dt", "BookgDt/DtTm", "ValDt/Dt", "ValDt/DtTm"):
        if match := _DAY.match(_text(entry, path)):
            try:
                return date.fromisoformat(match[1])
            except ValueError as error:
                raise UnreadableStatement(f"« {match[1]} » n'est pas une date de relevé CAMT.053") from error
    raise UnreadableStatement("une ligne du relevé n'a pas de date : demandez-en une autre copie")


def _status(entry: etree._Element) -> str:
    return _text(entry, "Sts/Cd") or _text(entry, "Sts") or _BOOKED


def _all(element: etree._Element, path: str) -> Iterator[etree._Element]:
    """The elements of a path of local names: versions and prefixes of the namespace are all one."""
    name, _, rest = path.partition("/")
    for child in element.iterchildren("{*}" + name):
        if rest:
            yield from _all(child, rest)
        else:
            yield child


def _text(element: etree._Element, path: str) -> str:
    return next((" ".join(found.text.split()) for found in _all(element, path) if found.text), "")
