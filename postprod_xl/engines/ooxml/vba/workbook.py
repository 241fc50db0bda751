"""The macro project in its workbook: its part, its signature, the code names of the workbook and of its tabs."""

from __future__ import annotations

import posixpath
import re
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from postprod_xl.engines.ooxml.errors import Refused
from postprod_xl.engines.ooxml.parts.tabs import TabList
from postprod_xl.engines.ooxml.vba.project import VbaProject
from postprod_xl.engines.ooxml.vba.protection import is_protected
from postprod_xl.engines.ooxml.vba.sources import MacroProject

if TYPE_CHECKING:
    from postprod_xl.engines.ooxml.parts.package import Package

WORKBOOK_MODULE = "ThisWorkbook"
_RELATIONSHIP = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
_CONTENT_TYPE = "application/vnd.ms-office.vbaProject"
_SIGNATURE = re.compile(r"/vbaProjectSignature\w*$")
_WITH_MACROS = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": (
        "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    ),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml": (
        "application/vnd.ms-excel.template.macroEnabled.main+xml"
    ),
}
# The class of the module of each kind of tab, as Excel declares it; other kinds have no module.
_TABS = {
    "worksheet": ("Sheet", "0{00020820-0000-0000-C000-000000000046}"),
    "chartsheet": ("Chart", "0{00020821-0000-0000-C000-000000000046}"),
}
_ROOT = re.compile(rb"<((?:[\w.-]+:)?)(?:worksheet|chartsheet|workbook)(?:\s[^>]*)?>")
_CODE_NAME = re.compile(rb"""\scodeName\s*=\s*["']([^"']*)["']""")


def project_of(package: Package) -> VbaProject | None:
    """The macro project of a workbook, None when it has none.

    Raises
    ------
    Refused
        It is damaged.
    """
    part = package.vba_part
    return None if part is None else VbaProject(package.read(part))


def add_project(package: Package) -> VbaProject:
    """Give a workbook without macros a project of the modules of the workbook and of its tabs, to be written.

    The workbook becomes one that may hold macros, and its tabs get the names by which code knows them.
    """
    kind = package.content_type(package.workbook_part)
    package.remove_override(package.workbook_part)
    package.add_override(package.workbook_part, _WITH_MACROS.get(kind, kind))
    project = VbaProject(_empty_project())
    book = _code_name(package, package.workbook_part, b"workbookPr", WORKBOOK_MODULE)
    if book.casefold() not in {name.casefold() for name in project.names}:
        _rename_workbook_module(project, book)
    for name, base in _tab_modules(package, book):
        project.put(name, _document_header(name, base), "Document")
    return project


def write_project(package: Package, project: VbaProject) -> None:
    """Put a project into its workbook, in the place of the one it has; a signature, void from now on, is withdrawn."""
    part, data = package.vba_part, project.to_bytes()
    if part is None:
        part = posixpath.join(posixpath.dirname(package.workbook_part), "vbaProject.bin")
        package.add(part, data)
        package.add_override(part, _CONTENT_TYPE)
        package.add_relationship(package.workbook_part, _RELATIONSHIP, part)
        return
    if package.read(part) != data:
        package.replace(part, data)
        _withdraw_signature(package, part)


def is_signed(package: Package) -> bool:
    """Whether the macro project of a workbook bears a digital signature."""
    part = package.vba_part
    return part is not None and any(_signatures(package, part))


def is_locked(package: Package) -> bool:
    """Whether the macro project of a workbook is protected, with or without a password."""
    project = project_of(package)
    return project is not None and is_protected(project.declarations)


def with_macros(package: Package, sources: MacroProject) -> None:
    """Give a workbook without macros a project of these sources.

    Raises
    ------
    UnicodeEncodeError
        A source holds a character that a VBA module cannot hold (Windows code page 1252).
    """
    project = add_project(package)
    for name, text in sources.modules.items():
        project.put(name, text)
    for name, text in sources.classes.items():
        project.put(name, text, "Class")
    if sources.workbook_code:
        module = workbook_module(package)
        project.put(module, project.source(module) + sources.workbook_code)
    write_project(package, project)


def workbook_module(package: Package) -> str:
    """The name of the module of the workbook itself."""
    return _written_code_name(package.read(package.workbook_part), b"workbookPr") or WORKBOOK_MODULE


def _withdraw_signature(package: Package, part: str) -> None:
    for relation, target in list(_signatures(package, part)):
        package.remove_relationship(part, relation)
        package.remove_override(target)
        if target in package:
            package.remove(target)


def _signatures(package: Package, part: str) -> Iterator[tuple[str, str]]:
    for relation in package.relationships(part):
        if _SIGNATURE.search(relation.type):
            yield relation.id, relation.target


def _tab_modules(package: Package, book: str) -> Iterator[tuple[str, str]]:
    """Name and class of the module of each tab, which gets that name where it had none."""
    tabs = [tab for tab in TabList(package).tabs if tab.kind in _TABS]
    taken = {book.casefold()}
    taken |= {(_written_code_name(package.read(tab.part), b"sheetPr") or "").casefold() for tab in tabs}
    for rank, tab in enumerate(tabs, 1):
        prefix, base = _TABS[tab.kind]
        free = next(
            name
            for name in (f"{prefix}{number}" for number in range(rank, rank + len(taken) + 1))
            if name.casefold() not in taken
        )
        name = _code_name(package, tab.part, b"sheetPr", free)
        taken.add(name.casefold())
        yield name, base


def _code_name(package: Package, part: str, holder: bytes, default: str) -> str:
    """The code name that a part gives; one that gives none gets the default."""
    text = package.read(part)
    written = _written_code_name(text, holder)
    if written:
        return written
    package.replace(part, _named(text, holder, default.encode("ascii")))
    return default


def _written_code_name(text: bytes, holder: bytes) -> str | None:
    tag = _opening(text, holder)
    found = _CODE_NAME.search(tag[0]) if tag else None
    return found[1].decode() if found else None


def _named(text: bytes, holder: bytes, name: bytes) -> bytes:
    attribute = b' codeName="%s"' % name
    tag = _opening(text, holder)
    if tag:
        empty = _CODE_NAME.sub(b"", tag[0])
        at = tag.start() + len(tag[1])
        return text[:at] + attribute + empty[len(tag[1]) :] + text[tag.end() :]
    root = _ROOT.search(text)
    if root is None:
        raise Refused("une feuille a perdu son contenu : reprenez une copie ou une sauvegarde.")
    before = (
        re.compile(rb"<%s(?:fileVersion|fileSharing)\b[^>]*/>" % root[1]) if holder != b"sheetPr" else None
    )
    ends = [found.end() for found in before.finditer(text)] if before else []
    at = max([root.end(), *ends])
    return text[:at] + b"<%s%s%s/>" % (root[1], holder, attribute) + text[at:]


def _opening(text: bytes, holder: bytes) -> re.Match[bytes] | None:
    return re.compile(rb"(<(?:[\w.-]+:)?%s)(?:\s[^>]*)?>" % holder).search(text, 0, _head_end(text))


def _head_end(text: bytes) -> int:
    """Where the rows begin: the elements looked for stand before them."""
    rows = text.find(b"sheetData")
    return len(text) if rows < 0 else rows


def _document_header(name: str, base: str) -> str:
    """What Excel writes at the head of the module of a workbook or of a tab."""
    return (
        f'Attribute VB_Name = "{name}"\nAttribute VB_Base = "{base}"\n'
        "Attribute VB_GlobalNameSpace = False\nAttribute VB_Creatable = False\n"
        "Attribute VB_PredeclaredId = True\nAttribute VB_Exposed = True\n"
        "Attribute VB_TemplateDerived = False\nAttribute VB_Customizable = True\n"
    )


def _rename_workbook_module(project: VbaProject, name: str) -> None:
    project.remove(WORKBOOK_MODULE)
    project.put(name, _document_header(name, "0{00020819-0000-0000-C000-000000000046}"), "Document")


@cache
def _empty_project() -> bytes:
    """A project of the workbook's own module alone, as Excel makes one: its libraries, its identity, its window."""
    from pyopenvba import ExcelFile

    with tempfile.TemporaryDirectory() as folder, ExcelFile.create_new(Path(folder) / "vide.xlsm") as book:
        project = VbaProject(book.vba_project_bytes())
    for name in project.names:
        if name.casefold() != WORKBOOK_MODULE.casefold():
            project.remove(name)
    return project.to_bytes()
