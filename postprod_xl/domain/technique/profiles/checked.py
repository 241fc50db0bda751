"""One requirement checked on one deliverable: what is declared, the pieces beside it, what its files say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from postprod_xl.domain.technique.facts.records import DeliverableFacts, MeasuredFacts, PieceFacts
from postprod_xl.domain.technique.profiles.fields import HeldIn, RequiredField, shown_value, with_unit
from postprod_xl.domain.technique.profiles.requirement import ProfileRequirement
from postprod_xl.domain.technique.rules.attested import is_to_come, to_join
from postprod_xl.domain.technique.rules.measured.files import files_of, whole_files
from postprod_xl.domain.technique.rules.rule import Case, Raised
from postprod_xl.domain.wording import counted, in_sentence
from postprod_xl.schema.technical_vocabulary import PieceNature, ScanKind
from postprod_xl.schema.technical_vocabulary import Requirement as Comparison

_OF_TEXTS = "subtitle_"
_LEVELS = frozenset({"loudness_lufs", "short_term_lufs", "loudness_range", "true_peak_dbtp"})
_READINGS = {
    ScanKind.PROGRESSIVE: (ScanKind.PROGRESSIVE, ScanKind.SEGMENTED),
    ScanKind.INTERLACED: (ScanKind.INTERLACED, ScanKind.SEGMENTED),
}
"""What a tool's word may stand for: a PsF, a progressive picture in an interlaced file, is told either way."""


@dataclass(frozen=True)
class Checked:
    """A requirement, the graver ones of its profile on the same field, and whether a rule of ours checks it.

    A value that a graver one refuses is not told twice: over 250 Mb/s, nobody is told that it is over 230 too. What a
    rule of ours checks is left to it, but for files.
    """

    asked: ProfileRequirement
    graver: tuple[ProfileRequirement, ...] = ()
    is_left_to_a_rule: bool = False

    def raised(self, case: Case) -> Raised | None:
        """What is not as asked; None when all is, when nothing is known, or when a rule of ours says it."""
        if self.asked.comparison is Comparison.PRESENT:
            return None if self.is_left_to_a_rule else self._presence(case)
        declared = () if self.is_left_to_a_rule else tuple(self._declared_wrongly(case))
        told = (*declared, *self._measured_wrongly(case))
        if not told:
            return None
        about, found = self.asked.about, ", ".join(told)
        demand = f"{self.asked.asker} demande {self.asked.expected}"
        message = f"{case.object_code}, {in_sentence(about.label)} : {found} ; {demand}."
        return Raised(message, found, self.asked.expected)

    def _refuses(self, value: Any) -> bool:
        return not self.asked.is_met(value) and all(graver.is_met(value) for graver in self.graver)

    def _declared_wrongly(self, case: Case) -> Iterator[str]:
        field = self.asked.about
        if field.held is HeldIn.DECLARED:
            value = declared_value(case.the_deliverable, field.name)
            if value is not None and self._refuses(value):
                yield f"{with_unit(field, shown_value(field, value))} déclaré"

    def _presence(self, case: Case) -> Raised | None:
        """What is to be there and is not, or the other way round: an element declared, a piece; no file shows it."""
        field = self.asked.about
        if field.held is HeldIn.PIECE:
            return self._piece(case, PieceNature(field.name))
        if field.held is not HeldIn.DECLARED:
            return None
        is_there = declared_value(case.the_deliverable, field.name) not in (None, False)
        if is_there is self.asked.values[0]:
            return None
        said, found = ("est déclaré", "déclaré") if is_there else ("manque", "non déclaré")
        return self._not_there(case, f"« {field.label} » {said}", found, "le demande")

    def _piece(self, case: Case, nature: PieceNature) -> Raised | None:
        """Why a piece is not as asked: it has a day, an author and a verdict (corrections of 28 November, 8)."""
        held = case.project.pieces_of(case.the_deliverable, nature)
        if not self.asked.values[0]:
            return self._not_there(case, f"pièce « {nature} » fournie", "fournie") if held else None
        if any(piece.is_signed and piece.is_passed for piece in held):
            return None
        if is_to_come(case, nature):
            return to_join(case, nature, self.asked.expected)
        fault = _piece_fault(held[-1]) if held else "non fournie"
        return self._not_there(case, f"pièce « {nature} » {fault}", fault, "la demande")

    def _not_there(self, case: Case, said: str, found: str, asks: str = "") -> Raised:
        wanted = asks if self.asked.values[0] else "n'en veut pas"
        return Raised(
            f"{case.object_code} : {said} ; {self.asked.asker} {wanted}.", found, self.asked.expected
        )

    def _measured_wrongly(self, case: Case) -> Iterator[str]:
        """Each value that files show and that is refused, with its file, the first of several."""
        field = self.asked.about
        wrong: dict[str, list[str]] = {}
        for file, value in measured_values(case, field):
            if all(map(self._refuses, _READINGS.get(value, (value,)))):
                wrong.setdefault(shown_value(field, value), []).append(file)
        for shown, files in wrong.items():
            yield f"{with_unit(field, shown)} mesuré dans {_told_files(files)}"


def declared_value(deliverable: DeliverableFacts, field: str) -> Any:
    """What a deliverable is declared to be; None when nobody said, or when it is not understood."""
    return getattr(deliverable, field)


def measured_values(case: Case, field: RequiredField) -> tuple[tuple[str, Any], ...]:
    """What the files of a deliverable say of a field: the file and the value, those that say nothing left out.

    A level is that of the whole when it was measured, else of a log beside it; texts are most often in their own file;
    all else is told of the whole alone, never of stems.
    """
    if not field.is_measured:
        return ()
    if field.name.startswith(_OF_TEXTS):
        return _told(files_of(case), field)
    whole = _told(whole_files(case), field)
    return _told(files_of(case), field) if field.name in _LEVELS and not whole else whole


def _told(files: Iterable[MeasuredFacts], field: RequiredField) -> tuple[tuple[str, Any], ...]:
    told = ((file.file, getattr(file, field.measured_name)) for file in files)
    return tuple((file, value) for file, value in told if value is not None)


def _piece_fault(piece: PieceFacts) -> str:
    if piece.is_passed is False:
        return "non conforme"
    return "sans verdict" if piece.is_signed else "sans date ou sans auteur"


def _told_files(files: list[str]) -> str:
    """A file, and how many others say the same."""
    others = len(files) - 1
    first = f"« {files[0]} »"
    return f"{first} et {counted(others, 'autre')}" if others else first
