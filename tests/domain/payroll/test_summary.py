"""The monthly summary of pay adds up `Paie` as it is written."""

from __future__ import annotations

from typing import Any

from postprod_xl.domain.payroll.summary import summary_rows
from postprod_xl.schema.vocabulary import SummaryLevel
from tests.domain.offices import office, table_rows

NOVEMBER = {"month": "2026-11", "worked_minutes": 480, "gross_cents": 16_000, "charges_cents": 10_400}
C1 = {**NOVEMBER, "contract": "C1", "technician": "T001", "total_cents": 26_400, "alert": "DPAE manquante"}
C2 = {**C1, "contract": "C2", "alert": "DPAE manquante ; Non signé"}
C3 = {**C1, "contract": "C3", "technician": "T002", "alert": ""}
# C1 works for two projects, C3 for the first one; C2 was prepared before pay was shared between projects.
SHARES = [
    {
        **C1,
        "project": "P001",
        "worked_minutes": 420,
        "gross_cents": 14_000,
        "charges_cents": 9_100,
        "total_cents": 23_100,
    },
    {
        **C1,
        "project": "",
        "worked_minutes": 60,
        "gross_cents": 2_000,
        "charges_cents": 1_300,
        "total_cents": 3_300,
    },
    {**C3, "project": "P001"},
]


def summary(*sheets: dict[str, Any]) -> list[tuple[Any, ...]]:
    team = [
        {"code": "T001", "last_name": "Zola", "first_name": "Ève"},
        {"code": "T002", "last_name": "Aubry", "first_name": "Paule"},
    ]
    shares = [{name: value for name, value in share.items() if name != "alert"} for share in SHARES]
    made = summary_rows(
        office(
            Equipe=table_rows("Equipe", team),
            Contrats=table_rows("Contrats", [{"contract": "C2", "technician": "T001", "project": "P002"}]),
            Projets=table_rows("Projets", [{"code": "P001", "title": "La Crue"}]),
            Paie=table_rows("Paie", [*sheets]),
            Repartition=table_rows("Repartition", shares),
        )
    )
    return [*made.select(*made.columns)]


def test_a_month_adds_up_by_person_by_project_and_in_all_with_what_is_left_to_settle() -> None:
    # 3 contracts of 8 h, 160,00 € gross, 104,00 € charges
    assert summary(C1, C2, C3) == [
        ("2026-11", SummaryLevel.PERSON, "T002", "Aubry Paule", 1, 480, 16_000, 10_400, 26_400, ""),
        (
            *("2026-11", SummaryLevel.PERSON, "T001", "Zola Ève", 2, 960, 32_000, 20_800, 52_800),
            "DPAE manquante ; Non signé",
        ),
        (
            *("2026-11", SummaryLevel.PROJECT, "P001", "La Crue", 2, 900, 30_000, 19_500, 49_500),
            "1 contrat à régler",
        ),
        (
            *("2026-11", SummaryLevel.PROJECT, "P002", "", 1, 480, 16_000, 10_400, 26_400),
            "1 contrat à régler",
        ),
        (
            *("2026-11", SummaryLevel.PROJECT, "", "hors projet", 1, 60, 2_000, 1_300, 3_300),
            "1 contrat à régler",
        ),
        (
            *("2026-11", SummaryLevel.MONTH, "", "", 3, 1440, 48_000, 31_200, 79_200),
            "2 contrats à régler",
        ),
    ]


def test_a_sum_of_which_one_amount_is_not_known_is_empty_and_says_which() -> None:
    unknown = {**C3, "gross_cents": None, "charges_cents": None, "total_cents": None}
    *_, month = summary(C1, unknown)
    assert month[5:] == (960, None, None, None, "1 contrat à régler ; brut non connu : C3")


def test_the_last_month_stands_first() -> None:
    months = [row[0] for row in summary(C1, {**C1, "month": "2026-12"})]
    assert [*dict.fromkeys(months)] == ["2026-12", "2026-11"]


def test_the_sessions_that_the_contracts_of_a_person_have_to_settle_are_added_up() -> None:
    one, two = "1 séance non validée ; DPAE manquante", "2 séances non validées"
    person, *_ = summary({**C1, "alert": one}, {**C2, "alert": two})
    assert person[-1] == "3 séances non validées ; DPAE manquante"


def test_what_a_page_has_no_room_for_is_counted() -> None:
    person, *_ = summary(
        {**C1, "alert": "DPAE après le début ; signé après le début ; convention manquante : droit commun"}
    )
    assert person[-1] == "DPAE après le début ; signé après le début ; 1 autre"
