from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from postprod_xl.documents.media.dcp_folders.checks import check_dcp
from postprod_xl.documents.media.dcp_folders.records import DcpFinding
from postprod_xl.documents.media.dcp_folders.words import FRENCH_CHECKS
from postprod_xl.documents.media.records import Unread
from tests.documents.media.dcp_folders.packages import Package, Reel, asset

NO_PROGRAM = "no program may be started"


@pytest.fixture(autouse=True)
def _no_program(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*arguments: object, **options: object) -> None:
        raise AssertionError(NO_PROGRAM)

    monkeypatch.setattr(subprocess, "Popen", refused)


def findings_of(folder: Path) -> dict[str, DcpFinding]:
    found = check_dcp(folder)
    assert not isinstance(found, Unread), found
    return {finding.check: finding for finding in found}


def test_a_good_dcp_has_no_finding_and_nothing_is_printed(
    film: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert findings_of(film) == {}
    assert capfd.readouterr() == ("", "")


def test_a_reel_of_half_a_second_is_an_error(package: Package) -> None:
    package.cpl([Reel("image1.mxf", "son1.mxf", 12)])  # 12 frames at 24 a second
    finding = findings_of(package.close())["check_cpl_reel_duration"]
    assert (finding.severity, finding.where) == ("Erreur", "CPL.xml")
    assert finding.message.startswith("bobines d'au moins une seconde : ")


def test_a_reel_of_exactly_a_second_is_right(package: Package) -> None:
    package.cpl([Reel("image1.mxf", "son1.mxf", 24)])
    assert "check_cpl_reel_duration" not in findings_of(package.close())


def test_an_unlisted_file_is_a_warning(film: Path) -> None:
    (film / "notes.txt").write_text("à part")
    finding = findings_of(film)["check_dcp_foreign_files"]
    assert (finding.severity, finding.where) == ("Avertissement", "")
    assert finding.message == "fichiers absents d'ASSETMAP : notes.txt"


def test_a_title_out_of_the_convention_is_an_information(package: Package) -> None:
    package.title = "La Mer"
    package.cpl([Reel("image1.mxf", "son1.mxf", 48)])
    found = findings_of(package.close())
    assert {finding.severity for name, finding in found.items() if "dcnc" in name} == {"Information"}


def test_a_folder_that_is_no_dcp_is_unread(tmp_path: Path) -> None:
    assert check_dcp(tmp_path) == Unread(
        tmp_path.name, "pas de ASSETMAP.xml dans ce dossier : ce n'est pas un DCP"
    )


def test_the_library_is_not_let_out_of_the_folder(package: Package) -> None:
    package.cpl([Reel("image1.mxf", "son1.mxf", 48)])
    folder = package.close(asset("piège", "../../dehors.xml"))
    assert check_dcp(folder) == Unread(
        "LaMer", "contrôles du DCP non faits : ASSETMAP nomme un fichier hors du dossier"
    )


def test_the_library_is_not_given_an_entity(film: Path) -> None:
    (film / "autre.xml").write_text('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    assert check_dcp(film) == Unread(
        "LaMer",
        "contrôles du DCP non faits : « autre.xml », le XML déclare une entité : fichier suspect, non lu",
    )


def test_without_the_library_one_line_says_what_to_install(
    film: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] == "clairmeta"] + ["clairmeta.dcp"]:
        monkeypatch.setitem(sys.modules, name, None)
    assert check_dcp(film) == Unread(
        "LaMer",
        "contrôles du DCP non faits : clairmeta n'est pas installé",
        'pip install ".[technique]"',
    )


def test_a_fault_of_the_library_is_one_line(film: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import clairmeta.dcp

    def broken(self: object, **options: object) -> None:
        raise KeyError("AssetList")

    monkeypatch.setattr(clairmeta.dcp.DCP, "parse", broken)
    assert check_dcp(film) == Unread(
        "LaMer", "contrôles du DCP non faits : clairmeta s'est arrêté (KeyError : 'AssetList')"
    )


def test_a_check_that_fails_by_itself_is_one_line(film: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from clairmeta import dcp_check_cpl

    def broken(self: object, playlist: object) -> None:
        """Broken."""
        raise ValueError("inattendu")

    broken.__name__ = "check_cpl_issuedate"
    monkeypatch.setattr(dcp_check_cpl.Checker, "check_cpl_issuedate", broken)
    found = findings_of(film)
    assert [(finding.severity, finding.message) for finding in found.values()] == [
        ("Avertissement", "contrôles que clairmeta n'a pas su mener à bien : check_cpl_issuedate")
    ]


def test_every_check_that_is_run_has_its_french_words() -> None:
    import importlib

    from postprod_xl.documents.media.dcp_folders.checks import _HASHES, _MODULES

    checkers = [importlib.import_module(f"clairmeta.dcp_check_{name}").Checker for name in _MODULES]
    names = {name for checker in checkers for name in dir(checker) if name.startswith("check_")}
    assert names - {_HASHES, "check_link_ov_coherence", "check_link_ov_asset"} == set(FRENCH_CHECKS)
