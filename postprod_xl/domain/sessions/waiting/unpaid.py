"""Hours that nobody is paid for: sessions without a contract, or under one without a type."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from postprod_xl.domain.office import Office
from postprod_xl.domain.people.contracts import PAYING, bills_hours, permanent_contract
from postprod_xl.domain.sessions.done import Session
from postprod_xl.domain.wording import hours_text
from postprod_xl.schema.problems import Problem, warning
from postprod_xl.schema.tables import BY_NAME


def unpaid(
    office: Office, sessions: Iterable[Session], reported: Collection[str | None] = ()
) -> list[Problem]:
    """One warning per person whose sessions have no contract, and per contract of no type.

    Parameters
    ----------
    sessions
        In the order worked.
    reported
        Statuses of the people whose missing contract is reported otherwise; None is that of a stranger to `Equipe`.
    """
    status = office["Equipe"].by_key("code", "status")
    types = office["Contrats"].by_key("contract", "type")
    loose: dict[tuple[str, str], list[Session]] = {}
    for session in sessions:
        contract, who = session.contract, session.person
        if types.get(contract) in PAYING or session.is_borrowed:
            continue
        if contract or not (bills_hours(status.get(who)) or status.get(who) in reported):
            loose.setdefault((who, contract), []).append(session)
    return [
        _outside_salary(who, own, found)
        if not contract and (own := permanent_contract(office, who, found[0].day))
        else _loose(who, contract, found)
        for (who, contract), found in sorted(loose.items())
    ]


def _outside_salary(who: str, contract: str, sessions: list[Session]) -> Problem:
    """The warning of sessions of a permanent that do not name the contract whose overtime they may be."""
    hours = hours_text(sum(session.minutes for session in sessions))
    heading = BY_NAME["Seances"].heading("contract")
    message = f"{hours} de {who} sans contrat : elles n'ajoutent rien à son salaire, indiquez {contract}"
    return warning("Seances", sessions[0].row, heading, "vide", contract, message)


def _loose(who: str, contract: str, sessions: list[Session]) -> Problem:
    hours = hours_text(sum(session.minutes for session in sessions))
    heading = BY_NAME["Seances"].heading("contract")
    why = f"sous le contrat {contract}, qui n'a pas de type" if contract else "sans contrat"
    message = f"{hours} de {who or 'personne sans code'} {why} : non payées"
    return warning("Seances", sessions[0].row, heading, contract or "vide", "un contrat CDDU ou CDI", message)
