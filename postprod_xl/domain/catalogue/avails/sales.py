"""What the sales of a work take of a question: signed ones, options and drafts, and what they hold back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from postprod_xl.domain.catalogue.avails.facts import RightsFacts
from postprod_xl.domain.catalogue.avails.records import RightsQuestion, RightsReason
from postprod_xl.domain.catalogue.avails.sections import Section, sections
from postprod_xl.domain.catalogue.cells.blocks import overlaps
from postprod_xl.domain.catalogue.cells.spans import DaySpan, united
from postprod_xl.domain.catalogue.contracts.records import Grant, RightsHoldback
from postprod_xl.domain.wording import from_to
from postprod_xl.schema.catalogue_vocabulary import Freedom, HoleReason, RightsState


def sold_reasons(question: RightsQuestion, facts: RightsFacts) -> Iterator[RightsReason]:
    """What sales take: two that are not exclusive stand side by side, any other two do not (facts, B1.4).

    A signed sale takes the days; one in option or in negotiation puts them in doubt.
    """
    by_sale: dict[str, list[Grant]] = defaultdict(list)
    for grant in facts.catalogue.sold.get(question.work, ()):
        if question.exclusive or grant.exclusive:
            by_sale[grant.contract].append(grant)
    for contract, grants in sorted(by_sale.items()):
        signed = grants[0].is_signed
        kind = HoleReason.SOLD if signed else HoleReason.OPTIONED
        freedom = Freedom.TAKEN if signed else Freedom.DOUBTFUL
        days = united(grant.block.span for grant in grants)
        for section in sections(overlaps([question.block], [grant.block for grant in grants])):
            note = _sale_note(grants, _around(section, days), facts)
            yield RightsReason(kind, freedom, contract, section, section[0].span, note)


def held_back_reasons(question: RightsQuestion, facts: RightsFacts) -> Iterator[RightsReason]:
    """What holdbacks keep from being sold, exclusively or not; those of a sale not signed put it in doubt."""
    by_sale: dict[str, list[RightsHoldback]] = defaultdict(list)
    for holdback in facts.catalogue.holdbacks.get(question.work, ()):
        by_sale[holdback.contract].append(holdback)
    for contract, holdbacks in sorted(by_sale.items()):
        freedom = Freedom.TAKEN if holdbacks[0].is_signed else Freedom.DOUBTFUL
        days = united(holdback.block.span for holdback in holdbacks)
        for section in sections(overlaps([question.block], [holdback.block for holdback in holdbacks])):
            note = _holdback_note(holdbacks, _around(section, days), facts)
            yield RightsReason(HoleReason.HELD_BACK, freedom, contract, section, section[0].span, note)


def _sale_note(grants: Sequence[Grant], days: str, facts: RightsFacts) -> str:
    """With whom, exclusively or not, and until when."""
    sale, name = grants[0], facts.clients.get(grants[0].party, "")
    exclusive = " en exclusivité" if all(grant.exclusive for grant in grants) else ""
    terms = f"({sale.contract}){exclusive} {days}"
    if sale.state is RightsState.OPTION:
        limit = f", option jusqu'au {sale.option_until:%d/%m/%Y}" if sale.option_until else ""
        return f"en option{_of(' pour ', name)} {terms}{limit}"
    if not sale.is_signed:
        return f"en négociation{_of(' avec ', name)} {terms}"
    return f"vendu{_of(' à ', name)} {terms}"


def _holdback_note(holdbacks: Sequence[RightsHoldback], days: str, facts: RightsFacts) -> str:
    sale = holdbacks[0]
    codes = dict.fromkeys(holdback.holdback for holdback in holdbacks)
    buyer = _of(" à ", facts.clients.get(sale.party, ""))
    held = f"gel {', '.join(codes)} de la vente {sale.contract}{buyer}"
    return f"{held} {days}"


def _of(word: str, name: str) -> str:
    return f"{word}{name}" if name else ""


def _around(section: Section, days: Sequence[DaySpan]) -> str:
    """All the days of a contract around a section, those that were not asked too."""
    first = section[0].span.first
    around = next(span for span in days if span.first <= first <= span.last)
    return from_to(around.first_day, around.last_day)
