"""What the guide announces of each custom function is what it gives on the demonstration office."""

from __future__ import annotations

import pytest

from postprod_xl.hosts.functions import FUNCTIONS, call
from tests.hosts.guide_examples import Example, announced, examples


def test_every_function_has_one_example_with_its_result_in_the_order_of_the_functions():
    assert [example.function for example in examples()] == list(FUNCTIONS)


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.function)
def test_the_result_that_the_guide_announces_is_the_one_of_the_function(
    request: pytest.FixtureRequest, example: Example
):
    cells = request.getfixturevalue("catalogue_cells" if "Mandats[#Tout]" in example.arguments else "cells")
    assert announced(call(example.function, example.values(cells))) == example.result
