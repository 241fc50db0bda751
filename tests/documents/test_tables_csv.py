"""CSV as other programs write it: read whole, or refused in one line with its file and line."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postprod_xl.documents.tables_csv import CsvFolder, Reader, csv_bytes, read_folder
from postprod_xl.schema.kinds import Kind, typed, typed_csv
from postprod_xl.schema.rows import rows_of
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.validate import typed_rows
from postprod_xl.schema.vocabulary import Severity

CLIENTS, SETTINGS = BY_NAME["Clients"], BY_NAME["Parametres"]
PLAIN = "Ressource;Du;Au;Motif\nAUBRY;2026-12-01;2026-12-04;Congé d'été\n"


def folder_of(folder: Path, files: dict[str, bytes]) -> CsvFolder:
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return read_folder(folder)


def lines(found: CsvFolder, severity: Severity = Severity.BLOCKING) -> list[str]:
    """The problems of one severity as a coordinator reads them."""
    problems = [*found.problems, *(note for raw in found.tables.values() for note in raw.notes)]
    return [p.located(found.places).line for p in problems if p.severity is severity]  # type: ignore[arg-type]


def read(folder: Path, data: bytes) -> CsvFolder:
    return folder_of(folder, {"Absences.csv": data})


ENCODINGS = [
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "cp1252",
    "mac_roman",
    "cp850",
]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_accents_of_every_encoding_of_an_office_are_read(tmp_path: Path, encoding: str) -> None:
    found = read(tmp_path, PLAIN.encode(encoding))
    assert not lines(found)
    assert found.tables["Absences"].values["Motif"] == ["Congé d'été"]


def test_an_encoding_that_had_to_be_recognised_is_said(tmp_path: Path) -> None:
    found = read(tmp_path, PLAIN.encode("mac_roman"))
    assert lines(found, Severity.INFO) == [
        "Absences.csv : lu dans le codage Mac (Mac OS Roman), reconnu à ses accents"
    ]


def test_an_accent_that_two_encodings_explain_is_not_guessed(tmp_path: Path) -> None:
    # 0xCE is « Î » for Windows and « Œ » for a Mac, both as likely.
    found = read(tmp_path, b"Ressource;Du\nAUBRY;2026-12-01\n\xcelot;2026-12-01\n")
    (line,) = lines(found)
    assert line.startswith("Absences.csv, ligne 3 : trouvé « accents d'un codage incertain »")
    assert "CSV UTF-8" in line


def test_one_foreign_byte_never_turns_every_accent_of_utf_8_into_two(tmp_path: Path) -> None:
    found = read(tmp_path, PLAIN.encode() + b"\xe9t\xe9;2026-12-07\n".replace(b"t\xe9", b""))
    assert lines(found) == [
        "Absences.csv, ligne 3 : trouvé « un caractère qui n'est pas de l'UTF-8, comme le reste », "
        "attendu : du texte : enregistrez-le depuis Excel ou LibreOffice au format « CSV UTF-8 », séparé par des "
        "points-virgules"
    ]


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "cp850"])
@pytest.mark.parametrize(
    "text",
    [
        "Été à la Réunion",
        "Noël chez Zoé, déjà payé",
        "SOCIÉTÉ « L'ÉCLAIR »",
        "Garçon, où êtes-vous ?",
        "N° 4, 3 §",
    ],
)
def test_what_an_office_types_is_read_right_or_not_at_all(tmp_path: Path, encoding: str, text: str) -> None:
    found = read(tmp_path, f"Ressource;Du;Motif\nAUBRY;2026-12-01;{text}\n".encode(encoding))
    assert lines(found) or found.tables["Absences"].values["Motif"] == [text]


@pytest.mark.parametrize("declared", ["sep=;\n", "SEP=;\r\n", '"sep=;"\n', "\ufeffsep=;\n"])
def test_a_declared_separator_is_a_line_that_counts(tmp_path: Path, declared: str) -> None:
    found = read(tmp_path, f"{declared}{PLAIN}".encode())
    raw = found.tables["Absences"]
    assert (lines(found), list(raw.rows), raw.values["Ressource"]) == ([], [3], ["AUBRY"])


def test_a_ragged_row_is_named_by_its_true_line(tmp_path: Path) -> None:
    data = 'sep=;\nRessource;Du;Motif\n\nAUBRY;2026-12-01;"deux\nlignes"\nROY;2026-12-02;x;\n'
    assert lines(read(tmp_path, data.encode())) == [
        "Absences.csv, ligne 6 : 4 champs trouvés, 3 attendus : un « ; » de trop ?"
    ]


def test_a_row_that_excel_left_short_is_completed(tmp_path: Path) -> None:
    found = read(tmp_path, b"Ressource;Du;Motif\nAUBRY;2026-12-01\n")
    assert (lines(found), found.tables["Absences"].values["Motif"]) == ([], [""])
    assert lines(found, Severity.WARNING) == [
        "Absences.csv, ligne 2 : une ligne a moins de 3 champs, à partir de celle-ci : "
        "ce qui manque à la fin est lu comme vide"
    ]


@pytest.mark.parametrize("name", ["ABSENCES.CSV", "absences.Csv"])
def test_names_and_headings_in_another_case_are_the_same(tmp_path: Path, name: str) -> None:
    found = folder_of(tmp_path, {name: b"RESSOURCE; du \nAUBRY;2026-12-01\n"})
    assert not lines(found)
    assert found.tables["Absences"].values["Du"] == ["2026-12-01"]


def test_two_files_of_one_table_are_refused(tmp_path: Path) -> None:
    found = folder_of(tmp_path, {"Absences.csv": PLAIN.encode(), "ABSENCES.csv": PLAIN.encode()})
    (line,) = lines(found)
    assert line == (
        "Absences.csv : « ABSENCES.csv » est aussi un fichier de la table Absences : gardez-en un seul"
    )


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "Absences.csv : trouvé « fichier vide »"),
        (b"\xef\xbb\xbf\r\n\r\n", "Absences.csv : trouvé « fichier vide »"),
        (b"sep=;\n", "Absences.csv : trouvé « fichier vide »"),
        (b"Ressource,Du\nAUBRY,2026-12-01\n", "Absences.csv, ligne 1 : trouvé « séparateur « , » »"),
        (b"sep=,\nRessource,Du\n", "Absences.csv, ligne 1 : trouvé « séparateur « , » »"),
        (
            "Ressource\tDu\nAUBRY\t2026-12-01\n".encode("utf-16"),
            "Absences.csv, ligne 1 : trouvé « séparateur « tabulation » »",
        ),
        (b"Ressource;Du\nAU\0BRY;2026-12-01\n", "Absences.csv, ligne 2 : trouvé « caractère nul »"),
        (
            b'Ressource;Du\n"AUBRY;2026-12-01\nROY;2026-12-02\n',
            "Absences.csv, ligne 2 : trouvé « guillemet mal fermé »",
        ),
        (
            b'Ressource;Du\nROY;\n"AUB"RY;2026-12-01\n',
            "Absences.csv, ligne 3 : trouvé « guillemet mal fermé »",
        ),
        (
            b"Ressource;Du;Motif\nAUBRY;2026-12-01;" + b"x" * 32_768,
            "Absences.csv, ligne 2 : trouvé « champ de 32768 caractères »",
        ),
        (
            b"Ressource;Du;Motif\nAUBRY;2026-12-01;" + b"x" * 131_073,
            "Absences.csv, ligne 2 : trouvé « champ de plus de 131072 caractères »",
        ),
        (b"AUBRY;2026-12-01\n", "Absences.csv, ligne 1 : trouvé « AUBRY ; 2026-12-01 »"),
        (b"PK\3\4...", "Absences.csv : trouvé « un classeur renommé »"),
        ("Ressource;Du".encode("utf-16")[:-1], "Absences.csv : trouvé « codage UTF-16 interrompu"),
        (b"Ressource;Du;DU\nA;1;2\n", "Absences.csv — Du : la colonne « Du » est écrite 2 fois"),
        (b"Ressource;Du;\nA;2026-12-01;x\n", "Absences.csv, ligne 1 : une colonne sans en-tête contient"),
    ],
)
def test_a_file_of_another_form_is_refused_in_one_line_with_its_place(
    tmp_path: Path, data: bytes, said: str
) -> None:
    (line,) = lines(read(tmp_path, data))
    assert line.startswith(said)
    assert "\n" not in line


def test_an_unknown_heading_is_said(tmp_path: Path) -> None:
    found = read(tmp_path, b"Ressource;Du;Humeur\nAUBRY;2026-12-01;bonne\n")
    assert lines(found, Severity.WARNING) == [
        "Absences.csv : la colonne « Humeur » n'est pas de la table Absences : elle est ignorée"
    ]


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo, lambda path: path.symlink_to("ailleurs")])
def test_what_is_no_file_is_refused_without_waiting(tmp_path: Path, make) -> None:
    make(tmp_path / "Absences.csv")
    (line,) = lines(read_folder(tmp_path))
    assert line.startswith("Absences.csv : trouvé « un dossier, un tube ou un lien rompu »")


def test_references_to_an_unreadable_table_are_not_looked_at(tmp_path: Path) -> None:
    found = folder_of(tmp_path, {"Absences.csv": b"", "Clients.csv": b"Raison sociale;Adresse\nA;B\n"})
    assert found.unread == {"Absences", "Clients"}


def exported(text: str, reader: Reader) -> tuple[str, bytes]:
    """The field of a text in an export, and the whole file."""
    data = csv_bytes(CLIENTS, rows_of(CLIENTS, [{"code": "ARTE", "street": text}]), reader)
    headings, row = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";")
    return row[headings.index(CLIENTS.heading("street"))], data


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("=1+1", "'=1+1"),
        ("+33 6 12", "'+33 6 12"),
        ("-1+2", "'-1+2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("＝1+1", "'＝1+1"),
        ("'=1+1", "''=1+1"),
        ("'90 rue", "'90 rue"),
        ("3 rue - bâtiment", "3 rue - bâtiment"),
    ],
)
def test_a_text_that_a_spreadsheet_would_compute_is_exported_as_text(text: str, field: str) -> None:
    assert exported(text, Reader.SPREADSHEET)[0] == field


@pytest.mark.parametrize(("text", "field"), [("=1+1", "=1+1"), ("+33 6", "+33 6"), ("'=1+1", "''=1+1")])
def test_a_program_gets_every_text_as_it_is_but_one_that_has_the_mark(text: str, field: str) -> None:
    assert exported(text, Reader.PROGRAM)[0] == field


@pytest.mark.parametrize("reader", Reader)
@given(text=st.text(st.sampled_from("'=+-@＝\t\r\n;\"a 1"), max_size=6))
def test_both_forms_are_read_back_as_they_were(tmp_path_factory, reader: Reader, text: str) -> None:
    text = typed(Kind.TEXT, text)
    folder = tmp_path_factory.mktemp("csv")
    found = folder_of(folder, {"Clients.csv": exported(text, reader)[1]})
    frame, _ = typed_rows(CLIENTS, found.tables["Clients"], typed_csv)
    assert frame.column("street") == [text]


@pytest.mark.parametrize("reader", Reader)
@pytest.mark.parametrize("value", ["=1+1", "-5", "'=1", "+33 6", "2026-12-01", "'x"])
def test_a_setting_of_any_kind_is_read_back_as_it_was(tmp_path: Path, reader: Reader, value: str) -> None:
    frame = rows_of(SETTINGS, [{"name": "Nom de la société", "value": value}])
    data = csv_bytes(SETTINGS, frame, reader)
    found = folder_of(tmp_path, {"Parametres.csv": data})
    back, _ = typed_rows(SETTINGS, found.tables["Parametres"], typed_csv)
    assert back.column("value") == [value]
    fields = data.decode("utf-8-sig").splitlines()[1].split(";")
    assert reader is Reader.PROGRAM or not fields[1].startswith(("=", "+", "-", "@"))
