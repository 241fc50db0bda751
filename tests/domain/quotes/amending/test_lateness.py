from __future__ import annotations

from decimal import Decimal

from postprod_xl.domain.quotes.amending.lateness import late_by_line
from tests.domain.planning.promises.promised_office import TUESDAY, house, next_day, nov, run, task, typed

QUOTE = [
    {"line": code, "project": "TERR", "version": 1, "item": "X", "quantity": Decimal(1), "unit": "jour"}
    for code in ("L0", "L1", "L2", "L3")
]
CHAIN = (
    task("RUS", "1", line="L0", skill="Data manager"),
    task("MON", "2", "RUS", line="L1", skill="Monteur"),
    task("PRO", "0.5", "MON", line="L3"),
    task("VAL", "0.5", "PRO", label="Notes de la chaîne"),
    task("MIX", "2", "VAL", line="L2", skill="Mixeur"),
)


def late_after(**changes):
    """The plan of the Tuesday is promised, then some of its tasks are received on other days."""
    tables = {
        "Devis": QUOTE,
        "Versions": [{"project": "TERR", "version": 1, "status": "Accepté"}],
        "Tarifs": [{"item": "X", "unit": "jour", "unit_minutes": 480}],
    }
    made = run(house(*CHAIN, today=TUESDAY, **tables), baseline="TERR")
    return late_by_line(run(next_day(made, nov(16), **changes)).office)


def test_notes_that_came_late_explain_the_work_they_are_about_and_the_work_that_waits_for_them():
    found = late_after(Planning=typed("VAL", state="Terminé", fixed_day=nov(13)))
    (late,) = found["L1"]
    # Tuesday 3 and Wednesday 4 to Thursday 5 in the morning, promised for the Friday 6
    assert (late.label, late.end, late.is_received) == ("Notes de la chaîne", nov(13), True)
    assert late in found["L2"] and late in found["L3"] and "L0" not in found
