"""The groups of the house: what `GroupesDroits` says that a word means, from a day on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from postprod_xl.domain.catalogue.grounds.published import AxisName
from postprod_xl.domain.catalogue.grounds.spelling import word_key
from postprod_xl.domain.office import Office, fact
from postprod_xl.schema.catalogue_vocabulary import GroupNature

AXES = {GroupNature.TERRITORIES: AxisName.TERRITORIES, GroupNature.MEDIA: AxisName.MEDIA}
"""The axis of each nature of group."""


class HouseGroup(NamedTuple):
    """A row of `GroupesDroits` that has members of its own.

    Attributes
    ----------
    row
        Its row number.
    axis, name, members
        What it is made of, the word that it defines, its members as typed.
    since
        The first day it is so made; the first of all days where none is typed.
    """

    row: int
    axis: AxisName
    name: str
    members: str
    since: date


@fact(GroupesDroits="group nature members since")
def house_groups(office: Office) -> tuple[HouseGroup, ...]:
    """The groups that the house defines; a row without members leaves the group to the program."""
    return tuple(
        HouseGroup(row.row, AXES[row.nature], row.group, row.members, row.since or date.min)
        for row in office["GroupesDroits"]
        if row.group and row.nature and row.members
    )


def in_force(groups: Sequence[HouseGroup], day: date) -> dict[tuple[AxisName, str], list[HouseGroup]]:
    """The rows in force on a day, by axis and name as compared: the latest of each; two rows of one day are both."""
    held: dict[tuple[AxisName, str], list[HouseGroup]] = {}
    for group in groups:
        if group.since > day:
            continue
        rows = held.setdefault((group.axis, word_key(group.name)), [])
        if rows and rows[0].since < group.since:
            rows.clear()
        if not rows or rows[0].since == group.since:
            rows.append(group)
    return held


def members_on(groups: Sequence[HouseGroup], day: date) -> dict[AxisName, dict[str, str | None]]:
    """By axis, the members of each group in force on a day; None where two rows say it, which is never guessed."""
    members: dict[AxisName, dict[str, str | None]] = {}
    for (axis, _), rows in in_force(groups, day).items():
        members.setdefault(axis, {})[rows[0].name] = rows[0].members if len(rows) == 1 else None
    return members
