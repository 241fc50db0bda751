"""What a run has put on disk, and what it could not finish after that: asked when it ends, well or badly."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

NOTHING = "rien n'a été écrit"


@dataclass(eq=False)
class DiskRecord:
    """What the disk holds of a run.

    Parameters
    ----------
    written
        The files put in place, whole.
    uncertain
        The files that the system neither replaced for certain nor left for certain as they were.
    warnings
        French lines on what failed without undoing anything: a leftover, a backup too many, rights not kept.
    """

    written: list[Path] = field(default_factory=list)
    uncertain: list[Path] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def said(self) -> str:
        """What was written, as the end of a French sentence that says why the run stopped.

        >>> DiskRecord().said, DiskRecord([Path("a.xlsx")]).said
        ("rien n'a été écrit", 'mais « a.xlsx » a été écrit')
        """
        said = []
        if self.written:
            verb = "ont été écrits" if len(self.written) > 1 else "a été écrit"
            said.append(f"mais {_names(self.written)} {verb}")
        if self.uncertain:
            said.append(f"{_names(self.uncertain)} est peut-être écrit : ouvrez-le pour le voir")
        return ", ".join(said) or NOTHING


_RECORDING: list[DiskRecord] = []


@contextmanager
def recorded() -> Iterator[DiskRecord]:
    """Record what the block puts on disk; a block within another is recorded by both."""
    record = DiskRecord()
    _RECORDING.append(record)
    try:
        yield record
    finally:
        _RECORDING.remove(record)


def has_written() -> bool:
    """Whether any of the runs being recorded has put a file in place, or may have."""
    return any(record.written or record.uncertain for record in _RECORDING)


def note(done: DiskRecord) -> None:
    """Record what another process has put on disk."""
    for record in _RECORDING:
        record.written += done.written
        record.uncertain += done.uncertain
        record.warnings += done.warnings


def note_written(path: Path) -> None:
    for record in _RECORDING:
        record.written.append(path)


def forget(path: Path) -> None:
    """Leave out of what was written a file that the program keeps for itself, or has taken back."""
    for record in _RECORDING:
        record.written = [written for written in record.written if written != path]


def note_uncertain(path: Path) -> None:
    for record in _RECORDING:
        record.uncertain.append(path)


def warn(line: str) -> None:
    """Report what failed without undoing anything."""
    for record in _RECORDING:
        record.warnings.append(line)


def _names(paths: list[Path]) -> str:
    return ", ".join(f"« {name} »" for name in dict.fromkeys(path.name for path in paths))
