"""Which reader a path wants."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from postprod_xl.documents.media.recognition import MediaReader, is_of_a_system, reader_for
from postprod_xl.documents.media.records import Unread
from tests.documents.media.test_checksums import MD5, MHL_OF_2012
from tests.documents.media.test_loudness import COMPLEX
from tests.documents.media.test_mediainfo_reports import AS_11, OF_2012
from tests.media import RECIPES, media_folder

UNKNOWN_TEXT = "texte d'un genre inconnu : ni rapport MediaInfo, ni mesure, ni liste"
OF_A_DCP = "liste d'un DCP : donnez le dossier qui contient son ASSETMAP"
WORDS = "General\nComplete name      : PAD.mxf\nFormat          : MXF\n\nVideo\nFormat  : AVC\n"


@pytest.mark.parametrize("name", RECIPES)
def test_a_file_of_media_is_for_mediainfo(name: str):
    assert reader_for(media_folder() / name) == MediaReader.MEDIA


@pytest.mark.parametrize(
    ("name", "text", "reader"),
    [
        ("r.xml", OF_2012, MediaReader.REPORT),
        ("r.json", AS_11.decode(), MediaReader.REPORT),
        ("r.txt", WORDS, MediaReader.REPORT),
        ("PAD.mxf.mediainfo.txt", "\ufeff" + WORDS, MediaReader.REPORT),
        ("l.log", COMPLEX, MediaReader.LOUDNESS),
        ("l.csv", "Fichier;Loudness intégré (LUFS)\nA;-23\n", MediaReader.LOUDNESS),
        ("l.csv", "File,True Peak,Integrated Loudness (LUFS)\nA,-3,-23\n", MediaReader.LOUDNESS),
        ("PAD.md5", MD5, MediaReader.CHECKSUMS),
        ("SOMMES.txt", f"{MD5}  A.mxf\n", MediaReader.CHECKSUMS),
        ("sommes", f"MD5 (A.mxf) = {MD5}\n", MediaReader.CHECKSUMS),
        ("A001.mhl", MHL_OF_2012, MediaReader.CHECKSUMS),
        ("A001.xml", MHL_OF_2012, MediaReader.CHECKSUMS),
        ("m.edl", "TITLE: M\n", MediaReader.EDIT_LIST),
        ("m.TXT", "TITLE: M\nFCM: NON-DROP FRAME\n", MediaReader.EDIT_LIST),
        ("m.ale", "Heading\n", MediaReader.EDIT_LIST),
        ("m.xml", '<?xml version="1.0"?>\n<!DOCTYPE xmeml>\n<xmeml version="4">', MediaReader.EDIT_LIST),
        ("m.fcpxml", "<fcpxml/>", MediaReader.EDIT_LIST),
        ("s.srt", "1\n", MediaReader.SUBTITLES),
        ("s.STL", "850STL25.01", MediaReader.SUBTITLES),
        ("s.xml", '<tt:tt xmlns:tt="http://www.w3.org/ns/ttml">', MediaReader.SUBTITLES),
        ("s.xml", "<DCSubtitle Version='1.0'>", MediaReader.SUBTITLES),
        ("note.txt", "Le film arrive demain.", Unread("note.txt", UNKNOWN_TEXT)),
        ("CPL.xml", '<CompositionPlaylist xmlns="x">', Unread("CPL.xml", OF_A_DCP)),
        ("ASSETMAP", "<AssetMap>", Unread("ASSETMAP", OF_A_DCP)),
        ("x.xml", "<Facture/>", Unread("x.xml", "XML d'un genre inconnu (« Facture »)")),
        ("x.xml", "<!-- rien -->", Unread("x.xml", "XML d'un genre inconnu (« sans élément »)")),
        ("sans nom", "\0\0\0\x18ftypqt  ", MediaReader.MEDIA),
        ("vide.csv", "", Unread("vide.csv", "fichier vide : demandez-en une autre copie")),
    ],
)
def test_a_path_is_for_the_reader_of_what_it_holds(
    tmp_path: Path, name: str, text: str, reader: MediaReader | Unread
):
    (tmp_path / name).write_text(text, "utf-8")
    assert reader_for(tmp_path / name) == reader


def test_a_report_in_utf_16_is_recognised(tmp_path: Path):
    (tmp_path / "r.xml").write_text(OF_2012.replace("UTF-8", "UTF-16"), "utf-16")
    assert reader_for(tmp_path / "r.xml") == MediaReader.REPORT


def test_a_long_log_is_recognised_by_its_end(tmp_path: Path):
    (tmp_path / "l.log").write_text(
        "copie en cours\n" * 20_000 + "  Integrated loudness:\n    I: -23.0 LUFS\n"
    )
    assert reader_for(tmp_path / "l.log") == MediaReader.LOUDNESS


def test_a_folder_is_a_dcp_when_it_holds_an_asset_map(tmp_path: Path):
    assert reader_for(tmp_path) == MediaReader.FOLDER
    (tmp_path / "AssetMap.XML").write_text("<AssetMap/>")
    assert reader_for(tmp_path) == MediaReader.DCP


def test_the_folder_of_final_cut_is_an_edit_list(tmp_path: Path):
    (tmp_path / "m.fcpxmld").mkdir()
    assert reader_for(tmp_path / "m.fcpxmld") == MediaReader.EDIT_LIST


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no fifo on this system")
def test_a_fifo_or_a_broken_link_is_one_line(tmp_path: Path):
    os.mkfifo(tmp_path / "t.txt")
    (tmp_path / "lien.txt").symlink_to(tmp_path / "absent")
    assert reader_for(tmp_path / "t.txt") == Unread(
        "t.txt", "ce n'est pas un fichier ordinaire (tube, périphérique…)"
    )
    assert isinstance(reader_for(tmp_path / "lien.txt"), Unread)


@pytest.mark.parametrize(
    ("name", "is_left"), [(".DS_Store", True), ("._A001.mov", True), ("Thumbs.db", True), ("A001.mov", False)]
)
def test_what_a_system_leaves_in_folders_is_told_apart(name: str, is_left: bool):
    assert is_of_a_system(Path("carte") / name) is is_left
