"""« En plus » hours that nobody pays: neither a line nor a change order bills them, and each is named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.tasks.facts import CLOSED_PROJECTS
from postprod_xl.domain.quotes.extra_hours import ExtraSession, extra_hours
from postprod_xl.domain.quotes.sold import SoldTime, times_by_line
from postprod_xl.domain.wording import euros_text, first_names, hours_text
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.tables.planning import PLANNING, SESSIONS
from postprod_xl.schema.tables.quotes import CHANGE_ORDERS
from postprod_xl.schema.vocabulary import ChangeOrderStatus, ChangeOrderType, SessionBilling

_WITHOUT_TASK = "sans tâche", "donnez-leur celle dont la ligne les vend"
_WITHOUT_LINE = "sur une tâche sans ligne de devis", f"donnez sa ligne à la tâche dans {PLANNING.tab}"


@dataclass(frozen=True)
class UnpaidExtra:
    """The « En plus » hours of a project that nobody pays for one reason.

    Parameters
    ----------
    project
        Its code.
    sessions
        In the order they were worked.
    reason, remedy
        Why nobody pays them, and what to do, in French.
    cents
        What they would be billed, None where no line says the price of an hour.
    """

    project: str
    sessions: Sequence[ExtraSession]
    reason: str
    remedy: str
    cents: int | None

    @property
    def minutes(self) -> int:
        return sum(session.unpaid for session in self.sessions)

    @property
    def text(self) -> str:
        """How many hours, why, and their sessions."""
        names = first_names([session.number for session in self.sessions])
        worth = "montant non connu" if self.cents is None else euros_text(self.cents)
        return f"{hours_text(self.minutes)} « {SessionBilling.EXTRA} » {self.reason} ({names}), {worth}"


def unpaid_extra(office: Office) -> list[UnpaidExtra]:
    """The « En plus » hours that nobody pays, by project and reason; those of closed projects are left out."""
    statuses, prices = office["Projets"].by_key("code", "status"), times_by_line(office)
    groups: dict[tuple[str, str, str], list[ExtraSession]] = {}
    for session in extra_hours(office).sessions:
        if session.unpaid and statuses.get(session.project) not in CLOSED_PROJECTS:
            groups.setdefault((session.project, *_reason(session, prices)), []).append(session)
    return [
        UnpaidExtra(project, held, reason, remedy, _worth(held, prices))
        for (project, reason, remedy), held in groups.items()
    ]


def extra_problems(office: Office) -> Iterator[Problem]:
    """The « En plus » hours that nobody pays, a warning per project and reason, and those beside a Remplacement."""
    lineless = _orders_without_line(office)
    for unpaid in unpaid_extra(office):
        hint = (
            f" ; {lineless[unpaid.project]} sans ligne ne les paie pas" if unpaid.project in lineless else ""
        )
        message = f"{unpaid.text} : ni facturées, ni payées par un avenant{hint} ; {unpaid.remedy}"
        first = office["Seances"].row(unpaid.sessions[0].row)
        yield first.warning("task", first.task or "vide", "une tâche dont la ligne vend ces heures", message)
    yield from _on_top_of_replaced(office)


def _reason(session: ExtraSession, prices: Mapping[str, SoldTime]) -> tuple[str, str]:
    if not session.task:
        return _WITHOUT_TASK
    if session.line not in prices:
        return _WITHOUT_LINE
    if prices[session.line].unit_minutes is None:
        return (
            f"sur {session.line}, qui ne se vend pas en heures",
            "vendez-les par un avenant sur une ligne qui se vend en heures, et rattachez-leur sa tâche",
        )
    return (
        f"sur {session.line}, qui n'est pas au devis de référence",
        "vendez-les par un avenant sur cette ligne",
    )


def _worth(sessions: Sequence[ExtraSession], prices: Mapping[str, SoldTime]) -> int | None:
    times = [(prices.get(session.line), session.unpaid) for session in sessions]
    if any(time is None or not time.unit_minutes for time, _ in times):
        return None
    return sum(time.price_cents(minutes) for time, minutes in times if time is not None)


def _orders_without_line(office: Office) -> dict[str, str]:
    """The accepted change orders without a line of each project: what they pay is not known."""
    found: dict[str, list[str]] = {}
    for number, project, line, status in office["Avenants"].select("number", "project", "line", "status"):
        if not line and status == ChangeOrderStatus.ACCEPTED:
            found.setdefault(project, []).append(number)
    return {project: first_names(numbers) for project, numbers in found.items()}


def _on_top_of_replaced(office: Office) -> Iterator[Problem]:
    """The Remplacements of lines whose « En plus » hours are billed on top: they may be in what was agreed."""
    on_top = extra_hours(office).on_top
    last = {
        order.line: order
        for order in office["Avenants"]
        if (order.type, order.status) == (ChangeOrderType.REPLACEMENT, ChangeOrderStatus.ACCEPTED)
    }
    for line, order in last.items():
        if on_top[line]:
            message = (
                f"{order.number} remplace {line}, où {hours_text(on_top[line])} « {SessionBilling.EXTRA} » sont "
                "facturées en plus : si l'avenant les paie, nommez leurs séances dans "
                f"« {CHANGE_ORDERS.heading('sessions')} »"
            )
            expected = f"des séances de {SESSIONS.tab}"
            yield order.info("sessions", order.sessions or "vide", expected, message)
