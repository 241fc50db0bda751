"""The order in which the problems of a run are told."""

from __future__ import annotations

from pathlib import Path

from postprod_xl.hosts.exits import BLOCKED, DONE
from postprod_xl.hosts.runs.computing import Report
from postprod_xl.hosts.runs.reporting import in_reading_order
from postprod_xl.schema.problems import blocking, warning

FIRST, SECOND, THIRD = (
    blocking("Projets", 5, "Client", "ZZZ", "un code"),
    warning("Planning", 9, "État", "Option 1", "une date"),
    blocking("Planning", 12, "Prédécesseurs", "ZZZ", "un code"),
)


def order(command: str, status: int) -> list[str]:
    report = Report(Path("bureau.xlsx"), status, problems=[FIRST, SECOND, THIRD])
    return [problem.heading for problem in in_reading_order(command, report)]


def test_what_stopped_a_command_is_told_last() -> None:
    assert order("refresh", BLOCKED) == ["État", "Client", "Prédécesseurs"]


def test_check_and_a_command_that_wrote_keep_the_order_of_the_workbook() -> None:
    assert order("check", BLOCKED) == order("refresh", DONE) == ["Client", "État", "Prédécesseurs"]
