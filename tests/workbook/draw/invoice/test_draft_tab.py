"""The tab of a draft, told from a tab of a person's that has its title."""

from __future__ import annotations

import pytest

from postprod_xl.engines.ooxml.errors import CannotEdit
from postprod_xl.workbook.draw.invoice.draft_tab import check_mark


@pytest.mark.parametrize("mark", ["mes notes", "", None, 12])
def test_a_tab_of_a_persons_is_never_drawn_over(mark: object) -> None:
    with pytest.raises(CannotEdit, match="n'est pas un brouillon de ce programme"):
        check_mark(mark)


def test_the_tab_of_a_draft_is_known_by_its_first_cell() -> None:
    check_mark("BROUILLON — sans numéro, ne vaut pas facture")
