"""Every limit of working time that somebody of an office is beyond, or will be by its bookings."""

from __future__ import annotations

from collections.abc import Sequence

from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.payroll.rules.agreements import pay_rules
from postprod_xl.domain.payroll.rules.house_rules import READS
from postprod_xl.domain.payroll.watch.breaches import Breach
from postprod_xl.domain.payroll.watch.durations import too_long
from postprod_xl.domain.payroll.watch.person_time import PersonTime
from postprod_xl.domain.payroll.watch.rests import too_little_rest
from postprod_xl.domain.payroll.watch.work_periods import PERIODS_FROM, work_periods
from postprod_xl.domain.payroll.watch.yearly import YearlyLimits, too_much_in_a_year

BREACHES_FROM = {**PERIODS_FROM, "Conventions": READS}
"""The columns that say what is beyond a limit."""


@fact(**BREACHES_FROM)
def breaches(office: Office) -> Sequence[Breach]:
    """What is beyond a limit of working time, person by person, rule by rule, each in the order of days.

    Parameters
    ----------
    office
        As `work_periods`; `Conventions`, for what an agreement allows in a year.
    """
    yearly = YearlyLimits(pay_rules(office))
    found: list[Breach] = []
    for person, held in work_periods(office).items():
        time = PersonTime(person, held)
        found += too_long(time)
        found += too_little_rest(time)
        found += too_much_in_a_year(time, yearly)
    return found
