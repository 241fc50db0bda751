"""The small office that the fuzz damages: a row or two in every table, ledgers and results included."""

from __future__ import annotations

import io
import re
import tempfile
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from postprod_xl.domain.demo import house
from postprod_xl.hosts.files.families import add_to_file
from postprod_xl.hosts.files.master import read_master
from postprod_xl.hosts.files.runs import run_file
from postprod_xl.hosts.files.tables import export_file
from postprod_xl.schema.families import family_named
from postprod_xl.schema.kinds import Kind
from postprod_xl.schema.settings.house import SETTINGS
from postprod_xl.schema.table import Column, Table, TableKind
from postprod_xl.schema.tables import tables_of
from postprod_xl.workbook.make.build import build
from tests.masters import contents, repacked

DAY = date(2026, 11, 23)
MONTH = "2026-11"
PROJECT = "P1"

# Number formats that a damaged cell may be given: name, identifier in the file, code of those Excel has not.
FORMATS: dict[str, tuple[int, str]] = {
    "standard": (0, ""),
    "nombre": (4, ""),
    "pour cent": (9, ""),
    "date": (14, ""),
    "date et heure": (22, ""),
    "heure": (20, ""),
    "heure et secondes": (21, ""),
    "durée": (46, ""),
    "texte": (49, ""),
    "durée maison": (190, "[h]:mm"),
    "date maison": (191, "dddd d mmmm yyyy"),
}


@dataclass(frozen=True)
class Spot:
    """A cell of the office that may be damaged."""

    table: Table
    column: Column
    row: int
    part: str
    tab: str
    cell: str
    kind: Kind
    setting: str = ""

    @property
    def is_typed(self) -> bool:
        """Whether a person types it in a table of the office."""
        return self.table.kind is TableKind.INPUT and not self.column.is_computed

    @property
    def is_trusted(self) -> bool:
        """Whether a refresh leaves the cell as it is."""
        return self.table.kind is TableKind.LEDGER or bool(self.table.keeps) or self.is_typed


@cache
def parts() -> dict[str, bytes]:
    """The parts of the workbook, every format of `FORMATS` among its styles."""
    found = contents(io.BytesIO(_computed()[0]))
    found["xl/styles.xml"] = _with_formats(found["xl/styles.xml"])
    return found


@cache
def small_office() -> bytes:
    """The workbook: refreshed, one invoice issued, one month paid."""
    return repacked(parts())


@cache
def small_office_with(family: str) -> bytes:
    """The same with the tabs of an optional family, which take a second to put."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "petit.xlsx"
        path.write_bytes(small_office())
        report = add_to_file(path, family_named(family))
        assert report.status == 0, report.summary
        return path.read_bytes()


def issued_files() -> dict[str, bytes]:
    """The files of the documents issued, by their path from the folder of the workbook."""
    return _computed()[1]


def put_office(path: Path) -> None:
    """Write the workbook, and the files of its documents beside it."""
    path.write_bytes(small_office())
    for name, content in issued_files().items():
        (path.parent / name).parent.mkdir(exist_ok=True)
        (path.parent / name).write_bytes(content)


@cache
def style_of(name: str) -> int:
    """Index of the cell style with a format of `FORMATS`."""
    styles = len(
        re.findall(rb"<xf ", parts()["xl/styles.xml"].partition(b"<cellXfs")[2].partition(b"</cellXfs>")[0])
    )
    return styles - len(FORMATS) + list(FORMATS).index(name)


@cache
def spots() -> tuple[Spot, ...]:
    """Every cell of every table, the settings told apart by their names."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "petit.xlsx"
        path.write_bytes(small_office())
        master = read_master(path)
    found = []
    kinds = {setting.name: setting.kind for setting in SETTINGS}
    for table in tables_of(""):
        place = master.places[table.name]
        for at, row in enumerate(master.raw[table.name].rows):
            setting = master.raw[table.name].values["Paramètre"][at] if table.name == "Parametres" else ""
            for column in table.columns:
                kind = kinds.get(setting, column.kind) if column.name == "value" else column.kind
                cell = place.cell(row, column.heading)
                found.append(Spot(table, column, row, place.sheet_part, place.sheet, cell, kind, setting))
    return tuple(found)


@cache
def csv_files() -> dict[str, bytes]:
    """The tables that a person types, as CSV files by name."""
    with tempfile.TemporaryDirectory() as folder:
        path, tables = Path(folder) / "petit.xlsx", Path(folder) / "tables"
        path.write_bytes(small_office())
        assert export_file(path, tables).status == 0
        typed = [table.name for table in tables_of("") if table.kind is TableKind.INPUT]
        return {f"{name}.csv": (tables / f"{name}.csv").read_bytes() for name in typed}


def _with_formats(styles: bytes) -> bytes:
    codes = "".join(
        f'<numFmt numFmtId="{number}" formatCode="{code}"/>' for number, code in FORMATS.values() if code
    )
    xfs = "".join(
        f'<xf numFmtId="{number}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        for number, _ in FORMATS.values()
    )
    styles = _grown(styles, b"numFmts", codes.encode(), codes.count("<"))
    return _grown(styles, b"cellXfs", xfs.encode(), len(FORMATS))


def _grown(styles: bytes, name: bytes, more: bytes, count: int) -> bytes:
    opening = re.search(rb'<%s count="(\d+)">' % name, styles)
    assert opening, name
    total = b"%d" % (int(opening[1]) + count)
    styles = styles.replace(opening[0], b'<%s count="%s">' % (name, total))
    return styles.replace(b"</%s>" % name, more + b"</%s>" % name)


@cache
def _computed() -> tuple[bytes, dict[str, bytes]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "petit.xlsx"
        path.write_bytes(build(rows_typed()))
        for command, options in _COMMANDS:
            report = run_file(path, command, DAY, options)
            assert report.status == 0, [problem.line for problem in report.problems]
        issued = path.parent.glob("*_factures/*")
        return path.read_bytes(), {f"{file.parent.name}/{file.name}": file.read_bytes() for file in issued}


_COMMANDS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("refresh", {}),
    ("invoice", {"project": PROJECT, "step": None, "credit": None, "day": DAY}),
    ("payroll", {"month": MONTH}),
)


def rows_typed() -> dict[str, list[dict[str, Any]]]:
    return {
        "Projets": [
            {
                "code": PROJECT,
                "title": "Le Phare",
                "type": "Documentaire",
                "client": "C1",
                "director": "Anne Roux",
                "producer": "Luc Morel",
                "length_minutes": 52,
                "episodes": 1,
                "rushes_day": date(2026, 11, 2),
                "delivery_day": date(2026, 12, 18),
                "status": "En cours",
                "priority": 1,
                "department": "34",
                "object_number": "123456789012",
                "purchase_order": "BC-7",
            }
        ],
        "Episodes": [
            {
                "project": PROJECT,
                "number": 1,
                "title": "La lampe",
                "director": "Anne Roux",
                "rushes_day": date(2026, 11, 3),
                "lock_day": date(2026, 12, 4),
                "due_day": date(2026, 12, 16),
                "delivery_day": date(2026, 12, 17),
            }
        ],
        "Clients": [
            {
                "code": "C1",
                "name": "Films du Môle",
                "street": "3 rue des Pêcheurs",
                "postcode": "34200",
                "city": "Sète",
                "country": "FR",
                "siren": "999234560",
                "siret": "99923456000012",
                "vat_number": "FR75999234560",
                "email": "compta@mole.example",
                "payment_days": 30,
                "vat_regime": "France",
            }
        ],
        "Tarifs": [
            {
                "item": "MON",
                "label": "Montage image",
                "family": "Image",
                "unit": "jour",
                "price_cents": 60000,
                "cost_cents": 40000,
                "cnc_chapter": 7,
                "skill": "Chef monteur",
                "room_type": "Salle de montage",
                "unit_minutes": 480,
                "quantity_doc52": Decimal(5),
            }
        ],
        "Versions": [
            {
                "project": PROJECT,
                "version": 1,
                "status": "Accepté",
                "day": date(2026, 10, 5),
                "discount_rate": Decimal("0.05"),
                "contingency_rate": Decimal("0.05"),
                "overhead_rate": Decimal("0.07"),
            }
        ],
        "Devis": [
            {
                "line": "P1-MON",
                "project": PROJECT,
                "version": 1,
                "item": "MON",
                "label": "Montage image",
                "quantity": Decimal(5),
                "unit": "jour",
                "unit_price_cents": 60000,
                "discount_rate": Decimal("0.1"),
                "mode": "Forfait",
                "unit_cost_cents": 40000,
                "feasibility": "Faisable",
                "technical_advice": "Rien à dire",
                "approved_by": "A. Roux",
                "approved_day": date(2026, 10, 6),
            }
        ],
        "Equipe": [
            {
                "code": "CARREL",
                "last_name": "Carrel",
                "first_name": "Alice",
                "job": "Chef monteuse",
                "skills": "Chef monteur",
                "status": "Intermittent",
                "payroll_id": "SQ0001",
                "hourly_rate_cents": 4200,
                "day_cost_cents": 55440,
                "day_minutes": 480,
                "working_days": "lu-ve",
                "email": "carrel@equipe.example",
                "phone": "0491571001",
            }
        ],
        "Affinites": [
            {"director": "Anne Roux", "technician": "CARREL", "score": 2, "comment": "Trois films ensemble"}
        ],
        "Salles": [
            {
                "code": "MON1",
                "name": "Montage 1",
                "type": "Salle de montage",
                "site": "Sète",
                "opening": 480,
                "closing": 1380,
                "open_days": "lu-sa",
                "day_cost_cents": 11000,
            }
        ],
        "Absences": [
            {
                "resource": "CARREL",
                "first_day": date(2026, 12, 24),
                "last_day": date(2026, 12, 24),
                "half_day": "Après-midi",
                "reason": "Congé",
                "pay_effect": "Non payée",
            }
        ],
        "Minima": [
            {
                "convention": "2642",
                "genre": "Documentaire",
                "job": "Chef monteuse",
                "since_day": date(2026, 1, 1),
                "hourly_cents": 2000,
                "monthly_cents": 300000,
                "source": "Montant inventé",
                "checked_day": date(2026, 11, 2),
            }
        ],
        "Planning": [
            {
                "task": "T1",
                "project": PROJECT,
                "episode": 1,
                "step": "MONTAGE_IMAGE",
                "label": "Montage",
                "line": "P1-MON",
                "duration_days": Decimal(5),
                "skill": "Chef monteur",
                "technician": "CARREL",
                "room_type": "Salle de montage",
                "room": "MON1",
                "earliest_day": date(2026, 11, 18),
                "due_day": date(2026, 12, 11),
                "state": "Confirmé",
                "done_rate": Decimal("0.4"),
                "remaining_days": Decimal(3),
            },
            {
                "task": "T2",
                "project": PROJECT,
                "episode": 1,
                "step": "PAD",
                "label": "Livraison",
                "duration_days": Decimal("0.5"),
                "predecessors": "T1 FD+1j",
                "skill": "Chef monteur",
                "state": "Option 1",
                "option_until": date(2026, 12, 1),
            },
        ],
        "Seances": [
            {
                "number": f"S{day}",
                "day": date(2026, 11, day),
                "project": PROJECT,
                "task": "T1",
                "technician": "CARREL",
                "contract": "K1",
                "room": "MON1",
                "start": 570,
                "end": 1110,
                "pause_minutes": 60,
                "done_rate": Decimal("0.2"),
                "remaining_days": Decimal(3),
                "nature": "Prévue" if day == 18 else "Non prévue",
                "cause": "" if day == 18 else "Retard rushes",
                "billing": "Incluse",
                "remarks": "RAS",
                "validated": True,
            }
            for day in (18, 19)
        ],
        "Avenants": [
            {
                "number": "A1",
                "project": PROJECT,
                "day": date(2026, 11, 12),
                "type": "Additif",
                "line": "P1-MON",
                "label": "Une journée de plus",
                "quantity": Decimal(1),
                "unit_price_cents": 60000,
                "reason": "Rushes tardifs",
                "client_reason": "Rushes arrivés une semaine après la date prévue",
                "sessions": "S19 (4h00 sur 8h00)",
                "status": "Accepté",
            }
        ],
        "Echeancier": [
            {
                "project": PROJECT,
                "rank": 1,
                "type": "Acompte",
                "label": "Acompte 30 %",
                "share_rate": Decimal("0.3"),
                "planned_day": date(2026, 11, 2),
            },
            {
                "project": PROJECT,
                "rank": 2,
                "type": "Situation",
                "label": "À mi-parcours",
                "amount_cents": 100000,
                "planned_day": date(2026, 11, 20),
            },
            {
                "project": PROJECT,
                "rank": 3,
                "type": "Solde",
                "label": "Solde",
                "planned_day": date(2026, 12, 18),
            },
        ],
        "Contrats": [
            {
                "contract": "K1",
                "technician": "CARREL",
                "project": PROJECT,
                "job": "Chef monteuse",
                "type": "CDDU",
                "convention": "2642",
                "genre": "Documentaire",
                "first_day": date(2026, 11, 16),
                "last_day": date(2026, 12, 18),
                "hourly_rate_cents": 4200,
                "day_minutes": 480,
                "declared_day": date(2026, 11, 13),
                "signed_day": date(2026, 11, 16),
            },
            {
                "contract": "K2",
                "technician": "CARREL",
                "job": "Chef monteuse",
                "type": "CDI",
                "convention": "2642",
                "first_day": date(2026, 11, 23),
                "monthly_salary_cents": 340000,
                "month_minutes": 9100,
                "declared_day": date(2026, 11, 19),
                "signed_day": date(2026, 11, 20),
            },
        ],
        "Parametres": house.settings(),
    }
