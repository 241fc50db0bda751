"""What rules know of a project: its technique tabs, its tasks and its files, as values that may be compared.

An attribute is named as its column. It is None where nothing is written, or where what is written is not understood,
and then `unread` says why, by code name. `row` is the row itself, for problems and for its texts as typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from postprod_xl.domain.technique.facts.quoted import QuoteFacts
from postprod_xl.domain.technique.spellings.codecs import Codec
from postprod_xl.domain.technique.spellings.colours import ColourSpace, Gamma
from postprod_xl.domain.technique.spellings.containers import ContainerWords
from postprod_xl.domain.technique.spellings.pictures import Raster
from postprod_xl.domain.technique.spellings.sounds import AudioLayout, SubtitleFormat
from postprod_xl.domain.technique.timing.rates import FrameRate
from postprod_xl.domain.technique.timing.timecode import Timecode
from postprod_xl.schema.rows import Row
from postprod_xl.schema.technical_vocabulary import (
    Chroma,
    ConformSource,
    DeliverableState,
    DeliverableType,
    Gop,
    MediaNature,
    MixType,
    PieceNature,
    PitchChoice,
    RateConversion,
    ScanKind,
    SoundExchange,
    SourceRole,
    TimecodeMode,
)
from postprod_xl.schema.units import folded
from postprod_xl.schema.vocabulary import ProjectStatus, ProjectType, TaskState

if TYPE_CHECKING:
    from postprod_xl.domain.technique.profiles.requirement import ProfileRequirement


@dataclass(frozen=True, kw_only=True)
class SourceFacts:
    """A camera, a recorder or an archive of a project: one row of `Sources`.

    `scan` and `timecode_mode` are as declared, else as the rate was written: « 50i » is interlaced, « 29,97 DF »
    drops numbers. `gop` and `chroma` are as declared, else the only ones of the codec.
    """

    row: Row
    code: str
    unread: Mapping[str, str] = field(default_factory=dict)
    role: SourceRole | None = None
    camera: str | None = None
    codec: Codec | None = None
    gop: Gop | None = None
    raster: Raster | None = None
    frame_rate: FrameRate | None = None
    is_constant: bool | None = None
    scan: ScanKind | None = None
    deinterlacing: str | None = None
    chroma: Chroma | None = None
    bit_depth: int | None = None
    gamma: Gamma | None = None
    sound: str | None = None
    audio_hz: int | None = None
    has_timecode: bool | None = None
    timecode_mode: TimecodeMode | None = None
    reel: str | None = None
    cut_share: Decimal | None = None
    verified_copies: int | None = None

    @property
    def has_picture(self) -> bool:
        """Whether it has pictures at all: a sound recorder has none."""
        return self.role is not SourceRole.SOUND

    @property
    def is_moving(self) -> bool:
        """Whether it has moving pictures: a photograph has no rate, no scan and no timecode."""
        return self.role not in (SourceRole.SOUND, SourceRole.STILL)


@dataclass(frozen=True, kw_only=True)
class WorkflowFacts:
    """How a project goes from rushes to deliverables: its row of `Flux`; `row` is None where it has none.

    `locked_duration` is in frames, counted at the rate of the timeline.
    """

    row: Row | None = None
    unread: Mapping[str, str] = field(default_factory=dict)
    timeline_rate: FrameRate | None = None
    scan: ScanKind | None = None
    rate_conversion: RateConversion | None = None
    pitch: PitchChoice | None = None
    has_proxies: bool | None = None
    editing_lut: str | None = None
    colour_management: str | None = None
    grading_space: ColourSpace | None = None
    conform_from: ConformSource | None = None
    sound_exchange: SoundExchange | None = None
    handle_seconds: Decimal | None = None
    omf_gigabytes: Decimal | None = None
    has_burnt_timecode: bool | None = None
    has_two_pop: bool | None = None
    rushes_copies: int | None = None
    lto_generation: int | None = None
    lto_reader: int | None = None
    conservation_years: Decimal | None = None
    original_language: str | None = None
    is_cnc_funded: bool | None = None
    has_foreign_sales: bool | None = None
    has_dubbing: bool | None = None
    locked_duration: int | None = None


@dataclass(frozen=True, kw_only=True)
class DeliverableFacts:
    """Something promised to somebody: one row of `Livrables`.

    `first_timecode` is that of the programme, never that of the file, which may start before it. `specified` is what
    the rows of Specifications ask of it.
    """

    row: Row
    code: str
    unread: Mapping[str, str] = field(default_factory=dict)
    episode: int | None = None
    type: DeliverableType | None = None
    standard: str | None = None
    recipient: str | None = None
    raster: Raster | None = None
    frame_rate: FrameRate | None = None
    scan: ScanKind | None = None
    codec: Codec | None = None
    container: ContainerWords | None = None
    colour_space: ColourSpace | None = None
    gamma: Gamma | None = None
    bit_rate_mbps: Decimal | None = None
    audio_hz: int | None = None
    audio_bits: int | None = None
    audio_tracks: int | None = None
    audio_layout: AudioLayout | None = None
    mix: MixType | None = None
    loudness_lufs: Decimal | None = None
    dialogue_lufs: Decimal | None = None
    true_peak_dbtp: Decimal | None = None
    first_timecode: Timecode | None = None
    subtitle_format: SubtitleFormat | None = None
    subtitle_rate: FrameRate | None = None
    subtitle_first_seconds: Decimal | None = None
    subtitle_lines: int | None = None
    subtitle_characters: int | None = None
    is_retimed: bool | None = None
    has_sme: bool | None = None
    has_audio_description: bool | None = None
    has_me: bool | None = None
    has_textless: bool | None = None
    is_encrypted: bool | None = None
    has_kdm: bool | None = None
    has_screening: bool | None = None
    specification: str | None = None
    specification_version: str | None = None
    specification_day: date | None = None
    task: str | None = None
    due_day: date | None = None
    state: DeliverableState | None = None
    state_day: date | None = None
    specified: tuple[ProfileRequirement, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TaskFacts:
    """A task of a project, as the plan has just been computed; those cancelled are left out.

    `days` are its working days; `floor_days` the fewest that its step needs in a programme of this type and length,
    None when no floor is known. `step` is empty when it is none of the known ones.
    """

    row: Row
    code: str
    step: str
    label: str
    episode: int | None
    start_day: date | None
    end_day: date | None
    days: Decimal | None
    floor_days: Decimal | None
    state: TaskState | None


@dataclass(frozen=True, kw_only=True)
class PieceFacts:
    """An attestation that goes with a deliverable: one row of `Pieces`."""

    row: Row
    deliverable: str
    nature: PieceNature
    day: date | None = None
    author: str | None = None
    is_passed: bool | None = None
    reference: str | None = None

    @property
    def is_signed(self) -> bool:
        """Whether it says when and by whom: without both it attests nothing (corrections of 28 November, 8)."""
        return self.day is not None and self.author is not None


@dataclass(frozen=True, kw_only=True)
class MeasuredFacts:
    """What a reader saw of one file, or of one source in an edit list; `object` is what it is of, None when unknown."""

    row: Row
    file: str
    unread: Mapping[str, str] = field(default_factory=dict)
    object: str | None = None
    nature: MediaNature | None = None
    reader: str | None = None
    read_day: date | None = None
    file_day: date | None = None
    size_megabytes: Decimal | None = None
    checksum: str | None = None
    container: ContainerWords | None = None
    codec: Codec | None = None
    gop: Gop | None = None
    raster: Raster | None = None
    frame_rate: FrameRate | None = None
    is_constant: bool | None = None
    scan: ScanKind | None = None
    chroma: Chroma | None = None
    bit_depth: int | None = None
    colour_space: ColourSpace | None = None
    gamma: Gamma | None = None
    bit_rate_mbps: Decimal | None = None
    audio_hz: int | None = None
    audio_bits: int | None = None
    audio_tracks: int | None = None
    audio_layout: AudioLayout | None = None
    picture_seconds: Decimal | None = None
    sound_seconds: Decimal | None = None
    frames: int | None = None
    first_timecode: Timecode | None = None
    reel: str | None = None
    cut_share: Decimal | None = None
    loudness_lufs: Decimal | None = None
    short_term_lufs: Decimal | None = None
    loudness_range: Decimal | None = None
    true_peak_dbtp: Decimal | None = None
    subtitle_format: SubtitleFormat | None = None
    subtitle_rate: FrameRate | None = None
    subtitle_first_seconds: Decimal | None = None
    subtitle_lines: int | None = None
    subtitle_characters: int | None = None
    standard: str | None = None
    is_encrypted: bool | None = None
    faults: str | None = None


@dataclass(frozen=True, kw_only=True)
class ProjectFacts:
    """A project with something in the technique tabs, each table in the order of its sheet.

    Everything is None in `workflow` where it has no row in `Flux`; `measured` is every file inspected for it, whatever
    the file was found to be of.

    `quote`, `promised_days` (of episodes, by number) and `owners` (the project of each task of the house, as codes are
    compared) are asked for by `deliveries.planned`; `quote` is None where the project has none.
    """

    row: Row
    code: str
    type: ProjectType | None = None
    status: ProjectStatus | None = None
    length_minutes: int | None = None
    delivery_day: date | None = None
    workflow: WorkflowFacts = field(default_factory=WorkflowFacts)
    sources: tuple[SourceFacts, ...] = ()
    deliverables: tuple[DeliverableFacts, ...] = ()
    tasks: tuple[TaskFacts, ...] = ()
    pieces: tuple[PieceFacts, ...] = ()
    measured: tuple[MeasuredFacts, ...] = ()
    quote: QuoteFacts | None = None
    promised_days: Mapping[int, date] = field(default_factory=dict)
    owners: Mapping[str, str] = field(default_factory=dict)

    def has_type(self, *types: DeliverableType) -> bool:
        """Whether one of the deliverables is of one of some types."""
        return any(deliverable.type in types for deliverable in self.deliverables)

    def pieces_of(self, deliverable: DeliverableFacts, nature: PieceNature) -> tuple[PieceFacts, ...]:
        """The attestations of a deliverable of one nature."""
        code = folded(deliverable.code)
        return tuple(
            piece for piece in self.pieces if piece.nature is nature and folded(piece.deliverable) == code
        )

    def measured_of(self, found: SourceFacts | DeliverableFacts) -> tuple[MeasuredFacts, ...]:
        """The files inspected of a source or of a deliverable."""
        return self._measured_by_object.get(folded(found.code), ())

    @cached_property
    def _measured_by_object(self) -> Mapping[str, tuple[MeasuredFacts, ...]]:
        of_object: dict[str, list[MeasuredFacts]] = {}
        for file in self.measured:
            if file.object:
                of_object.setdefault(folded(file.object), []).append(file)
        return {code: tuple(files) for code, files in of_object.items()}
