"""What is not listed of the works, for the house alone: the reasons name its other clients."""

from __future__ import annotations

from collections.abc import Iterator

from postprod_xl.domain.catalogue.avails.facts import RightsFacts
from postprod_xl.domain.catalogue.avails.records import RightsAnswer
from postprod_xl.domain.catalogue.avails.said import AnswerText
from postprod_xl.domain.catalogue.contracts.records import RightsSide
from postprod_xl.domain.catalogue.free.asking import AnsweredWork
from postprod_xl.domain.wording import counted_whole, in_sentence
from postprod_xl.schema.catalogue_vocabulary import Freedom, HoleReason

_SHOWN = 2
"""Reasons that a line says; of more, how many others."""


def withheld_line(facts: RightsFacts, rights: AnsweredWork) -> str:
    """Why a work is not listed, or which doubt keeps part of it from being; empty when there is nothing to say."""
    work, answer = rights.work, rights.answer
    if answer is None:
        return _line(work, _unlisted(facts, work), ())
    if not rights.windows:
        what = in_sentence(answer.freedom.value)
        return _line(work, f"rien n'est listé, {what}", AnswerText(facts.catalogue, answer).why)
    doubts = [*_doubts(facts, answer)]
    return _line(work, "en partie sous réserve, non listé", doubts) if doubts else ""


def _unlisted(facts: RightsFacts, work: str) -> str:
    """No mandate gives it on these days, or one may, that cannot be read."""
    for one in facts.catalogue.unread.get(work, ()):
        if one.side is RightsSide.HELD and one.is_signed:
            unknown = in_sentence(Freedom.UNKNOWN.value)
            return f"rien n'est listé, {unknown} : {one.contract} non lu : {one.message}"
    return f"rien n'est listé, {in_sentence(HoleReason.NOT_HELD.value)} sur ces jours"


def _doubts(facts: RightsFacts, answer: RightsAnswer) -> Iterator[str]:
    text = AnswerText(facts.catalogue, answer)
    said = (
        text.reason(reason)
        for interval in answer.intervals
        for reason in interval.reasons
        if reason.freedom is not Freedom.TAKEN
    )
    yield from dict.fromkeys(said)


def _line(work: str, what: str, reasons: list[str] | tuple[str, ...]) -> str:
    if not reasons:
        return f"{work} : {what}"
    others = len(reasons) - _SHOWN
    more = [f"et {counted_whole(others, 'autre raison')}"] if others > 0 else []
    return f"{work} : {what} : {' ; '.join([*reasons[:_SHOWN], *more])}"
