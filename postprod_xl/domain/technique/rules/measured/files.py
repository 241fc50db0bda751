"""Which of the files inspected tell something of a deliverable or of a source, and what they hold wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from postprod_xl.domain.technique.facts.records import (
    DeliverableFacts,
    MeasuredFacts,
    ProjectFacts,
    SourceFacts,
)
from postprod_xl.domain.technique.rules.rule import Case, Condition, Raised
from postprod_xl.domain.wording import counted, first_names
from postprod_xl.schema.media_faults import MediaFault, WrittenFault, read_faults
from postprod_xl.schema.technical_vocabulary import MediaNature

NOT_A_FILE = frozenset({MediaNature.EDIT_LIST, MediaNature.UNREAD})


def files_of(case: Case) -> tuple[MeasuredFacts, ...]:
    """The files inspected of the source or of the deliverable of a case, in the order of `Medias`."""
    found = case.source or case.deliverable
    return () if found is None else _read_of(case.project, found)


def _read_of(project: ProjectFacts, found: SourceFacts | DeliverableFacts) -> tuple[MeasuredFacts, ...]:
    return tuple(file for file in project.measured_of(found) if file.nature not in NOT_A_FILE)


def pictures_of(case: Case) -> tuple[MeasuredFacts, ...]:
    """Of the files of a case, those that hold a picture."""
    return tuple(file for file in files_of(case) if has_picture(file))


def has_picture(file: MeasuredFacts) -> bool:
    """Whether a file holds a picture: its length, its frames or its size in pixels is known."""
    return any(value is not None for value in (file.picture_seconds, file.frames, file.raster))


def telling_files(case: Case) -> tuple[MeasuredFacts, ...]:
    """The files that say what a source or a deliverable is: photographs beside moving pictures do not.

    Cameras leave a thumbnail of each clip on their cards, and a poster comes with a master.
    """
    files = files_of(case)
    return tuple(file for file in files if not _is_still(file)) if any(map(_moves, files)) else files


def _moves(file: MeasuredFacts) -> bool:
    return has_picture(file) and not _is_still(file)


def _is_still(file: MeasuredFacts) -> bool:
    """Of a photograph, a size in pixels alone is known: neither rate, nor length, nor sound."""
    others = (file.frame_rate, file.frames, file.picture_seconds, file.audio_tracks, file.is_constant)
    return file.raster is not None and all(value is None for value in others)


def whole_files(case: Case) -> tuple[MeasuredFacts, ...]:
    """The files that are the deliverable itself: those with a picture, else the only one it has.

    Of stems and of texts delivered beside, nothing can be compared with what the whole is declared to be.
    """
    files = telling_files(case)
    pictures = tuple(file for file in files if has_picture(file))
    return pictures or (files if len(files) == 1 else ())


def has_files(case: Case) -> bool:
    """Whether something was inspected of the source or of the deliverable of a case."""
    return bool(files_of(case))


def faults_of(
    files: Iterable[MeasuredFacts], kinds: Sequence[MediaFault | None]
) -> Iterator[tuple[str, WrittenFault]]:
    """The faults of some kinds, each with the file that holds it; None: those of no known kind."""
    for file in files:
        for fault in read_faults(file.faults):
            if fault.kind in kinds:
                yield file.file, fault


def said_of_faults(case: Case, faults: Sequence[tuple[str, WrittenFault]], expected: str) -> Raised | None:
    """The first fault in full, and how many others; None without any."""
    if not faults:
        return None
    file, fault = faults[0]
    others = f", et {counted(len(faults) - 1, 'autre')}" if len(faults) > 1 else ""
    found = first_names([f"{told.text} ({name})" for name, told in faults])
    said = f"« {file} » : {fault.text}{others}."
    return Raised(f"{case.object_code}, {said}" if case.object_code else said, found, expected)


def with_faults(kinds: Sequence[MediaFault | None], expected: str) -> Condition:
    """A condition: the files of a source or of a deliverable hold faults of some kinds."""

    def condition(case: Case) -> Raised | None:
        return said_of_faults(case, tuple(faults_of(files_of(case), kinds)), expected)

    return condition
