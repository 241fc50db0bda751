"""One more document issued, beside a refresh of the same workbook: `python -m tests.benchmarks.issuing --invoices N`.

The ledger has lines, originals and a (small) file a document. The official rules of electronic invoices, a process of
their own that an office may leave out, are not counted.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from postprod_xl.documents.facturx import issued
from postprod_xl.domain.invoicing.billing.lines import lines_rows
from postprod_xl.domain.invoicing.register.ledger import ledger_row
from postprod_xl.domain.invoicing.register.originals import IssuedFile, Original, original_rows, originals
from postprod_xl.domain.office import Office
from postprod_xl.domain.vat import vat_shares
from postprod_xl.hosts.files.master import read_master
from postprod_xl.hosts.files.runs import run_file
from postprod_xl.schema.rows import rows_of
from postprod_xl.schema.tables.billing import INVOICES
from postprod_xl.workbook.make.build import build
from tests.fuzz.office import DAY, PROJECT, put_office, rows_typed

LINES, PROJECTS = 5, 50
FOLDER = "grand_factures"
TURNS = 3


def big_office(path: Path, count: int) -> None:
    """Write an office with a ledger of `count` documents, and their files beside it."""
    first = _first_document(path.parent)
    folder = path.parent / FOLDER
    folder.mkdir()
    empty = Office({table: rows.at([]) for table, rows in first[1].tables.items()}, first[1].settings, DAY)
    records: dict[str, list[dict[str, Any]]] = {"Factures": [], "LignesFacture": [], "Originaux": []}
    known: dict[str, str] = {}
    for rank in range(1, count + 1):
        document = _document(first[0], rank)
        content = f"%PDF {document.number}".encode()
        (folder / f"{document.number}.pdf").write_bytes(content)
        file = IssuedFile(
            f"{FOLDER}/{document.number}.pdf",
            sha256(content).hexdigest(),
            "",
            len(content),
            first[0].file.style,
        )
        row = rows_of(INVOICES, [ledger_row(document) | {"file": file.path, "fingerprint": file.fingerprint}])
        lines = lines_rows(document.number, document.lines)
        kept = [_record(each) for each in original_rows(empty, document, row, lines, file)]
        records["Originaux"] += [each for each in kept if known.setdefault(each["document"], "") == ""]
        known |= {each["document"]: "held" for each in kept}
        records["Factures"] += map(_record, row)
        records["LignesFacture"] += map(_record, lines)
    path.write_bytes(build(_with_projects(rows_typed()) | records))


def _with_projects(rows: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    closed = [
        rows["Projets"][0] | {"code": f"A{number:03d}", "status": "Soldé"} for number in range(PROJECTS)
    ]
    return rows | {"Projets": [*rows["Projets"], *closed]}


def _first_document(folder: Path) -> tuple[Original, Any]:
    path = folder / "petit.xlsx"
    put_office(path)
    master = read_master(path)
    office = Office(master.tables, master.settings, DAY)
    original = originals(office).of("FA-2026-0001")
    assert original is not None
    return original, master


def _document(first: Original, rank: int) -> Any:
    day = date(2020, 1, 2) + timedelta(days=rank // 5)
    line = first.document.lines[0]
    lines = tuple(replace(line, label=f"{line.label}, tranche {n}") for n in range(LINES))
    vat = vat_shares(lines)
    number = f"FA-{day.year}-{rank - _before(day.year):04d}"
    project = f"A{rank % PROJECTS:03d}"
    return replace(first.document, number=number, project=project, day=day, due_day=day + timedelta(30), lines=lines,
                   vat=vat,
                   subject=f"{first.document.title} — dossier {rank}")  # fmt: skip


def _before(year: int) -> int:
    """How many documents the earlier years have: five a day from 2 January 2020, the first day having four."""
    return max(0, (date(year, 1, 1) - date(2020, 1, 2)).days * 5 - 1)


def _record(row: Any) -> dict[str, Any]:
    return {name: value for name, value in row._asdict().items() if name != "row"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--invoices", type=int, default=10_000)
    parser.add_argument("--keep", type=Path, help="a folder to write the office in")
    given = parser.parse_args()
    issued.can_run = lambda: False  # type: ignore[attr-defined]
    with tempfile.TemporaryDirectory() as folder:
        path = (given.keep or Path(folder)) / "grand.xlsx"
        big_office(path, given.invoices)
        start = path.read_bytes()
        print(f"{given.invoices} documents, {len(start) / 1e6:.1f} MB")
        best = {"refresh": 1e9, "invoice": 1e9}
        for _ in range(TURNS):
            for command, options in (
                ("refresh", {}),
                ("invoice", {"project": PROJECT, "step": 2, "credit": None, "day": DAY}),
            ):
                path.write_bytes(start)
                started = time.process_time()
                report = run_file(path, command, DAY, options, lambda _: True)
                best[command] = min(best[command], time.process_time() - started)
                if report.status:
                    raise SystemExit(
                        "\n".join(problem.line for problem in report.problems[-3:]) or report.summary
                    )
                for file in (path.parent / FOLDER).glob("FA-2026-*"):
                    file.unlink()
        print(f"refresh {best['refresh']:.2f} s, one more document {best['invoice']:.2f} s of processor: ratio "
              f"{best['invoice'] / best['refresh']:.2f}")  # fmt: skip


if __name__ == "__main__":
    main()
