"""What the mandates of a work do not give of a question, and what its authorisations leave out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import reduce
from operator import or_

from postprod_xl.domain.catalogue.avails.facts import RightsFacts
from postprod_xl.domain.catalogue.avails.records import RightsQuestion, RightsReason
from postprod_xl.domain.catalogue.avails.sections import Section, sections
from postprod_xl.domain.catalogue.cells.blocks import RightsBlock, overlaps, uncovered
from postprod_xl.domain.catalogue.contracts.records import Grant
from postprod_xl.domain.wording import in_sentence
from postprod_xl.schema.catalogue_vocabulary import Freedom, HoleReason

Given = list[tuple[str, RightsBlock]]
"""What contracts give, each by its code."""


def held_reasons(question: RightsQuestion, facts: RightsFacts) -> Iterator[RightsReason]:
    """What keeps the house from granting a question: no mandate, its end, or a mandate that is not exclusive.

    An exclusivity can only be granted from an exclusive mandate (facts of the catalogue, B1.4). Beyond the end of a
    mandate that goes on by itself nothing is taken, and nothing is sure.
    """
    grants = facts.catalogue.held.get(question.work, ())
    able = [grant for grant in grants if grant.exclusive or not question.exclusive]
    others = [grant for grant in grants if question.exclusive and not grant.exclusive]
    missing = uncovered([question.block], [grant.block for grant in able])
    later = facts.renewed(able)
    yield from _if_renewed(missing, later, HoleReason.NOT_HELD, "le mandat ", facts.ends)
    missing = uncovered(missing, _blocks(later))
    weak = [*_given(others), *facts.renewed(others)]
    for contract, blocks in _by_contract(weak).items():
        note = f"le mandat {contract} n'est pas exclusif et ne permet aucune exclusivité"
        for section in sections(overlaps(missing, blocks)):
            yield _reason(HoleReason.NOT_EXCLUSIVE, Freedom.TAKEN, contract, section, note)
    for section in sections(uncovered(missing, _blocks(weak))):
        contract, note = _nearest(section, grants)
        note = f"le mandat {note}" if note else "aucun mandat signé ne donne ces droits"
        yield _reason(HoleReason.NOT_HELD, Freedom.TAKEN, contract, section, note)


def cleared_reasons(question: RightsQuestion, facts: RightsFacts) -> Iterator[RightsReason]:
    """What the authorisations of authors, performers, music and archives leave out of a question.

    Each contract, with its amendments, limits the rights to its own terms, for the versions that these name. What
    another contract of the same party allows is in doubt: it may go on from this one, or be of another music.
    """
    allowed = facts.catalogue.clearances.get(question.work, ())
    for root in dict.fromkeys(grant.root for grant in allowed):
        grants = [grant for grant in allowed if grant.root == root]
        versions = question.versions & reduce(or_, (grant.versions for grant in grants))
        if versions:
            asked = question.block._replace(versions=versions)
            yield from _limited(asked, grants, _beside(grants[0], allowed), facts)


def _beside(grant: Grant, allowed: Sequence[Grant]) -> list[Grant]:
    """What the same party allows of the same nature in other contracts; nothing when it is not named."""
    others = [other for other in allowed if other.root != grant.root and other.nature == grant.nature]
    return [other for other in others if grant.party and other.party == grant.party]


def _limited(
    asked: RightsBlock, grants: Sequence[Grant], others: Sequence[Grant], facts: RightsFacts
) -> Iterator[RightsReason]:
    """What an authorisation leaves out; `others` are those of the same party."""
    contract, nature = grants[-1].contract, f"{in_sentence(str(grants[-1].nature))} : "
    missing = uncovered([asked], [grant.block for grant in grants])
    later = facts.renewed(grants)
    yield from _if_renewed(missing, later, HoleReason.CLEARANCE, nature, facts.ends)
    missing = uncovered(missing, _blocks(later))
    for section in sections(overlaps(missing, [other.block for other in others])):
        said = _outside(section, grants, contract)
        codes = sorted({other.contract for other in others if _touches(section, other)})
        note = f"{nature}{said}, à confirmer par {', '.join(codes)}"
        yield _reason(HoleReason.CLEARANCE, Freedom.DOUBTFUL, contract, section, note)
    for section in sections(uncovered(missing, [other.block for other in others])):
        note = f"{nature}{_outside(section, grants, contract)}"
        yield _reason(HoleReason.CLEARANCE, Freedom.TAKEN, contract, section, note)


def _outside(section: Section, grants: Sequence[Grant], contract: str) -> str:
    _, note = _nearest(section, grants)
    return note or f"{contract} ne les autorise pas"


def _if_renewed(
    missing: Sequence[RightsBlock], later: Given, kind: HoleReason, what: str, ends: Mapping[str, date]
) -> Iterator[RightsReason]:
    """What is missing and that contracts give if they go on by themselves."""
    for contract, blocks in _by_contract(later).items():
        note = f"{what}{contract} finit le {ends[contract]:%d/%m/%Y} : libre s'il est reconduit tacitement"
        for section in sections(overlaps(missing, blocks)):
            yield _reason(kind, Freedom.DOUBTFUL, contract, section, note)


def _nearest(section: Section, grants: Sequence[Grant]) -> tuple[str, str]:
    """The contract whose days of these cells end last before a section, or begin first after it; empty, none does."""
    span = section[0].span
    touching = [grant for grant in grants if _touches(section, grant)]
    before = [grant for grant in touching if grant.block.span.last < span.first]
    if before:
        last = max(before, key=lambda grant: (grant.last, grant.contract))
        return last.contract, f"{last.contract} finit le {last.last:%d/%m/%Y}"
    after = [grant for grant in touching if grant.block.span.first > span.last]
    if after:
        first = min(after, key=lambda grant: (grant.first, grant.contract))
        return first.contract, f"{first.contract} ne commence que le {first.first:%d/%m/%Y}"
    return "", ""


def _touches(section: Section, grant: Grant) -> bool:
    """Whether a grant has some of these cells, on whatever days."""
    return any(piece._replace(span=grant.block.span).overlap(grant.block) for piece in section)


def _given(grants: Iterable[Grant]) -> Given:
    return [(grant.contract, grant.block) for grant in grants]


def _blocks(given: Given) -> list[RightsBlock]:
    return [block for _, block in given]


def _by_contract(given: Given) -> dict[str, list[RightsBlock]]:
    found: dict[str, list[RightsBlock]] = defaultdict(list)
    for contract, block in given:
        found[contract].append(block)
    return dict(sorted(found.items()))


def _reason(kind: HoleReason, freedom: Freedom, contract: str, section: Section, note: str) -> RightsReason:
    return RightsReason(kind, freedom, contract, section, section[0].span, note)
