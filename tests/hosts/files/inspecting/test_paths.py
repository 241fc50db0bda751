"""What paths stand for: files, folders, packages, each once, whatever their names and their links."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from postprod_xl.documents.media.recognition import MediaReader, reader_for
from postprod_xl.documents.media.records import Unread
from postprod_xl.hosts.files.inspecting import paths
from postprod_xl.hosts.files.inspecting.paths import found_in


def made(folder: Path, *names: str, content: bytes = b"\0media") -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def names(*given: Path, workbook: Path = Path("bureau.xlsx")) -> list[str]:
    return [place.name for place in found_in(given, workbook).places]


def test_a_file_given_is_called_by_its_name_one_of_a_folder_by_its_path_from_it(tmp_path: Path):
    made(tmp_path, "PAD.mxf", "RUSHES/A001/C1.mov", "RUSHES/B001/C1.mov")
    found = found_in([tmp_path / "PAD.mxf", tmp_path / "RUSHES"], tmp_path / "bureau.xlsx").places
    assert [(place.name, place.folders) for place in found] == [
        ("PAD.mxf", (tmp_path.name,)),
        ("RUSHES/A001/C1.mov", ("A001", "RUSHES")),
        ("RUSHES/B001/C1.mov", ("B001", "RUSHES")),
    ]


def test_files_of_one_name_keep_apart(tmp_path: Path):
    made(tmp_path, "x/A001/C1.mov", "y/A001/C1.mov")
    assert names(tmp_path / "x" / "A001", tmp_path / "y" / "A001") == ["A001/C1.mov", "y/A001/C1.mov"]
    both = [tmp_path / side / "A001" / "C1.mov" for side in "xy"]
    assert names(*both) == ["x/A001/C1.mov", "y/A001/C1.mov"]


def test_the_same_file_is_read_once_however_it_is_reached(tmp_path: Path):
    made(tmp_path, "R/a.mov")
    (tmp_path / "lien.mov").symlink_to(tmp_path / "R" / "a.mov")
    given = [
        tmp_path / "R" / "a.mov",
        tmp_path / "R",
        tmp_path / "R" / ".." / "R" / "a.mov",
        tmp_path / "lien.mov",
    ]
    assert names(*given) == ["a.mov"]


def test_links_that_turn_in_circles_are_not_followed(tmp_path: Path):
    made(tmp_path, "R/a.mov", "R/B/b.mov")
    (tmp_path / "R" / "B" / "tour").symlink_to(tmp_path / "R")
    (tmp_path / "R" / "soi.mov").symlink_to(tmp_path / "R" / "soi.mov")
    found = found_in([tmp_path / "R"], tmp_path / "bureau.xlsx").places
    assert [(place.name, isinstance(place.reader, Unread)) for place in found] == [
        ("R/B/b.mov", False),
        ("R/a.mov", False),
        ("R/soi.mov", True),
    ]


def test_a_package_is_one_thing_and_not_its_parts(tmp_path: Path):
    made(tmp_path, "L/FILM_DCP/ASSETMAP.xml", "L/FILM_DCP/image.mxf", "L/film.mov", content=b"<AssetMap/>")
    found = found_in([tmp_path / "L"], tmp_path / "bureau.xlsx").places
    assert [(place.name, place.reader) for place in found] == [
        ("L/FILM_DCP", MediaReader.DCP),
        ("L/film.mov", MediaReader.MEDIA),
    ]
    assert names(tmp_path / "L" / "FILM_DCP") == ["FILM_DCP"]


def test_what_nobody_named_and_nothing_reads_is_left_aside(tmp_path: Path):
    made(tmp_path, "R/note.txt", "R/carte.xml", content=b"bonjour")
    made(tmp_path, "R/vide.mov", content=b"")
    made(
        tmp_path, "R/.cache.mov", "R/Thumbs.db", "R/.postprod/a.mov", "R/~$b.xlsx", "R/autre.xlsx", "R/a.mov"
    )
    found = found_in([tmp_path / "R"], tmp_path / "bureau.xlsx")
    assert ([place.name for place in found.places], sorted(found.aside)) == (
        ["R/a.mov", "R/vide.mov"],
        ["autre.xlsx", "carte.xml", "note.txt"],
    )
    assert names(tmp_path / "R" / "note.txt") == ["note.txt"]


def test_the_workbook_itself_is_no_media(tmp_path: Path):
    made(tmp_path, "R/bureau.xlsx", "R/a.mov")
    assert names(tmp_path / "R", workbook=tmp_path / "R" / "bureau.xlsx") == ["R/a.mov"]


def test_a_path_that_is_not_there_is_to_be_told(tmp_path: Path):
    (place,) = found_in([tmp_path / "absent.mov"], tmp_path / "bureau.xlsx").places
    assert isinstance(place.reader, Unread)


@pytest.mark.skipif(sys.platform != "linux", reason="names of files that are no text exist on Linux alone")
def test_a_name_that_is_no_text_is_shown_as_far_as_it_can_be(tmp_path: Path):
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9\n.mov"))
    path.write_bytes(b"\0media")
    assert names(path) == ["caf?�.mov"]


def test_a_film_of_numbered_images_is_one_thing_and_a_few_photographs_are_not(tmp_path: Path):
    made(tmp_path, *(f"R/plan.{number:06}.dpx" for number in range(12)))
    made(
        tmp_path,
        *(f"R/photo{number}.tif" for number in range(11)),
        *(f"R/vue{number}.jpg" for number in range(12)),
    )
    found = found_in([tmp_path / "R"], tmp_path / "bureau.xlsx").places
    films = [(place.name, place.images) for place in found if place.images > 1]
    assert films == [("R/plan.[…].dpx", 12)]
    assert len(found) == 1 + 11 + 12


def test_a_folder_that_the_system_refuses_is_told_and_not_left_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    made(tmp_path, "R/a.mov", "R/ferme/b.mov")
    refused = Unread("ferme", "dossier refusé par le système : vérifiez les droits et le disque")
    monkeypatch.setattr(
        paths, "reader_for", lambda path: refused if path.name == "ferme" else reader_for(path)
    )
    found = found_in([tmp_path / "R"], tmp_path / "bureau.xlsx")
    assert [(place.name, place.reader) for place in found.places] == [
        ("R/a.mov", MediaReader.MEDIA),
        ("R/ferme", refused),
    ]
    assert found.aside == []
