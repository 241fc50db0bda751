"""Schedules made backward from the due dates, then forward in that order: what is due last waits for what is due first.

Forward-backward improvement (Li and Willis 1992, Tormos and Lova 2001) with due dates in the place of the end of the
project: in the backward pass an activity ends as late as its due date and those behind it allow, before now if need be;
the forward pass takes the activities in the order of the starts that this gives.
"""

from __future__ import annotations

from collections.abc import Sequence

from postprod_xl.engines.schedule.generation.decoding import new_keys
from postprod_xl.engines.schedule.generation.disjunctive_sgs import Keys, Scheme, SlotMasks
from postprod_xl.engines.schedule.instance.arrays import Ints
from postprod_xl.engines.schedule.instance.reversal import reversed_links
from postprod_xl.engines.schedule.kernels.sgs import KEY_SCALE, NONE

_BEFORE = 400  # slots before now that a backward pass may use


class Backward:
    """The scheme of a problem run backward: a slot counts from the end of the axis."""

    def __init__(self, scheme: Scheme) -> None:
        arrays, masks = scheme.arrays, scheme.availability
        self._arrays, self._horizon = arrays, arrays.horizon
        release = [0 if due == NONE else self._horizon - due for due in arrays.due]
        self._scheme = Scheme(
            reversed_links(arrays)._replace(horizon=self._horizon + _BEFORE, release=release),
            scheme.packed,
            SlotMasks(
                [self._opened(mask) for mask in masks.calendars],
                [self._opened(mask) for mask in masks.open],
                [self._flipped(mask) for mask in masks.busy],
            ),
        )

    def keys(self, latest: Sequence[int]) -> Keys:
        """Keys in the order of the starts that a backward pass gives.

        `latest` is the order of the backward pass, that of the greatest first.
        """
        n = self._arrays.n
        placed = self._scheme.placed(self._in_order([-moment for moment in latest]))
        starts = [self._horizon - end if end != NONE else self._horizon for end in placed[n : 2 * n]]
        return self._in_order(starts)

    def _in_order(self, moments: Ints) -> Keys:
        return new_keys(self._arrays)._replace(order=[moment * KEY_SCALE for moment in moments])

    def _flipped(self, mask: int) -> int:
        """The slots of a mask, the last one first."""
        return int(f"{mask:0{self._horizon}b}"[::-1], 2)

    def _opened(self, mask: int) -> int:
        """The same, and every slot before now."""
        return self._flipped(mask) | ((1 << _BEFORE) - 1) << self._horizon
