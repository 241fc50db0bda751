"""The rows of `GroupesDroits`: every group of the program, beside what the house makes of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from postprod_xl.domain.catalogue.grounds.checked import day_read
from postprod_xl.domain.catalogue.grounds.grounds import grounds_on, published_grounds
from postprod_xl.domain.catalogue.grounds.house import AXES
from postprod_xl.domain.catalogue.grounds.published import STATED, USAGE, PublishedGroup, words_on
from postprod_xl.domain.catalogue.grounds.spelling import word_key
from postprod_xl.domain.office import Office
from postprod_xl.domain.results import computed_columns
from postprod_xl.schema.catalogue_vocabulary import GroupNature
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.tables.catalogue.works import RIGHTS_GROUPS

_USAGE = "Usage de la vente de droits, sans texte : à confirmer au contrat."
_MIRRORED = ("program_members", "program_source", "count")


def group_rows(held: Iterable[tuple[str, str]] = ()) -> list[dict[str, Any]]:
    """The rows of `GroupesDroits` of a new workbook, or those that one in use lacks: a group of the program each.

    Parameters
    ----------
    held
        Name and nature of the groups that the workbook has already.
    """
    known = {(word_key(name), nature) for name, nature in held}
    return [
        {"group": group.name, "nature": nature.value, **_published(nature, group, date.max)}
        for nature, axis in AXES.items()
        for group in words_on(axis, date.max).groups
        if (word_key(group.name), nature) not in known
    ]


def group_columns(office: Office) -> Rows:
    """The computed columns of `GroupesDroits`: what the program knows of each group, and how many leaves it says."""
    rows = office[RIGHTS_GROUPS.name]
    published = _published_groups(office.today)
    cells = [_cells(office, row, published) for row in rows]
    values = {name: [held.get(name) for held in cells] for name in _MIRRORED}
    values["program_members"] = [text or "" for text in values["program_members"]]
    values["program_source"] = [text or "" for text in values["program_source"]]
    return computed_columns(RIGHTS_GROUPS.name, rows.numbers, **values)


def _published_groups(day: date) -> dict[tuple[str, str], PublishedGroup]:
    return {
        (nature.value, word_key(name)): group
        for nature, axis in AXES.items()
        for group in words_on(axis, day).groups
        for name in (group.name, *group.spellings)
    }


def _cells(office: Office, row: Row, published: Mapping[tuple[str, str], PublishedGroup]) -> dict[str, Any]:
    if row.nature not in AXES:
        return {}
    nature = GroupNature(row.nature)
    group = published.get((nature.value, word_key(row.group)))
    cells = {} if group is None else _published(nature, group, office.today)
    meaning = grounds_on(office, day_read(office, row)).lexicons[AXES[nature]].meaning(row.group)
    return {**cells, "count": None if meaning is None else meaning.bit_count()}


def _published(nature: GroupNature, group: PublishedGroup, day: date) -> dict[str, Any]:
    """What the program publishes of a group, by code name."""
    lexicon = published_grounds(day).lexicons[AXES[nature]]
    mask = lexicon.meaning(group.name) or 0
    return {
        "program_members": " ; ".join(lexicon.axis.leaves(mask)),
        "program_source": " ".join(filter(None, [group.note, _source(group)])),
        "count": mask.bit_count(),
    }


def _source(group: PublishedGroup) -> str:
    """Where the members come from, since when where they were others before, and what that is worth."""
    if group.confidence == USAGE:
        return _USAGE
    since = f", depuis le {group.since:%d/%m/%Y}" if group.has_changed else ""
    part = "" if group.confidence == STATED else ", en partie"
    return f"Source{part} : {group.source}{since}."
