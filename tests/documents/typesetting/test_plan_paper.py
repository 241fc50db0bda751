"""The plan on paper: every row of every view, its bars where they are, its headings on each page."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pikepdf
import pytest

from postprod_xl.documents.charts.gantt import Bar, Gantt, Look
from postprod_xl.documents.papers.plan import plan_paper
from postprod_xl.documents.typesetting.engine import set_paper
from postprod_xl.documents.typesetting.house import HouseStyle
from postprod_xl.schema.drawn_tabs import GANTT, LIST, LOAD, PEOPLE_BOARD
from tests.documents.typesetting.extracted import words_of
from tests.documents.typesetting.papers import DAY, plan
from tests.workbook.draw.charts import FIRM, LOAD_CHART, PLAN


def data(chart, tab=GANTT):
    return plan_paper({tab: chart}, DAY, "bureau").data["vues"][0]


@pytest.fixture(scope="module")
def printed() -> bytes:
    return set_paper(plan(), HouseStyle("Studio des Quais")).pdf


def test_a_row_has_its_texts_its_bars_in_its_colours_and_what_is_beside_them():
    heading, firm, late, milestone = data(PLAN)["rangs"]
    assert heading["titre"] and heading["teinte"] == "#2F6DB5" and heading["repere"] == 2
    assert firm["textes"] == [
        *("P1", "P1-MIX", "=SOMME(1)", "", "TESSIER", "AUDI1", "Confirmé", "23/11/26", "25/11/26", ""),
    ]
    bar = {"de": 0, "a": 2, "fond": "#2F6DB5", "hachure": False, "sombre": False, "signe": "", "demies": []}
    assert firm["barres"] == [bar] and firm["note"] == "=SOMME(1) · TESSIER · AUDI1" and firm["promis"] == 2
    assert late["retard"] and late["textes"][-1] == "+2\u00a0j" and late["note"].startswith("+2 j · ")
    assert [each["fond"] for each in late["barres"]] == ["#D1343B"]
    assert milestone["repere"] == 4 and milestone["barres"] == []


@pytest.mark.parametrize(
    ("look", "fill", "is_hatched", "mark"),
    [
        (Look.OPTION, "#B0C8E3", False, ""),
        (Look.SECOND, "#2F6DB5", True, ""),
        (Look.DONE, "#BFC5CC", False, ""),
        (Look.CLASH, "#D1343B", False, "!"),
        (Look.ABSENT, "#EDEEF0", False, "abs."),
    ],
)
def test_each_state_has_its_look(look: Look, fill: str, is_hatched: bool, mark: str):
    row = replace(FIRM, bars=(Bar(0, 1, look),), halves={1: "matin"})
    chart: Gantt = replace(PLAN, groups=(replace(PLAN.groups[0], tasks=(row,)),))
    (bar,) = data(chart, PEOPLE_BOARD)["rangs"][1]["barres"]
    assert (bar["fond"], bar["hachure"], bar["signe"], bar["demies"]) == (
        fill,
        is_hatched,
        mark,
        [[1, "matin"]],
    )


def test_the_axis_has_its_months_weeks_and_days():
    axis = data(PLAN)["axe"]
    assert axis["nombre"] == 15 and axis["aujourdhui"] == 0 and axis["traits"] == [0, 5, 10]
    assert [(band["nom"], band["de"], band["a"]) for band in axis["mois"]] == [
        ("novembre\u00a02026", 0, 5),
        ("décembre\u00a02026", 6, 14),
    ]
    assert [band["nom"] for band in axis["semaines"]] == ["S48", "S49", "S50"]
    assert axis["jours"][0]["nom"] == "lun. 23"


def test_a_week_of_the_load_has_its_rate_over_the_colour_of_its_band():
    tessier, audi = data(LOAD_CHART, LOAD)["rangs"]
    assert tessier["textes"] == ["Personne", "T1", "Gaëlle Tessier", "Mixeuse", "1"]
    assert [(cell["de"], cell["fond"], cell["signe"]) for cell in tessier["barres"]] == [
        (0, "#D1343B", "100\u00a0%"),  # booked over its room
        (1, "#FBE3AE", "40\u00a0%"),  # 4 half-days of 10
        (2, "#EDEEF0", "abs."),
    ]
    # Nothing is booked on the first week; 9 of 10, then 1 of 10.
    assert [(cell["de"], cell["signe"]) for cell in audi["barres"]] == [(1, "90\u00a0%"), (2, "10\u00a0%")]


def test_a_list_has_no_axis_and_says_what_holds_each_task():
    row = replace(FIRM, reason="attend P1-IMG")
    view = data(replace(PLAN, groups=(replace(PLAN.groups[0], tasks=(row,)),)), LIST)
    assert view["axe"] is None and view["rangs"][1]["textes"][-1] == "attend P1-IMG"


def test_every_view_is_in_the_words_and_its_headings_are_on_each_page(printed):
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        pages = len(pdf.pages)
        assert {tuple(map(round, page.mediabox[2:])) for page in pdf.pages} == {(1191, 842)}
        # Vectors alone: no picture stands for the bars.
        assert not any(page.get_images() for page in pdf.pages)
    words = words_of(printed)
    for view in plan().data["vues"]:
        assert view["titre"] in words
    assert words.count("P1-59") == 5  # the list and the four plans
    assert len(re.findall(rf"Page \d+/{pages}", words)) == pages
    # A heading on each page of the five plans; a row has the word in no column.
    assert words.count("Libellé") == pages - 1


def test_labels_are_printed_as_they_were_typed(printed):
    words = words_of(printed)
    assert "#T $x$ *gras*" in words and "Étalonnage #1 : $x$ *gras*" in words
    assert "Montage @ref <b>" in words and "=SOMME(1)" in words


def test_a_plan_without_a_task_says_what_its_lines_say():
    empty = replace(PLAN, groups=(), lines=("Aucune tâche datée.",))
    words = words_of(set_paper(plan_paper({GANTT: empty}, DAY, "bureau"), HouseStyle()).pdf)
    assert "Aucune tâche datée." in words
