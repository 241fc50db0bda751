"""The macro sources, the generated wrappers, and a project put into a workbook."""

from __future__ import annotations

import ast
import importlib.util
import io
import re
import shutil
import sys
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
import xlwings
from lxml import etree
from pyopenvba.interpreter import NOTHING, Interpreter

from postprod_xl.commands import COMMANDS, Button
from postprod_xl.engines.ooxml.vba.sources import vba_text
from postprod_xl.hosts.files.creation import button_macros, ribbon_groups
from postprod_xl.schema.families import OPTIONAL_FAMILIES
from postprod_xl.workbook.make import macros
from postprod_xl.workbook.make.button_macros import button_module, ribbon_module
from postprod_xl.workbook.make.macros import (
    HOSTS,
    dictionary_class,
    macro_project,
    macro_text,
    xlwings_module,
)
from postprod_xl.workbook.make.ribbon import ribbon_xml
from postprod_xl.workbook.make.vba_functions import (
    FunctionSignature,
    SignatureArgument,
    function_module,
    opening_code,
)
from tests.masters import ROOT
from tests.workbook.live.recorded import RECORDER, pressed
from tests.workbook.make.ribbons import RIBBON, ribbon_faults

MODULE = "essais.fonctions"
FAMILIES = {"", *(family.name for family in OPTIONAL_FAMILIES)}
BOUTONS, RUBAN = button_module(button_macros(FAMILIES)), ribbon_module(button_macros(FAMILIES))
RIBBON_XML = ribbon_xml(ribbon_groups(FAMILIES))
FIN = FunctionSignature(
    "PP_FIN",
    MODULE,
    (
        SignatureArgument("debut", "Premier jour."),
        SignatureArgument("jours", "Jours ouvrés, « 0 » compris."),
        SignatureArgument("departement", "Numéro du département.", optional=True),
    ),
    'Le dernier jour ; 5 jours font une "semaine".',
)
VENDU = FunctionSignature("PP_VENDU", MODULE, (SignatureArgument("ligne"),))


def every_button() -> list[tuple[str, Button, bool]]:
    """Each command's name, each of its buttons, whether the button asks what the first one asks."""
    return [
        (command.name, button, button.asks == command.buttons[0].asks)
        for command in COMMANDS.values()
        for button in command.buttons
    ]


def subs(source: str) -> list[str]:
    return re.findall(r"^Sub (\w+)\(", source, re.MULTILINE)


@cache
def xlwings_generator() -> ModuleType:
    """The module of xlwings that writes wrappers on Windows, read here with its Windows imports stubbed."""
    stubs = {
        "pythoncom": SimpleNamespace(CoInitialize=None),
        "pywintypes": SimpleNamespace(),
        "win32com": SimpleNamespace(),
        "win32com.client": SimpleNamespace(Dispatch=None),
    }
    path = Path(xlwings.__file__).parent / "udfs.py"
    spec = importlib.util.spec_from_file_location("xlwings.udfs_read_for_tests", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    added = [name for name in stubs if name not in sys.modules]
    sys.modules.update({name: stubs[name] for name in added})
    try:
        spec.loader.exec_module(module)
    finally:
        for name in added:
            del sys.modules[name]
    return module


def generated(*functions: Callable[..., object]) -> str:
    """What xlwings would write for Python functions, in the order of their names."""
    udfs = xlwings_generator()
    module = ModuleType(MODULE)
    for function in functions:
        setattr(module, function.__name__, udfs.xlfunc(category="Postproduction")(function))
    output = io.StringIO()
    udfs.generate_vba_wrapper(MODULE, module, output, SimpleNamespace(Name="maitre.xlsm"))
    return output.getvalue()


def test_every_button_has_its_two_line_sub_and_every_sub_its_button():
    source = BOUTONS
    assert sorted(subs(source)) == sorted(button.macro for _, button, _ in every_button())
    assert not re.search(r"^(Sub|End Sub|    RunPython ).*\n(?!\n|Sub|End|    RunPython|$)", source)


@pytest.mark.parametrize(("command", "button", "usual"), every_button())
def test_a_button_presses_its_command_and_says_what_it_asks_when_unusual(
    command: str, button: Button, usual: bool
):
    module, call = ast.parse(pressed(BOUTONS, button.macro)).body
    assert ast.unparse(module) == "import postprod_xl.hosts.buttons as b"
    asked = "" if usual else f", {button.asks!r}"
    assert ast.unparse(call) == f"b.press({command!r}{asked})"


def test_every_ribbon_callback_runs_the_sub_of_its_button():
    vba = Interpreter()
    vba.add_module(RECORDER, name="xlwings")
    vba.add_module(BOUTONS, name="Boutons")
    vba.add_module(RUBAN, name="Ruban")
    callbacks = subs(RUBAN)
    assert callbacks == [f"Ruban{name}" for name in subs(BOUTONS)]
    for callback in callbacks:
        vba.run(callback, [NOTHING])
        assert str(vba.run("Retenu")) == pressed(BOUTONS, callback.removeprefix("Ruban"))


def test_the_ribbon_shows_each_button_once_as_the_registry_words_it():
    shown = {
        button.get("onAction"): (button.get("label"), button.get("screentip"), button.get("supertip"))
        for button in etree.fromstring(RIBBON_XML).iter(f"{{{RIBBON}}}button")
    }
    assert shown == {
        f"Ruban{button.macro}": (button.label, button.label, button.tip) for _, button, _ in every_button()
    }


def test_the_ribbon_follows_the_grammar_of_office():
    assert ribbon_faults(RIBBON_XML) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('id="Verifier"', 'id="Actualiser"'),
        ('size="large"', 'size="grand"'),
        ('keytip="PP"', 'keytip="POST"'),
        ('id="Verifier"', 'id="Verifier" keytip="PP"'),
        ('imageMso="RefreshAll"', 'imageMso="RefreshAl"'),
        ('label="Vérifier"', f'label="{"V" * 1025}"'),
        ('screentip="Vérifier"', f'screentip="{"V" * 1025}"'),
        ('supertip="Dit tous', f'supertip="{"V" * 1025}Dit tous'),
        ('id="Verifier"', 'idMso="Verifier"'),
        ('onAction="RubanVerifier"', 'onAction="RubanActualiser"'),
        ("<group id", "<groupe id"),
        ('onAction="RubanFacturer"', 'onClick="RubanFacturer"'),
        ("2009/07/customui", "2006/01/customui"),
    ],
)
def test_a_fault_planted_in_the_ribbon_is_found(old: str, new: str):
    source = RIBBON_XML.decode()
    assert old in source
    planted = source.replace(old, new).replace("</group>", "</groupe>") if "groupe" in new else source
    assert ribbon_faults(planted.replace(old, new).encode())


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("Boutons", BOUTONS),
        ("Ruban", RUBAN),
        ("Dialogues", macro_text("Dialogues.bas")),
        ("xlwings", macro_text("xlwings_libreoffice.bas")),
    ],
)
def test_every_source_names_its_module_first_and_holds_what_vba_can_hold(name: str, source: str):
    assert source.startswith(f'Attribute VB_Name = "{name}"\n')
    assert vba_text(source).encode("cp1252")


def test_the_xlwings_module_is_the_installed_one_with_its_licence():
    source = xlwings_module()
    assert f"'Version: {xlwings.__version__}\n" in source
    assert "BSD 3-clause license" in source and "Redistributions in binary form must reproduce" in source
    assert "License: MIT" in dictionary_class()


def test_the_excel_wrappers_are_those_that_xlwings_writes():
    def PP_FIN(debut, jours, departement=None): ...
    def PP_VENDU(ligne): ...

    heading = 'Attribute VB_Name = "Fonctions"\n#Const App = "Microsoft Excel"\n'
    assert function_module([FIN, VENDU], "excel") == heading + generated(PP_FIN, PP_VENDU)


def test_the_libreoffice_wrappers_ask_python_and_name_no_object_of_excel():
    source = function_module([FIN], "libreoffice")
    assert "Function PP_FIN(Optional debut, Optional jours, Optional departement)\n" in source
    assert 'AppelPython("PP_FIN", ' in source
    assert "Application" not in source and "#If" not in source


@pytest.mark.parametrize(
    "function",
    [
        FunctionSignature("PP FIN", MODULE, ()),
        FunctionSignature("PP_FIN", MODULE, (SignatureArgument("début"),)),
        FunctionSignature("PP_FIN", MODULE, (SignatureArgument("date"),)),
        FunctionSignature("PP_FIN", MODULE, (SignatureArgument("jour"), SignatureArgument("Jour"))),
        FunctionSignature(
            "PP_FIN", MODULE, (SignatureArgument("jour", optional=True), SignatureArgument("fin"))
        ),
        FunctionSignature("PP_FIN", MODULE, tuple(SignatureArgument("a" * 200 + str(i)) for i in range(6))),
    ],
)
def test_a_signature_that_vba_would_not_take_is_refused(function: FunctionSignature):
    with pytest.raises(ValueError, match="VBA|argument"):
        function_module([function], "excel")


def test_on_opening_each_function_is_described_in_its_category_and_the_workbook_stays_saved():
    lines = opening_code([FIN]).splitlines()
    assert lines[0] == "Private Sub Workbook_Open()" and lines[-1] == "End Sub"
    assert '        Description:="Le dernier jour ; 5 jours font une ""semaine"".", _' in lines
    assert '        Category:="Postproduction", _' in lines
    described = [line for line in lines if "Premier jour" in line or "Numéro" in line]
    assert described == [
        '        ArgumentDescriptions:=Array("Premier jour.", _',
        '        "Numéro du département.")',
    ]
    assert lines.index("    inchange = ThisWorkbook.Saved") < lines.index("    ThisWorkbook.Saved = inchange")
    assert max(len(line) for line in lines) < 300


def test_a_workbook_without_functions_does_nothing_on_opening():
    assert opening_code([]) == ""


def test_a_source_is_stored_in_the_code_page_of_vba_or_refused():
    assert vba_text("' 10\u202f€\n' E\u0301te\u0301\n") == "' 10\u00a0€\r\n' Été\r\n"
    with pytest.raises(UnicodeEncodeError):
        vba_text("' ≤\n")


def test_an_installed_product_finds_its_macros_in_its_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"][
        "wheel"
    ]
    assert wheel["force-include"] == {"macros": "postprod_xl/macros"}
    shutil.copytree(ROOT / "macros", tmp_path / wheel["force-include"]["macros"])
    expected = macro_text("Dialogues.bas")
    monkeypatch.setattr(macros, "_PACKAGE", tmp_path / "postprod_xl")
    assert macro_text("Dialogues.bas") == expected


@pytest.mark.parametrize("host", HOSTS)
def test_every_module_of_a_host_is_named_as_its_source_says(host: str):
    project = macro_project(button_macros(), [FIN], host)
    named = {
        name: re.match(r'Attribute VB_Name = "(\w+)"', text)[1] for name, text in project.modules.items()
    }
    assert set(named) == set(named.values())


def test_libreoffice_gets_nothing_it_cannot_compile():
    project = macro_project(button_macros(), [FIN], "libreoffice")
    whole = "\n".join(project.modules.values())
    assert "IRibbonControl" not in whole and "#If" not in whole and "Declare " not in whole
    assert not project.classes and not project.workbook_code
