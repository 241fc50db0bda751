"""Questions answered by hand: `tests/cases/catalogue_avails.toml`, in the words of the workbook."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from postprod_xl.domain.catalogue.avails.part import questions_part
from postprod_xl.domain.catalogue.avails.said import AnswerText
from postprod_xl.schema.catalogue_vocabulary import Freedom
from postprod_xl.schema.rows import rows_of
from postprod_xl.schema.tables import BY_NAME
from tests.domain.catalogue.avails.offices import answer_of, headed
from tests.domain.offices import office, records_of

PATH = Path(__file__).parents[3] / "cases" / "catalogue_avails.toml"
HELD = tomllib.loads(PATH.read_text(encoding="utf-8"))
TODAY = date(2026, 11, 30)
TOLD = ("titre", "question", "reponse", "libre", "attendu", "au_lieu")


def described(case: dict[str, Any]):
    written = {**HELD["commun"], **{name: rows for name, rows in case.items() if name not in TOLD}}
    written["QuestionsDroits"] = [{"Question": "Q1", "Œuvre": "CRUE", **case["question"]}]
    tables = {
        name: rows_of(BY_NAME[name], [headed(name, row) for row in rows], 5) for name, rows in written.items()
    }
    return office(TODAY, **tables)


@pytest.mark.parametrize("case", [pytest.param(case, id=case["titre"]) for case in HELD["cas"]])
def test_the_answer_is_the_one_found_by_hand(case: dict[str, Any]):
    place = described(case)
    part = questions_part(place)
    assert not part.problems
    question = records_of(part.columns["QuestionsDroits"])[0]
    assert (question["freedom"], question["free_days"]) == (case["reponse"], case["libre"])
    rows = records_of(part.rows["DroitsDisponibles"])
    assert len(rows) == len(case["attendu"]), rows
    for found, expected in zip(rows, case["attendu"], strict=True):
        wanted = headed("DroitsDisponibles", expected)
        assert {name: found[name] for name in wanted} == wanted


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=case["titre"]) for case in HELD["cas"] if "au_lieu" in case]
)
def test_what_is_free_instead_is_the_one_found_by_hand(case: dict[str, Any]):
    catalogue, found = answer_of(described(case), 0)
    assert found.freedom is not Freedom.FREE
    assert AnswerText(catalogue, found).lines[-1] == case["au_lieu"]
