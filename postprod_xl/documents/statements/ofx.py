"""OFX, the statement that banks offer to accounting programs: SGML of version 1, XML of version 2.

Read here rather than by a library: ofxtools is under the GPL, ofxparse has had no release since 2021 and its fork pins
a BeautifulSoup of 2020. A statement is the one aggregate of OFX that is read, and its elements never nest.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import date, datetime

from postprod_xl.documents.statements.statement import (
    EURO,
    BankLine,
    BankStatement,
    UnreadableStatement,
    exact_cents,
    marked,
)

_STATEMENT = re.compile(r"<STMTRS>(.*?)</STMTRS>", re.DOTALL | re.IGNORECASE)
_LINE = re.compile(r"<STMTTRN>(.*?)</STMTTRN>", re.DOTALL | re.IGNORECASE)
_OPENING = re.compile(r"<STMTTRN>", re.IGNORECASE)
_ELEMENT = re.compile(r"<([A-Z0-9.]+)>([^<\r\n]+)", re.IGNORECASE)
_CHARSET = re.compile(rb"CHARSET:\s*([\w-]+)|encoding=[\"']([\w-]+)", re.IGNORECASE)
_PIECES = {"1252": "cp1252", "NONE": "cp1252", "ISO-8859-1": "cp1252"}


def read_ofx(data: bytes) -> BankStatement:
    """The lines of the current accounts of a file; those of cards and securities are not read.

    Raises
    ------
    UnreadableStatement
        It holds no statement of an account, or a line has no amount or day.
    """
    text = _decoded(data)
    statements = _STATEMENT.findall(text)
    if not statements:
        raise UnreadableStatement(
            "cet OFX ne contient pas de relevé de compte (STMTRS) : exportez-le de nouveau"
        )
    return BankStatement(marked(line for statement in statements for line in _lines(statement)))


def _lines(statement: str) -> Iterator[BankLine]:
    head = dict(_elements(_LINE.sub("", statement)))
    account = "".join(head.get(name, "") for name in ("BANKID", "BRANCHID", "ACCTID"))
    found = _LINE.findall(statement)
    if len(found) != len(_OPENING.findall(statement)):
        raise UnreadableStatement(
            "une ligne de l'OFX n'est pas fermée (STMTTRN) : demandez-en une autre copie"
        )
    for content in found:
        line = dict(_elements(content))
        amount, day = line.get("TRNAMT", ""), line.get("DTPOSTED", "")
        cents = exact_cents(amount, "OFX (TRNAMT)")
        currency = line.get("CURSYM", head.get("CURDEF", EURO))
        label = " ".join(filter(None, (line.get("NAME", ""), line.get("MEMO", ""), line.get("CHECKNUM", ""))))
        yield BankLine(line.get("FITID", ""), _day(day), cents, label, "", currency, account)


def _elements(text: str) -> Iterator[tuple[str, str]]:
    for match in _ELEMENT.finditer(text):
        yield match[1].upper(), html.unescape(" ".join(match[2].split()))


def _day(text: str) -> date:
    try:
        return datetime.strptime(text[:8], "%Y%m%d").date()
    except ValueError as error:
        raise UnreadableStatement(f"« {text[:20]} » n'est pas une date de relevé OFX (DTPOSTED)") from error


def _decoded(data: bytes) -> str:
    """The text of a file: as its header declares it, else UTF-8, else Windows."""
    match = _CHARSET.search(data[:1000])
    declared = next(filter(None, match.groups()), b"").decode("ascii") if match else ""
    for encoding in (_PIECES.get(declared.upper(), declared or "utf-8"), "utf-8", "cp1252"):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("latin-1")
