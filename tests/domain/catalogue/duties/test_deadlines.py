"""How serious a day to come is, and in what order the sheet tells them."""

from datetime import date, timedelta

import pytest

from postprod_xl.domain.catalogue.duties.deadlines import Deadline, deadline_rows, severity_of
from postprod_xl.schema.catalogue_vocabulary import DeadlineNature
from postprod_xl.schema.vocabulary import Severity
from tests.domain.catalogue.duties.offices import DAY, a_catalogue


@pytest.mark.parametrize(
    ("days", "severity"),
    [
        (181, None),
        (180, Severity.INFO),
        (91, Severity.INFO),
        (90, Severity.WARNING),
        (31, Severity.WARNING),
        (30, Severity.BLOCKING),
        (0, Severity.BLOCKING),
        (-1, Severity.BLOCKING),
    ],
)
def test_a_deadline_gets_graver_at_180_90_and_30_days(days: int, severity: Severity | None):
    assert severity_of(DeadlineNature.OPTION_END, DAY + timedelta(days=days), DAY) is severity


@pytest.mark.parametrize("nature", [DeadlineNature.SALE_END, DeadlineNature.HOLDBACK_END])
def test_what_gives_rights_back_when_it_ends_never_gets_graver_than_a_warning(nature: DeadlineNature):
    assert severity_of(nature, DAY, DAY) is Severity.WARNING
    assert severity_of(nature, DAY + timedelta(days=180), DAY) is Severity.INFO
    assert severity_of(nature, DAY + timedelta(days=181), DAY) is None


def test_what_is_past_comes_first_the_gravest_before_then_the_nearest():
    def a_deadline(day: date, nature: DeadlineNature = DeadlineNature.LOAN) -> Deadline:
        return Deadline(day, nature, "ETE", "C", "P", "message")

    given = [
        a_deadline(date(2027, 1, 15)),
        a_deadline(date(2026, 11, 30)),
        a_deadline(date(2026, 10, 1), DeadlineNature.SALE_END),
        a_deadline(date(2026, 11, 29)),
        a_deadline(date(2027, 12, 31)),
    ]
    rows = deadline_rows(a_catalogue(), given)
    assert [*rows.select("day", "days_left", "severity")] == [
        (date(2026, 11, 29), -1, Severity.BLOCKING),
        (date(2026, 10, 1), -60, Severity.WARNING),
        (date(2026, 11, 30), 0, Severity.BLOCKING),
        (date(2027, 1, 15), 46, Severity.WARNING),
    ]
