"""What a person should look at in the sessions that change orders name: gone, changed since, or named twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.amending.named_sessions import NamedSession, is_live, named_in
from postprod_xl.domain.sessions.done import done, session_minutes
from postprod_xl.domain.wording import closest_names, hours_text
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.planning import SESSIONS
from postprod_xl.schema.units import folded
from postprod_xl.schema.vocabulary import SessionBilling


class _Held(NamedTuple):
    """A session as it is now."""

    number: str
    line: str
    billing: str
    minutes: int | None
    is_done: bool


def named_session_problems(office: Office) -> list[Problem]:
    """The sessions that change orders name and that no longer are what they were, in the order of the sheet.

    Refused change orders hold no session. A warning for each session that is not there, that is not done, that worked
    on another line, whose hours are not those noted, that is given free since, or that another change order names too.
    « En plus » is no fault: an accepted change order covers the extra hours of its line.
    """
    orders = [order for order in office["Avenants"] if order.sessions and is_live(order.status)]
    return [*_problems(orders, _held(office))] if orders else []


def _held(office: Office) -> dict[str, _Held]:
    lines = office["Planning"].by_key("task", "line")
    rows = office["Seances"].select("number", "task", "billing")
    return {
        folded(number): _Held(number, lines.get(task, ""), billing, minutes, is_done)
        for (number, task, billing), minutes, is_done in zip(
            rows, session_minutes(office), done(office), strict=True
        )
    }


def _problems(orders: Sequence[Row], held: Mapping[str, _Held]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for order in orders:
        for named in named_in(order.sessions):
            key = folded(named.number)
            session = held.get(key)
            if session is None:
                known = closest_names(named.number, [each.number for each in held.values()])
                yield _problem(order, named, f"n'existe pas dans {SESSIONS.tab} ; {known}")
            elif key in first:
                where = "deux fois" if first[key] == order.number else f"aussi dans {first[key]}"
                yield _problem(order, named, f"est citée {where} : ses heures seraient vendues deux fois")
            else:
                first[key] = order.number
                if found := _changed(order, named, session):
                    yield _problem(order, named, found)


def _changed(order: Row, named: NamedSession, session: _Held) -> str:
    """What is no longer so of a session; empty when nothing changed."""
    if not session.is_done:
        return "ne compte plus : annulée, à confirmer ou datée d'après aujourd'hui"
    if order.line and session.line != order.line:
        where = f"sur {session.line}" if session.line else "sur aucune ligne de devis"
        return f"compte {where}, l'avenant est sur {order.line}"
    if named.whole_minutes is not None and named.whole_minutes != session.minutes:
        now = "n'a plus d'heures" if session.minutes is None else f"dure {hours_text(session.minutes)}"
        return f"{now}, l'avenant la note {hours_text(named.whole_minutes)}"
    if session.billing == SessionBilling.NO_CHARGE:
        return f"est « {session.billing} » : l'avenant la vend"
    return ""


def _problem(order: Row, named: NamedSession, found: str) -> Problem:
    message = f"{order.number} : la séance {named.number} {found}"
    return order.warning("sessions", named.number, "les séances de l'avenant, telles qu'elles sont", message)
