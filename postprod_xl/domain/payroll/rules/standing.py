"""The agreements of contracts that ended, have not begun or wait to be confirmed: warned of, and refused by pay."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from postprod_xl.domain.office import Office
from postprod_xl.domain.payroll.rules.agreements import AgreementStanding, pay_rules
from postprod_xl.domain.payroll.rules.house_rules import is_signed
from postprod_xl.domain.payroll.rules.published import all_published, published
from postprod_xl.domain.payroll.rules.typed import unreadable_value
from postprod_xl.domain.people.contracts import contracts, is_hired
from postprod_xl.domain.wording import SHOWN_NAMES, counted, listed
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.payroll import CONTRACTS, CONVENTIONS
from postprod_xl.schema.vocabulary import Severity

_SIGNATURE = f"« {CONVENTIONS.heading('confirmed_by')} » et « {CONVENTIONS.heading('confirmed_day')} »"


def agreement_warnings(office: Office) -> list[Problem]:
    """One warning per agreement that ended, has not begun or is not confirmed on the last day of its contracts.

    That is today for a contract without end: one that goes on from an agreement to the next is under the next.
    """
    days = {contract.contract: [contract.last_day or office.today] for contract in office["Contrats"]}
    return [case.warning for case in _cases(office, days)]


def agreement_refusals(office: Office, paid: Mapping[str, Iterable[date]]) -> list[Problem]:
    """What refuses a month of pay: a line per agreement that may not pay some of its days, naming the contracts.

    Parameters
    ----------
    paid
        The days to pay, by contract.
    """
    return [*(case.refusal for case in _cases(office, paid)), *_unreadable(office, paid)]


@dataclass(frozen=True)
class _Case:
    """The contracts of an agreement that one thing prevents from paying some of their days.

    `is_listed` tells whether `Conventions` has the row of the agreement, to be signed.
    """

    code: str
    standing: AgreementStanding
    contracts: list[Row]
    is_listed: bool

    @property
    def warning(self) -> Problem:
        asked = self._remedy if self.standing is AgreementStanding.PROPOSED else f"{self._instead} ?"
        message = f"{self._why} : {asked} ({self._named})"
        return self.contracts[0].warning("convention", self.code, self._expected, message)

    @property
    def refusal(self) -> Problem:
        remedy = self._remedy
        if self.standing is not AgreementStanding.PROPOSED:
            remedy = f"choisissez {self._instead} dans {CONTRACTS.tab}"
        message = f"paie refusée pour {self._named} : {self._why}, {remedy}"
        return self.contracts[0].blocking("convention", self.code, self._expected, message)

    @property
    def _why(self) -> str:
        if self.standing is AgreementStanding.UNKNOWN:
            return f"aucune règle de paie connue pour {self.code}"
        agreement = published(self.code)
        if self.standing is AgreementStanding.ENDED:
            return f"{self.code} a pris fin le {agreement.until:%d/%m/%Y}"
        if self.standing is AgreementStanding.NOT_YET:
            return f"{self.code} ne s'applique qu'à partir du {agreement.begins:%d/%m/%Y}"
        return f"règles de {self.code} reprises de {agreement.proposes}, pas encore confirmées"

    @property
    def _instead(self) -> str:
        """The agreement that applies in its place on those days."""
        found = ""
        if self.standing is AgreementStanding.ENDED:
            found = published(self.code).followed_by
        elif self.standing is AgreementStanding.NOT_YET:
            found = next((one.code for one in all_published() if one.followed_by == self.code), "")
        return found or "une autre convention"

    @property
    def _remedy(self) -> str:
        if self.is_listed:
            return f"remplissez {_SIGNATURE} de la ligne {self.code} de {CONVENTIONS.tab}"
        return f"ajoutez à {CONVENTIONS.tab} la ligne {self.code}, avec {_SIGNATURE} (colonnes de « postprod upgrade »)"

    @property
    def _expected(self) -> str:
        if self.standing is AgreementStanding.PROPOSED:
            return "une convention confirmée"
        return self._instead

    @property
    def _named(self) -> str:
        """The first contracts with their people, the others counted: `CT-1 (ANNA), CT-2 (PAUL) et 3 autres`."""
        names = [f"{contract.contract} ({contract.technician})" for contract in self.contracts[:SHOWN_NAMES]]
        if len(self.contracts) > SHOWN_NAMES:
            names.append(counted(len(self.contracts) - SHOWN_NAMES, "autre"))
        return listed(names)


def _cases(office: Office, days: Mapping[str, Iterable[date]]) -> list[_Case]:
    """What prevents the agreements of the contracts that hire from paying some of their days."""
    applied = pay_rules(office)
    found: dict[tuple[str, AgreementStanding], list[Row]] = {}
    for code, contract in contracts(office).items():
        if code in days and is_hired(contract):
            standings = dict.fromkeys(applied.standing(contract, day) for day in days[code])
            for standing in standings:
                if standing is not AgreementStanding.IN_FORCE:
                    found.setdefault((contract.convention, standing), []).append(contract)
    rows = {row.code for row in office["Conventions"] if not row.rule}
    return [_Case(code, standing, held, code in rows) for (code, standing), held in found.items()]


def _unreadable(office: Office, paid: Mapping[str, Iterable[date]]) -> Iterator[Problem]:
    """The values that the office signed and that cannot be read, of the agreements that are to pay."""
    codes = {contract.convention for code, contract in contracts(office).items() if code in paid}
    for row in office["Conventions"]:
        if row.code in codes and is_signed(row, office.today):
            for problem in unreadable_value(row):
                yield replace(problem, severity=Severity.BLOCKING)
