"""Promised, planned, done; what is not kept, and what it explains."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from postprod_xl.domain.planning.promises.broken import broken_promises
from postprod_xl.domain.sharing.views import VIEWS
from postprod_xl.schema.tables.promises import promise_columns
from postprod_xl.schema.vocabulary import Audience
from tests.domain.offices import office, table_rows
from tests.domain.planning.promises.promised_office import (
    CHAIN,
    PAD,
    house,
    kept,
    lines,
    next_day,
    nov,
    run,
    task,
    typed,
)

VAL = (
    task("MON", "1", line="L1"),
    task("VAL", "0.5", "MON", due_day=nov(10)),
    task("MIX", "2", "VAL", line="L2"),
)
QUOTE = {
    "Versions": [{"project": "TERR", "version": 1, "status": "Accepté"}],
    "Devis": [
        {
            "line": code,
            "project": "TERR",
            "version": 1,
            "item": "IMG-20",
            "unit": "jour",
            "quantity": Decimal(10),
        }
        for code in ("L1", "L2")
    ],
}
PLANNED_ON_THE_10TH = {"Planning": typed("VAL", fixed_day=nov(10))}


def promised_for_the_10th(**tables):
    """VAL is promised for Tuesday 10, where it was fixed the day the quote was accepted."""
    home = house(*VAL, **tables)
    return run(home.with_rows("Planning", PLANNED_ON_THE_10TH["Planning"](home["Planning"])))


@pytest.mark.parametrize(
    ("received", "gap"),
    [
        (nov(13), 2),  # Thursday 12 and Friday 13: Wednesday 11 is a holiday
        (nov(14), 2),  # a Saturday counts as the Friday before it
        (nov(18), 5),  # and Monday 16, Tuesday 17, Wednesday 18
        (nov(10), 0),
        (nov(9), -1),
        (nov(6), -2),
    ],
)
def test_what_was_promised_is_kept_beside_the_day_it_was_received_whatever_comes(received, gap):
    made = promised_for_the_10th()
    made = run(next_day(made, nov(19), Planning=typed("VAL", state="Terminé", fixed_day=received)))
    for today in (nov(19), nov(20), nov(23), date(2026, 12, 24)):
        made = run(next_day(made, today))
        assert kept(made, "VAL") == (nov(10), received, gap)


def test_what_is_finished_on_a_day_that_nothing_says_is_not_judged_and_is_named():
    made = promised_for_the_10th()
    made = run(next_day(made, nov(19), Planning=typed("VAL", state="Terminé", fixed_day=None)))
    assert kept(made, "VAL") == (nov(10), None, None)
    assert lines(made, "n'est pas jugée") == [
        "VAL : terminé sans séance ni jour de réception, la promesse n'est pas jugée ; tapez ce jour en « Début fixé »"
    ]


def test_sessions_say_the_day_of_a_task_that_they_finish():
    worked = {"number": "1", "day": nov(5), "project": "TERR", "task": "MON", "start": 540, "end": 1020}
    made = run(house(*CHAIN))
    report = table_rows("Seances", [{**worked, "remaining_days": 0, "done_rate": 1}])
    made = run(next_day(made, nov(6), Seances=lambda _: report))
    assert kept(made, "MON") == (nov(5), nov(5), 0)


@pytest.mark.parametrize(("delivered", "gap"), [(nov(18), -2), (PAD, 0), (nov(24), 2)])
def test_a_delivery_is_kept_early_or_late_on_the_day_of_its_last_task(delivered, gap):
    done = [task(code, "1", state="Terminé", fixed_day=nov(2)) for code in ("MON", "MIX")]
    made = run(
        house(*done, task("PAD", "0.5", "MIX", step="LIVRAISON"), task("ARC", "2", "PAD", step="ARCHIVES"))
    )
    assert kept(made, "TERR", "Projets")[:2] == (PAD, None)
    made = run(next_day(made, nov(25), Planning=typed("PAD", state="Terminé", fixed_day=delivered)))
    assert kept(made, "TERR", "Projets") == (PAD, delivered, gap)
    # Said again by its status, and after the day in Projets is changed: the promise stays.
    made = run(next_day(made, nov(26), Projets=typed("TERR", status="Livré", delivery_day=date(2026, 12, 1))))
    assert kept(made, "TERR", "Projets") == (PAD, delivered, gap)


def test_a_delivery_waits_for_no_episode_promised_after_it():
    first = task("E1", "1", episode=1, state="Terminé", fixed_day=nov(18))
    dates = [
        {"project": "TERR", "number": n, "delivery_day": day} for n, day in ((1, PAD), (2, date(2026, 12, 4)))
    ]
    made = run(house(first, task("E2", "1", episode=2), today=nov(19), Episodes=dates))
    assert kept(made, "TERR", "Projets") == (PAD, nov(18), -2)


def test_a_promise_not_kept_names_the_task_and_its_gap_and_explains_the_lines_beside_it():
    made = promised_for_the_10th(**QUOTE)
    waited = {"number": "1", "day": nov(12), "project": "TERR", "task": "MIX", "start": 540, "end": 1020}
    report = table_rows("Seances", [{**waited, "nature": "Non prévue", "cause": "Attente validation"}])
    received = typed("VAL", state="Terminé", fixed_day=nov(13))
    made = run(next_day(made, nov(13), Planning=received, Seances=lambda _: report))
    text = (
        "VAL : promis le 10/11/2026, reçu le 13/11/2026 : + 2 j ouvrés, 3 de calendrier (Attente validation)"
    )
    assert text in [broken.text for broken in broken_promises(made.office) if broken.is_over]
    assert text in lines(made, "n'a pas été tenue")[0]
    evidence = made.office["Depassements"].by_key("line", "broken_promises")
    assert text in evidence["L1"] and text in evidence["L2"]


def test_what_was_only_due_is_evidence_and_no_promise():
    due = task("VAL", "0.5", "MON", due_day=nov(10), state="Terminé", fixed_day=nov(13))
    made = run(house(task("MON", "1", line="L1"), due, today=nov(13), **QUOTE))
    evidence = made.office["Depassements"].by_key("line", "broken_promises")
    assert evidence["L1"] == "VAL : attendu le 10/11/2026, reçu le 13/11/2026 : + 2 j ouvrés, 3 de calendrier"
    assert not lines(made, "tenue")


def test_a_promise_that_the_plan_no_longer_keeps_is_warned_of_when_somebody_counts_on_it():
    made = run(house(task("MON", "3"), task("MIX", "2", "MON", state="Confirmé")))
    late = typed("MIX", fixed_day=nov(12))
    made = run(next_day(made, nov(4), Planning=late))
    # MIX was promised for Monday 9; Thursday 12 and Friday 13 come three working days after it.
    gap = "promis le 09/11/2026, prévu le 13/11/2026 : + 3 j ouvrés, 4 de calendrier"
    said = [f"TERR : 1 promesse ne serait pas tenue : MIX : {gap}"]
    assert lines(made, "tenue") == said, "nobody counts on MON, an option, one day later"
    [home] = made.rows["Accueil"].column("alert")
    assert "1 promesse ne serait pas tenue : MIX (Promesses)" in home


def test_a_task_renamed_leaves_its_promise_behind_and_it_is_said():
    made = run(house())
    renamed = [*made.office["Planning"].column("task")[:-1], "MIXAGE"]
    made = run(next_day(made, nov(3), Planning=lambda rows: rows.with_columns({"task": renamed})))
    assert lines(made, "plus au planning") == [
        "TERR : promis et plus au planning sous ce code : MIX ; remettez le code, ou annulez la tâche au lieu de la "
        "retirer"
    ]


def test_a_project_whose_code_changes_leaves_its_promises_behind_and_it_is_said():
    made = run(house())
    moved = {"Planning": ("project", ["TERRO"] * 3), "Projets": ("code", ["TERRO"])}
    changes = {
        table: lambda rows, name=name, codes=codes: rows.with_columns({name: codes})
        for table, (name, codes) in moved.items()
    }
    made = run(next_day(made, nov(3), **changes))
    assert lines(made, "ne jugent plus") == [
        "TERR : ses promesses ne jugent plus rien, Projets n'a plus ce code ; remettez-le"
    ]


def test_a_promise_is_shown_to_the_production_alone():
    names = {column.name for column in promise_columns("", "")} - {"actual_day"}
    seen = {
        audience: {view.table.name for view in views if names & set(view.shown)}
        for audience, views in VIEWS.items()
    }
    assert {audience: tables for audience, tables in seen.items() if tables} == {
        Audience.PRODUCER: {"Planning", "Projets", "Episodes"}
    }


def test_an_empty_office_promises_nothing():
    assert len(run(office()).promises) == 0
