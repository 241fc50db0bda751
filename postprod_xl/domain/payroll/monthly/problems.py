"""What keeps the month of permanents from being paid as it should: their contracts, salaries and absences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import combinations

from postprod_xl.domain.office import Office
from postprod_xl.domain.payroll.hours.month import month_bounds
from postprod_xl.domain.payroll.monthly.permanents import Permanent, permanents
from postprod_xl.domain.payroll.monthly.presence import UNSAID, days_away
from postprod_xl.domain.payroll.monthly.salary import salary_hourly_cents
from postprod_xl.domain.payroll.rules.agreements import Agreements, pay_rules
from postprod_xl.domain.people.contracts import covers_one_of, first_and_last
from postprod_xl.domain.wording import counted, euros_text, first_names, from_to
from postprod_xl.parameters import UnknownRate
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.payroll import CONTRACTS
from postprod_xl.schema.vocabulary import AbsencePay, ContractType, EmploymentStatus

_ROUNDING_CENTS = 1
_OF_A_MONTH = ("monthly_salary_cents", "month_minutes")


def permanent_problems(office: Office) -> Iterator[Problem]:
    """The permanents without contract today, and the contracts that contradict one another or themselves."""
    salaried, agreements = permanents(office), pay_rules(office)
    yield from _without_contract(office, salaried, (office.today, office.today))
    yield from _overlapping(salaried)
    for permanent in salaried.values():
        yield from _two_rates(permanent, agreements, office.today)
    yield from _salary_of_others(office)


def month_problems(office: Office, month: str) -> Iterator[Problem]:
    """What is to be settled before a month of permanents is paid: who has no contract, absences of no said effect."""
    salaried = permanents(office)
    yield from _without_contract(office, salaried, month_bounds(month))
    # Two contracts of one person have the same absences.
    unsaid = {
        absence.row: absence for permanent in salaried.values() for absence in _unsaid(permanent, month)
    }
    for _, absence in sorted(unsaid.items()):
        expected = ", ".join(AbsencePay)
        message = (
            f"l'absence de {absence.resource} du {absence.first_day:%d/%m/%Y} ne dit pas ce qu'elle fait à la paie : "
            f"rien n'est retenu ; dites-le ({expected})"
        )
        yield absence.warning("pay_effect", "vide", expected, message)


def _unsaid(permanent: Permanent, month: str) -> Iterator[Row]:
    """The absences of a permanent in a month that do not say what they do to pay."""
    if not (permanent.is_paid_in(month) and permanent.presence(month).of_effect(UNSAID)):
        return
    first, last = month_bounds(month)
    for absence in permanent.absences:
        begins, ends = days_away(absence)
        if not absence.pay_effect and begins <= last and ends >= first:
            yield absence


def _without_contract(
    office: Office, salaried: dict[str, Permanent], days: tuple[date, date]
) -> Iterator[Problem]:
    """One warning for the permanents of `Equipe` whom no CDI contract covers on some days, nor begins later."""
    held = {
        one.contract.technician for one in salaried.values() if first_and_last(one.contract)[1] >= days[0]
    }
    missing = [
        person
        for person in office["Equipe"]
        if person.status == EmploymentStatus.PERMANENT and person.code not in held
    ]
    if missing:
        names = first_names([person.code for person in missing])
        message = (
            f"{counted(len(missing), 'permanent')} sans contrat CDI {from_to(*days)}, dont le salaire n'est pas "
            f"préparé : {names} ; ajoutez un CDI dans {CONTRACTS.tab}"
        )
        yield missing[0].warning("status", EmploymentStatus.PERMANENT, "un contrat CDI", message)


def _overlapping(salaried: dict[str, Permanent]) -> Iterator[Problem]:
    """One warning per pair of CDI contracts that cover a day of one person: both would be paid whole."""
    by_person: defaultdict[str, list[Row]] = defaultdict(list)
    for permanent in salaried.values():
        by_person[permanent.contract.technician].append(permanent.contract)
    for who, contracts in by_person.items():
        for one, other in combinations(contracts, 2):
            if covers_one_of(one, first_and_last(other)):
                day = max(first_and_last(one)[0], first_and_last(other)[0])
                since = "" if day == date.min else f" depuis le {day:%d/%m/%Y}"
                message = (
                    f"{who} a deux contrats CDI à la fois{since}, {one.contract} et {other.contract} : "
                    "les deux salaires seraient payés, donnez une fin au premier"
                )
                yield other.warning("first_day", "", "un seul CDI à la fois", message)


def _two_rates(permanent: Permanent, agreements: Agreements, day: date) -> Iterator[Problem]:
    """The warning of a contract whose hourly rate is not that of its salary."""
    contract = permanent.contract
    typed = contract.hourly_rate_cents
    if not typed or not contract.monthly_salary_cents:
        return
    try:
        found = salary_hourly_cents(contract, agreements.of(contract, day), day)
    except UnknownRate:
        return
    if found is not None and abs(found - typed) > _ROUNDING_CENTS:
        message = (
            f"le contrat {contract.contract} de {contract.technician} paie {euros_text(typed)} de l'heure, et son "
            f"salaire {euros_text(found)} : les heures en plus sont payées {euros_text(typed)}, videz l'un des deux"
        )
        yield contract.warning("hourly_rate_cents", euros_text(typed), euros_text(found), message)


def _salary_of_others(office: Office) -> Iterator[Problem]:
    """The salaries and the hours of a month that contracts paid by the hour have: nothing reads them."""
    for contract in office["Contrats"]:
        if contract.type == ContractType.PERMANENT:
            continue
        for name in _OF_A_MONTH:
            if getattr(contract, name) is not None:
                heading = CONTRACTS.heading(name)
                message = (
                    f"« {heading} » ne vaut que pour un CDI : le contrat {contract.contract} de {contract.technician}, "
                    f"{contract.type or 'sans type'}, est payé à l'heure"
                )
                yield contract.warning(name, heading, "vide, ou un contrat CDI", message)
                break
