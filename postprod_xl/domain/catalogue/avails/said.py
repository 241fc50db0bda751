"""Answers in French: what is asked, what each interval is and why, what is free instead."""

from __future__ import annotations

from collections.abc import Iterator

from postprod_xl.domain.catalogue.avails.records import Interval, RightsAnswer, RightsReason
from postprod_xl.domain.catalogue.cells.blocks import RightsBlock
from postprod_xl.domain.catalogue.cells.spans import DaySpan
from postprod_xl.domain.catalogue.contracts.records import Catalogue
from postprod_xl.domain.wording import counted_whole, from_to, listed
from postprod_xl.schema.catalogue_vocabulary import Freedom

_SHOWN = 4
"""Reasons of an interval, or grounds free instead, that a line says; of more, how many others."""


class AnswerText:
    """The words of an answer.

    Parameters
    ----------
    catalogue
        Where the names of leaves, versions and works are.
    answer
        What is told.
    """

    def __init__(self, catalogue: Catalogue, answer: RightsAnswer) -> None:
        self.answer, self._question = answer, answer.question
        self.grounds = catalogue.grounds
        self._versions = catalogue.versions[answer.question.work]

    @property
    def heading(self) -> str:
        """What was asked, and what it is on the whole period: `CRUE, SVOD, France, du … au … : libre`."""
        asked, answer = self._question, self.answer
        exclusive = ", en exclusivité" if asked.exclusive else ""
        whole = (
            f"{asked.work}, {self._ground(asked.block, None)}{exclusive}, {from_to(asked.first, asked.last)}"
        )
        free = ""
        if answer.freedom is not Freedom.FREE and answer.free:
            free = f", libre seulement {listed([days_text(span) for span in answer.free])}"
        return f"{whole} : {said(answer.freedom)}{free}"

    @property
    def lines(self) -> list[str]:
        """What there is to say besides: the intervals and what is free instead, unless the whole is free."""
        if self.answer.freedom is Freedom.FREE:
            return []
        told = [line for interval in self.answer.intervals for line in self._interval(interval)]
        return [*told, *self._instead()]

    @property
    def why(self) -> list[str]:
        """Every reason once, the first days first."""
        reasons = (reason for interval in self.answer.intervals for reason in interval.reasons)
        return list(dict.fromkeys(map(self.reason, reasons)))

    def reason(self, reason: RightsReason) -> str:
        """A reason with the cells that it touches, unless these are all that is asked."""
        whole = self._question.block
        if [piece._replace(span=whole.span) for piece in reason.pieces] == [whole]:
            return reason.note
        return f"{reason.note} ({' ; '.join(self._ground(piece, whole) for piece in reason.pieces)})"

    def _interval(self, interval: Interval) -> Iterator[str]:
        """Its days, what it is and why: on its line when that is one reason, below it when there are several."""
        line = f"{days_text(interval.span)} : {said(interval.freedom)}"
        told = [self.reason(reason) for reason in interval.reasons]
        if len(told) < 2:
            yield ", ".join([line, *told])
            return
        yield f"{line} :"
        yield from (f"  {text}" for text in told[:_SHOWN])
        if len(told) > _SHOWN:
            yield f"  et {counted_whole(len(told) - _SHOWN, 'autre raison')}"

    def _ground(self, block: RightsBlock, within: RightsBlock | None) -> str:
        """Media, territories, and what of the languages and versions is not what is asked."""
        grounds = self.grounds
        parts = [grounds.said_media(block.media), grounds.said_territories(block.territories)]
        languages = grounds.languages.everything if within is None else within.languages
        if block.languages != languages:
            parts.append(self._languages(block.languages))
        versions = self._versions.everything if within is None else within.versions
        if block.versions != versions:
            parts.append(self._said_versions(block.versions))
        return ", ".join(parts)

    def _languages(self, mask: int) -> str:
        word = "langues" if mask & (mask - 1) else "langue"
        return f"{word} : {self.grounds.said_languages(mask)}"

    def _said_versions(self, mask: int) -> str:
        codes = self._versions.leaves(mask)
        named = [f"version {code}" if code else "hors versions déclarées" for code in codes]
        return ", ".join(named)

    def _instead(self) -> list[str]:
        instead = self.answer.instead
        if not (instead.grounds or instead.languages):
            return []
        grounds = self.grounds
        told = [
            f"{grounds.said_media(media)} : {grounds.said_territories(territories)}"
            for media, territories in instead.grounds
        ]
        if instead.languages:
            told.append(f"tout ce qui est demandé, {self._languages(instead.languages)} seulement")
        return [f"libre sur toute la période : {' ; '.join(told)}"]


def said(freedom: Freedom) -> str:
    """An answer inside a sentence."""
    return freedom.value[:1].lower() + freedom.value[1:]


def days_text(span: DaySpan) -> str:
    """Days inside a sentence."""
    return from_to(span.first_day, span.last_day)
