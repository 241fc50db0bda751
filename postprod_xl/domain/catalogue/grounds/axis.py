"""One ordered universe of leaves, whose sets are the bits of an integer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property


class RightsAxis:
    """The leaves of one axis of rights: territories, media or languages, each never in two.

    A set of leaves is an int, one bit a leaf: `&` is the intersection, `|` the union, `& ~` the difference.

    Parameters
    ----------
    codes
        The codes of the leaves, in their order.
    """

    def __init__(self, codes: Iterable[str]) -> None:
        self.codes = tuple(codes)
        self.everything = (1 << len(self.codes)) - 1

    @cached_property
    def bits(self) -> dict[str, int]:
        """The bit of each code."""
        return {code: 1 << place for place, code in enumerate(self.codes)}

    def leaves(self, mask: int) -> tuple[str, ...]:
        """The codes of a set, in the order of the axis.

        >>> RightsAxis(["FR", "BE", "MC"]).leaves(0b101)
        ('FR', 'MC')
        """
        return tuple(self.codes[place] for place in _places(mask))

    def mask_of(self, codes: Iterable[str]) -> int:
        """The set of some codes.

        Raises
        ------
        KeyError
            For a code that is not one of the axis.
        """
        mask = 0
        for code in codes:
            mask |= self.bits[code]
        return mask


def _places(mask: int) -> Iterator[int]:
    """The places of the bits of a set, ascending."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest
