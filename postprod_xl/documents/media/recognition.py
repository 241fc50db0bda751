"""Which reader a path wants, by what it is, its name and its first bytes."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path

from postprod_xl.documents.media.loudness import is_loudness_log
from postprod_xl.documents.media.media_files import why_not_a_file
from postprod_xl.documents.media.records import Unread


class MediaReader(StrEnum):
    """What reads a path, and what the path is for a person."""

    MEDIA = "média"
    REPORT = "rapport MediaInfo"
    LOUDNESS = "mesure de loudness"
    CHECKSUMS = "sommes de contrôle"
    DCP = "dossier DCP"
    EDIT_LIST = "liste de montage"
    SUBTITLES = "sous-titres"
    FOLDER = "dossier"


_START, _END = 65_536, 16_384
_BY_ENDING = {
    ending: reader
    for reader, endings in {
        MediaReader.CHECKSUMS: ".md5 .sha1 .sha256 .sha512 .xxh .xxh3 .xxh64 .xxh128 .xxhash .mhl",
        MediaReader.EDIT_LIST: ".edl .ale .aaf .fcpxml",
        MediaReader.SUBTITLES: ".srt .vtt .webvtt .scc .stl .ttml .dfxp .itt",
    }.items()
    for ending in endings.split()
}
_BY_ROOT = {
    "MediaInfo": MediaReader.REPORT,
    "Mediainfo": MediaReader.REPORT,
    "fcpxml": MediaReader.EDIT_LIST,
    "xmeml": MediaReader.EDIT_LIST,
    "tt": MediaReader.SUBTITLES,
    "DCSubtitle": MediaReader.SUBTITLES,
    "SubtitleReel": MediaReader.SUBTITLES,
    "hashlist": MediaReader.CHECKSUMS,
}
_OF_A_DCP = frozenset({"AssetMap", "PackingList", "CompositionPlaylist", "VolumeIndex"})
_ASSET_MAPS = frozenset({"assetmap", "assetmap.xml"})
_TEXTS = frozenset({"", ".txt", ".log", ".csv", ".tsv", ".json", ".xml"})
_ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)[\s/>]")
_MEDIAINFO_TEXT = re.compile(r"^General\s*$\s+(?:[^:\n]+: .*\n)*?(?:Complete name|Format)\s*:", re.MULTILINE)
_EDL = re.compile(r"^\s*(?:TITLE:|FCM:)", re.MULTILINE)
_CHECKSUM = re.compile(
    r"^(?:[0-9a-fA-F]{32,128}[ \t]+\*?\S|\w+ ?\(.+\) = [0-9a-fA-F]{16,128}\s*$)", re.MULTILINE
)
_OF_SYSTEMS = frozenset({"thumbs.db", "desktop.ini", "ehthumbs.db"})


def reader_for(path: Path) -> MediaReader | Unread:
    """Which reader a path wants; one French line where none does.

    What no rule below recognises is sent to MediaInfo, which knows more kinds of media than any list of names.
    """
    if path.is_dir():
        return _reader_of_a_folder(path)
    if refusal := why_not_a_file(path):
        return Unread(path.name, refusal)
    ending = path.suffix.casefold()
    if ending in _BY_ENDING:
        return _BY_ENDING[ending]
    if ending not in _TEXTS:
        return MediaReader.MEDIA
    try:
        start, end = _ends_of(path)
    except OSError:
        return Unread(path.name, "lecture refusée par le système : vérifiez les droits et le disque")
    return _reader_of_a_text(path.name, start, end)


def is_of_a_system(path: Path) -> bool:
    """Whether a file is one that a system leaves in folders, which nobody sent: hidden, or `Thumbs.db`."""
    return path.name.startswith(".") or path.name.casefold() in _OF_SYSTEMS


def _reader_of_a_folder(path: Path) -> MediaReader | Unread:
    if path.suffix.casefold() == ".fcpxmld":
        return MediaReader.EDIT_LIST
    try:
        names = {entry.name.casefold() for entry in path.iterdir()}
    except OSError:
        return Unread(path.name, "dossier refusé par le système : vérifiez les droits et le disque")
    return MediaReader.DCP if names & _ASSET_MAPS else MediaReader.FOLDER


def _ends_of(path: Path) -> tuple[bytes, bytes]:
    with path.open("rb") as file:
        start = file.read(_START)
        file.seek(0, 2)
        file.seek(max(file.tell() - _END, 0))
        return start, file.read(_END)


def _reader_of_a_text(name: str, start: bytes, end: bytes) -> MediaReader | Unread:
    """The reader of a text by what it says: such a name may hold anything."""
    text = _as_text(start)
    if text is None:
        return MediaReader.MEDIA
    if text.startswith("<"):
        return _reader_of_an_xml(name, text)
    if text.startswith(("{", "[")) and '"media"' in text:
        return MediaReader.REPORT
    if is_loudness_log(start + b"\n" + end):
        return MediaReader.LOUDNESS
    for pattern, reader in (
        (_MEDIAINFO_TEXT, MediaReader.REPORT),
        (_EDL, MediaReader.EDIT_LIST),
        (_CHECKSUM, MediaReader.CHECKSUMS),
    ):
        if pattern.search(text):
            return reader
    return Unread(name, "texte d'un genre inconnu : ni rapport MediaInfo, ni mesure, ni liste")


def _as_text(start: bytes) -> str | None:
    """The beginning of a text without its mark; None for what is no text."""
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return start.decode("utf-16", "ignore").lstrip()
    if b"\0" in start:
        return None
    return start.decode("utf-8-sig", "replace").lstrip()


def _reader_of_an_xml(name: str, text: str) -> MediaReader | Unread:
    found = _ROOT.search(text)
    root = found[1] if found else ""
    if root in _OF_A_DCP:
        return Unread(name, "liste d'un DCP : donnez le dossier qui contient son ASSETMAP")
    if root in _BY_ROOT:
        return _BY_ROOT[root]
    return Unread(name, f"XML d'un genre inconnu (« {root or 'sans élément'} »)")
