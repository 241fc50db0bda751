"""What is noted as promised, when, and what no refresh changes."""

from __future__ import annotations

from datetime import date

import pytest

from postprod_xl.commands.plan.promising import baseline
from postprod_xl.domain.refresh import Refresh
from postprod_xl.schema.vocabulary import PromiseReason
from tests.domain.offices import table_rows
from tests.domain.planning.promises.promised_office import (
    CHAIN,
    PAD,
    TUESDAY,
    house,
    kept,
    next_day,
    noted,
    nov,
    run,
    task,
    typed,
)

QUOTED = [{"code": "TERR", "department": "94", "status": "Devis", "delivery_day": PAD}]
ACCEPTED = [("", PAD), ("MON", nov(5)), ("VAL", nov(6)), ("MIX", nov(10))]


def test_a_quote_accepted_promises_the_delivery_and_the_end_of_each_task_once():
    home = house(Projets=QUOTED, Versions=[{"project": "TERR", "version": 1, "status": "Envoyé"}])
    made = run(home)
    assert noted(made) == []
    signed = table_rows("Versions", [{"project": "TERR", "version": 1, "status": "Accepté"}])
    made = run(next_day(made, nov(3), Versions=lambda _: signed))
    assert noted(made) == [(*end, PromiseReason.ACCEPTED) for end in ACCEPTED]
    for today in (nov(3), nov(4), nov(5)):
        made = run(next_day(made, today))
        assert noted(made) == []


@pytest.mark.parametrize("status", ["Confirmé", "En cours"])
def test_a_project_confirmed_without_version_is_accepted(status):
    made = run(house(Projets=[{**QUOTED[0], "status": status}]))
    assert [end[:2] for end in noted(made)] == ACCEPTED


def test_a_task_is_promised_for_the_end_it_has_when_it_is_first_confirmed():
    made = run(house(Projets=QUOTED))
    made = run(next_day(made, nov(3), Planning=typed("MIX", state="Confirmé")))
    assert noted(made) == [("MIX", nov(10), PromiseReason.CONFIRMED)]
    # Confirmed again elsewhere, its promise stays: two days of mixing from Thursday 12.
    moved = typed("MIX", fixed_day=nov(12))
    made = run(next_day(made, nov(3), Planning=moved))
    assert noted(made) == []
    assert kept(made, "MIX") == (nov(10), None, 2)


def test_a_task_finished_or_cancelled_and_a_project_delivered_promise_nothing():
    done = task("MON", "1", state="Terminé", fixed_day=nov(2))
    gone = task("VAL", "1", state="Annulé")
    assert noted(run(house(done, gone))) == []
    assert noted(run(house(Projets=[{**QUOTED[0], "status": "Livré"}]))) == []


def test_a_delivery_dated_after_the_quote_was_accepted_is_announced():
    undated = {**QUOTED[0], "status": "Confirmé", "delivery_day": None}
    home = house(task("MON", "3"), Projets=[undated])
    made = run(home)
    assert noted(made)[0] == ("", nov(5), PromiseReason.ACCEPTED)
    made = run(next_day(made, nov(3), Projets=typed("TERR", delivery_day=PAD)))
    assert noted(made) == [], "a promise changes by a baseline only"
    episode = table_rows("Episodes", [{"project": "TERR", "number": 2, "delivery_day": nov(13)}])
    made = run(next_day(made, nov(4), Episodes=lambda _: episode))
    assert noted(made) == [("", nov(13), PromiseReason.ANNOUNCED)]
    assert made.promises.column("episode") == [2]


def test_a_baseline_promises_the_plan_anew_and_the_history_stays():
    made = run(house())
    made = run(next_day(made, nov(5), Planning=typed("MON", remaining_days=None, fixed_day=nov(5))))
    # Three days from Thursday 5: to Monday 9; VAL on Tuesday 10, MIX to Friday 13, Wednesday 11 being a holiday.
    assert [kept(made, code)[2] for code in ("MON", "VAL", "MIX")] == [2, 2, 2]
    made = run(next_day(made, nov(5)), baseline="TERR")
    assert noted(made) == [
        (*end, PromiseReason.BASELINE)
        for end in [("", PAD), ("MON", nov(9)), ("VAL", nov(10)), ("MIX", nov(13))]
    ]
    assert [kept(made, code)[2] for code in ("MON", "VAL", "MIX")] == [0, 0, 0]
    made = run(next_day(made, nov(5)), baseline="TERR")
    assert noted(made) == []
    register = made.office["Promesses"]
    assert register.column("number") == [*range(1, 9)]
    assert register.column("promised_day")[:4] == [day for _, day in ACCEPTED]
    assert register.column("replaced_day") == [nov(5)] * 4 + [None] * 4
    made = run(next_day(made, nov(6)), baseline="TERR")
    assert [reason for *_, reason in noted(made)] == [PromiseReason.BASELINE] * 4


@pytest.mark.parametrize(
    ("project", "tables", "said"),
    [
        ("NOPE", {}, "le projet « NOPE » n'existe pas ; les codes connus : TERR"),
        (
            "TERR",
            {"Projets": [{**QUOTED[0], "status": "Annulé"}]},
            "TERR est « Annulé » : plus rien ne s'y promet",
        ),
        (
            "VIDE",
            {"Projets": [*QUOTED, {"code": "VIDE", "status": "Confirmé", "delivery_day": PAD}]},
            "VIDE n'a pas de planning, rien à promettre : « postprod plan » lui donne ses tâches",
        ),
    ],
)
def test_a_baseline_that_promises_nothing_is_refused_by_one_line(project, tables, said):
    outcome = baseline(house(**tables), project=project)
    assert [problem.message for problem in outcome.problems if problem.is_blocking] == [said]
    assert not (outcome.columns or outcome.appended or outcome.covers_the_office)


def test_a_baseline_says_how_much_it_promises_and_asks_before_it_is_written():
    made = run(house())
    outcome = baseline(next_day(made, nov(3)), project="TERR")
    assert outcome.summary == "planning de TERR promis : 4 promesses, livraison le 20/11/2026"
    assert outcome.question == f"{outcome.summary} ?"
    assert len(outcome.appended["Promesses"]) == 4
    again = baseline(next_day(run(next_day(made, nov(3)), baseline="TERR"), nov(3)), project="TERR")
    assert again.summary == "le planning de TERR est déjà celui promis aujourd'hui, rien ne change"
    assert not again.appended and not again.question


def test_a_baseline_whose_plan_delivers_late_says_which_day_stays_promised():
    outcome = baseline(house(task("MON", "15")), project="TERR")
    # Fifteen days from Tuesday 3, Wednesday 11 being a holiday: to Tuesday 24, two working days after Friday 20.
    assert outcome.lines == (
        "TERR : le planning livre 2 j ouvrés après « Livraison PAD », qui reste le jour promis de sa livraison ; "
        "s'il a été renégocié, changez-le et recommencez",
    )
    assert outcome.details["delivery"] == PAD


def test_a_baseline_before_the_last_refresh_is_refused():
    made = run(next_day(run(house()), nov(10)))
    outcome = baseline(next_day(made, nov(4)), project="TERR")
    assert [problem.message for problem in outcome.problems] == [
        "le classeur a été actualisé le 10/11/2026, après le jour demandé (04/11/2026) : rien n'est promis d'un jour "
        "passé, vérifiez l'horloge, ou --today"
    ]


def confirmed_on(made: Refresh, today: date) -> Refresh:
    return run(next_day(made, today, Planning=typed("MIX", state="Confirmé")))


def test_what_a_mistaken_day_noted_is_taken_back_once_the_mistake_is_known():
    made = run(house(*CHAIN, Projets=QUOTED))
    wrong = confirmed_on(
        made, nov(30)
    )  # 27 days ahead: three days of editing, then VAL, MIX to Monday 7 December
    assert noted(wrong) == [("MIX", date(2026, 12, 7), PromiseReason.CONFIRMED)]
    back = run(next_day(wrong, TUESDAY))
    assert noted(back) == [], "it may be that day that is mistaken"
    assert kept(back, "MIX")[0] is None, "a promise of a day to come is not in force"
    after = run(next_day(back, nov(4)))
    # From Wednesday 4: MON to Friday 6, VAL on Monday 9, MIX to Thursday 12 at noon.
    assert noted(after) == [("MIX", nov(12), PromiseReason.CONFIRMED)]
    later = run(next_day(after, nov(30)))
    assert kept(later, "MIX")[0] == nov(12), "the mistaken promise never comes back"


def test_a_baseline_of_a_mistaken_day_gives_way_to_what_was_promised_before():
    made = run(house())
    wrong = run(next_day(made, nov(30)), baseline="TERR")
    assert kept(wrong, "MIX")[0] == date(2026, 12, 7)
    after = run(next_day(run(next_day(wrong, TUESDAY)), nov(4)))
    assert noted(after) == [(*end, PromiseReason.CORRECTED) for end in ACCEPTED]
    assert noted(run(next_day(after, nov(4)))) == []
    assert kept(run(next_day(after, nov(30))), "MIX")[0] == nov(10)


def test_a_refresh_of_a_day_gone_by_notes_nothing_and_hides_what_came_since():
    made = confirmed_on(run(house(Projets=QUOTED)), nov(5))
    assert noted(made) == [("MIX", nov(13), PromiseReason.CONFIRMED)]
    past = run(next_day(made, nov(4), Planning=typed("MON", state="Confirmé")))
    assert noted(past) == []
    now = run(next_day(past, nov(6)))
    assert kept(now, "MIX")[0] == nov(13)
