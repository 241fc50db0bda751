"""What of a question is free on all of its days, when the whole is not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from postprod_xl.domain.catalogue.avails.records import Instead, RightsQuestion, RightsReason


def free_instead(question: RightsQuestion, reasons: Sequence[RightsReason]) -> Instead:
    """The pairs of a medium and a territory, and the languages, that no reason touches on any day.

    Parameters
    ----------
    reasons
        All of them; a doubtful day is not free.
    """
    touched = [piece for reason in reasons for piece in reason.pieces]
    media_of: dict[int, int] = defaultdict(int)
    for medium in _leaves(question.media):
        territories = question.territories
        for piece in touched:
            if piece.media & medium:
                territories &= ~piece.territories
        if territories:
            media_of[territories] |= medium
    languages = question.languages
    for piece in touched:
        languages &= ~piece.languages
    return Instead(tuple(sorted((media, held) for held, media in media_of.items())), languages)


def _leaves(mask: int) -> Iterator[int]:
    while mask:
        leaf = mask & -mask
        yield leaf
        mask ^= leaf
