"""The types of programme: their steps, and how long each takes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from postprod_xl.domain.planning.tasks.links import WrittenLink, read_links
from postprod_xl.engines.schedule import LinkKind
from postprod_xl.parameters import described, in_force, named
from postprod_xl.schema.vocabulary import ProjectType

STEPS, FLOORS = "programme_steps", "floors"
TEMPLATES = {
    "LM90": "long métrage de 90 min",
    "TF90": "unitaire de télévision de 90 min",
    "SER52": "épisode de série de 52 min",
    "FIC52": "épisode de fiction de 52 min",
    "DOC52": "documentaire de 52 min",
    "EP26": "épisode de 26 min",
    "MAG26": "magazine de 26 min",
    "MAG52": "magazine de 52 min",
}
# The rate card says SER52 for what the surveys call fiction.
_SURVEYED = {"SER52": "FIC52"}
_BY_TYPE: dict[str, tuple[str, str]] = {
    ProjectType.FEATURE_FILM: ("LM90", "LM90"),
    ProjectType.TV_MOVIE: ("TF90", "TF90"),
    ProjectType.TV_SERIES: ("EP26", "SER52"),
    ProjectType.DOCUMENTARY: ("DOC52", "DOC52"),
    ProjectType.NEWS_REPORT: ("DOC52", "DOC52"),
    ProjectType.MAGAZINE: ("MAG26", "MAG52"),
}
# The survey of floors knows magazines of 26 minutes only.
_FLOORED = {"MAG52": "MAG26"}
_SHORT_MINUTES = 39


class Step(NamedTuple):
    """A step of a type of programme.

    Parameters
    ----------
    code, label
        Its code, unique in the programme, and what there is to do.
    days
        Working days it takes; 0 for a milestone.
    links
        What it waits for, among the steps of the same type.
    skill, room_type
        Who and where, as most houses name them; empty when nobody, or none.
    item
        The item of the rate card that pays for it, empty when none does.
    is_validation
        Whether it is what the producer or broadcaster gives back, or a milestone: it is owed on a day.
    """

    code: str
    label: str
    days: Decimal
    links: tuple[WrittenLink, ...]
    skill: str
    room_type: str
    item: str
    is_validation: bool


def template_for(kind: str, minutes: int | None) -> str:
    """The template of a `Type` of project and its length; empty when the type is none of those known.

    >>> template_for("Série TV", 26), template_for("Magazine", None), template_for("", 52)
    ('EP26', 'MAG52', '')
    """
    short, long = _BY_TYPE.get(kind, ("", ""))
    return short if minutes and minutes <= _SHORT_MINUTES else long


def surveyed(template: str) -> str:
    """The name of a template in the surveys of steps and of floors.

    >>> surveyed("SER52"), surveyed("TF90")
    ('FIC52', 'TF90')
    """
    return _SURVEYED.get(template, template)


def fewest_days(template: str, step: str, day: date) -> Decimal | None:
    """Fewest working days a step needs in a type of programme; None when no floor is known.

    >>> fewest_days("TF90", "MONTAGE_IMAGE", date(2026, 11, 23))
    Decimal('30')
    """
    if step not in named(FLOORS):
        return None
    programme = surveyed(template)
    days = in_force(f"{FLOORS}.{step}", day).value.get(_FLOORED.get(programme, programme))
    return None if days is None else Decimal(days)


def steps_of(template: str, day: date) -> list[Step]:
    """The steps of a type of programme, in order, with the durations in force on a day.

    Parameters
    ----------
    template
        One of `TEMPLATES`.
    """
    entries = described(STEPS)
    days = {code: in_force(f"{STEPS}.{code}", day).value.get(surveyed(template)) for code in entries}
    kept = {code for code in entries if days[code] is not None}
    return [
        Step(
            code,
            entry["label"],
            Decimal(days[code]),
            tuple(link for link in read_links(entry["after"]) if link.code in kept),
            entry["skill"],
            entry["room_type"],
            entry["item"],
            entry["validation"],
        )
        for code, entry in entries.items()
        if code in kept
    ]


def written(link: WrittenLink, code: str) -> str:
    """A link as `Prédécesseurs` writes it, to the task of a given code.

    >>> written(WrittenLink("SYNCHRO", LinkKind.START_START, 10), "P1-SYNCHRO")
    'P1-SYNCHRO DD+2,5j'
    """
    if link.kind is LinkKind.END_START and not link.lag:
        return code
    lag = f"{Decimal(link.lag) / 4:+}j".replace(".", ",") if link.lag else ""
    return f"{code} {link.kind}{lag}"


def usual_skills() -> dict[str, list[str]]:
    """The skills of the steps that each item of the rate card pays for, as most houses name them, in step order.

    >>> usual_skills()["IMG-20"]
    ['Chef monteur']
    """
    found: dict[str, list[str]] = {}
    for entry in described(STEPS).values():
        if entry["item"] and entry["skill"] and entry["skill"] not in found.setdefault(entry["item"], []):
            found[entry["item"]].append(entry["skill"])
    return found
