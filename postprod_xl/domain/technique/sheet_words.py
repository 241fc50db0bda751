"""A row of the technique tabs in the few words of a sheet: what is known of it, what is not, what files say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from postprod_xl.documents.technique_sheet import TO_COMPLETE, SheetObject
from postprod_xl.domain.wording import counted, decimal_text, first_names, in_sentence
from postprod_xl.schema.rows import Row
from postprod_xl.schema.table import Table
from postprod_xl.schema.tables.technique import DELIVERABLES, SOURCES, WORKFLOW
from postprod_xl.schema.technical_vocabulary import DeliverableType, MediaNature, ScanKind, SourceRole

MEASURED, GAPS = "Mesuré", "Écarts"
_YES, _NO = "oui", "non"
_NOT_SEEN = "image, son et sous-titres non contrôlés"
"""Of a DCP: clairmeta wants the programs of asdcplib for them, which nothing installs."""
_MEASURED_HEADING = "Mesuré : "
_SOUND_FIELDS = ("audio_hz",)
_STILL_FIELDS = ("raster",)
_SOURCE_FIELDS = ("role", "codec", "raster", "frame_rate", "scan", "chroma", "bit_depth", "gamma")
_WITHOUT_PICTURE = frozenset(
    {DeliverableType.SUBTITLES, DeliverableType.SOUND, DeliverableType.LTO, DeliverableType.OTHER}
)
_ANY_DELIVERABLE = ("type", "recipient")
_DELIVERABLE_FIELDS = (
    *_ANY_DELIVERABLE,
    "raster",
    "frame_rate",
    "codec",
    "audio_layout",
    "specification",
    "specification_version",
    "specification_day",
)
_WORKFLOW_FIELDS = (
    "timeline_rate",
    "scan",
    "colour_management",
    "grading_space",
    "conform_from",
    "sound_exchange",
    "rushes_copies",
)
_VERSIONS = ("has_sme", "has_audio_description", "has_me", "has_textless")
_UNITS = {"timeline_rate": "i/s", "handle_seconds": "s", "conservation_years": "ans", "omf_gigabytes": "Go"}
_TOGETHER = {
    "timeline_rate": ("scan", "rate_conversion", "pitch"),
    "editing_lut": (),
    "colour_management": ("grading_space",),
    "conform_from": (),
    "sound_exchange": ("handle_seconds",),
    "rushes_copies": (),
    "lto_generation": (),
    "lto_reader": (),
    "conservation_years": (),
    "original_language": (),
    "locked_duration": (),
}
"""The columns of `Flux` that are printed, each with those said beside it."""
_FLAGS = (
    "has_proxies",
    "has_burnt_timecode",
    "has_two_pop",
    "is_cnc_funded",
    "has_foreign_sales",
    "has_dubbing",
)


def source_object(row: Row) -> SheetObject:
    """A row of `Sources` in six cells."""
    return SheetObject(
        (
            row.source,
            _joined(row.role, row.camera),
            _joined(row.codec, row.gop, row.raster, _rate(row), _scan(row)),
            _joined(row.chroma, f"{row.bit_depth} bits" if row.bit_depth else "", row.gamma),
            _joined(row.sound, _hertz(row.audio_hz)),
            _joined(_share(row.cut_share), _copies(row.verified_copies)),
        ),
        tuple(_source_notes(row)),
    )


def _source_notes(row: Row) -> Iterator[tuple[str, str]]:
    yield from _measured_notes(SOURCES, row)
    wanted = {SourceRole.SOUND: _SOUND_FIELDS, SourceRole.STILL: _STILL_FIELDS}.get(row.role, _SOURCE_FIELDS)
    yield from _missing_note(SOURCES, row, wanted)


def deliverable_object(row: Row) -> SheetObject:
    """A row of `Livrables` in six cells."""
    episode = "" if row.episode is None else f"épisode {row.episode}"
    loudness = "" if row.loudness_lufs is None else f"{_figure(row.loudness_lufs)} LUFS"
    peak = "" if row.true_peak_dbtp is None else f"{_figure(row.true_peak_dbtp)} dBTP"
    tracks = "" if row.audio_tracks is None else counted(row.audio_tracks, "piste")
    rate = "" if row.bit_rate_mbps is None else f"{_figure(row.bit_rate_mbps)} Mb/s"
    start = f"TC {row.first_timecode}" if row.first_timecode else ""
    return SheetObject(
        (
            row.deliverable,
            _joined(row.type, row.standard, row.recipient, episode),
            _joined(
                row.codec,
                row.container,
                row.raster,
                _rate(row),
                _scan(row),
                row.colour_space,
                row.gamma,
                rate,
            ),
            _joined(row.audio_layout, tracks, _hertz(row.audio_hz), row.mix, loudness, peak),
            _joined(row.subtitle_format, *_answered(DELIVERABLES, row, _VERSIONS), start),
            _joined(*_delivery(row)),
        ),
        tuple(_deliverable_notes(row)),
    )


def _delivery(row: Row) -> Iterator[str]:
    if row.due_day:
        yield f"à livrer le {row.due_day:%d/%m/%Y}"
    if row.ready_day:
        yield f"prêt le {row.ready_day:%d/%m/%Y}"
    if row.late_days:
        yield f"{row.late_days} j de retard"
    if row.state:
        yield f"{row.state.lower()} le {row.state_day:%d/%m/%Y}" if row.state_day else row.state.lower()


def _deliverable_notes(row: Row) -> Iterator[tuple[str, str]]:
    version = f"version {row.specification_version}" if row.specification_version else ""
    read = f"lu le {row.specification_day:%d/%m/%Y}" if row.specification_day else ""
    if document := _joined(row.specification, version, read):
        yield DELIVERABLES.heading("specification"), document
    if row.held_by:
        yield DELIVERABLES.heading("held_by"), row.held_by
    yield from _measured_notes(DELIVERABLES, row)
    wanted = _ANY_DELIVERABLE if row.type in _WITHOUT_PICTURE else _DELIVERABLE_FIELDS
    yield from _missing_note(DELIVERABLES, row, wanted)


def workflow_pairs(row: Row) -> Iterator[tuple[str, str]]:
    """What is known of a row of `Flux`: heading and value."""
    for name, beside in _TOGETHER.items():
        if told := _joined(*(_valued(row, each) for each in (name, *beside))):
            yield WORKFLOW.heading(name), told
    if flags := _joined(*_answered(WORKFLOW, row, _FLAGS)):
        yield "Aussi", flags


def workflow_notes(row: Row) -> Iterator[tuple[str, str]]:
    """What is not known of it, and what the edit list says."""
    yield from _measured_notes(WORKFLOW, row)
    yield from _missing_note(WORKFLOW, row, _WORKFLOW_FIELDS)


def file_cells(rows: Iterable[Row]) -> Iterator[tuple[str, ...]]:
    """The files read of a project in five cells, those of one object and nature together."""
    together: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        together.setdefault((row.object, row.nature), []).append(row)
    for (found, nature), files in together.items():
        days = {row.read_day for row in files if row.read_day}
        names = list(dict.fromkeys(row.file for row in files))
        yield (
            found or "aucun",
            first_names(names)
            if len(names) == 1
            else f"{counted(len(names), 'fichier')} : {first_names(names)}",
            nature,
            f"{max(days):%d/%m/%Y}" if days else "",
            _reading(files, nature),
        )


def _reading(files: Iterable[Row], nature: str) -> str:
    """What is wrong in files, or that nothing is; of a DCP its lists and sums are checked, never what one sees."""
    told = [*dict.fromkeys(text for row in files for text in (row.faults, row.unread) if text)]
    if nature != MediaNature.DCP:
        return " ; ".join(told) or "lecture sans défaut"
    return " ; ".join((*(told or ["structure sans défaut"]), _NOT_SEEN))


def _measured_notes(table: Table, row: Row) -> Iterator[tuple[str, str]]:
    told = [
        f"{column.heading.removeprefix(_MEASURED_HEADING)} {_text(getattr(row, column.name))}"
        for column in table.columns
        if column.heading.startswith(_MEASURED_HEADING) and getattr(row, column.name)
    ]
    if told:
        yield MEASURED, ", ".join(told)
    if row.differences:
        yield GAPS, row.differences


def _missing_note(table: Table, row: Row, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The columns expected that nobody filled in, in a sentence."""
    blank = [in_sentence(table.heading(name)) for name in names if getattr(row, name) in (None, "")]
    if blank:
        yield TO_COMPLETE, ", ".join(blank)


def _answered(table: Table, row: Row, names: Iterable[str]) -> Iterator[str]:
    """What was answered of yes and no: « SME : oui »."""
    for name in names:
        if (value := getattr(row, name)) is not None:
            yield f"{in_sentence(table.heading(name))} : {_YES if value else _NO}"


def _valued(row: Row, name: str) -> str:
    value = getattr(row, name)
    if value in (None, ""):
        return ""
    text = _text(value)
    if name == "grading_space":
        return f"étalonnage en {text}"
    if name == "handle_seconds":
        return f"poignées de {text} s"
    if name in ("lto_generation", "lto_reader"):
        return f"LTO-{text}"
    return f"{text} {_UNITS[name]}" if name in _UNITS and _is_number(text) else text


def _rate(row: Row) -> str:
    text = row.frame_rate
    return f"{text} i/s" if _is_number(text) else text


def _scan(row: Row) -> str:
    return row.scan.lower() if row.scan and row.scan != ScanKind.SEGMENTED else row.scan


def _is_number(text: str) -> bool:
    return bool(text) and text.replace(",", "").replace(".", "").isdecimal()


def _hertz(frequency: int | None) -> str:
    return "" if frequency is None else f"{decimal_text(Decimal(frequency) / 1000)} kHz"


def _share(share: Decimal | None) -> str:
    return "" if share is None else f"{decimal_text(Decimal(str(share)) * 100)} % du montage"


def _copies(copies: int | None) -> str:
    return "" if copies is None else f"{counted(copies, 'copie')} vérifiée{'s' if copies > 1 else ''}"


def _figure(number: Decimal) -> str:
    return decimal_text(Decimal(str(number))).replace("-", "−")


def _text(value: Any) -> str:
    return _figure(Decimal(str(value))) if isinstance(value, int | float | Decimal) else str(value)


def _joined(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)
