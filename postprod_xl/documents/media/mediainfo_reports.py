"""MediaInfo reports: JSON, XML of today (`<MediaInfo>`), XML of before 2017 (`<Mediainfo><File>`), and plain text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from postprod_xl.documents.media.mediainfo_tracks import ReportTrack, facts_of, folded_name
from postprod_xl.documents.media.records import MediaFacts, Unread
from postprod_xl.documents.media.untrusted import UnreadableMedia, local_name, xml_root

if TYPE_CHECKING:
    from lxml import etree

LARGEST_REPORT = 20_000_000
"""Bytes: a full report of one file is a few hundred thousand at most, a report of a folder a few millions."""
_READ_AGAIN = "exportez-le de MediaInfo en JSON (--Output=JSON)"
_SCHEMA_OF_TODAY = "2."
_SECTION = re.compile(r"(General|Video|Audio|Text|Image|Other|Menu)(?: #[0-9]+)?\s*$")
_LINE = re.compile(r"(\S[^:]*?)\s*:\s(.*)")
_MILLISECONDS = re.compile(r"[0-9]+")
_MADE_BY = re.compile(r"MediaInfoLib - v(\S+)")


def read_report(data: bytes, name: str) -> tuple[MediaFacts | Unread, ...]:
    """What a report says of each file it describes.

    Parameters
    ----------
    data
        The report: JSON, XML or text, as MediaInfo writes it.
    name
        The name of the report, without its folder.

    Returns
    -------
    tuple
        One record a file described, in the order of the report; one `Unread` where it is no report that can be read.
    """
    try:
        found = tuple(_read(data, name))
    except UnreadableMedia as error:
        return (Unread(name, f"rapport non lu : {error}"),)
    if not found:
        return (Unread(name, "rapport non lu : il ne décrit aucun fichier"),)
    return tuple(replace(one, report=name) if isinstance(one, MediaFacts) else one for one in found)


def _read(data: bytes, name: str) -> Iterator[MediaFacts | Unread]:
    if len(data) > LARGEST_REPORT:
        raise UnreadableMedia(f"{len(data) // 10**6} Mo, {LARGEST_REPORT // 10**6} Mo au plus")
    start = data[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith((b"{", b"[")):
        return _read_json(data, name)
    if start[:14].lower().startswith((b"<html", b"<!doctype html")):
        raise UnreadableMedia(f"c'est une page web : {_READ_AGAIN}")
    if start.startswith((b"<", b"\xff\xfe", b"\xfe\xff")):
        return _read_xml(data, name)
    return _read_text(data, name)


def file_name(reference: str) -> str:
    r"""The name of a file in a path of any system.

    >>> file_name("E:\\Livraison\\PAD.mxf"), file_name("/Volumes/A/PAD.mxf"), file_name("PAD.mxf")
    ('PAD.mxf', 'PAD.mxf', 'PAD.mxf')
    """
    return re.split(r"[\\/]", reference.rstrip("\\/"))[-1]


def _read_json(data: bytes, name: str) -> Iterator[MediaFacts | Unread]:
    try:
        found = json.loads(data.decode("utf-8-sig"), strict=False)
    except (ValueError, RecursionError) as error:
        raise UnreadableMedia(f"JSON mal formé ou coupé : {_READ_AGAIN}") from error
    reports = found if isinstance(found, list) else [found]
    for report in reports:
        media = report.get("media") if isinstance(report, dict) else None
        if not isinstance(media, dict) or not isinstance(media.get("track"), list):
            raise UnreadableMedia(f"ce JSON n'est pas un rapport MediaInfo connu : {_READ_AGAIN}")
        library = report.get("creatingLibrary")
        version = library.get("version") if isinstance(library, dict) else None
        tracks = [_json_track(track) for track in media["track"] if isinstance(track, dict)]
        file = file_name(str(media.get("@ref") or "")) or name
        yield facts_of(tracks, str(version) if version else None, file)


def _json_track(track: Mapping[str, Any]) -> ReportTrack:
    extra = track.get("extra")
    pairs = [*track.items(), *(extra.items() if isinstance(extra, dict) else ())]
    return _track_of(
        str(track.get("@type", "")), ((key, value) for key, value in pairs if isinstance(value, str))
    )


def _track_of(kind: str, pairs: Iterable[tuple[str, str]]) -> ReportTrack:
    """A track from pairs of names and texts, the first of each name kept."""
    fields: dict[str, str] = {}
    for key, value in pairs:
        if not key.startswith("@") and value.strip():
            fields.setdefault(folded_name(key), value.strip())
    return ReportTrack(kind.casefold(), fields)


def _read_xml(data: bytes, name: str) -> Iterator[MediaFacts | Unread]:
    root = xml_root(data)
    tag = local_name(root)
    if tag == "MediaInfo":
        return _files_of_today(root, name)
    if tag == "Mediainfo":
        return _files_of_before(root, name)
    raise UnreadableMedia(f"ce XML est un « {tag} », pas un rapport MediaInfo : {_READ_AGAIN}")


def _files_of_today(root: etree._Element, name: str) -> Iterator[MediaFacts | Unread]:
    version = root.get("version", "")
    if not version.startswith(_SCHEMA_OF_TODAY):
        raise UnreadableMedia(
            f"version « {version} » du format XML de MediaInfo, attendu : 2.0 ; {_READ_AGAIN}"
        )
    libraries = [child for child in root if local_name(child) == "creatingLibrary"]
    tool_version = libraries[0].get("version") if libraries else None
    for media in (child for child in root if local_name(child) == "media"):
        tracks = [_xml_track(track) for track in media if local_name(track) == "track"]
        yield facts_of(tracks, tool_version, file_name(media.get("ref") or "") or name)


def _files_of_before(root: etree._Element, name: str) -> Iterator[MediaFacts | Unread]:
    for file in (child for child in root if local_name(child) == "File"):
        tracks = [_in_words(_xml_track(track)) for track in file if local_name(track) == "track"]
        yield facts_of(tracks, root.get("version"), _complete_name(tracks) or name)


def _in_words(track: ReportTrack) -> ReportTrack:
    """A track of a report made for a reader: where it is full, its durations come first as bare milliseconds."""
    duration = track.fields.get("duration", "")
    if not _MILLISECONDS.fullmatch(duration):
        return track
    return ReportTrack(track.kind, {**track.fields, "duration": f"{duration} ms"})


def _complete_name(tracks: list[ReportTrack]) -> str:
    return next((file_name(text) for track in tracks if (text := track.text("completename"))), "")


def _xml_track(track: etree._Element) -> ReportTrack:
    fields = [*track, *(field for extra in track if local_name(extra) == "extra" for field in extra)]
    return _track_of(track.get("type") or "", ((local_name(field), field.text or "") for field in fields))


def _read_text(data: bytes, name: str) -> Iterator[MediaFacts | Unread]:
    """The report that MediaInfo shows on screen, in English: sections, then `name : value`."""
    text = data.decode("utf-8-sig", "replace")
    made_by = _MADE_BY.search(text)
    files: list[list[tuple[str, list[tuple[str, str]]]]] = []
    for line in text.splitlines():
        if section := _SECTION.match(line):
            if section[1] == "General":
                files.append([])
            if files:
                files[-1].append((section[1], []))
        elif files and (found := _LINE.match(line)):
            files[-1][-1][1].append((found[1], found[2]))
    if not files:
        raise UnreadableMedia(
            f"aucune section « General » : ce n'est pas un rapport MediaInfo ; {_READ_AGAIN}"
        )
    for sections in files:
        tracks = [_in_words(_track_of(kind, pairs)) for kind, pairs in sections]
        yield facts_of(tracks, made_by[1] if made_by else None, _complete_name(tracks) or name)
