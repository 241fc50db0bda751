"""The typed rows of a table: records of the columns held, chosen and extended without touching the others."""

from __future__ import annotations

import pytest

from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import rows_of
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.vocabulary import Severity

TEAM = rows_of(BY_NAME["Equipe"], [{"code": "A", "status": "Permanent"}, {"code": "B"}], first_row=5)


def test_a_record_has_the_columns_held_and_no_other() -> None:
    narrow = TEAM.only("code", "status")
    assert [(person.row, person.code, person.status) for person in narrow] == [
        (5, "A", "Permanent"),
        (6, "B", ""),
    ]
    with pytest.raises(AttributeError):
        assert narrow.records[0].hourly_rate_cents
    assert TEAM.records[1].hourly_rate_cents is None


def test_a_record_says_where_its_cell_is() -> None:
    found = TEAM.only("code").records[1].warning("status", "vide", "un statut", "B n'a pas de statut")
    heading = BY_NAME["Equipe"].heading("status")
    assert found == Problem(
        Severity.WARNING, "Equipe", 6, heading, "vide", "un statut", "B n'a pas de statut"
    )


def test_rows_followed_by_others_number_them_behind() -> None:
    whole = TEAM.followed_by(TEAM.where([False, True]))
    assert [(person.row, person.code) for person in whole] == [(5, "A"), (6, "B"), (7, "B")]
