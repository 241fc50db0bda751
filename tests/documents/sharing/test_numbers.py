"""The number of a share, found again in the line of the copy that shows it."""

from __future__ import annotations

from datetime import date

import pytest

from postprod_xl.documents.sharing.numbers import number_in, share_heading
from postprod_xl.schema.languages import Language


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("month", range(1, 13))
def test_the_number_is_read_back_from_what_a_copy_says_of_its_share(language: Language, month: int):
    said = share_heading("LA-MER-REAL-001-XBJN", date(2026, month, 3), language)
    assert number_in(f"Studio · {said}") == "LA-MER-REAL-001-XBJN"
