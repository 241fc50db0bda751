"""Loudness logs: the text of ffmpeg's filter `ebur128`, and tables of one line a file (CSV)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from postprod_xl.documents.csv_reading import UnreadableCsv, decoded, records_of
from postprod_xl.documents.media.records import LoudnessFacts, Unread
from postprod_xl.schema.cells.spelling import plain_letters

FFMPEG = "ffmpeg ebur128"
LARGEST_LOG = 100_000_000
"""Bytes: ffmpeg writes 5 MB an hour."""
ABSOLUTE_GATE_LUFS = Decimal(-70)
"""Below it nothing counts (ITU-R BS.1770-4, annex 1): ffmpeg prints it where nothing rose above."""
_BLOCK_S = Decimal("0.4")
"""The shortest sound that has a loudness: one gating block (ITU-R BS.1770-4)."""
_NOT_MEASURED_LUFS = Decimal(-120)
"""ffmpeg prints −120.7 while a window is not full."""

_NUMBER = r"(-?(?:[0-9]{1,6}(?:\.[0-9]{1,9})?|inf|nan))"
_VERSION = re.compile(r"^ffmpeg version (\S+)", re.MULTILINE)
_INPUT = re.compile(r"^Input #0, .*?, from '(.*)':$", re.MULTILINE)
_OUTPUT = re.compile(r"^Output #0", re.MULTILINE)
_SUMMARY = re.compile(r"\[([^\]]*ebur128[^\]]*)\][ \t]*Summary:")
_FRAME = re.compile(r"\[([^\]]*ebur128[^\]]*)\][ \t]*t: *([0-9]{1,9}(?:\.[0-9]{1,9})?)\s(.*)")
_PART = re.compile(r"^\s*(Integrated loudness|Loudness range|True peak|Sample peak):\s*$")
_VALUE = re.compile(rf"^\s*(I|LRA|Peak|Threshold):\s*{_NUMBER}\s*(?:LUFS|LU|dBFS|dBTP)\s*$")
_MOMENTARY, _SHORT_TERM = (re.compile(rf"\b{letter}: *{_NUMBER}") for letter in "MS")
_CHANNEL_PEAKS = re.compile(r"\bTPK:((?: +-?(?:[0-9]{1,6}(?:\.[0-9]{1,9})?|inf|nan))+) +dB")
_PARTS = {
    ("Integrated loudness", "I"): "integrated",
    ("Loudness range", "LRA"): "range",
    ("Loudness range", "Threshold"): "range threshold",
    ("True peak", "Peak"): "true peak",
    ("Sample peak", "Peak"): "sample peak",
}

_SEPARATORS = (";", ",", "\t")
_COLUMNS = {
    "file": ("fichier", "nom du fichier", "file", "file name", "filename", "clip", "programme", "program"),
    "integrated": (
        "loudness", "loudness integre", "loudness integree", "integre", "integree", "niveau integre", "integrated",
        "integrated loudness", "programme loudness", "program loudness", "i",
    ),
    "range": ("lra", "plage de loudness", "loudness range", "range"),
    "true peak": (
        "crete vraie", "true peak", "true peak max", "max true peak", "maximum true peak", "tp", "tp max", "tpmax",
    ),
    "short term": (
        "court terme max", "court terme maximum", "max short term", "max short-term", "short term max",
        "short-term max", "maximum short-term loudness", "maximum short term loudness", "max s",
    ),
    "momentary": (
        "momentane max", "momentane maximum", "max momentary", "momentary max", "maximum momentary loudness", "max m",
    ),
    "tool": ("outil", "appareil", "tool", "meter"),
}  # fmt: skip
"""The columns of a table of loudness, by their folded headings without unit."""
_UNIT = re.compile(r"[\(\[]\s*([^)\]]*)\s*[\)\]]|\s(LUFS|LKFS|LU|dBTP|dBFS)$", re.IGNORECASE)
_LEVELS = frozenset({"integrated", "short term", "momentary"})
_RELATIVE = "lu"
_READING = re.compile(r"([+-]?[0-9]{1,6}(?:[.,][0-9]{1,9})?)\s*(?:LUFS|LKFS|LU|dBTP|dBFS|dB)?", re.IGNORECASE)


def read_loudness(data: bytes, name: str) -> tuple[LoudnessFacts | Unread, ...]:
    """What a loudness log says, one record a measurement.

    Parameters
    ----------
    data
        The text that ffmpeg printed (any version since 1.1), or a CSV of one line a file whose headings name the
        integrated loudness, the true peak…
    name
        The name of the log, without its folder.

    Returns
    -------
    tuple
        The measurements in the order of the log; one `Unread` where it holds none.
    """
    if len(data) > LARGEST_LOG:
        return (_unread(name, f"{len(data) // 10**6} Mo, {LARGEST_LOG // 10**6} Mo au plus"),)
    if _is_of_ffmpeg(data):
        found: tuple[LoudnessFacts | Unread, ...] = read_ebur128(data.decode("utf-8", "replace"), name)
    else:
        found = tuple(_read_table(data, name))
    return found or (_unread(name, "aucune mesure de loudness"),)


def is_loudness_log(data: bytes) -> bool:
    """Whether the beginning, or both ends, of a text speak of loudness: ffmpeg's words, or a column of it."""
    if _is_of_ffmpeg(data):
        return True
    first = next((line for line in data.splitlines() if line.strip()), b"")
    text = first.decode("utf-8-sig", "replace") if b"\xc3" in first else first.decode("cp1252", "replace")
    return any("integrated" in _columns_of(text.split(mark)) for mark in _SEPARATORS)


def _is_of_ffmpeg(data: bytes) -> bool:
    return b"ebur128" in data or b"Integrated loudness:" in data


def read_ebur128(text: str, report: str) -> tuple[LoudnessFacts | Unread, ...]:
    """The summaries of a text of ffmpeg, with what its running lines add; one `Unread` where it has no summary."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    inputs = list(_INPUT.finditer(text))
    starts = [found.start() for found in inputs] or [0]
    found: list[LoudnessFacts | Unread] = []
    for place, (start, end) in enumerate(zip(starts, [*starts[1:], len(text)], strict=True)):
        versions = _VERSION.findall(text[:start])
        source = re.split(r"[\\/]", inputs[place][1])[-1] if inputs else ""
        facts = LoudnessFacts(source, FFMPEG, versions[-1] if versions else None, report=report)
        found.extend(_measured(text[start:end], facts))
    cut = "ffmpeg n'a pas écrit son bilan (« Summary ») : journal coupé, mesurez de nouveau"
    return tuple(found) or (_unread(report, cut),)


def _measured(text: str, facts: LoudnessFacts) -> Iterator[LoudnessFacts | Unread]:
    """The measurements of one run of ffmpeg, one a filter."""
    output = _OUTPUT.search(text)
    # ffmpeg makes a complex filter once to look at it, and prints the empty summary of that one first.
    from_here = output.start() if output else 0
    summaries = [(found[1], found.end()) for found in _SUMMARY.finditer(text, from_here)]
    if not _SUMMARY.search(text) and "Integrated loudness:" in text:
        summaries = [("", 0)]
    ends = [*(start for _, start in summaries[1:]), len(text)]
    running = _running(text)
    for (name, start), end in zip(summaries, ends, strict=False):
        yield _ebur128_facts(_summary_of(text[start:end]), running.get(name, _Running()), facts)


class _Running:
    """The running lines of one filter: the highest windows, and the last peaks of the channels."""

    def __init__(self) -> None:
        self.momentary: Decimal | None = None
        self.short_term: Decimal | None = None
        self.peaks: tuple[Decimal | None, ...] = ()
        self.seconds: Decimal | None = None

    def add(self, time: str, line: str) -> None:
        # Each line is printed a sample before the end of its tenth of a second.
        self.seconds = Decimal(time).quantize(Decimal("0.1"))
        self.momentary = _higher(self.momentary, _MOMENTARY.search(line))
        self.short_term = _higher(self.short_term, _SHORT_TERM.search(line))
        if found := _CHANNEL_PEAKS.search(line):
            self.peaks = tuple(_level(value) for value in found[1].split())


def _running(text: str) -> dict[str, _Running]:
    """What each filter of a text says while it runs, by its name there."""
    found: dict[str, _Running] = {}
    for name, time, line in _FRAME.findall(text):
        found.setdefault(name, _Running()).add(time, line)
    return found


def _higher(highest: Decimal | None, found: re.Match[str] | None) -> Decimal | None:
    level = _level(found[1]) if found else None
    if level is None or level <= _NOT_MEASURED_LUFS:
        return highest
    return level if highest is None else max(highest, level)


def _level(text: str) -> Decimal | None:
    """A level as printed; None for `-inf` and `nan`."""
    return None if text.lstrip("-") in ("inf", "nan") else Decimal(text)


def _summary_of(text: str) -> dict[str, Decimal | None]:
    """The figures of a summary, up to the first line that belongs to something else."""
    found: dict[str, Decimal | None] = {}
    part = ""
    for line in text.splitlines():
        if heading := _PART.match(line):
            part = heading[1]
        elif (value := _VALUE.match(line)) and (part, value[1]) in _PARTS:
            found.setdefault(_PARTS[part, value[1]], _level(value[2]))
        elif line.strip() and not line.startswith((" ", "\t")) and found:
            break
    return found


def _ebur128_facts(
    summary: Mapping[str, Decimal | None], running: _Running, facts: LoudnessFacts
) -> LoudnessFacts | Unread:
    if "integrated" not in summary:
        return _unread(facts.report, "bilan d'ebur128 coupé : mesurez de nouveau")
    integrated = summary["integrated"]
    is_gated = integrated is None or integrated <= ABSOLUTE_GATE_LUFS
    is_long_enough = running.seconds is None or running.seconds >= _BLOCK_S
    # A programme shorter than a window of 3 s has no range: ffmpeg prints 0.0 above a threshold of 0.0.
    has_range = not is_gated and summary.get("range threshold") != 0
    return replace(
        facts,
        integrated_lufs=None if is_gated else integrated,
        range_lu=summary.get("range") if has_range else None,
        true_peak_dbtp=summary.get("true peak"),
        sample_peak_dbfs=summary.get("sample peak"),
        short_term_max_lufs=running.short_term,
        momentary_max_lufs=running.momentary,
        channel_peaks_dbtp=running.peaks,
        measured_s=running.seconds,
        is_silent=is_gated and is_long_enough,
    )


def _read_table(data: bytes, name: str) -> Iterator[LoudnessFacts | Unread]:
    try:
        text, _ = decoded(data, ("Fichier", "Loudness"))
        separator = max(_SEPARATORS, key=lambda mark: len(_columns_of(_headings(text, mark))))
        records = [record for record in records_of(text, 0, separator) if any(map(str.strip, record[1]))]
    except UnreadableCsv as error:
        yield _unread(name, str(error))
        return
    columns = _columns_of(records[0][1]) if records else {}
    if "integrated" not in columns:
        yield _unread(
            name,
            "ni bilan d'ebur128, ni tableau d'une ligne par fichier avec une colonne de loudness en LUFS",
        )
        return
    for line, record in records[1:]:
        yield _row_facts(columns, record, f"{name}, ligne {line}")


def _headings(text: str, separator: str) -> list[str]:
    return next((record for _, record in records_of(text, 0, separator) if any(map(str.strip, record))), [])


def _columns_of(headings: Sequence[str]) -> dict[str, int]:
    """Where each column known stands; a level given in LU, above a target that is not said, is not one of them."""
    found: dict[str, int] = {}
    for place, heading in enumerate(headings):
        unit = "".join(part or "" for match in _UNIT.findall(heading.strip()) for part in match).casefold()
        label = plain_letters(_UNIT.sub("", heading.strip())).strip()
        column = next((name for name, labels in _COLUMNS.items() if label in labels), "")
        if column and not (column in _LEVELS and unit == _RELATIVE):
            found.setdefault(column, place)
    return found


def _row_facts(columns: Mapping[str, int], record: Sequence[str], where: str) -> LoudnessFacts | Unread:
    cells = {name: record[place].strip() for name, place in columns.items() if place < len(record)}
    levels: dict[str, Decimal | None] = {}
    for name in cells.keys() - {"file", "tool"}:
        try:
            levels[name] = _cell_level(cells[name])
        except ValueError:
            return _unread(where, f"« {cells[name]} » n'est pas un niveau")
    integrated = levels.get("integrated")
    if integrated is not None and integrated > 0:
        return _unread(where, f"« {cells['integrated']} » n'est pas un loudness en LUFS (il est négatif)")
    return LoudnessFacts(
        file=re.split(r"[\\/]", cells.get("file", ""))[-1],
        tool=cells.get("tool", ""),
        integrated_lufs=integrated,
        range_lu=levels.get("range"),
        true_peak_dbtp=levels.get("true peak"),
        short_term_max_lufs=levels.get("short term"),
        momentary_max_lufs=levels.get("momentary"),
        report=where.partition(", ligne")[0],
    )


def _cell_level(text: str) -> Decimal | None:
    """A level typed or exported: `-23.0`, `−23,1 LUFS`; None for an empty cell, `-inf` and `n/a`."""
    plain = text.replace("−", "-").replace("–", "-").replace("\u00a0", " ").strip()
    if plain.casefold() in ("", "-", "n/a", "na", "-inf", "-∞", "inf", "nan"):
        return None
    found = _READING.fullmatch(plain)
    if found is None:
        raise ValueError(text)
    return Decimal(found[1].replace(",", "."))


def _unread(name: str, reason: str) -> Unread:
    return Unread(name, f"mesure de loudness non lue : {reason}")
