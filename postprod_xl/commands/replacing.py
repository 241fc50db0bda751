"""Who can take the bookings of somebody, or of a room, from one day to another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from postprod_xl.commands.outcome import Outcome
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.explain.reasons import days_text, french
from postprod_xl.domain.planning.explain.replacements import (
    Replacement,
    StandIn,
    able_to_take_all,
    replacements,
)
from postprod_xl.domain.planning.plan.schedule import schedule
from postprod_xl.domain.wording import closest_names, counted, from_to
from postprod_xl.schema.problems import blocking
from postprod_xl.schema.tables.team import ROOMS, TEAM
from postprod_xl.schema.units import folded

BEST = 3


def replaced(office: Office, code: str, first: date, last: date) -> Outcome:
    """Who could take each booking of a person or a room, best first; nothing to write.

    Parameters
    ----------
    code
        Of the person or the room, in any case.
    first, last
        Both included.
    """
    codes = [*office["Equipe"].column("code"), *office["Salles"].column("code")]
    found = {folded(one): one for one in codes}.get(folded(code))
    if found is None:
        expected = f"un code de {TEAM.tab} ou de {ROOMS.tab}"
        return _refused(
            code,
            expected,
            f"« {code} » inconnu dans {TEAM.tab} et dans {ROOMS.tab} ; {closest_names(code, codes)}",
        )
    if last < first:
        fact = f"la période finit le {french(last)}, avant de commencer le {french(first)}"
        return _refused(french(last), f"un jour à partir du {french(first)}", fact)
    if last < office.today:
        today = french(office.today)
        fact = f"la période finit le {french(last)}, avant aujourd'hui ({today}) : ce qui est passé ne se remplace pas"
        return _refused(french(last), f"un jour à partir du {today}", fact)
    made = schedule(office).plan
    found_ones = replacements(made, found, first, last)
    details = {
        "instead_of": found,
        "from": first,
        "to": last,
        "bookings": [_details(one) for one in found_ones],
    }
    if not found_ones:
        return Outcome(summary=f"{found} n'a aucune réservation {from_to(first, last)}", details=details)
    lines = [line for one in found_ones for line in _lines(one)]
    return Outcome(
        summary=_summary(found_ones, able_to_take_all(made, found_ones), f"{found} {from_to(first, last)}"),
        lines=tuple(lines),
        details=details,
    )


def _refused(found: str, expected: str, fact: str) -> Outcome:
    return Outcome(problems=(blocking("", None, "", found, expected, fact),))


def _summary(found: Sequence[Replacement], everybody: Sequence[str], what: str) -> str:
    """How many bookings there are, who could take them all, and how many nobody can."""
    bookings = f"{counted(len(found), 'réservation')} de {what}"
    without = sum(not one.able for one in found)
    if without == len(found):
        return f"{bookings}, personne ne peut {'la' if without == 1 else 'les'} prendre"
    if without:
        return f"{bookings}, dont {without} sans remplaçant"
    if len(found) == 1:
        return f"{bookings}, {counted(len(everybody), 'remplaçant')}, le meilleur d'abord"
    whole = f"peuvent tout prendre : {', '.join(everybody)}" if everybody else "personne ne peut tout prendre"
    return f"{bookings}, {whole}"


def _lines(one: Replacement) -> Iterator[str]:
    state = f", {one.state}" if one.state else ""
    head = f"{one.task} ({one.project}{state}), {from_to(one.first, one.last)}, {days_text(len(one.slots))} j"
    if not one.able:
        yield f"{head} : personne ; {_why_nobody(one)}"
        return
    yield f"{head} :"
    yield from (f"  {place}. {_named(able)}" for place, able in enumerate(one.able[:BEST], 1))
    if len(one.able) > BEST:
        yield f"  et {counted(len(one.able) - BEST, 'autre')}"


def _named(stand_in: StandIn) -> str:
    name = f" ({stand_in.name})" if stand_in.name else ""
    return f"{stand_in.code}{name} : {', '.join(stand_in.reasons)}"


def _why_nobody(one: Replacement) -> str:
    """What keeps each of the others from it, by name."""
    if not one.stand_ins:
        if not one.wanted:
            return "la tâche ne demande ni compétence ni type de salle"
        return f"aucune autre fiche ne porte « {one.wanted} »"
    return " ; ".join(_named(stand_in) for stand_in in one.stand_ins[:BEST])


def _details(one: Replacement) -> dict[str, Any]:
    return {
        "task": one.task,
        "project": one.project,
        "state": one.state,
        "from": one.first.isoformat(),
        "to": one.last.isoformat(),
        "half_days": len(one.slots),
        "candidates": [stand_in._asdict() for stand_in in one.stand_ins],
    }
