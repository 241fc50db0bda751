"""What was read of each file inspected, as the readers give it, with what only its place tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from postprod_xl.documents.media.dcp_folders.records import DcpEssence, DcpFacts, DcpFinding, DcpHash
from postprod_xl.documents.media.edit_lists.records import EditListFacts
from postprod_xl.documents.media.records import Checksum, LoudnessFacts, MediaFacts, Unread
from postprod_xl.documents.media.subtitles.records import SubtitleFacts


@dataclass(frozen=True)
class DcpReading:
    """A DCP folder: its lists, its essences, the hashes computed again, what `clairmeta` finds.

    Parameters
    ----------
    facts, essences, hashes, findings
        As the readers of `documents/media/dcp_folders/` give them.
    unread
        What could not be read or checked of it, in French lines.
    """

    facts: DcpFacts
    essences: tuple[DcpEssence, ...] = ()
    hashes: tuple[DcpHash, ...] = ()
    findings: tuple[DcpFinding, ...] = ()
    unread: tuple[str, ...] = ()


Facts: TypeAlias = MediaFacts | LoudnessFacts | DcpReading | EditListFacts | SubtitleFacts | Unread


@dataclass(frozen=True)
class ComparedChecksum:
    """The fingerprint of a file beside the one that a sidecar or a list gives.

    Parameters
    ----------
    expected
        What the list says.
    found
        What was computed; None where it could not be, and `reason` says why.
    """

    expected: Checksum
    found: Checksum | None
    reason: str = ""


@dataclass(frozen=True)
class Inspected:
    """One file inspected, or one folder of a DCP.

    Parameters
    ----------
    file
        What it is called in `Medias`: its name, from the folder that was given where it stands in one.
    facts
        What was read.
    folders
        The names of the folders it stands in, the nearest first: the source or the deliverable may be named there.
    modified
        The day it was last modified.
    size_bytes
        Of the file, or of the folder.
    checksum
        Where a list gives one for it.
    loudness
        Measured on the file itself, where it was asked; `Unread` says why it could not be.
    of_report
        Whether the facts of a media file come from a report, the file itself not being there.
    images
        How many files of one image each follow one another, of which this is the first.
    """

    file: str
    facts: Facts
    folders: tuple[str, ...] = ()
    modified: date | None = None
    size_bytes: int | None = None
    checksum: ComparedChecksum | None = None
    loudness: LoudnessFacts | Unread | None = None
    of_report: bool = False
    images: int = 1
