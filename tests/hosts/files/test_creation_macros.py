"""A macro-enabled workbook as it is written: its project, its buttons, its ribbon, and what a command leaves."""

from __future__ import annotations

import re
import tempfile
import warnings
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import click
import openpyxl
import pytest
from lxml import etree
from pyopenvba import ExcelFile
from pyopenvba.cfb import CFB
from pyopenvba.interpreter import parse_module
from pyopenvba.vba import parse_vba_project

from postprod_xl.commands import COMMANDS
from postprod_xl.engines.ooxml.parts.ribbon import PART as RIBBON_PART
from postprod_xl.engines.ooxml.vba.sources import vba_text
from postprod_xl.hosts.cli.main import status_of
from postprod_xl.hosts.files.creation import (
    button_macros,
    create_demo,
    create_master,
    function_signatures,
    ribbon_groups,
    tab_buttons,
)
from postprod_xl.hosts.files.runs import run_file
from postprod_xl.schema.families import OPTIONAL_FAMILIES
from postprod_xl.workbook.make.macros import macro_project
from postprod_xl.workbook.make.ribbon import ribbon_xml
from tests.libreoffice import all_converted
from tests.masters import DEMO_DAY, contents, schema_findings
from tests.typed_cells import cells_of, place_of

HOSTS = ("excel", "libreoffice")
VBA_PART = "xl/vbaProject.bin"
EXCEL_OBJECTS = "{urn:schemas-microsoft-com:office:excel}"


@cache
def empty_bytes(host: str) -> bytes:
    return _written(lambda path: create_master(path, host))


@cache
def demo_bytes(host: str) -> bytes:
    return _written(lambda path: create_demo(path, DEMO_DAY, host))


def _written(write: Callable[[Path], str]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "maitre.xlsm"
        write(path)
        return path.read_bytes()


@pytest.fixture(params=HOSTS)
def host(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def empty(host: str, tmp_path: Path) -> Path:
    path = tmp_path / "maitre.xlsm"
    path.write_bytes(empty_bytes(host))
    return path


@pytest.fixture
def demo(host: str, tmp_path: Path) -> Path:
    path = tmp_path / "bureau.xlsm"
    path.write_bytes(demo_bytes(host))
    return path


def expected_modules(host: str) -> dict[str, str]:
    """Text of the standard and class modules by name, as VBA stores it."""
    project = macro_project(button_macros(), function_signatures(), host)
    return {name: vba_text(text) for name, text in {**project.modules, **project.classes}.items()}


def read_by_oletools(path: Path) -> dict[str, str]:
    """Text of each module by name; its parser library warns of its own changes."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        from oletools.olevba import VBA_Parser

        parser = VBA_Parser(str(path))
        held = {name.rpartition(".")[0]: text for _, _, name, text in parser.extract_all_macros()}
        parser.close()
    return held


def buttons_of(path: Path) -> dict[str, list[tuple[str, str]]]:
    """Macro and label of each button, by title of the tab."""
    parts = contents(path)
    found = {}
    for title, part in sheet_parts(path).items():
        relationships = parts.get(part.replace("worksheets/", "worksheets/_rels/") + ".rels", b"")
        drawing = re.search(rb'Target="\.\./(drawings/vmlDrawing\d+\.vml)"', relationships)
        if drawing:
            found[title] = list(shapes(parts[f"xl/{drawing[1].decode()}"]))
    return found


def shapes(drawing: bytes) -> Iterator[tuple[str, str]]:
    for shape in etree.fromstring(drawing).iter("{urn:schemas-microsoft-com:vml}shape"):
        macro = next(shape.iter(f"{EXCEL_OBJECTS}FmlaMacro")).text
        label = "".join(next(shape.iter("{*}textbox")).itertext())
        yield macro.removeprefix("[0]!"), label


def sheet_parts(path: Path) -> dict[str, str]:
    return {title: f"xl/worksheets/sheet{rank}.xml" for rank, title in enumerate(tabs(path), 1)}


def tabs(path: Path) -> list[str]:
    book = openpyxl.load_workbook(path, read_only=True)
    titles = list(book.sheetnames)
    book.close()
    return titles


def carried(path: Path) -> dict[str, bytes]:
    """The parts of macros, buttons and ribbon."""
    return {
        name: data
        for name, data in contents(path).items()
        if name == VBA_PART or name.endswith(".vml") or name.startswith("customUI/")
    }


def test_the_modules_read_back_are_the_sources(empty: Path, host: str):
    with ExcelFile(empty) as book:
        assert book.validate() == []
        held = {name: vba_text(text) for name, text in book.vba_modules().items()}
    expected = expected_modules(host)
    assert {name: held[name] for name in expected} == expected
    assert len(held) == len(expected) + 1 + len(tabs(empty))


def test_an_independent_reader_finds_the_same_modules(empty: Path, host: str):
    held = read_by_oletools(empty)
    for name, text in expected_modules(host).items():
        body = re.sub(r"^Attribute VB_.*\r?\n", "", text, flags=re.MULTILINE)
        found = re.sub(r"^Attribute VB_.*\r?\n", "", held[name], flags=re.MULTILINE)
        assert found.split() == body.split(), name


def test_every_module_of_ours_is_vba_that_parses(empty: Path):
    with ExcelFile(empty) as book:
        sources = {
            name: book.get_module(name) for name in ("Boutons", "Dialogues", "Fonctions", "ThisWorkbook")
        }
    functions = [
        procedure.name for procedure in parse_module(sources.pop("Fonctions"), name="Fonctions").procedures
    ]
    assert functions == [function.name for function in function_signatures()]
    for name, source in sources.items():
        assert parse_module(source, name=name).name == name


def test_every_tab_has_its_code_name_and_its_module(empty: Path):
    parts = contents(empty)
    names = [
        re.search(rb'<sheetPr codeName="(\w+)"', parts[part])[1].decode()
        for part in sheet_parts(empty).values()
    ]
    assert b'codeName="ThisWorkbook"' in parts["xl/workbook.xml"]
    with ExcelFile(empty) as book:
        assert {"ThisWorkbook", *names} <= set(book.module_names())


def test_the_buttons_stand_on_the_tabs_of_the_registry_and_run_existing_subs(empty: Path):
    wanted = {tab: [(face.macro, face.label) for face in faces] for tab, faces in tab_buttons().items()}
    assert buttons_of(empty) == wanted
    with ExcelFile(empty) as book:
        subs = set(re.findall(r"^Sub (\w+)\(\)", book.get_module("Boutons"), re.MULTILINE))
    assert {macro for faces in wanted.values() for macro, _ in faces} <= subs


def test_every_button_of_the_registry_stands_somewhere():
    every = {"", *(family.name for family in OPTIONAL_FAMILIES)}
    placed = {face.macro for faces in tab_buttons(every).values() for face in faces}
    assert placed == {button.macro for command in COMMANDS.values() for button in command.buttons}
    assert "Accueil" in tab_buttons()


def test_the_ribbon_goes_to_excel_and_its_callbacks_exist(empty: Path, host: str):
    parts = contents(empty)
    if host != "excel":
        assert RIBBON_PART not in parts and b"extensibility" not in parts["_rels/.rels"]
        return
    assert parts[RIBBON_PART] == ribbon_xml(ribbon_groups())
    assert b'relationships/ui/extensibility" Target="customUI/customUI14.xml"' in parts["_rels/.rels"]
    callbacks = {node.get("onAction") for node in etree.fromstring(parts[RIBBON_PART]).iter("{*}button")}
    with ExcelFile(empty) as book:
        assert callbacks == set(re.findall(r"^Sub (\w+)\(control", book.get_module("Ruban"), re.MULTILINE))


def test_excel_knows_the_library_of_the_ribbon(tmp_path: Path):
    path = tmp_path / "maitre.xlsm"
    path.write_bytes(empty_bytes("excel"))
    with ExcelFile(path) as book:
        assert {reference.name for reference in book.references()} == {"stdole", "Office"}


def test_the_project_holds_sources_alone_as_the_format_prescribes(empty: Path):
    """[MS-OVBA] 1.6, 2.3.4.1 and 2.3.4.3: version 0xFFFF, no cache, the source at the beginning of each stream."""
    storage = CFB.from_bytes(contents(empty)[VBA_PART])
    assert storage.get_stream_in_storage("VBA", "_VBA_PROJECT") == bytes.fromhex("CC61FFFF000000")
    assert not [name for name in storage.list_streams_in_storage("VBA") if name.startswith("__SRP")]
    for module in parse_vba_project(storage).modules:
        assert (module.text_offset, module.cookie) == (0, 0xFFFF)
        assert storage.get_stream_in_storage("VBA", module.stream_name)[0] == 1  # a CompressedContainer


def test_a_macro_workbook_follows_the_schemas(empty: Path):
    assert schema_findings(empty) == []


def test_the_same_workbook_is_the_same_bytes(host: str):
    assert empty_bytes.__wrapped__(host) == empty_bytes(host)


def test_commands_keep_macros_buttons_and_ribbon_byte_for_byte_and_follow_the_schemas(demo: Path):
    before = carried(demo)
    assert len(before) > len(tab_buttons())
    for command, day, options in (
        ("refresh", DEMO_DAY + timedelta(days=9), {}),
        ("payroll", DEMO_DAY, {"month": f"{DEMO_DAY:%Y-%m}"}),
        ("invoice", DEMO_DAY, invoice_of(demo)),
    ):
        report = run_file(demo, command, day, options)
        assert report.status == 0, report.summary
        after = carried(demo)
        # A tab of an invoice may bring a part of its own; none of those that were there has changed.
        assert {name: after[name] for name in before} == before
        assert command == "invoice" or after == before
    assert schema_findings(demo) == []


def invoice_of(path: Path) -> dict[str, object]:
    place = place_of(path, "Projets")
    code = cells_of(path, place.sheet_part)[place.cell(place.first_row, "Code")]
    return {"project": code, "step": None, "credit": None, "day": DEMO_DAY}


def test_a_plain_workbook_has_no_macro_and_takes_no_host(tmp_path: Path):
    create_master(tmp_path / "maitre.xlsx")
    assert carried(tmp_path / "maitre.xlsx") == {}
    with pytest.raises(click.UsageError, match="--host ne va pas avec « autre.xlsx »"):
        create_master(tmp_path / "autre.xlsx", "excel")
    with pytest.raises(click.UsageError, match="--host"):
        create_demo(tmp_path / "autre.xlsx", date(2026, 11, 23), "libreoffice")


def test_a_macro_workbook_is_for_excel_unless_said_otherwise(tmp_path: Path):
    create_master(tmp_path / "maitre.xlsm")
    assert (tmp_path / "maitre.xlsm").read_bytes() == empty_bytes("excel")


@pytest.mark.libreoffice
def test_libreoffice_opens_the_macro_workbooks_with_every_tab(tmp_path: Path):
    paths = [tmp_path / f"{host}.xlsm" for host in HOSTS]
    for path, host in zip(paths, HOSTS, strict=True):
        path.write_bytes(empty_bytes(host))
    opened = all_converted(paths, "xlsx", tmp_path / "converti")
    assert [tabs(path) for path in opened] == [tabs(path) for path in paths]


def test_the_command_line_takes_a_host_for_macros_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert status_of(["new", str(tmp_path / "maitre.xlsm"), "--host", "libreoffice"]) == 0
    assert (tmp_path / "maitre.xlsm").read_bytes() == empty_bytes("libreoffice")
    assert status_of(["new", str(tmp_path / "maitre.xlsx"), "--host", "excel"]) == 2
    assert status_of(["new", str(tmp_path / "autre.xlsm"), "--host", "calc"]) == 2
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 2 and "seul un .xlsm porte des macros" in told[0]
    assert [path.name for path in tmp_path.iterdir()] == ["maitre.xlsm"]
