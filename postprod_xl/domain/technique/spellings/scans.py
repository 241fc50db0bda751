"""How a picture is scanned: whole frames, or two fields."""

from __future__ import annotations

from enum import StrEnum


class Scan(StrEnum):
    """The scan of a picture, in the French of a technical sheet.

    A progressive picture carried as two segments (PsF) moves as a progressive one: two fields of one instant.
    """

    PROGRESSIVE = "Progressif"
    INTERLACED = "Entrelacé"
    SEGMENTED = "PsF"

    @property
    def moves_by_fields(self) -> bool:
        """Whether its two fields are two instants: what combing comes from."""
        return self is Scan.INTERLACED
