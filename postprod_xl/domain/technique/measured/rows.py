"""The rows of `Medias` of each file inspected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from postprod_xl.documents.media.edit_lists.records import EditListFacts, EditListKind
from postprod_xl.documents.media.records import LoudnessFacts, MediaFacts, Unread
from postprod_xl.documents.media.subtitles.records import SubtitleFacts
from postprod_xl.domain.technique.measured.dcp_rows import dcp_cells, dcp_faults
from postprod_xl.domain.technique.measured.figures import MEGA, number, rate_name, whole
from postprod_xl.domain.technique.measured.inspected import ComparedChecksum, DcpReading, Inspected
from postprod_xl.domain.technique.measured.list_rows import list_cells, list_faults, source_rows
from postprod_xl.domain.technique.measured.matching import Objects, WrittenObject
from postprod_xl.domain.technique.measured.media_rows import (
    loudness_cells,
    media_cells,
    media_faults,
    said,
)
from postprod_xl.domain.technique.spellings.sounds import read_subtitle_format
from postprod_xl.domain.wording import counted
from postprod_xl.schema.media_faults import MediaFault, fault_text, faults_text
from postprod_xl.schema.technical_vocabulary import MediaNature

RUSHES = "liste de rushes : elle n'a pas de montage, rien n'en est mesuré"


@dataclass(frozen=True)
class FileRows:
    """The rows of one file, and what its name says of the object it is for."""

    file: str
    rows: tuple[dict[str, Any], ...]
    named: WrittenObject


def rows_of_file(found: Inspected, project: str, day: date, objects: Objects, target: str = "") -> FileRows:
    """The rows of a file inspected.

    Parameters
    ----------
    project
        Its code.
    day
        The day of the reading.
    objects
        The sources and the deliverables of the project.
    target
        The code that the person gave for all the files; empty, what is written says it.
    """
    named = WrittenObject(target) if target else objects.named_in(*_names(found))
    common = {
        "project": project,
        "file": found.file,
        "read_day": day,
        "file_day": found.modified,
        "size_megabytes": None if found.size_bytes is None else number(Fraction(found.size_bytes, MEGA)),
    }
    facts = found.facts
    if isinstance(facts, EditListFacts):
        named = WrittenObject()
        rows = _list_rows(facts, objects)
    else:
        rows = [{"object": named.object, **_cells(found, named.object in objects.promised)}]
    return FileRows(found.file, tuple({**common, **row} for row in rows), named)


def _names(found: Inspected) -> Iterator[str]:
    """Where the object of a file may be written: the file that a log speaks of, its own name, its folders."""
    if isinstance(found.facts, LoudnessFacts) and found.facts.file:
        yield found.facts.file
    if isinstance(found.facts, MediaFacts) and found.of_report:
        yield found.facts.file
    yield found.file.rpartition("/")[2]
    yield from found.folders


def _list_rows(facts: EditListFacts, objects: Objects) -> Sequence[dict[str, Any]]:
    if facts.kind is EditListKind.RUSHES:
        return [{"nature": MediaNature.UNREAD, "unread": RUSHES}]
    own = {**list_cells(facts), "faults": faults_text(list_faults(facts)), "unread": _joined(facts.remarks)}
    return [own, *source_rows(facts, objects)]


def _cells(found: Inspected, is_delivered: bool) -> dict[str, Any]:
    facts = found.facts
    if isinstance(facts, Unread):
        return {"nature": MediaNature.UNREAD, "unread": why_unread(facts)}
    if isinstance(facts, MediaFacts):
        return _media(found, facts, _without_checksum(found) if is_delivered else [])
    if isinstance(facts, DcpReading):
        return {
            **dcp_cells(facts),
            "faults": faults_text(dcp_faults(facts)),
            "unread": _joined((*facts.facts.remarks, *facts.unread)),
        }
    if isinstance(facts, SubtitleFacts):
        return _subtitles(facts)
    assert isinstance(facts, LoudnessFacts)
    tool = " ".join(part for part in (facts.tool, facts.tool_version) if part)
    return {"nature": MediaNature.LOUDNESS, "reader": tool, **loudness_cells(facts), "unread": _silent(facts)}


def _without_checksum(found: Inspected) -> list[str]:
    """What is said of a file that leaves with no fingerprint; of a report, nobody knows what leaves with the file."""
    return [] if found.checksum is not None or found.of_report else [fault_text(MediaFault.NO_CHECKSUM)]


def _media(found: Inspected, facts: MediaFacts, lacking: Sequence[str]) -> dict[str, Any]:
    nature = MediaNature.REPORT if found.of_report else MediaNature.MEDIA
    cells = media_cells(facts, nature)
    faults, unread = [*media_faults(facts), *lacking], list[str]()
    if found.images > 1:
        cells["frames"] = whole(found.images)
        unread.append(f"suite de {found.images} images, dont la première est lue")
    if found.checksum is not None:
        text, fault, reason = _checksum(found.checksum)
        cells["checksum"] = text
        faults += [fault] if fault else []
        unread += [reason] if reason else []
    if isinstance(found.loudness, LoudnessFacts):
        cells |= loudness_cells(found.loudness)
        unread += [_silent(found.loudness)] if found.loudness.is_silent else []
    elif found.loudness is not None:
        unread.append(why_unread(found.loudness))
    return {**cells, "faults": faults_text(faults), "unread": _joined(unread)}


def _checksum(compared: ComparedChecksum) -> tuple[str, str, str]:
    """The fingerprint as `Medias` has it, the fault when it is another than expected, why it was not computed."""
    name = compared.expected.algorithm.upper()
    if compared.found is None:
        return f"{name} {compared.expected.digits}, non comparée", "", compared.reason
    if compared.found == compared.expected:
        return f"{name} {compared.found.digits}, conforme", "", ""
    fault = fault_text(MediaFault.WRONG_CHECKSUM, f"{name} {compared.expected.digits} attendue")
    return f"{name} {compared.found.digits}, fausse", fault, ""


def _subtitles(facts: SubtitleFacts) -> dict[str, Any]:
    faults = []
    if facts.skipped:
        told = f"{counted(len(facts.skipped), 'sous-titre')} ({facts.skipped[0]})"
        faults.append(fault_text(MediaFault.NOT_UNDERSTOOD, told))
    if facts.overlaps:
        faults.append(f"Sous-titres qui se chevauchent : {facts.overlaps}")
    return {
        "nature": MediaNature.SUBTITLES,
        "reader": "postprod",
        "subtitle_format": said(read_subtitle_format(facts.format), facts.format),
        "subtitle_rate": rate_name(facts.rate),
        "subtitle_first_seconds": number(facts.first_cue_s),
        "subtitle_lines": whole(facts.most_lines),
        "subtitle_characters": whole(facts.longest_line),
        "faults": faults_text(faults),
        "unread": _joined(facts.remarks),
    }


def why_unread(unread: Unread) -> str:
    """Why a file was not read, and the command that would make it readable."""
    return f"{unread.reason} ; {unread.install}" if unread.install else unread.reason


def _silent(facts: LoudnessFacts) -> str:
    return "son muet : aucune intensité à mesurer" if facts.is_silent else ""


def _joined(parts: Iterable[str]) -> str:
    return " ; ".join(dict.fromkeys(part for part in parts if part))
