"""A damaged row of pay that a command keeps: whom it stops."""

import pytest

from postprod_xl.commands import COMMANDS
from postprod_xl.commands.kept_rows import concerning
from postprod_xl.schema.problems import blocking
from postprod_xl.schema.rows import rows_of
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.vocabulary import Severity

PAY = BY_NAME["Paie"]
DAMAGED = blocking("Paie", 5, PAY.heading("gross_cents"), "éé", "des euros")
OCTOBER, NOVEMBER = {"month": "2026-10"}, {"month": "2026-11"}


@pytest.mark.parametrize(
    ("command", "options", "severity"),
    [
        ("payroll", OCTOBER, None),
        ("payroll", NOVEMBER, Severity.BLOCKING),
        ("refresh", {}, Severity.WARNING),
        ("share", {"project": "P1"}, Severity.WARNING),
    ],
)
def test_a_damaged_row_of_october_is_nothing_to_its_pay_stops_another_and_is_told_to_others(
    command, options, severity
):
    tables = {"Paie": rows_of(PAY, [{"month": "2026-10"}], first_row=5)}
    found = concerning(COMMANDS[command], options, [DAMAGED], tables)
    assert [problem.severity for problem in found] == ([] if severity is None else [severity])
    assert all("« postprod payroll --month 2026-10 » refait la ligne" in problem.message for problem in found)


def test_a_row_whose_month_cannot_be_read_is_to_be_cleared():
    tables = {"Paie": rows_of(PAY, [{}], first_row=5)}
    (found,) = concerning(COMMANDS["payroll"], OCTOBER, [DAMAGED], tables)
    assert found.is_blocking and found.message.endswith("effacez la ligne et refaites son mois")
