"""What is wrong in `GroupesDroits`: a group that says two things, or something nobody understands, is not known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from postprod_xl.domain.catalogue.grounds.grounds import grounds_on
from postprod_xl.domain.catalogue.grounds.house import AXES, HouseGroup, house_groups, in_force
from postprod_xl.domain.catalogue.grounds.lexicon import RightsLexicon
from postprod_xl.domain.catalogue.grounds.spelling import word_key
from postprod_xl.domain.office import Office
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.catalogue.works import RIGHTS_GROUPS


def group_problems(office: Office) -> Iterator[Problem]:
    """Warnings of the groups of the house: what each contract that names them cannot be read for."""
    for row in office[RIGHTS_GROUPS.name]:
        if row.group and row.nature in AXES:
            lexicon = grounds_on(office, day_read(office, row)).lexicons[AXES[row.nature]]
            if lexicon.meaning(row.group) is None:
                yield _problem(office, row, lexicon)


def day_read(office: Office, row: Row) -> date:
    """The day on which a row is read: today where it is in force, else one of those where it was or will be."""
    versions = [group for group in house_groups(office) if _is_named(group, row)]
    held = in_force(versions, office.today)
    if not row.members or any(group.row == row.row for rows in held.values() for group in rows):
        return office.today
    if row.since:
        return row.since
    return min(group.since for group in versions if group.since > date.min) - timedelta(days=1)


def _problem(office: Office, row: Row, lexicon: RightsLexicon) -> Problem:
    """Why the group of a row is not known: what is wrong with its name, then with its members."""
    group = row.group
    if not row.members:
        message = f"« {group} » n'a pas de membres, et le programme ne connaît pas ce groupe"
        return row.warning("members", "vide", "des codes, des noms ou des groupes", message)
    if lexicon.is_leaf(group):
        message = f"« {group} » est déjà un code ou un nom : un contrat qui l'écrit n'est pas compris ; changez ce nom"
        return row.warning("group", group, "un nom qui n'est que celui du groupe", message)
    if others := _same_day(office, row):
        message = f"« {group} » est défini deux fois au même jour (ligne {others[0]}) : il n'est pas compris"
        return row.warning("since", _said_since(row), "un jour par définition", message)
    if lexicon.is_circular(group):
        message = f"« {group} » est parmi ses propres membres, lui-même ou par un autre groupe : il n'est pas compris"
        return row.warning("members", row.members, "des membres qui ne le contiennent pas", message)
    return _members_problem(row, lexicon)


def _members_problem(row: Row, lexicon: RightsLexicon) -> Problem:
    unknown = lexicon.expand(row.members).unknown
    if not unknown:
        message = f"« {row.group} » ne contient rien : il n'est pas compris"
        return row.warning("members", row.members, "au moins un membre", message)
    words = ", ".join(f"« {word} »" for word in unknown)
    verb = "n'est pas compris" if len(unknown) == 1 else "ne sont pas compris"
    advice = [f" ; {text}" for word in unknown[:1] if (text := lexicon.advice(word))]
    message = f"{words} {verb}, « {row.group} » ne l'est donc pas non plus{''.join(advice)}"
    return row.warning("members", unknown[0], "des codes, des noms ou des groupes connus", message)


def _same_day(office: Office, row: Row) -> list[int]:
    """The other rows that define a group from the same day."""
    since = row.since or date.min
    return [
        group.row
        for group in house_groups(office)
        if group.row != row.row and group.since == since and _is_named(group, row)
    ]


def _is_named(group: HouseGroup, row: Row) -> bool:
    return group.axis is AXES[row.nature] and word_key(group.name) == word_key(row.group)


def _said_since(row: Row) -> str:
    return f"{row.since:%d/%m/%Y}" if row.since else "vide"
