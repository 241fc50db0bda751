"""Ten days of five offices: no delay that a better plan spares, no false cause, no booking changed for nothing."""

from __future__ import annotations

import pytest

from postprod_xl.engines.schedule import verify
from tests.benchmarks.better_plan import Limit
from tests.benchmarks.daily_office import House
from tests.benchmarks.daily_truth import (
    Day,
    changes_without_gain,
    confirmed_moved,
    false_causes,
    false_delays,
)

DAYS, PROJECTS = 10, 5
# CP-SAT's own time, the same on every machine: about a second for each late delivery.
LIMIT = Limit(work=0.1)


@pytest.mark.parametrize("seed", [4, 5, 7, 8, 13])
def test_ten_days_of_an_office_announce_nothing_false(seed: int) -> None:
    house, late = House(seed, PROJECTS), 0
    for _ in range(DAYS):
        house.next_day()
        day = Day(house.office, house.made)
        late += len(day.late)
        assert verify(day.problem, day.made.plan.result) == []
        assert false_delays(day, LIMIT) == []
        assert false_causes(day, LIMIT) == ([], [])
        assert changes_without_gain(day) == []
        assert confirmed_moved(day) == []
    assert late, "nothing is late in this office: it tests nothing"
