"""Charts copied into an open workbook of Excel, which leaves them the cells of the workbook they come from."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from postprod_xl.workbook.live.tabs.native_charts import copy_with_charts, take_away

OURS, MINE = "DessinSuivi TERR", "Graphique 1"


class Series:
    def __init__(self, place: str) -> None:
        self.Formula = f'=SERIES("Vendu",{place}!$C$9:$C$11,{place}!$D$9:$D$11,1)'


def chart(name: str, *series: Series) -> Any:
    def collection(at: int | None = None) -> Any:
        return SimpleNamespace(Count=len(series)) if at is None else series[at - 1]

    return SimpleNamespace(name=name, api=(None, SimpleNamespace(SeriesCollection=collection)))


@pytest.mark.parametrize("place", ["'[dessin 1.xlsx]Suivi'", "[d.xlsx]Suivi"])
def test_in_excel_a_copied_chart_follows_the_cells_copied_and_others_stay(monkeypatch, place: str):
    monkeypatch.setattr("sys.platform", "win32")
    name = place.partition("]")[0].strip("'[")
    copied, other = Series(place), Series(place)
    excel = SimpleNamespace(engine=SimpleNamespace(name="excel"))
    drawn = SimpleNamespace(
        name="Suivi", book=SimpleNamespace(name=name), cells=SimpleNamespace(copy=lambda cells: None)
    )
    sheet = SimpleNamespace(
        name="L'an 1",
        book=SimpleNamespace(app=excel),
        cells=None,
        charts=[chart(OURS, copied), chart(MINE, other)],
    )
    copy_with_charts(drawn, sheet, "DessinSuivi ")
    assert copied.Formula == "=SERIES(\"Vendu\",'L''an 1'!$C$9:$C$11,'L''an 1'!$D$9:$D$11,1)"
    assert other.Formula == Series(place).Formula


def test_the_charts_taken_away_are_ours_alone():
    shapes: list[Any] = []
    for name in (OURS, MINE, "DessinSuivi MAREE", "Bouton"):
        shape = SimpleNamespace(name=name)
        shape.delete = lambda shape=shape: shapes.remove(shape)
        shapes.append(shape)
    take_away(SimpleNamespace(shapes=shapes), "DessinSuivi ")
    assert [shape.name for shape in shapes] == [MINE, "Bouton"]
