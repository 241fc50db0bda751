"""`postprod macros`: what is ours becomes what `new` writes, what is a person's keeps its bytes."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from functools import cache
from pathlib import Path

import olefile
import pytest
from pyopenvba import ExcelFile
from pyopenvba.cfb import CFB
from pyopenvba.vba import compress, decompress, parse_vba_project

from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.engines.ooxml.vba.sources import same_code
from postprod_xl.engines.ooxml.vba.workbook import project_of, write_project
from postprod_xl.hosts.cli.main import status_of
from postprod_xl.hosts.files.creation import create_master
from postprod_xl.hosts.files.macros import NOTHING_OLD, renew_file
from postprod_xl.workbook.renew.modules import Placed
from tests.hosts.files import person_macros
from tests.hosts.files.test_creation_macros import (
    RIBBON_PART,
    VBA_PART,
    buttons_of,
    empty_bytes,
    expected_modules,
    read_by_oletools,
)
from tests.masters import contents, repacked, schema_findings


@cache
def person_bytes(tmp: Path) -> bytes:
    path = tmp / "office.xlsm"
    path.write_bytes(empty_bytes("excel"))
    person_macros.person_buttons(path)
    person_macros.person_ribbon(path)
    person_macros.person_project(path)
    return path.read_bytes()


@pytest.fixture
def person(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path / "bureau.xlsm"
    path.write_bytes(person_bytes(tmp_path_factory.getbasetemp()))
    return path


def streams(path: Path) -> dict[tuple[str, ...], bytes]:
    """Every stream of the macro project."""
    storage = olefile.OleFileIO(io.BytesIO(contents(path)[VBA_PART]))
    return {tuple(name): storage.openstream(name).read() for name in storage.listdir()}


def containers(path: Path) -> dict[str, bytes]:
    """The compressed source of each module, bit for bit."""
    storage = CFB.from_bytes(contents(path)[VBA_PART])
    return {
        module.name: storage.get_stream_in_storage("VBA", module.stream_name)[module.text_offset :]
        for module in parse_vba_project(storage).modules
    }


def sources(path: Path) -> dict[str, str]:
    with ExcelFile(path) as book:
        assert book.validate() == []
        return book.vba_modules()


def test_what_is_ours_becomes_what_new_writes(person: Path):
    report = renew_file(person)
    assert report.status == 0 and report.backup and report.backup.exists()
    held = sources(person)
    for name, text in expected_modules("excel").items():
        assert same_code(held[name], text), name
    assert person_macros.SHORTCUT in held["Boutons"]
    assert "0.37.8" in held["xlwings"]
    assert schema_findings(person) == []


def test_the_sources_and_forms_of_a_person_keep_their_bytes(person: Path):
    before, compressed = streams(person), containers(person)
    assert before["VBA", "MesMacros"][:100] == bytes(range(100))
    renew_file(person)
    after = streams(person)
    for name in ("MesMacros", "MaClasse", "MaFiche", "Sheet3", "Sheet1", "ThisWorkbook"):
        assert after["VBA", name] == compressed[name], name
    kept = {name: data for name, data in before.items() if name[0] == "MaFiche"}
    assert len(kept) >= 3 and {name: after[name] for name in kept} == kept
    assert after["PROJECT",] == before["PROJECT",]
    assert after["VBA", "_VBA_PROJECT"] == bytes.fromhex("CC61FFFF000000")
    assert ("VBA", "__SRP_0") not in after


def test_name_references_and_protection_of_the_project_stay(person: Path):
    def head(path: Path) -> bytes:
        project = parse_vba_project(CFB.from_bytes(contents(path)[VBA_PART]))
        return project.dir_raw[: project.dir_modules_offset]

    before = head(person)
    assert b"Word" in before
    renew_file(person)
    assert head(person) == before


def test_an_independent_reader_finds_the_modules_of_both(person: Path):
    renew_file(person)
    held = read_by_oletools(person)
    assert "à moi" in held["MesMacros"]
    assert {"xlwings", "Boutons", "Ruban", "Dialogues", "Fonctions", "Dictionary", "MaFiche"} <= held.keys()


def test_our_buttons_are_renewed_where_they_stand_and_those_of_a_person_left(person: Path):
    package = Package.open(person)
    part = person_macros.drawing_of(package, "[0]!ProposerTechnicien")
    before = package.read(part).decode()
    report = renew_file(person)
    after = contents(person)[part].decode()
    assert after == before.replace(">Tout refaire</font>", ">Actualiser</font>")
    assert "boutons renouvelés : Planning « Actualiser »" in report.notes
    assert [label for _, label in buttons_of(person)["Planning"]] == [
        "Actualiser",
        "Décaler",
        "Proposer un technicien",
        "Feuilles de service",
        "Service de la semaine",
        "Calendriers",
        "Lire un retour",
        "Fusionner un retour",
        "Bilan",
        "Bilan",
    ]


def test_a_button_that_was_taken_away_stays_away_and_is_named(person: Path):
    before = buttons_of(person)
    report = renew_file(person)
    away = [tab for tab, faces in buttons_of(person).items() if not faces]
    assert away == [tab for tab, faces in before.items() if not faces] and len(away) == 1
    assert f"boutons ôtés par quelqu'un, laissés ainsi : {away[0]} « Actualiser »" in report.notes


def test_our_groups_of_the_ribbon_are_renewed_among_those_of_a_person(person: Path):
    renew_file(person)
    ribbon = contents(person)[RIBBON_PART].decode()
    assert person_macros.PERSON_TAB in ribbon and person_macros.PERSON_GROUP in ribbon
    ours = ribbon.replace(person_macros.PERSON_TAB, "").replace(person_macros.PERSON_GROUP, "")
    assert ours.encode() == contents(new_beside(person))[RIBBON_PART]


def new_beside(path: Path) -> Path:
    """What `new` writes, beside another workbook."""
    new = path.with_name("neuf.xlsm")
    new.write_bytes(empty_bytes("excel"))
    return new


def test_every_other_part_of_the_workbook_keeps_its_bytes(person: Path):
    before = contents(person)
    renew_file(person)
    after = contents(person)
    changed = {name for name in before if before[name] != after[name]}
    assert before.keys() == after.keys()
    assert changed == {VBA_PART, RIBBON_PART, next(name for name in changed if name.endswith(".vml"))}


def test_running_it_twice_changes_nothing(person: Path, capsys: pytest.CaptureFixture[str]):
    assert status_of(["macros", str(person)]) == 0
    once = person.read_bytes()
    assert status_of(["macros", str(person)]) == 0
    assert person.read_bytes() == once
    assert NOTHING_OLD in capsys.readouterr().out


@pytest.mark.parametrize("host", ["excel", "libreoffice"])
def test_a_new_workbook_has_nothing_to_renew(host: str, tmp_path: Path):
    path = tmp_path / "bureau.xlsm"
    path.write_bytes(empty_bytes(host))
    assert renew_file(path).summary == NOTHING_OLD
    assert path.read_bytes() == empty_bytes(host)


def test_a_workbook_without_macros_gets_those_of_new(tmp_path: Path):
    plain = tmp_path / "bureau.xlsx"
    create_master(plain)
    path = plain.rename(tmp_path / "bureau.xlsm")
    assert renew_file(path).status == 0
    new = contents(new_beside(path))
    renewed = contents(path)
    assert renewed[VBA_PART] == new[VBA_PART] and renewed[RIBBON_PART] == new[RIBBON_PART]
    assert drawings(renewed) == drawings(new)
    assert schema_findings(path) == []


def drawings(parts: dict[str, bytes]) -> list[str]:
    """The legacy drawings, their shapes not numbered."""
    texts = (data.decode() for name, data in parts.items() if name.endswith(".vml"))
    return sorted(re.sub(r'data="\d+"|id="_x0000_s\d+"', "", text) for text in texts)


def test_a_workbook_of_libreoffice_becomes_one_of_excel_and_back(tmp_path: Path):
    path = tmp_path / "bureau.xlsm"
    path.write_bytes(empty_bytes("libreoffice"))
    assert renew_file(path, "excel").status == 0
    assert {"Ruban", "Dictionary"} <= sources(path).keys() and RIBBON_PART in contents(path)
    assert renew_file(path, "libreoffice").status == 0
    held = sources(path)
    assert {name: held[name] for name in expected_modules("libreoffice")} == expected_modules("libreoffice")
    assert not {"Ruban", "Dictionary"} & held.keys() and RIBBON_PART not in contents(path)
    assert "Workbook_Open" not in held["ThisWorkbook"]


def test_the_class_that_libreoffice_saves_undeclared_is_declared_again(tmp_path: Path):
    path = tmp_path / "bureau.xlsm"
    path.write_bytes(empty_bytes("excel"))
    parts = contents(path)
    storage = CFB.from_bytes(parts[VBA_PART])
    declared = storage.get_stream_at((), "PROJECT")
    storage.write_stream_at((), "PROJECT", declared.replace(b"Class=Dictionary\r\n", b""))
    path.write_bytes(repacked({**parts, VBA_PART: storage.to_bytes()}))
    assert "modules renouvelés : Dictionary" in renew_file(path).notes
    assert streams(path)["PROJECT",].count(b"Class=Dictionary") == 1
    assert sources(path)["Dictionary"] == expected_modules("excel")["Dictionary"]


def without_candidates(path: Path, own: str = "") -> str:
    """Make a new workbook one of a version without « Proposer un technicien »; gives its drawing of Planning."""
    path.write_bytes(empty_bytes("excel"))
    package = Package.open(path)
    part = person_macros.drawing_of(package, "[0]!ProposerTechnicien")
    text = package.read(part).decode()
    ours = re.search(r"<v:shape [^>]*>(?:(?!<v:shape ).)*ProposerTechnicien.*?</v:shape>", text)[0]
    package.replace(part, text.replace(ours, own).encode())
    project = project_of(package)
    sub = re.compile(r"' Onglets[^\n]*\nSub ProposerTechnicien.*?End Sub\r\n", re.DOTALL)
    project.put("Boutons", sub.sub("", project.source("Boutons")))
    write_project(package, project)
    path.write_bytes(package.to_bytes())
    return part


def test_the_button_of_a_new_command_stands_after_what_its_row_holds(tmp_path: Path):
    path = tmp_path / "bureau.xlsm"
    own = person_macros.BUTTON.format(number=6150, anchor="4, 15, 2, 3, 5, 0, 2, 29", macro="Bilan")
    part = without_candidates(path, own)
    report = renew_file(path)
    assert "boutons ajoutés : Planning « Proposer un technicien »" in report.notes
    after = contents(path)[part].decode()
    assert own in after
    anchors = re.findall(r"<x:Anchor>(\d+), (\d+), ", after)
    assert anchors[-1] == ("13", "10")
    assert len(set(re.findall(r'id="_x0000_s(\d+)"', after))) == 9
    assert schema_findings(path) == []


def test_a_tab_that_excel_saved_has_its_buttons_in_their_second_form_too(tmp_path: Path):
    path, model = tmp_path / "bureau.xlsm", tmp_path / "modele.xlsm"
    own = person_macros.BUTTON.format(number=6150, anchor="2, 40, 2, 3, 4, 0, 2, 29", macro="Bilan")
    model.write_bytes(empty_bytes("excel"))
    person_macros.extended_controls(model)
    part = without_candidates(path, own)
    aged = contents(path)
    path.write_bytes(repacked({**contents(model), VBA_PART: aged[VBA_PART], part: aged[part]}))
    assert "boutons ajoutés : Planning « Proposer un technicien »" in renew_file(path).notes
    after = contents(path)
    sheet = next(data.decode() for name, data in after.items() if b"<controls>" in data)
    drawing = after["xl/drawings/drawing1.xml"].decode()
    assert "Ancien" not in sheet + drawing and "<a:t>Actualiser</a:t>" in drawing
    number = re.search(r'shapeId="(\d+)"[^>]*><controlPr[^>]*macro="\[0\]!ProposerTechnicien"', sheet)[1]
    assert f'id="_x0000_s{number}"' in after[part].decode()
    assert f'spid="_x0000_s{number}"' in drawing and "<a:t>Proposer un technicien</a:t>" in drawing
    assert "xl/ctrlProps/ctrlProp2.xml" in after
    assert schema_findings(path) == []


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("Boutons", 'Attribute VB_Name = "Boutons"\nSub MaMacro()\nEnd Sub\n', "renommez-le"),
        (
            "Dialogues",
            None,
            "« Sub MaMacro() », qui n'est pas de lui : déplacez vos lignes dans un module à vous",
        ),
    ],
)
def test_a_module_of_our_name_that_is_not_ours_is_refused_by_name(
    name: str, text: str | None, said: str, tmp_path: Path
):
    path = tmp_path / "bureau.xlsm"
    path.write_bytes(empty_bytes("excel"))
    package = Package.open(path)
    project = project_of(package)
    project.put(name, text or project.source(name) + "Sub MaMacro()\nEnd Sub\n")
    write_project(package, project)
    path.write_bytes(package.to_bytes())
    before = path.read_bytes()
    report = renew_file(path)
    assert report.status == 1 and path.read_bytes() == before
    (problem,) = report.problems
    assert f"module « {name} »" in problem.line and said in problem.line


def test_a_reference_of_the_name_of_a_module_of_ours_is_named(tmp_path: Path):
    path = tmp_path / "bureau.xlsm"
    path.write_bytes(empty_bytes("excel"))
    with ExcelFile(path) as book:
        book.vba_project().delete_module("xlwings")
        book.add_reference("xlwings", "{11111111-2222-3333-4444-555555555555}")
        book.save()
    (problem,) = renew_file(path).problems
    assert "une référence « xlwings »" in problem.line and "ôtez-la" in problem.line


def test_a_button_of_a_tab_that_came_since_was_not_taken_away():
    first = Placed(frozenset({"actualiser"}), frozenset())
    assert first.had("Planning", "Actualiser") and not first.had("Un onglet de demain", "Actualiser")
    noted = Placed(frozenset({"actualiser"}), frozenset({("Planning", "actualiser")}))
    assert noted.had("Planning", "Actualiser") and not noted.had("Devis", "Actualiser")


def test_a_macro_of_a_person_with_the_name_of_ours_is_named(tmp_path: Path):
    path = tmp_path / "bureau.xlsm"
    path.write_bytes(empty_bytes("excel"))
    package = Package.open(path)
    project = project_of(package)
    project.put("Module1", 'Attribute VB_Name = "Module1"\nSub Actualiser()\nEnd Sub\n')
    write_project(package, project)
    path.write_bytes(package.to_bytes())
    (note,) = renew_file(path).notes
    assert note.startswith("« Actualiser » est aussi une macro de votre module « Module1 »")


def test_a_project_in_the_alphabet_of_another_country_is_refused_by_name(person: Path):
    parts = contents(person)
    storage = CFB.from_bytes(parts[VBA_PART])
    raw = decompress(storage.get_stream_in_storage("VBA", "dir"))
    latin, cyrillic = (struct.pack("<HIH", 0x03, 2, page) for page in (1252, 1251))
    assert raw.count(latin) == 1
    storage.write_stream_in_storage("VBA", "dir", compress(raw.replace(latin, cyrillic)))
    person.write_bytes(repacked({**parts, VBA_PART: storage.to_bytes()}))
    report = renew_file(person)
    assert report.status == 3 and "(cp1251), ne peut pas contenir « " in report.summary


def locked(project: bytes) -> bytes:
    """The project with the protection of a real one that a password locks."""
    storage = CFB.from_bytes(project)
    stream = storage.get_stream_at((), "PROJECT")
    stream = re.sub(rb'CMG="[^"]*"', b'CMG="' + obscured(b"\x04\0\0\0").hex().upper().encode() + b'"', stream)
    storage.write_stream_at((), "PROJECT", stream)
    return storage.to_bytes()


def obscured(data: bytes) -> bytes:
    """[MS-OVBA] 2.4.3.2 for a seed that asks for no byte to ignore, and a key of nought."""
    seed, version, key = 0x10, 0x12, 0x10
    written, before, last, clear = [], version, key, 0
    for byte in len(data).to_bytes(4, "little") + data:
        written.append(byte ^ (before + clear & 0xFF))
        before, last, clear = last, written[-1], byte
    return bytes([seed, version, key, *written])


@pytest.mark.parametrize("stream", ["VBA/dir", "VBA/MesMacros", "VBA/Boutons"])
def test_a_project_whose_stream_is_cut_is_refused_in_one_line(stream: str, person: Path):
    parts = contents(person)
    storage = CFB.from_bytes(parts[VBA_PART])
    storage.write_stream_in_storage(
        *stream.split("/"), storage.get_stream_in_storage(*stream.split("/"))[:90]
    )
    person.write_bytes(repacked({**parts, VBA_PART: storage.to_bytes()}))
    before = person.read_bytes()
    report = renew_file(person)
    assert report.status == 3 and "projet de macros" in report.summary and person.read_bytes() == before


def test_a_container_whose_last_stream_leaves_it_is_refused_in_one_line(person: Path):
    parts = contents(person)
    person.write_bytes(repacked({**parts, VBA_PART: parts[VBA_PART][:-1024]}))
    assert renew_file(person).status == 3


def test_a_locked_project_is_refused_by_name(person: Path):
    parts = contents(person)
    person.write_bytes(repacked({**parts, VBA_PART: locked(parts[VBA_PART])}))
    before = person.read_bytes()
    report = renew_file(person)
    assert report.status == 3 and "projet VBA est verrouillé" in report.summary
    assert person.read_bytes() == before


def test_a_signed_project_is_refused_unless_its_signature_may_go(person: Path):
    package = Package.open(person)
    package.add("xl/vbaProjectSignature.bin", b"signature")
    package.add_override("xl/vbaProjectSignature.bin", "application/vnd.ms-office.vbaProjectSignature")
    kind = "http://schemas.microsoft.com/office/2006/relationships/vbaProjectSignature"
    package.add_relationship(VBA_PART, kind, "xl/vbaProjectSignature.bin")
    person.write_bytes(package.to_bytes())
    before = person.read_bytes()
    report = renew_file(person)
    assert report.status == 3 and "--drop-signature" in report.summary and person.read_bytes() == before
    report = renew_file(person, drop_signature=True)
    assert report.status == 0 and "signature du projet VBA retirée" in report.notes[-1]
    parts = contents(person)
    assert not [name for name in parts if "ignature" in name or "vbaProject.bin.rels" in name]
    assert b"ignature" not in parts["[Content_Types].xml"]


def test_a_workbook_that_holds_no_macro_by_its_form_is_told_how_to_get_some(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    create_master(tmp_path / "bureau.xlsx")
    assert status_of(["macros", str(tmp_path / "bureau.xlsx")]) == 3
    (line,) = capsys.readouterr().err.splitlines()
    assert "Enregistrer sous" in line and ".xlsm" in line


def test_a_ribbon_of_2007_gets_our_tab_and_none_of_2010_hides_it(tmp_path: Path):
    plain = tmp_path / "bureau.xlsx"
    create_master(plain)
    path = plain.rename(tmp_path / "bureau.xlsm")
    package = Package.open(path)
    own = (
        '<x:customUI xmlns:x="http://schemas.microsoft.com/office/2006/01/customui"><x:ribbon><x:tabs/></x:ribbon>'
        "</x:customUI>"
    )
    package.add("customUI/customUI.xml", own.encode())
    kind = "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility"
    package.add_relationship("", kind, "customUI/customUI.xml")
    path.write_bytes(package.to_bytes())
    assert renew_file(path).status == 0
    parts = contents(path)
    assert RIBBON_PART not in parts
    text = parts["customUI/customUI.xml"].decode()
    head, tail = own.split("<x:tabs/>")
    assert text.startswith(f'{head}<x:tabs><x:tab id="postproduction"') and text.endswith(f"</x:tabs>{tail}")
    once = path.read_bytes()
    assert renew_file(path).summary == NOTHING_OLD and path.read_bytes() == once


def test_an_element_of_a_person_with_an_identifier_of_ours_is_named(person: Path):
    parts = contents(person)
    ribbon = parts[RIBBON_PART].replace(b'<button id="bilan"', b'<button id="paie"')
    person.write_bytes(repacked({**parts, RIBBON_PART: ribbon}))
    report = renew_file(person)
    assert report.status == 3 and "déjà un élément « paie »" in report.summary


def test_the_archive_is_whole(person: Path):
    renew_file(person)
    with zipfile.ZipFile(person) as archive:
        assert archive.testzip() is None
