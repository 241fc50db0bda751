"""What keeps a live workbook from being written is one French line, before anything is written when it can be."""

from __future__ import annotations

import sys
from types import ModuleType, SimpleNamespace

import pytest
from xlwings import XlwingsError

from postprod_xl.engines.ooxml.errors import CannotEdit
from postprod_xl.workbook.live.protection import is_structure_locked, refuse_protected, writing_in


def book(engine: str, **natives):
    """A workbook of tabs, given by what the application itself tells of each."""
    app = SimpleNamespace(engine=SimpleNamespace(name=engine))
    return SimpleNamespace(
        sheets={
            tab: SimpleNamespace(api=native, book=SimpleNamespace(app=app)) for tab, native in natives.items()
        }
    )


def calc(protected: bool):
    return SimpleNamespace(isProtected=lambda: protected)


def test_the_first_protected_tab_is_named_with_the_remedy():
    opened = book("libreoffice", Devis=calc(False), Dépassements=calc(True))
    with pytest.raises(CannotEdit) as refusal:
        refuse_protected(opened, ["Devis", "Dépassements"])
    assert str(refusal.value) == (
        "Dépassements — la feuille est protégée : ôtez la protection (Révision > Ôter la protection)."
    )


def test_a_protected_tab_where_nothing_is_written_is_in_nobodys_way():
    refuse_protected(book("libreoffice", Devis=calc(False), Paie=calc(True)), ["Devis"])


@pytest.mark.parametrize("platform", ["win32", "darwin"])
@pytest.mark.parametrize("protected", [True, False])
def test_excel_is_asked_in_its_own_words(monkeypatch, platform, protected):
    monkeypatch.setattr(sys, "platform", platform)
    native = {
        "win32": SimpleNamespace(ProtectContents=protected, ProtectStructure=protected),
        "darwin": SimpleNamespace(
            protect_contents=SimpleNamespace(get=lambda: protected),
            protect_structure=SimpleNamespace(get=lambda: protected),
        ),
    }[platform]
    opened = book("excel", Paie=native)
    workbook = SimpleNamespace(api=native, app=SimpleNamespace(engine=SimpleNamespace(name="excel")))
    assert is_structure_locked(workbook) == protected
    if not protected:
        return refuse_protected(opened, ["Paie"])
    with pytest.raises(CannotEdit, match="Paie — la feuille est protégée"):
        refuse_protected(opened, ["Paie"])
    return None


@pytest.mark.parametrize(
    ("module", "name"), [("pywintypes", "com_error"), ("appscript.reference", "CommandError")]
)
def test_a_refusal_of_excel_is_said_in_french(monkeypatch, module, name):
    error = type(name, (Exception,), {})
    loaded = ModuleType(module)
    setattr(loaded, name, error)
    monkeypatch.setitem(sys.modules, module, loaded)
    with pytest.raises(CannotEdit, match="Paie — le tableur refuse"), writing_in("Paie"):
        raise error


def test_a_refusal_of_xlwings_is_said_and_our_own_faults_are_not_hidden():
    with pytest.raises(CannotEdit, match="Paie — le tableur refuse"), writing_in("Paie"):
        raise XlwingsError
    with pytest.raises(ZeroDivisionError), writing_in("Paie"):
        raise ZeroDivisionError
