"""What `Comptes` does not know the cost of, which leaves the figures that it enters empty, and what it estimates."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from postprod_xl.domain.accounts.costs import Costs
from postprod_xl.domain.accounts.labour import labour
from postprod_xl.domain.office import Office
from postprod_xl.domain.payroll.counting.amounts import pay_to_date
from postprod_xl.domain.payroll.counting.lines import paid
from postprod_xl.domain.payroll.monthly.permanents import NOT_COVERED
from postprod_xl.domain.people.contracts import EMPLOYMENT, bills_hours
from postprod_xl.domain.wording import first_names, hours_text
from postprod_xl.schema.problems import Problem, info, warning
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.billing import ACCOUNTS
from postprod_xl.schema.tables.payroll import CONTRACTS, CONVENTIONS
from postprod_xl.schema.tables.team import TEAM


def unpriced_problems(office: Office, spent: Costs) -> Iterator[Problem]:
    """What leaves a cost unknown, one warning each: people, pay rules, rooms; each says where to type what is missing.

    One line more names the people whose hours no contract pays: they are estimated.

    Parameters
    ----------
    spent
        The costs of the office.
    """
    yield from _people(office, spent)
    yield from _contracts(office)
    yield from _not_covered(office)
    yield from _rates(office)
    yield from _months(office)
    yield from _rooms(office, spent)
    yield from _estimates(office)


def _estimates(office: Office) -> Iterator[Problem]:
    statuses = office["Equipe"].by_key("code", "status")
    minutes: Counter[str] = Counter()
    for time, cost in labour(office).items():
        holder = time.terms.holder
        if not time.terms.type and holder and cost.cents and not bills_hours(statuses.get(holder)):
            minutes[holder] += cost.minutes
    if minutes:
        names = first_names(sorted(minutes))
        message = (
            f"{hours_text(sum(minutes.values()))} sans contrat de travail, estimées au taux habituel de la personne, "
            f"sans majoration : {names}"
        )
        heading = ACCOUNTS.heading("labour_cents")
        yield info(ACCOUNTS.name, None, heading, names, "des contrats, que la paie chiffre", message)


def _people(office: Office, spent: Costs) -> Iterator[Problem]:
    """People whose work no contract pays and of whom nothing says what they earn."""
    team = {person.code: person for person in office["Equipe"]}
    unknown = {
        time.terms.holder
        for time, cost in labour(office).items()
        if cost.sixtieths is None and time.terms.type not in EMPLOYMENT
    }
    for code in sorted(spent.unpriced.keys() & team.keys() & unknown):
        message = (
            f"le coût des séances de {code} n'est pas connu dans {ACCOUNTS.tab} : saisissez l'un ou l'autre"
        )
        yield team[code].warning("hourly_rate_cents", "", "un taux horaire ou un coût jour", message)


def _contracts(office: Office) -> Iterator[Problem]:
    """The contracts without a rate, or with one of zero, which pay nothing: one warning a person."""
    unpaid: defaultdict[str, dict[str, Row]] = defaultdict(dict)
    for pays in pay_to_date(office).values():
        for code, pay in pays.items():
            if pay.gross_cents is None and not pay.missing and NOT_COVERED not in pay.notes:
                unpaid[pay.contract.technician].setdefault(code, pay.contract)
    for who, contracts in sorted(unpaid.items()):
        message = (
            f"le coût de {first_names(sorted(contracts))} ({who}) n'est pas connu dans {ACCOUNTS.tab} : saisissez un "
            f"taux horaire, ou le salaire d'un CDI, dans {CONTRACTS.tab} ou dans {TEAM.tab}"
        )
        first = next(iter(contracts.values()))
        yield first.warning("hourly_rate_cents", "", "un taux horaire", message)


def _not_covered(office: Office) -> Iterator[Problem]:
    """The permanents whose contract covers no day of a month in which they worked under it."""
    for month, pays in sorted(pay_to_date(office).items()):
        for code, pay in pays.items():
            if NOT_COVERED in pay.notes:
                who = pay.contract.technician
                message = f"le coût de {code} ({who}) en {month} n'est pas connu dans {ACCOUNTS.tab} : {NOT_COVERED}"
                yield pay.contract.warning("first_day", month, "un contrat qui couvre les séances", message)


def _rates(office: Office) -> Iterator[Problem]:
    """The premiums of agreements that nobody could source and that hours worked up to today have."""
    concerned: defaultdict[tuple[str, str], dict[str, Row]] = defaultdict(dict)
    for pays in pay_to_date(office).values():
        for code, pay in pays.items():
            for name in pay.missing:
                concerned[pay.contract.convention, name].setdefault(code, pay.contract)
    for (agreement, name), contracts in sorted(concerned.items()):
        message = (
            f"le coût de {first_names(sorted(contracts))} n'est pas connu dans {ACCOUNTS.tab} : « {name} » de l'IDCC "
            f"{agreement} n'a pas de taux, saisissez-le dans {CONVENTIONS.tab}, avec votre nom et la date"
        )
        yield next(iter(contracts.values())).warning("convention", agreement, "un taux signé", message)


def _months(office: Office) -> Iterator[Problem]:
    """The months of which some pay rule is not known, so that no contract is paid."""
    for month, text in sorted(paid(office).unruled.items()):
        message = f"le coût des contrats payés en {month} n'est pas connu dans {ACCOUNTS.tab} : {text}"
        heading = CONTRACTS.heading("convention")
        yield warning(CONTRACTS.name, None, heading, month, "un mois dont les règles sont connues", message)


def _rooms(office: Office, spent: Costs) -> Iterator[Problem]:
    rooms = {room.code: room for room in office["Salles"]}
    for code in sorted(spent.unpriced_rooms.keys() & rooms.keys()):
        message = (
            f"le coût des jours de {code} n'est pas connu dans {ACCOUNTS.tab} : saisissez son coût jour, ou 0"
        )
        yield rooms[code].warning("day_cost_cents", "", "un coût jour, 0 si elle ne coûte rien", message)
