"""The files of issued documents made again, byte for byte, from what the workbook keeps of them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from enum import Enum, auto
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from postprod_xl.domain.invoicing.register.issued_files import REMADE
from postprod_xl.domain.invoicing.register.originals import Original
from postprod_xl.domain.wording import counted, counted_whole, listed
from postprod_xl.engines.ooxml.errors import naming
from postprod_xl.engines.ooxml.files.privacy import make_folder, readers_of
from postprod_xl.engines.ooxml.files.saving import create
from postprod_xl.hosts.exits import DONE
from postprod_xl.hosts.files.names import PDF
from postprod_xl.hosts.files.printing.papers import free_path
from postprod_xl.hosts.runs.house_papers import house_of

if TYPE_CHECKING:
    from postprod_xl.documents.typesetting.house import HouseStyle
    from postprod_xl.hosts.runs.computing import Report
    from postprod_xl.hosts.runs.master import Master

ALTERED = "modifié"


class _Found(Enum):
    """What was done of a document."""

    REMADE = auto()
    HELD = auto()
    UNLIKE = auto()
    LOST = auto()


def rebuild_files(master: Master, documents: Sequence[Original], report: Report) -> None:
    """Put back the files that are missing or altered, and say in the report what was done.

    A file takes its name only where it is the one that was issued, to the byte; an altered one that has the name is set
    aside under another. Where it can no longer be made the same, a copy is written beside, and what differs is said.

    Raises
    ------
    UnusableFile
        The workbook lies nowhere on this machine, or a file cannot be written.
    """
    workbook = master.on_disk()
    house = _house(master, workbook)
    found = {each.document.number: _rebuilt(each, workbook, house, report) for each in documents}
    kinds = [*found.values()]
    said = [
        text
        for kind, text in (
            (_Found.REMADE, f"{counted_whole(kinds.count(_Found.REMADE), 'fichier refait')} à l'identique"),
            (_Found.HELD, counted(kinds.count(_Found.HELD), "fichier déjà là")),
            (_Found.UNLIKE, counted_whole(kinds.count(_Found.UNLIKE), "copie différente")),
            (_Found.LOST, counted_whole(kinds.count(_Found.LOST), "fichier perdu")),
        )
        if kind in kinds
    ]
    report.status, report.summary = DONE, listed(said) if said else "aucun fichier à refaire"
    report.details = {kind.name.lower(): [n for n, each in found.items() if each is kind] for kind in _Found}


def _house(master: Master, workbook: Path) -> HouseStyle:
    """The style of today, of which most documents need the fonts alone: a logo that is gone keeps none of them."""
    from postprod_xl.documents.typesetting.house import HouseStyle
    from postprod_xl.documents.typesetting.refusal import PaperRefused

    try:
        return house_of(master, workbook)
    except PaperRefused:
        return HouseStyle()


def _rebuilt(original: Original, workbook: Path, house: HouseStyle, report: Report) -> _Found:
    from postprod_xl.documents.facturx.issued import laid_out
    from postprod_xl.documents.typesetting.kept_style import style_of
    from postprod_xl.documents.typesetting.refusal import PaperRefused

    file, number = original.file, original.document.number
    target = workbook.parent / file.folder / f"{number}{PDF}"
    with naming(target):
        held = target.read_bytes() if target.exists() else None
    if held is not None and sha256(held).hexdigest() == file.fingerprint:
        return _Found.HELD
    style = style_of(file.style, house)
    try:
        paper = laid_out(original.document, style)
    except PaperRefused as refused:
        report.notes.append(f"{number} : son fichier ne peut être refait, {refused}")
        return _Found.LOST
    if sha256(paper.pdf).hexdigest() != file.fingerprint:
        copy = free_path(target.parent, f"{number}{REMADE}", PDF)
        _put(copy, paper.pdf, workbook)
        is_same_xml = sha256(paper.xml).hexdigest() == file.xml_fingerprint
        report.notes.append(_unlike(number, file.style, style, is_same_xml, copy))
        return _Found.UNLIKE
    if held is not None:
        aside = free_path(target.parent, f"{number} ({ALTERED})", PDF)
        with naming(target):
            os.rename(target, aside)
        report.notes.append(f"{number} : le fichier modifié est gardé à côté, {aside.name}")
    _put(target, paper.pdf, workbook)
    return _Found.REMADE


def _put(path: Path, content: bytes, workbook: Path) -> None:
    readers = readers_of(workbook)
    with naming(path):
        make_folder(path.parent, readers)
    create(path, content, readers)


def _unlike(number: str, kept: str, style: HouseStyle, is_same_xml: bool, copy: Path) -> str:
    """What is said of a document that can no longer be made to the byte."""
    from postprod_xl.documents.typesetting.kept_style import layout_differences

    causes = layout_differences(kept, style)
    why = f"{listed(causes)} : ce n'est plus ce qu'à l'émission" if causes else "cause inconnue"
    xml = "son XML est le même" if is_same_xml else "son XML diffère aussi"
    return (
        f"{number} : le fichier refait n'est pas celui qui a été émis, {xml} ({why}) ; il est écrit à part, "
        f"{copy.name}, et ne prend pas sa place : "
        "remettez le fichier émis d'une sauvegarde ou du courriel où il est parti"
    )
