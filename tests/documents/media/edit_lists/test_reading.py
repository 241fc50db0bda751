from __future__ import annotations

import os
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from postprod_xl.documents.media.edit_lists.reading import read_edit_list
from postprod_xl.documents.media.edit_lists.records import EditListFacts
from postprod_xl.documents.media.records import Unread
from tests.documents.media.edit_lists.edl_files import FILM, written


def test_an_edl_is_read_with_the_rate_given_and_the_day_it_was_written(tmp_path: Path) -> None:
    path = written(tmp_path, FILM)
    moment = datetime(2026, 11, 28, 12).timestamp()
    os.utime(path, (moment, moment))
    facts = read_edit_list(path, Fraction(25))
    assert isinstance(facts, EditListFacts)
    assert (facts.file, facts.modified, facts.duration_frames) == ("montage.edl", date(2026, 11, 28), 500)


def test_an_edl_without_rate_says_so_rather_than_24(tmp_path: Path) -> None:
    facts = read_edit_list(written(tmp_path, FILM))
    assert isinstance(facts, EditListFacts) and facts.duration_frames is None


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("a.edl", "", "fichier vide"),
        ("a.edl", "bonjour", "aucune ligne de montage reconnue : ce n'est pas une EDL CMX 3600"),
        ("a.xml", "<Invoice/>", "XML de racine « Invoice » : ni FCPXML ni XML de Final Cut Pro 7"),
        ("a.xml", "<xmeml>", "XML mal formé ou tronqué"),
        ("a.xml", "<!DOCTYPE xmeml [<!ENTITY a 'b'>]><xmeml>&a;</xmeml>", "le XML déclare une entité"),
        ("a.fcpxml", "<fcpxml version='1.9'/>", "FCPXML sans projet"),
        ("a.aaf", "bonjour", "ce n'est pas un fichier AAF"),
        ("a.mov", "bonjour", "liste de montage d'un format inconnu : EDL, ALE, FCPXML, XML ou AAF attendu"),
    ],
)
def test_what_cannot_be_read_is_one_line(tmp_path: Path, name: str, text: str, reason: str) -> None:
    (tmp_path / name).write_text(text)
    unread = read_edit_list(tmp_path / name, Fraction(25))
    assert isinstance(unread, Unread) and unread.file == name and unread.reason.startswith(reason)


def test_a_huge_list_is_not_opened(tmp_path: Path) -> None:
    with (tmp_path / "a.edl").open("wb") as file:
        file.truncate(33 << 20)
    unread = read_edit_list(tmp_path / "a.edl")
    assert isinstance(unread, Unread) and unread.reason == "33 Mio, 32 au plus attendus : fichier non lu"


def test_a_file_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    assert read_edit_list(tmp_path / "absent.edl") == Unread("absent.edl", "fichier introuvable")
