"""The door to edit lists: which reader a file asks for, by its name then by what it holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

from postprod_xl.documents.media.edit_lists.aaf import read_aaf
from postprod_xl.documents.media.edit_lists.ale import read_ale
from postprod_xl.documents.media.edit_lists.edl import read_edl
from postprod_xl.documents.media.edit_lists.fcpxml import read_fcpxml
from postprod_xl.documents.media.edit_lists.final_cut import read_final_cut
from postprod_xl.documents.media.edit_lists.records import EditListFacts
from postprod_xl.documents.media.records import Unread
from postprod_xl.documents.media.untrusted import MEBIBYTE, UnreadableMedia, bytes_of, local_name, xml_root

LARGEST_XML = 256 * MEBIBYTE
_XML = {"fcpxml": read_fcpxml, "xmeml": read_final_cut}


def read_edit_list(path: Path, rate: Fraction | None = None) -> EditListFacts | Unread:
    """The facts of an edit list: EDL (CMX 3600), ALE, FCPXML, XML of Final Cut Pro 7, AAF.

    Parameters
    ----------
    path
        The file; for a `.fcpxmld`, the folder that Final Cut writes.
    rate
        Frames a second of an EDL, which does not say them; the other formats say their own, and it is not used.

    Returns
    -------
    EditListFacts or Unread
        Unread, with one French line, for a file of another form, damaged, too large, or whose library is absent.
    """
    reader: Callable[[Path], EditListFacts] | None = {
        ".edl": lambda path: read_edl(path, rate),
        ".ale": read_ale,
        ".aaf": read_aaf,
        ".xml": _read_xml,
        ".fcpxml": _read_xml,
        ".fcpxmld": lambda path: _read_xml(path / "Info.fcpxml"),
    }.get(path.suffix.casefold())
    if reader is None:
        return Unread(
            path.name, "liste de montage d'un format inconnu : EDL, ALE, FCPXML, XML ou AAF attendu"
        )
    try:
        return replace(reader(path), file=path.name, modified=_day_of(path))
    except UnreadableMedia as refusal:
        return refusal.unread(path.name)


def _read_xml(path: Path) -> EditListFacts:
    root = xml_root(bytes_of(path, LARGEST_XML))
    reader = _XML.get(local_name(root))
    if reader is None:
        raise UnreadableMedia(f"XML de racine « {local_name(root)} » : ni FCPXML ni XML de Final Cut Pro 7")
    return reader(root, path.name)


def _day_of(path: Path) -> date | None:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime).date()
    except (OSError, OverflowError, ValueError):
        return None
