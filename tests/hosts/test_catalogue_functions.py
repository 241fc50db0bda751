"""The custom function of the rights catalogue: whether a period is free, and what takes it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from postprod_xl.hosts.functions import call
from postprod_xl.schema.kinds import shown_in
from postprod_xl.schema.tables import BY_NAME
from tests.domain.catalogue.avails.offices import STARTING, WORK, sale, term
from tests.hosts.handed import MONDAY, RIGHTS_TABLES, serial

ASKED = (WORK, "SVOD", "FR", "01/01/2027", "31/12/2027")
YEAR = date(2027, 1, 1), date(2027, 12, 31)


FRANCE = "vouliez-vous dire « France » ?"


def free(*asked: Any, **tables: list[dict[str, Any]]) -> str:
    """What the function says on a small catalogue, on 23 November 2026."""
    held = {**STARTING, **tables}
    given = [_cells(name, held.get(name, ())) for name in RIGHTS_TABLES]
    return call("PP_DROITS_LIBRES", [*asked, *(None,) * (7 - len(asked)), *given, MONDAY])


def _cells(name: str, rows: Any) -> list[list[Any]]:
    """A table with its headings, as a spreadsheet hands it over."""
    columns = BY_NAME[name].columns
    return [
        [column.heading for column in columns],
        *([_cell(column.kind, row.get(column.name)) for column in columns] for row in rows),
    ]


def _cell(kind: Any, value: Any) -> Any:
    return shown_in(kind, value) if isinstance(value, bool) else serial(value)


def sold(state: str = "Signé", **cells: Any) -> dict[str, list[dict[str, Any]]]:
    return {"Ventes": [sale("V1", state)], "TermesVente": [term("V1", *YEAR, **cells)]}


def test_a_period_that_nobody_takes_is_free():
    assert free(*ASKED) == "Libre"


def test_a_sale_is_told_with_its_buyer_and_its_days():
    assert free(*ASKED, **sold()) == (
        "Non libre : vendu à Studio Nord (V1) en exclusivité du 01/01/2027 au 31/12/2027"
    )


def test_an_option_is_a_reserve():
    assert free(*ASKED, **sold("En option")) == (
        "Libre sous réserve : en option pour Studio Nord (V1) en exclusivité du 01/01/2027 au 31/12/2027"
    )


def test_a_contract_that_cannot_be_read_is_named():
    said = free(*ASKED, **sold(territories="Frnace"))
    assert said.startswith("Non connu : V1 non lu : ") and "« Frnace »" in said


@pytest.mark.parametrize(
    ("exclusive", "said"), [("Oui", "Non libre"), ("Non", "Libre"), (None, "Libre"), (0.0, "Libre")]
)
def test_an_exclusivity_is_asked_by_yes(exclusive, said):
    assert free(*ASKED, exclusive, **sold(is_exclusive=False)).partition(" :")[0] == said


@pytest.mark.parametrize(
    ("languages", "said"), [("en", "Libre"), ("fr ; en", "Non libre"), ("", "Non libre"), (0.0, "Non libre")]
)
def test_no_language_is_all_of_them(languages, said):
    assert free(*ASKED, None, languages, **sold(languages="fr")).partition(" :")[0] == said


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        (("CRUEE", *ASKED[1:]), "œuvre « CRUEE » inconnue dans Œuvres ; vouliez-vous dire « CRUE » ?"),
        ((WORK, "SVODD", *ASKED[2:]), "« SVODD » n'est pas un média connu ; vouliez-vous dire « SVOD » ?"),
        ((*ASKED[:2], "Frnace", *ASKED[3:]), f"« Frnace » n'est pas un territoire connu ; {FRANCE}"),
        ((*ASKED[:4], "31/12/2026"), "la période finit le 31/12/2026, avant de commencer le 01/01/2027"),
        ((*ASKED, "peut-être"), "exclusif « peut-être », attendu : Oui ou Non"),
        ((*ASKED, None, "xx"), "« xx » n'est pas une langue connue"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_said(asked, text):
    assert free(*asked) == f"PP_DROITS_LIBRES : {text}"


def test_a_work_left_empty_gives_nothing():
    assert free(None, *ASKED[1:]) == ""


def test_a_column_of_questions_is_answered_at_once():
    days = [["01/01/2027"], ["01/01/2028"]]
    found = free(WORK, "SVOD", "FR", days, [["31/12/2027"], ["31/12/2028"]], **sold())
    assert [row[0].partition(" :")[0] for row in found] == ["Non libre", "Libre"]


def test_of_many_reasons_the_first_are_told_and_the_others_counted():
    sales = [sale(f"V{rank}", client="") for rank in range(5)]
    said = free(*ASKED, Ventes=sales, TermesVente=[term(one["sale"], *YEAR) for one in sales])
    assert said.endswith("; et 2 autres raisons") and said.count("vendu") == 3
