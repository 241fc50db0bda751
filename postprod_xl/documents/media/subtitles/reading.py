"""The door to subtitles: which reader a file asks for, by its name then by what it holds."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import Any

from postprod_xl.documents.media.records import Unread
from postprod_xl.documents.media.subtitles.cues import cues_of, together
from postprod_xl.documents.media.subtitles.dcp_subtitles import ROOTS, read_dcp_subtitles
from postprod_xl.documents.media.subtitles.ebu_stl import read_ebu_stl
from postprod_xl.documents.media.subtitles.records import SubtitleFacts
from postprod_xl.documents.media.subtitles.ttml import read_ttml
from postprod_xl.documents.media.texts import lines_of
from postprod_xl.documents.media.untrusted import (
    INSTALL,
    MEBIBYTE,
    UnreadableMedia,
    bytes_of,
    local_name,
    overheard,
    xml_root,
)

LARGEST = 128 * MEBIBYTE
"""A timed text of a DCP weighs 115 MB at most (SMPTE RDD 52)."""
_SCC_RATE = Fraction(30000, 1001)
_LONGEST, _MOST_REMARKS = 200, 5


def read_subtitles(path: Path) -> SubtitleFacts | Unread:
    """The facts of a file of subtitles: EBU STL, SRT, WebVTT, TTML, SCC, XML of a DCP.

    Returns
    -------
    SubtitleFacts or Unread
        Unread, with one French line, for a file of another form, damaged, too large, or whose library is absent.
    """
    reader: Callable[[Path], SubtitleFacts] | None = {
        ".stl": lambda path: read_ebu_stl(bytes_of(path, LARGEST), path.name),
        ".srt": _read_srt,
        ".vtt": _read_vtt,
        ".scc": _read_scc,
        **dict.fromkeys((".ttml", ".dfxp", ".itt", ".xml"), _read_xml),
    }.get(path.suffix.casefold())
    if reader is None:
        return Unread(
            path.name, "sous-titres d'un format inconnu : STL, SRT, VTT, TTML, SCC ou XML de DCP attendu"
        )
    try:
        facts = reader(path)
    except UnreadableMedia as refusal:
        return refusal.unread(path.name)
    except ImportError:
        return Unread(path.name, "sous-titres non lus : ttconv n'est pas installé", INSTALL)
    if not facts.cues and not facts.skipped and not facts.remarks:
        return Unread(path.name, f"{facts.format} sans aucun sous-titre")
    return facts


def _read_srt(path: Path) -> SubtitleFacts:
    text, remark = _text_in(path)

    def read() -> Any:
        # Without its extended marks, « {\an8} » would count as letters.
        marks = import_module("ttconv.srt.config").SRTReaderConfiguration(True, True)
        return import_module("ttconv.srt.reader").to_model(StringIO(text), marks)

    return _with(_read_by_library(SubtitleFacts(path.name, "SRT"), read), remark)


def _read_vtt(path: Path) -> SubtitleFacts:
    text, remark = _text_in(path)
    reader = import_module("ttconv.vtt.reader")
    return _with(
        _read_by_library(SubtitleFacts(path.name, "WebVTT"), lambda: reader.to_model(StringIO(text))), remark
    )


def _read_scc(path: Path) -> SubtitleFacts:
    text, _ = _text_in(path)
    if not text.startswith("Scenarist_SCC"):
        raise UnreadableMedia("ce n'est pas un SCC : première ligne « Scenarist_SCC V1.0 » attendue")
    reader = import_module("ttconv.scc.reader")
    return _read_by_library(SubtitleFacts(path.name, "SCC", _SCC_RATE), lambda: reader.to_model(text))


def _text_in(path: Path) -> tuple[str, str]:
    lines, remark = lines_of(path)
    return "\n".join([*lines, ""]).removeprefix("\ufeff"), remark


def _read_xml(path: Path) -> SubtitleFacts:
    data = bytes_of(path, LARGEST)
    root = xml_root(data)
    if local_name(root) in ROOTS:
        return read_dcp_subtitles(root, path.name)
    if local_name(root) != "tt":
        raise UnreadableMedia(f"XML de racine « {local_name(root)} » : ni TTML ni sous-titres de DCP")
    return read_ttml(root, path.name)


def _read_by_library(facts: SubtitleFacts, read: Callable[[], Any]) -> SubtitleFacts:
    """The facts of a document that ttconv reads; what it says of it is a remark."""
    skipped: list[str] = []
    with overheard() as said:
        try:
            document = read()
        except ImportError:
            raise
        except Exception as error:  # what a library does with a bad file is not ours to foresee
            why = _in_french(f"{type(error).__name__} {error}")
            raise UnreadableMedia(f"{facts.format} que ttconv ne lit pas ({why})") from error
    heard = [_in_french(line) for line in dict.fromkeys(said)]
    if document is None:
        why = heard[-1] if heard else "sans autre précision"
        raise UnreadableMedia(f"{facts.format} que ttconv ne lit pas ({why})")
    more = len(heard) - _MOST_REMARKS
    remarks = [f"ttconv signale : {line}" for line in heard[:_MOST_REMARKS]]
    return replace(
        facts,
        language=document.get_lang() or "",
        cues=together(cues_of(document, skipped)),
        skipped=tuple(skipped),
        remarks=(*remarks, f"ttconv signale encore {more} choses") if more > 0 else tuple(remarks),
    )


def _in_french(line: str) -> str:
    """A message of ttconv, whose lines count from 0, with its place first."""
    place = re.search(r"\s+at line (\d+)", line)
    if place is None:
        return " ".join(line.split())[:_LONGEST]
    return f"ligne {int(place[1]) + 1} : {line.replace(place[0], '')}"[:_LONGEST]


def _with(facts: SubtitleFacts, remark: str) -> SubtitleFacts:
    return replace(facts, remarks=(*facts.remarks, remark)) if remark else facts
