"""What of a block is in others, against an enumeration of its cells."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postprod_xl.domain.catalogue.cells.blocks import DAYS, MASKS, RightsBlock, overlaps, uncovered, with_part
from postprod_xl.domain.catalogue.cells.joined import joined
from postprod_xl.domain.catalogue.cells.spans import DaySpan

masks = st.integers(1, 7)
spans = st.tuples(st.integers(1, 9), st.integers(0, 6)).map(lambda one: DaySpan(one[0], one[0] + one[1]))
blocks = st.builds(RightsBlock, masks, masks, masks, st.integers(1, 3), spans)
several = st.lists(blocks, max_size=4)

WHOLE = RightsBlock(7, 7, 7, 3, DaySpan(1, 20))


def cells(held: list[RightsBlock] | tuple[RightsBlock, ...]) -> set[tuple[int, ...]]:
    """Every cell, one by one."""
    return {
        cell
        for block in held
        for cell in product(
            *([bit for bit in (1, 2, 4) if block.masks[axis] & bit] for axis in MASKS),
            range(block.span.first, block.span.last + 1),
        )
    }


def are_disjoint(held: list[RightsBlock] | tuple[RightsBlock, ...]) -> bool:
    return sum(len(cells([block])) for block in held) == len(cells(held))


@given(blocks, blocks)
def test_the_overlap_of_two_blocks_is_the_cells_that_both_have(one: RightsBlock, other: RightsBlock) -> None:
    shared = one.overlap(other)
    assert cells([] if shared is None else [shared]) == cells([one]) & cells([other])


@given(blocks, blocks)
def test_a_block_without_another_is_disjoint_blocks_of_the_other_cells(
    one: RightsBlock, other: RightsBlock
) -> None:
    left = one.without(other)
    assert cells(left) == cells([one]) - cells([other])
    assert are_disjoint(left)
    assert len(left) <= 6


@given(several, several)
def test_what_is_uncovered_is_in_no_other_block(held: list[RightsBlock], others: list[RightsBlock]) -> None:
    assert cells(uncovered(held, others)) == cells(held) - cells(others)
    assert cells(overlaps(held, others)) == cells(held) & cells(others)


@given(several)
def test_joined_blocks_are_disjoint_and_have_the_same_cells(held: list[RightsBlock]) -> None:
    whole = joined(held)
    assert cells(whole) == cells(held)
    assert are_disjoint(whole)


@given(several, st.integers(0, 4), st.integers(1, 6), st.randoms(use_true_random=False))
def test_cutting_a_block_in_two_and_mixing_the_order_change_no_joined_block(
    held: list[RightsBlock], axis: int, cut: int, random: object
) -> None:
    parts = [part for block in held for part in _cut(block, axis, cut)]
    random.shuffle(parts)  # type: ignore[attr-defined]
    assert joined(parts) == joined(held)


def _cut(block: RightsBlock, axis: int, cut: int) -> list[RightsBlock]:
    if axis == DAYS:
        first, last = block.span
        middle = min(last, first + cut - 1)
        halves = [DaySpan(first, middle), DaySpan(middle + 1, last)] if middle < last else [block.span]
    else:
        halves = [part for part in (block.masks[axis] & cut, block.masks[axis] & ~cut) if part]
    return [with_part(block, axis, half) for half in halves]


def test_dates_that_follow_each_other_have_no_day_in_common() -> None:
    assert WHOLE._replace(span=DaySpan(1, 11)).overlap(WHOLE._replace(span=DaySpan(12, 20))) is None
    shared = WHOLE._replace(span=DaySpan(1, 12)).overlap(WHOLE._replace(span=DaySpan(12, 20)))
    assert shared is not None
    assert shared.span == DaySpan(12, 12)


@pytest.mark.parametrize("axis", MASKS)
def test_one_empty_intersection_is_enough_for_no_overlap(axis: int) -> None:
    assert with_part(WHOLE, axis, 1).overlap(with_part(WHOLE, axis, 2)) is None


def test_two_spans_that_touch_are_joined_and_two_apart_are_not() -> None:
    first, then, later = (
        WHOLE._replace(span=span) for span in (DaySpan(1, 5), DaySpan(6, 9), DaySpan(11, 20))
    )
    assert joined([later, then, first]) == (WHOLE._replace(span=DaySpan(1, 9)), later)


def test_the_order_of_the_axes_that_says_it_in_the_fewest_lines_is_kept() -> None:
    # By media, three lines: 1 alone, 2 with both territories, 4 alone; by territory, two.
    fr, be = WHOLE._replace(media=0b011, territories=1), WHOLE._replace(media=0b110, territories=2)
    assert set(joined([fr, be])) == {fr, be}
