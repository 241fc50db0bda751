"""Why the pay of a contract is not what left for the payroll office, in French."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from postprod_xl.domain.payroll.counting.items import WORKED_CODES
from postprod_xl.domain.payroll.frozen.differences import Difference, Differences, minus
from postprod_xl.domain.payroll.frozen.figures import (
    AEM,
    Key,
    Payee,
    absent,
)
from postprod_xl.domain.wording import euros_text, hours_text, in_sentence, listed
from postprod_xl.schema.tables.payroll import DECLARATIONS
from postprod_xl.schema.units import MINUTES_PER_HOUR, half_up

_HOURS, _DAYS = DECLARATIONS.heading("worked_minutes"), DECLARATIONS.heading("days")


def reason_of(each: Differences, contract: str) -> str:
    """What changed of a contract, in French."""
    was, now = (
        {key for key, held in figures.values.items() if key.contract == contract and held != absent(key)}
        for figures in (each.before, each.after)
    )
    if not was:
        return "contrat absent de l'export"
    if not now:
        return "plus rien à payer ni à déclarer"
    own = [difference for difference in each.found if difference.key.contract == contract]
    both = {key.payee for key in was} & {key.payee for key in now}
    same = [difference for difference in own if difference.key.payee in both]
    unpaid = ["taux ou salaire manquant aujourd'hui"] if contract in each.unpaid else []
    parts = [*unpaid, *_people(each, was, now), *_rates(was, now), *_without_rate(each, same), *_worked(own)]
    if not parts and any(difference.key.item != AEM for difference in own):
        parts = ["règle de paie, ou jour des heures"]
    # Days go with hours: alone, they say that the hours were worked on other days.
    known = {_DAYS} if parts else set()
    texts = [key.part for key, before, after in same if before.text != after.text and key.part not in known]
    return " ; ".join([*parts, *([f"AEM : {listed(texts)}"] if texts else [])])


def _people(each: Differences, before: Iterable[Key], after: Iterable[Key]) -> Iterator[str]:
    """Whom a contract paid when the month left and whom it pays today, where they are not the same."""
    was, now = ({key.payee: each.person(key) for key in keys} for keys in (before, after))
    if was.keys() != now.keys():
        left, due = (listed([_named(person) for person in people.values()]) for people in (was, now))
        yield f"payé à {left} à l'export, à {due} maintenant"


def _named(person: Payee) -> str:
    """A person as the payroll office and the house know them: `T001 (M0001)`."""
    return f"{person.technician} ({person.payroll_id or 'sans matricule'})"


def _rates(before: Iterable[Key], after: Iterable[Key]) -> Iterator[str]:
    """The hourly rates of a contract as exported and today, where they are not the same."""
    was, now = (
        sorted({key.rate_cents for key in keys if key.rate_cents is not None}) for keys in (before, after)
    )
    if was and now and was != now:
        yield f"taux : {_amounts(was)} à l'export, {_amounts(now)} maintenant"


def _without_rate(each: Differences, own: Iterable[Difference]) -> Iterator[str]:
    """The amounts of a contract that are not paid by the hour, a salary, as exported and today."""
    for key, before, after in own:
        if key.item != AEM and key.rate_cents is None and before.cents != after.cents:
            was, now = (
                "non connu" if held.cents is None else euros_text(held.cents) for held in (before, after)
            )
            yield f"{in_sentence(each.label(key))} : {was} à l'export, {now} maintenant"


def _amounts(rates: Iterable[int]) -> str:
    return listed([euros_text(rate) for rate in rates])


def _worked(own: Iterable[Difference]) -> Iterator[str]:
    """How many hours more or less the statements of a contract have; beyond the salary, of one that is not declared."""
    moved = [(key, minus(after.hours, before.hours)) for key, before, after in own]
    declared = [hours for key, hours in moved if key.part == _HOURS]
    beyond = [hours for key, hours in moved if key.item.startswith(WORKED_CODES)]
    if minutes := half_up(sum(filter(None, declared or beyond), Decimal(0)) * MINUTES_PER_HOUR):
        where = "" if declared else " au-delà du salaire"
        yield f"{hours_text(abs(minutes))} de {'plus' if minutes > 0 else 'moins'}{where} qu'à l'export"
