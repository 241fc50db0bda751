"""The register of what issued documents printed: each can be printed again, and its rows compared with what they were.

A document is one JSON text, cut into rows that a cell holds; what several documents have in common (seller, buyer,
mentions, style of the house) stands once, under a mark made of its content.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from postprod_xl.documents.invoice import InvoiceDocument
from postprod_xl.documents.record_text import compact_json, plain, record_of
from postprod_xl.domain.invoicing.register.ledger import LEDGER_CELLS, NUMBER, ledger_row
from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.sealed_rows import as_read, row_texts, seal_of
from postprod_xl.schema.kinds import is_empty
from postprod_xl.schema.rows import Row, Rows, rows_of
from postprod_xl.schema.tables.billing import INVOICE_LINES, INVOICES
from postprod_xl.schema.tables.originals import ORIGINALS

SEALED_CELLS = (*LEDGER_CELLS, "file", "fingerprint")
"""The cells of a row of `Factures` that its seal covers: all but what a person notes of its payment."""
LINE_CELLS = tuple(column.name for column in INVOICE_LINES.computed)
LONGEST_PART = 8_000
"""Characters of one row: Excel takes no longer text when many cells are entered at once (8,203)."""
_MARGIN = "|"
"""Around the content of a row, whose own ends may be spaces: what reads cells drops these."""
_SHARED = ("seller", "buyer", "mentions")
_PART_LETTERS = 16
_UNREADABLE = (ValueError, TypeError, KeyError, ArithmeticError, AttributeError)


@dataclass(frozen=True)
class IssuedFile:
    """The file of a document: its path from the folder of the workbook, what it holds, and what it was made with.

    Parameters
    ----------
    path
        As `Factures` names it, parted by `/`.
    fingerprint, xml_fingerprint
        SHA-256 of the file, and of the XML in it.
    size_bytes
        Its size.
    style
        The style that it was set in, as `documents.typesetting.kept_style` keeps it.
    """

    path: str = ""
    fingerprint: str = ""
    xml_fingerprint: str = ""
    size_bytes: int = 0
    style: str = ""

    @property
    def folder(self) -> str:
        """The folder that its path names; one of the folder of the workbook, whatever was written there."""
        name = self.path.partition("/")[0]
        return "" if name in ("", ".", "..") or set(name) & set("\\:") else name


NO_FILE = IssuedFile()
"""That of a document whose file is not made yet."""


@dataclass(frozen=True)
class Original:
    """A document as it was issued, its file, and the mark of each of its rows of `LignesFacture`, by rank."""

    document: InvoiceDocument
    file: IssuedFile
    line_seals: tuple[str, ...] = ()


@dataclass(frozen=True)
class Originals:
    """The register, read back.

    Parameters
    ----------
    texts
        The content of each document by its number, and of each part by its mark; whole ones only.
    heads
        The first row of each document, by its number.
    damaged
        The rows that are not as they were written.
    """

    texts: Mapping[str, str]
    heads: Mapping[str, Row]
    damaged: Sequence[Row]

    def of(self, number: str) -> Original | None:
        """A document as it was issued; None when the register does not hold it whole."""
        try:
            data = json.loads(self.texts[number])
            document = dict(data["document"])
            for name in _SHARED:
                document[name] = json.loads(self.texts[document[name]])
            given = dict(data["file"])
            given["style"] = self.texts[given["style"]] if given.get("style") else ""
            return Original(record_of(InvoiceDocument, document), IssuedFile(**given), tuple(data["lines"]))
        except _UNREADABLE:
            return None


@fact(Originaux="document rank content size_bytes ledger_seal seal")
def originals(office: Office) -> Originals:
    """The register of an office, whatever the order of its rows."""
    rows: defaultdict[str, dict[int, Row]] = defaultdict(dict)
    damaged, faulty = [], set()
    for row in office[ORIGINALS.name]:
        is_own = row.seal == _row_seal(row.document, row.rank, row.content, row.size_bytes, row.ledger_seal)
        if not is_own or row.rank in rows[row.document]:
            damaged.append(row)
            faulty.add(row.document)
        else:
            rows[row.document][row.rank] = row
    texts, heads = {}, {}
    for name, parts in rows.items():
        if 1 in parts and NUMBER.fullmatch(name):
            heads[name] = parts[1]
        ranks = range(1, len(parts) + 1)
        if name not in faulty and parts.keys() == set(ranks):
            texts[name] = "".join(parts[rank].content[1:-1] for rank in ranks)
    return Originals(texts, heads, damaged)


def original_rows(
    office: Office, document: InvoiceDocument, row: Rows, lines: Rows, file: IssuedFile
) -> Rows:
    """The rows to add for a document.

    Parameters
    ----------
    office
        Its register: the parts that it has are not added again.
    document
        What is printed.
    row, lines
        Its row of `Factures`, with its file, and those of `LignesFacture`.
    file
        Its file.
    """
    known, parts = originals(office).texts, {}

    def shared(text: str) -> str:
        mark = f"P{sha256(text.encode()).hexdigest()[:_PART_LETTERS]}"
        if mark not in known:
            parts[mark] = text
        return mark

    data = plain(document)
    for name in _SHARED:
        data[name] = shared(compact_json(data[name]))
    made = plain(file) | {"style": shared(file.style) if file.style else ""}
    read = as_read(lines)
    text = compact_json({"document": data, "lines": line_seals(read), "file": made})
    (seal,) = ledger_seals(as_read(row), read)
    records = [record for mark, part in parts.items() for record in _records(mark, part)]
    return rows_of(ORIGINALS, [*records, *_records(document.number, text, file.size_bytes, seal)])


def ledger_seals(invoices: Rows, lines: Rows) -> list[str]:
    """The mark of each row of `Factures` and of its lines, whatever the order of these.

    An empty cell has no part in it: a column that comes later changes no seal.
    """
    of_lines: defaultdict[str, list[str]] = defaultdict(list)
    for number, text in zip(lines.column("invoice"), row_texts(lines, LINE_CELLS), strict=True):
        of_lines[number].append(text)
    own = zip(invoices.column("number"), row_texts(invoices, SEALED_CELLS), strict=True)
    return [seal_of("R", text, *sorted(of_lines.get(number, ()))) for number, text in own]


def line_seals(lines: Rows) -> list[str]:
    """The mark of each row of `LignesFacture`."""
    return [seal_of("R", text) for text in row_texts(lines, LINE_CELLS)]


def issued_row(original: Original) -> Row:
    """The row of `Factures` of a document, as it was written."""
    cells = ledger_row(original.document)
    cells |= {"file": original.file.path, "fingerprint": original.file.fingerprint}
    return as_read(rows_of(INVOICES, [cells])).records[0]


def changed_names(names: Iterable[str], row: Row, issued: Any) -> list[str]:
    """The code names of the cells of a row that are no longer what was issued."""
    cells = ((name, getattr(issued, name), getattr(row, name)) for name in names)
    return [
        name
        for name, before, after in cells
        if before != after and not (is_empty(before) and is_empty(after))
    ]


def _records(name: str, text: str, size: int | None = None, seal: str = "") -> list[dict[str, Any]]:
    parts = [text[at : at + LONGEST_PART] for at in range(0, len(text), LONGEST_PART)]
    records = [
        {"document": name, "rank": rank, "content": f"{_MARGIN}{part}{_MARGIN}"}
        for rank, part in enumerate(parts, 1)
    ]
    records[0] |= {"size_bytes": size, "ledger_seal": seal}
    cells = [column.name for column in ORIGINALS.columns if column.name != "seal"]
    return [record | {"seal": _row_seal(*map(record.get, cells))} for record in records]


def _row_seal(*cells: Any) -> str:
    return seal_of("O", *(cell if cell != "" else None for cell in cells))
