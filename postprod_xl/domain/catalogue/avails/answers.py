"""The answer to a question: each of its days, free or not, and every reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from postprod_xl.domain.catalogue.avails.facts import RightsFacts
from postprod_xl.domain.catalogue.avails.instead import free_instead
from postprod_xl.domain.catalogue.avails.mandates import cleared_reasons, held_reasons
from postprod_xl.domain.catalogue.avails.records import RightsAnswer, RightsQuestion, RightsReason
from postprod_xl.domain.catalogue.avails.sales import held_back_reasons, sold_reasons
from postprod_xl.domain.catalogue.avails.sections import intervals
from postprod_xl.domain.catalogue.avails.windows import window_reasons
from postprod_xl.domain.catalogue.contracts.records import UnreadContract
from postprod_xl.schema.catalogue_vocabulary import Freedom, HoleReason


def ask(facts: RightsFacts, question: RightsQuestion) -> RightsAnswer:
    """The intervals of the days of a question, in order and joined where they are alike.

    A day is free when every one of the cells asked is held, cleared, not sold, not held back and, for a film released
    in French cinemas, in its window. While a signed contract of the work cannot be read, nothing of it is known, since
    it may give or take any of the cells; one in option or in negotiation only leaves a doubt.
    """
    unread = facts.catalogue.unread.get(question.work, ())
    if any(one.is_signed for one in unread):
        return RightsAnswer(question, intervals(question.block.span, tuple(_unread(question, unread))))
    reasons = [
        *held_reasons(question, facts),
        *cleared_reasons(question, facts),
        *sold_reasons(question, facts),
        *held_back_reasons(question, facts),
        *window_reasons(question, facts),
        *_unread(question, unread),
    ]
    return RightsAnswer(question, intervals(question.block.span, reasons), free_instead(question, reasons))


def _unread(question: RightsQuestion, unread: Sequence[UnreadContract]) -> Iterator[RightsReason]:
    by_contract: dict[str, list[UnreadContract]] = defaultdict(list)
    for one in unread:
        by_contract[one.contract].append(one)
    for contract, ones in by_contract.items():
        freedom = Freedom.UNKNOWN if any(one.is_signed for one in ones) else Freedom.DOUBTFUL
        why = " ; ".join(dict.fromkeys(one.message for one in ones))
        block = question.block
        yield RightsReason(
            HoleReason.UNREAD, freedom, contract, (block,), block.span, f"{contract} non lu : {why}"
        )
