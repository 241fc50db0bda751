"""The people to be paid whom the payroll software does not know yet: they have no number in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from postprod_xl.domain.office import Office
from postprod_xl.domain.payroll.watch.work_periods import work_periods
from postprod_xl.domain.people.contracts import is_hired
from postprod_xl.domain.wording import day_text
from postprod_xl.schema.problems import Problem


def payroll_id_problems(office: Office) -> Iterator[Problem]:
    """One warning per person hired without payroll number, at the first day worked or booked from this month on.

    Parameters
    ----------
    office
        `Equipe`, `Contrats`, and what says who works and is booked.
    """
    hired = {contract.technician for contract in office["Contrats"] if is_hired(contract)}
    periods, since = work_periods(office), office.today.replace(day=1).toordinal()
    for person in office["Equipe"]:
        if person.payroll_id or person.code not in hired:
            continue
        first = next((period for period in periods.get(person.code, ()) if period.day >= since), None)
        if first is not None:
            day = date.fromordinal(first.day)
            message = (
                f"{person.code} n'a pas de matricule, sans lequel la paie de {day:%Y-%m} ne s'exporte pas ; travail le "
                f"{day_text(day)} ({first.name}) : demandez-le au bureau de paie"
            )
            yield person.warning("payroll_id", "vide", "le matricule du bureau de paie", message)
