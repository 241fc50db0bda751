"""A small office with the technique tabs, whose files are inspected."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from postprod_xl.hosts.files.creation import create_master
from postprod_xl.hosts.files.inspecting.runs import InspectionAsked, inspect_files
from postprod_xl.hosts.files.master import read_master
from postprod_xl.hosts.files.tables import import_folder
from postprod_xl.hosts.runs.computing import Report
from postprod_xl.schema.families import TECHNIQUE

DAY = date(2026, 11, 30)
PROJECT = "MER"
_TABLES = {
    "Projets": "Code;Titre;Type;Statut\nMER;La mer;Documentaire;Confirmé\nTERRE;La terre;Documentaire;Confirmé\n",
    "Flux": "Projet;Cadence timeline\nMER;25\n",
    "Sources": (
        "Projet;Source;Rôle;Codec;Cadence;Nom de bande\n"
        "MER;CAM-A;Caméra principale;ProRes 422 HQ;24;A001\nMER;CAM-B;Caméra secondaire;;;B002\nMER;TEL;Téléphone;;;\n"
    ),
    "Livrables": (
        "Projet;Livrable;Type;Définition;Cadence;Balayage;Codec;Conteneur;Pistes son\n"
        "MER;PAD;PAD HD;1920×1080;25;Entrelacé;XDCAM HD422 50;MXF AS-10;8\nMER;DCP;DCP 2K;;24;;JPEG 2000;DCP;\n"
        "TERRE;PAD;PAD HD;;;;;;\n"
    ),
}


@cache
def _bytes() -> bytes:
    with TemporaryDirectory() as place:
        path, folder = Path(place) / "bureau.xlsx", Path(place) / "tables"
        folder.mkdir()
        for name, text in _TABLES.items():
            (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        create_master(path, None, [TECHNIQUE.name])
        report = import_folder(path, folder)
        assert report.status == 0, report
        return path.read_bytes()


def put_technical_office(path: Path) -> Path:
    """Write the workbook."""
    path.write_bytes(_bytes())
    return path


def inspected(path: Path, *given: Path, target: str = "", loudness: bool = False, day: date = DAY) -> Report:
    """Inspect files of the project."""
    return inspect_files(path, given, InspectionAsked(PROJECT, target, loudness), day)


def rows_of_table(path: Path, table: str) -> list[dict[str, Any]]:
    """The rows of a table as the workbook holds them, what is empty left out, plain spaces."""
    rows = read_master(path).tables[table]
    return [
        {
            name: value.replace(chr(160), " ") if isinstance(value, str) else value
            for name in rows.columns
            if (value := getattr(row, name)) not in (None, "")
        }
        for row in rows
    ]
