"""What the mandates of a work do not give of a question, and what its authorisations leave out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from postprod_xl.domain.catalogue.avails.facts import RightsFacts
from postprod_xl.domain.catalogue.avails.records import RightsQuestion, RightsReason
from postprod_xl.domain.catalogue.avails.sections import Section, sections
from postprod_xl.domain.catalogue.cells.blocks import RightsBlock, overlaps, uncovered
from postprod_xl.domain.catalogue.contracts.clearances import Clearance, LeftOut, clearances_of
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
    """What the authorisations of authors, performers, music and archives leave out of a question, each by itself."""
    for clearance in clearances_of(facts.catalogue, question.work):
        nature = f"{in_sentence(str(clearance.grants[0].nature))} : "
        later = facts.renewed(clearance.grants)
        left_out = clearance.left_out([question.block], _blocks(later))
        if not clearance.is_signed:
            note = f"{nature}{clearance.contract} n'est pas signé"
            for section in sections([*left_out.beside, *left_out.refused]):
                yield _reason(HoleReason.CLEARANCE, Freedom.DOUBTFUL, clearance.contract, section, note)
            continue
        yield from _if_renewed(left_out.renewed, later, HoleReason.CLEARANCE, nature, facts.ends)
        yield from _limited(clearance, left_out, nature)


def _limited(clearance: Clearance, left_out: LeftOut, nature: str) -> Iterator[RightsReason]:
    """What an authorisation leaves out for good, unless another of the same party allows it."""
    contract, grants = clearance.contract, clearance.grants
    for section in sections(left_out.beside):
        codes = sorted({other.contract for other in clearance.others if _is_given(section, other)})
        note = f"{nature}{_outside(section, grants, contract)}, à confirmer par {', '.join(codes)}"
        yield _reason(HoleReason.CLEARANCE, Freedom.DOUBTFUL, contract, section, note)
    for section in sections(left_out.refused):
        note = f"{nature}{_outside(section, grants, contract)}"
        yield _reason(HoleReason.CLEARANCE, Freedom.TAKEN, contract, section, note)


def _is_given(section: Section, grant: Grant) -> bool:
    return any(piece.overlap(grant.block) for piece in section)


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
