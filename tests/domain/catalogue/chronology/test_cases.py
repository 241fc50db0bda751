"""The cases of the media chronology counted by hand, in a file that a coordinator reads."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from postprod_xl.domain.catalogue.chronology.opening import FilmRelease
from tests.domain.catalogue.chronology.licences import found, sold

FILE = Path(__file__).parents[3] / "cases" / "chronologie.toml"
CASES = [
    pytest.param(case, id=case["titre"]) for case in tomllib.loads(FILE.read_text(encoding="utf-8"))["cas"]
]


@pytest.mark.parametrize("case", CASES)
def test_the_chronology_says_of_a_sale_what_was_counted_by_hand(case: dict[str, Any]):
    release = FilmRelease(case["sortie"], case.get("entrees"))
    term = sold(case["medias"], (case["debut"], case["fin"]), window=case.get("fenetre", ""))
    said = [
        [finding.severity.value, finding.message.replace("\u00a0", " "), finding.first, finding.last]
        for finding in sorted(found(release, term), key=lambda finding: finding.message)
    ]
    assert said == case["attendu"], case["raison"]


def test_the_titles_of_the_cases_are_all_different():
    titles = [case.values[0]["titre"] for case in CASES]
    assert len(titles) == len(set(titles))
