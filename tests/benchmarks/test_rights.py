"""The catalogues that the benchmark of rights draws."""

from __future__ import annotations

from postprod_xl.domain.catalogue.contracts.reading import catalogue
from tests.benchmarks.rights import drawn_office, enumerated_places, places_found


def test_the_clashes_of_a_drawn_catalogue_are_those_of_its_cells() -> None:
    held = catalogue(drawn_office(16, 3))
    found = places_found(held)
    assert found
    assert found == set(enumerated_places(held))


def test_a_drawn_catalogue_has_no_cell_that_cannot_be_read() -> None:
    problems = catalogue(drawn_office(60, 12)).problems
    assert [problem.message for problem in problems] == []
