"""The agreements of contracts that ended, have not begun or wait to be confirmed: warned of, and refused by pay."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from postprod_xl.domain.office import Office
from postprod_xl.domain.payroll.rules.agreements import AgreementStanding, pay_rules
from postprod_xl.domain.payroll.rules.house_rules import is_signed
from postprod_xl.domain.payroll.rules.published import all_published, published
from postprod_xl.domain.payroll.rules.typed import unreadable_value
from postprod_xl.domain.people.contracts import contracts, is_hired
from postprod_xl.domain.wording import counted, listed
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.payroll import CONTRACTS, CONVENTIONS
from postprod_xl.schema.vocabulary import Severity

_NAMED = 3
_Case = tuple[str, AgreementStanding]
_SIGNATURE = f"« {CONVENTIONS.heading('confirmed_by')} » et « {CONVENTIONS.heading('confirmed_day')} »"


def agreement_warnings(office: Office) -> list[Problem]:
    """One warning per agreement that ended, has not begun or is not confirmed on the last day of its contracts.

    That is today for a contract without end: one that goes on from an agreement to the next is under the next.
    """
    days = {contract.contract: [contract.last_day or office.today] for contract in office["Contrats"]}
    return [
        held[0].warning("convention", code, _expected(code, standing), _warning(code, standing, held))
        for (code, standing), held in _cases(office, days).items()
    ]


def agreement_refusals(office: Office, paid: Mapping[str, Iterable[date]]) -> list[Problem]:
    """What refuses a month of pay: a line per agreement that may not pay some of its days, naming the contracts.

    Parameters
    ----------
    paid
        The days to pay, by contract.
    """
    cases = _cases(office, paid)
    refused = [
        held[0].blocking("convention", code, _expected(code, standing), _refusal(code, standing, held))
        for (code, standing), held in cases.items()
    ]
    return [*refused, *_unreadable(office, paid)]


def _cases(office: Office, days: Mapping[str, Iterable[date]]) -> dict[_Case, list[Row]]:
    """The contracts that hire, by agreement and by what prevents it from paying some of their days."""
    applied = pay_rules(office)
    found: dict[_Case, list[Row]] = {}
    for code, contract in contracts(office).items():
        if is_hired(contract):
            standings = dict.fromkeys(applied.standing(contract, day) for day in days.get(code, ()))
            for standing in standings:
                if standing is not AgreementStanding.IN_FORCE:
                    found.setdefault((contract.convention, standing), []).append(contract)
    return found


def _why(code: str, standing: AgreementStanding) -> str:
    """What prevents an agreement from paying."""
    if standing is AgreementStanding.UNKNOWN:
        return f"aucune règle de paie connue pour {code}"
    agreement = published(code)
    if standing is AgreementStanding.ENDED:
        return f"{code} a pris fin le {agreement.until:%d/%m/%Y}"
    if standing is AgreementStanding.NOT_YET:
        return f"{code} ne s'applique qu'à partir du {agreement.begins:%d/%m/%Y}"
    return f"règles de {code} reprises de {agreement.proposes}, pas encore confirmées"


def _instead(code: str, standing: AgreementStanding) -> str:
    """The agreement that applies in its place on those days; empty where none is known."""
    if standing is AgreementStanding.ENDED:
        return published(code).followed_by
    if standing is AgreementStanding.NOT_YET:
        return next((one.code for one in all_published() if one.followed_by == code), "")
    return ""


def _warning(code: str, standing: AgreementStanding, held: list[Row]) -> str:
    if standing is AgreementStanding.PROPOSED:
        return f"{_why(code, standing)} : {_remedy(code)} ({_contracts(held)})"
    instead = _instead(code, standing)
    return f"{_why(code, standing)} : {instead or 'quelle convention'} ? ({_contracts(held)})"


def _refusal(code: str, standing: AgreementStanding, held: list[Row]) -> str:
    if standing is AgreementStanding.PROPOSED:
        remedy = _remedy(code)
    else:
        remedy = f"choisissez {_instead(code, standing) or 'une autre convention'} dans {CONTRACTS.tab}"
    return f"paie refusée pour {_contracts(held)} : {_why(code, standing)}, {remedy}"


def _remedy(code: str) -> str:
    return f"remplissez {_SIGNATURE} de la ligne {code} de {CONVENTIONS.tab}"


def _expected(code: str, standing: AgreementStanding) -> str:
    if standing is AgreementStanding.PROPOSED:
        return "une convention confirmée"
    return _instead(code, standing) or "une convention en vigueur"


def _contracts(held: list[Row]) -> str:
    """The first contracts with their people, the others counted: `CT-1 (ANNA), CT-2 (PAUL) et 3 autres`."""
    names = [f"{contract.contract} ({contract.technician})" for contract in held[:_NAMED]]
    if len(held) > _NAMED:
        names.append(counted(len(held) - _NAMED, "autre"))
    return listed(names)


def _unreadable(office: Office, paid: Mapping[str, Iterable[date]]) -> Iterator[Problem]:
    """The values that the office signed and that cannot be read, of the agreements that are to pay."""
    codes = {contract.convention for code, contract in contracts(office).items() if code in paid}
    for row in office["Conventions"]:
        if row.code in codes and is_signed(row, office.today):
            for problem in unreadable_value(row):
                yield replace(problem, severity=Severity.BLOCKING)
