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
ITEMS = [{**NOVEMBER, "contract": code, "project": "P001"} for code in ("C1", "C3")]


def summary(*sheets: dict[str, Any]) -> list[tuple[Any, ...]]:
    team = [
        {"code": "T001", "last_name": "Zola", "first_name": "Ève"},
        {"code": "T002", "last_name": "Aubry", "first_name": "Paule"},
    ]
    items = [{"month": "2026-11", "contract": code, "project": "P001"} for code in ("C1", "C3")]
    made = summary_rows(
        office(
            Equipe=table_rows("Equipe", team),
            Contrats=table_rows("Contrats", [{"contract": "C2", "technician": "T001", "project": "P002"}]),
            Projets=table_rows("Projets", [{"code": "P001", "title": "La Crue"}]),
            Paie=table_rows("Paie", [*sheets]),
            Rubriques=table_rows("Rubriques", items),
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
            *("2026-11", SummaryLevel.PROJECT, "P001", "La Crue", 2, 960, 32_000, 20_800, 52_800),
            "1 contrat à régler",
        ),
        (
            *("2026-11", SummaryLevel.PROJECT, "P002", "", 1, 480, 16_000, 10_400, 26_400),
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
    assert [row[0] for row in summary(C1, {**C1, "month": "2026-12"})][::3] == ["2026-12", "2026-11"]
