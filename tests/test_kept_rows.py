"""A damaged row of pay that a command keeps: whom it stops."""

from collections.abc import Sequence

import pytest

from postprod_xl.commands import COMMANDS
from postprod_xl.commands.kept_rows import concerning
from postprod_xl.schema.problems import blocking
from postprod_xl.schema.rows import Rows, rows_of
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.vocabulary import Severity

PAY = BY_NAME["Paie"]
DAMAGED = blocking("Paie", 5, PAY.heading("gross_cents"), "éé", "des euros")
EXPORTED = BY_NAME["MoisExportes"]
OCTOBER, NOVEMBER = {"month": "2026-10"}, {"month": "2026-11"}


def tables_of(pay: dict[str, str], exported: Sequence[dict[str, str]] = ()) -> dict[str, Rows]:
    return {"Paie": rows_of(PAY, [pay], first_row=5), "MoisExportes": rows_of(EXPORTED, exported)}


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
    found = concerning(COMMANDS[command], options, [DAMAGED], tables_of(OCTOBER))
    assert [problem.severity for problem in found] == ([] if severity is None else [severity])
    assert all("« postprod payroll --month 2026-10 » refait la ligne" in problem.message for problem in found)


def test_a_row_whose_month_cannot_be_read_is_to_be_cleared():
    (found,) = concerning(COMMANDS["payroll"], OCTOBER, [DAMAGED], tables_of({}))
    assert found.is_blocking and found.message.endswith("effacez la ligne et refaites son mois")


@pytest.mark.parametrize("options", [OCTOBER, NOVEMBER])
def test_a_damaged_row_of_an_exported_month_stops_the_pay_of_every_month(options):
    (found,) = concerning(COMMANDS["payroll"], options, [DAMAGED], tables_of(OCTOBER, [OCTOBER]))
    assert found.is_blocking
    assert found.message.endswith(
        "la paie de 2026-10 est exportée et figée : reprenez la ligne d'une version gardée du classeur"
    )


@pytest.mark.parametrize(
    ("command", "severity"), [("inspect", Severity.BLOCKING), ("refresh", Severity.WARNING)]
)
def test_a_damaged_row_of_a_file_stops_what_would_write_it_back_and_is_to_be_inspected_again(
    command, severity
):
    medias = BY_NAME["Medias"]
    damaged = blocking("Medias", 5, medias.heading("frames"), "éé", "un entier")
    tables = {
        "Medias": rows_of(medias, [{"file": "PAD.mxf"}], first_row=5),
        "MoisExportes": rows_of(EXPORTED, ()),
    }
    (found,) = concerning(COMMANDS[command], {"project": "P1"}, [damaged], tables)
    assert found.severity is severity
    assert found.message.endswith("effacez la ligne, puis inspectez le fichier de nouveau")
