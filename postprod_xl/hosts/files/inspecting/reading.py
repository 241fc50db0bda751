"""Each thing to be inspected, read by the reader it wants; nothing that goes wrong with one stops the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

from postprod_xl.documents.media.dcp_folders.checks import check_dcp
from postprod_xl.documents.media.dcp_folders.essence import read_essences
from postprod_xl.documents.media.dcp_folders.reading import check_hashes, read_dcp
from postprod_xl.documents.media.dcp_folders.records import DcpEssence
from postprod_xl.documents.media.edit_lists.reading import read_edit_list
from postprod_xl.documents.media.loudness import LARGEST_LOG, read_loudness
from postprod_xl.documents.media.media_files import read_media
from postprod_xl.documents.media.mediainfo_reports import LARGEST_REPORT, read_report
from postprod_xl.documents.media.recognition import MediaReader
from postprod_xl.documents.media.records import LoudnessFacts, MediaFacts, Unread
from postprod_xl.documents.media.subtitles.reading import read_subtitles
from postprod_xl.documents.media.untrusted import UnreadableMedia, bytes_of
from postprod_xl.domain.technique.measured.inspected import DcpReading, Facts, Inspected
from postprod_xl.hosts.files.inspecting.checksums import ExpectedChecksums
from postprod_xl.hosts.files.inspecting.paths import OF_MEDIA, MediaPlace, printable
from postprod_xl.hosts.files.measuring import measure_loudness

_LAYOUTS_OF_MONO = (2, 6)
"""How many mono tracks make one programme whose channels are in a known order: stereo, 5.1."""


@dataclass(frozen=True)
class MediaReading:
    """How things are read.

    Parameters
    ----------
    checksums
        What lists expect of the files.
    rate
        Frames a second of the cut, for the edit lists that do not say it.
    with_loudness
        Whether the loudness of media is measured.
    """

    checksums: ExpectedChecksums
    rate: Fraction | None = None
    with_loudness: bool = False

    def of(self, place: MediaPlace) -> list[Inspected]:
        """What was read of one place: a report may speak of several files, a list of checksums of none of its own."""
        try:
            return list(self._of(place))
        except (OSError, UnreadableMedia) as error:
            reason = error.reason if isinstance(error, UnreadableMedia) else _REFUSED
            return [_inspected(place, Unread(place.path.name, reason))]

    def _of(self, place: MediaPlace) -> Iterator[Inspected]:
        reader, path = place.reader, place.path
        if isinstance(reader, Unread):
            yield _inspected(place, reader)
        elif reader is MediaReader.MEDIA:
            yield self._media(place)
        elif reader is MediaReader.REPORT:
            yield from _of_report(place, read_report(bytes_of(path, LARGEST_REPORT), path.name))
        elif reader is MediaReader.LOUDNESS:
            yield from _of_log(place, read_loudness(bytes_of(path, LARGEST_LOG), path.name))
        elif reader is MediaReader.DCP:
            yield _dcp(place)
        elif reader is MediaReader.EDIT_LIST:
            yield _inspected(place, read_edit_list(path, self.rate))
        elif reader is MediaReader.SUBTITLES:
            yield _inspected(place, read_subtitles(path))

    def _media(self, place: MediaPlace) -> Inspected:
        facts = read_media(place.path)
        found = replace(_inspected(place, facts), checksum=self.checksums.compared(place.path))
        if self.with_loudness and isinstance(facts, MediaFacts) and facts.sound:
            return replace(found, loudness=_loudness(place.path, facts))
        return found


def is_beside_media(place: MediaPlace, read: Sequence[Inspected]) -> bool:
    """Whether a file of a folder is one that cameras and people leave beside media: no name says one, nothing is read.

    Cards hold indexes (`.BIM`, `.BUP`, `.RMD`), deliveries hold documents: each told as unread would hide those that
    are.
    """
    if place.is_given or place.reader is not MediaReader.MEDIA or place.path.suffix.casefold() in OF_MEDIA:
        return False
    return not any(
        isinstance(one.facts, MediaFacts) and (one.facts.picture or one.facts.sound) for one in read
    )


_REFUSED = "lecture refusée par le système : vérifiez les droits et le disque"


def _inspected(place: MediaPlace, facts: Facts) -> Inspected:
    size, modified = _stat(place.path)
    whole = size if place.images == 1 else None
    return Inspected(place.name, facts, place.folders, modified, whole, images=place.images)


def _stat(path: Path) -> tuple[int | None, date | None]:
    """The size of a plain file, and the day it was last modified, on the clock of this machine."""
    try:
        known = path.stat()
        return (known.st_size if path.is_file() else None), datetime.fromtimestamp(known.st_mtime).date()
    except (OSError, OverflowError, ValueError):
        return None, None


def _of_report(place: MediaPlace, found: Sequence[MediaFacts | Unread]) -> Iterator[Inspected]:
    """A row of each file that a report describes, under its own name: the file read later takes its place."""
    for facts in found:
        if isinstance(facts, Unread):
            yield _inspected(place, facts)
        else:
            yield replace(
                _inspected(place, facts),
                file=printable(facts.file),
                size_bytes=facts.size_bytes,
                folders=(place.path.name, *place.folders),
                of_report=True,
            )


def _of_log(place: MediaPlace, found: Sequence[LoudnessFacts | Unread]) -> Iterator[Inspected]:
    """A row of each measure of a log, which is named where there are several."""
    for rank, facts in enumerate(found, 1):
        one = _inspected(place, facts)
        if len(found) > 1:
            measured = facts.file if isinstance(facts, LoudnessFacts) and facts.file else f"mesure {rank}"
            one = replace(one, file=f"{place.name} ({printable(measured)})")
        yield one


def _dcp(place: MediaPlace) -> Inspected:
    facts = read_dcp(place.path)
    if isinstance(facts, Unread):
        return _inspected(place, facts)
    essences = list(read_essences(place.path, facts))
    findings = check_dcp(place.path)
    unread = [f"{one.file}, {one.reason}" for one in essences if isinstance(one, Unread)]
    if isinstance(findings, Unread):
        unread.append(f"{findings.reason} ; {findings.install}" if findings.install else findings.reason)
    reading = DcpReading(
        facts,
        tuple(one for one in essences if isinstance(one, DcpEssence)),
        tuple(check_hashes(place.path, facts)),
        () if isinstance(findings, Unread) else findings,
        tuple(unread),
    )
    return replace(_inspected(place, reading), size_bytes=facts.size_bytes)


def _loudness(path: Path, facts: MediaFacts) -> LoudnessFacts | Unread:
    """The loudness of the programme: its only track, or its mono tracks where their order is known."""
    count = len(facts.sound)
    if count == 1:
        return measure_loudness(path)
    if count in _LAYOUTS_OF_MONO and all(track.channels == 1 for track in facts.sound):
        return measure_loudness(path, range(count))
    reason = f"{count} pistes son : lesquelles font le programme n'est pas dit, loudness non mesuré"
    return Unread(path.name, reason)
