"""What the media chronology keeps shut of a question, in France, for a film released in French cinemas."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from postprod_xl.domain.catalogue.avails.facts import RightsFacts
from postprod_xl.domain.catalogue.avails.records import RightsQuestion, RightsReason
from postprod_xl.domain.catalogue.cells.blocks import RightsBlock
from postprod_xl.domain.catalogue.cells.spans import ALL_DAYS, DaySpan, common_days, days_without, span_of
from postprod_xl.domain.catalogue.chronology.findings import FRANCE
from postprod_xl.domain.catalogue.chronology.gates import MediaGate, media_gates
from postprod_xl.domain.catalogue.chronology.opening import OpenedWindow
from postprod_xl.domain.wording import in_sentence
from postprod_xl.schema.catalogue_vocabulary import Freedom, HoleReason


def window_reasons(question: RightsQuestion, facts: RightsFacts) -> Iterator[RightsReason]:
    """The days before the windows of a film open, sure or in doubt, and those of a coexploitation to agree on.

    A question does not say which window it is about: where a medium may be in several, it is shut until the first
    opens, and in doubt until all have. A subscription service stops when free television opens, unless they agree
    (facts of the catalogue, B1.5), which is a doubt.
    """
    windows = facts.windows.get(question.work, ())
    axes = facts.catalogue.grounds
    france = question.territories & axes.territories.bits[FRANCE]
    if not windows or not france:
        return
    asked = question.block._replace(territories=france)
    for gate in media_gates(windows, question.media, axes.media):
        yield from _shut(asked, gate)
    closing: dict[str, int] = defaultdict(int)
    for opened in windows:
        closing[opened.window.closes_with] |= axes.media.mask_of(opened.window.media) & question.media
    for opened in windows:
        if media := closing.get(opened.window.key, 0):
            yield from _shared(asked._replace(media=media), opened)


def _shut(asked: RightsBlock, gate: MediaGate) -> Iterator[RightsReason]:
    """The days on which a gate is surely shut, then those on which it may be."""
    days = gate.sure_days()
    sure = [span_of(*days)] if days and days[0] <= days[1] else []
    maybe = [DaySpan(ALL_DAYS.first, gate.settled.toordinal() - 1)] if gate.settled > date.min else []
    for freedom, spans in ((Freedom.TAKEN, sure), (Freedom.DOUBTFUL, days_without(maybe, sure))):
        for span in common_days([asked.span], spans):
            block = asked._replace(media=gate.media, span=span)
            yield _reason(block, freedom, in_sentence(gate.message(span.first_day).rstrip(".")))


def _shared(asked: RightsBlock, opened: OpenedWindow) -> Iterator[RightsReason]:
    """The days on which a medium closes for another that is open to it alone (DRT-10)."""
    if opened.opening is None:
        return
    open_alone = span_of(opened.opening, opened.exclusive_until or opened.opening)
    note = f"coexploitation à prévoir : la fenêtre {opened.window.label} s'ouvre le {opened.opening:%d/%m/%Y}"
    for span in common_days([asked.span], [open_alone]):
        yield _reason(asked._replace(span=span), Freedom.DOUBTFUL, _joined(note, opened.doubt))


def _joined(note: str, doubt: str) -> str:
    return f"{note}, {doubt}" if doubt else note


def _reason(block: RightsBlock, freedom: Freedom, note: str) -> RightsReason:
    return RightsReason(HoleReason.WINDOW, freedom, "", (block,), block.span, note)
