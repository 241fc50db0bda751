"""The terms on which an hour of one person is paid."""

from __future__ import annotations

from datetime import date

from postprod_xl.domain.accounts.costs import Terms
from postprod_xl.domain.office import Office
from postprod_xl.domain.people.contracts import contracts


def usual_terms(technician: str) -> Terms:
    """The terms of a person without contract: those of `Equipe`."""
    return "", None, technician


def contract_terms(office: Office, technician: str, convention: str, day: date) -> Terms | None:
    """The terms of a person's contract under a convention, in force on a day; the last to begin of several.

    None when there is no such contract. A contract without a first day began before all the others.
    """
    held = [
        contract
        for contract in contracts(office, set(office["Contrats"].column("contract"))).values()
        if (contract.technician, contract.convention) == (technician, convention) and contract.covers(day)
    ]
    latest = max(held, key=lambda contract: contract.first_day or date.min, default=None)
    return None if latest is None else (latest.type, latest.hourly_rate_cents, technician)
