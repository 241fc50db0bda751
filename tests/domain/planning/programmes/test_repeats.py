"""A weekly magazine: its next issues made from one of those it has."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from postprod_xl.commands.copying import repeat
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.programmes.refusal import ProgrammeRefused
from postprod_xl.domain.planning.programmes.repeats import Repeats, WantedIssues, repeats
from postprod_xl.domain.planning.programmes.rhythm import UnreadableRhythm, read_rhythm
from postprod_xl.domain.planning.programmes.tasks import programme_tasks
from tests.domain.offices import office, table_rows

TODAY = date(2026, 11, 16)


def dec(day: int) -> date:
    return date(2026, 12, day)


def jan(day: int) -> date:
    return date(2027, 1, day)


def issue(number: int, first: date, due: date, **of_all: Any) -> list[dict[str, Any]]:
    code, before = f"MAG-E{number:02d}", f"MAG-E{number - 1:02d}"
    rows = [
        {"task": f"{code}-RUSHES", "duration_days": Decimal("0.5"), "earliest_day": first},
        {
            "task": f"{code}-MON",
            "duration_days": Decimal(3),
            "predecessors": f"{code}-RUSHES",
            "line": "MAG-IMG",
        },
        {"task": f"{code}-PAD", "duration_days": Decimal("0.5"), "due_day": due},
    ]
    rows[2]["predecessors"] = f"{code}-MON FD+1j" + (f"; {before}-PAD DD+5j" if number > 1 else "")
    return [{"project": "MAG", "episode": number, **row, **of_all} for row in rows]


def magazine(*tasks: dict[str, Any], episodes: list[dict[str, Any]] | None = None, **project: Any) -> Office:
    """A magazine of Fridays: the rushes of issue 2 come on Monday 23 November, its PAD is due on Friday 27."""
    row = {"code": "MAG", "department": "75", "status": "En cours", "type": "Magazine"}
    usual = [
        *issue(1, date(2026, 11, 16), date(2026, 11, 20)),
        *issue(2, date(2026, 11, 23), date(2026, 11, 27)),
    ]
    return office(
        TODAY,
        Projets=table_rows("Projets", [{**row, **project}]),
        Episodes=table_rows("Episodes", [{"project": "MAG", **each} for each in episodes or []]),
        Planning=table_rows("Planning", list(tasks) or usual),
    )


def asked(home: Office, **wanted: Any) -> Repeats:
    return repeats(home, WantedIssues("MAG", **wanted))


def days(made: Repeats) -> list[date]:
    return [new.day for new in made.issues]


def test_the_next_issues_have_the_tasks_of_the_last_one_a_week_later_with_their_links():
    made = asked(magazine(), issues=2)
    assert list(made.tasks.select("task", "episode", "predecessors", "earliest_day", "due_day")) == [
        ("MAG-E03-RUSHES", 3, "", date(2026, 11, 30), None),
        ("MAG-E03-MON", 3, "MAG-E03-RUSHES", None, None),
        ("MAG-E03-PAD", 3, "MAG-E03-MON FD+1j; MAG-E02-PAD DD+5j", None, dec(4)),
        ("MAG-E04-RUSHES", 4, "", dec(7), None),
        ("MAG-E04-MON", 4, "MAG-E04-RUSHES", None, None),
        ("MAG-E04-PAD", 4, "MAG-E04-MON FD+1j; MAG-E03-PAD DD+5j", None, dec(11)),
    ]
    assert made.tasks.column("line") == ["", "MAG-IMG", ""] * 2
    assert list(made.episodes.select("project", "number", "delivery_day")) == [
        ("MAG", 3, dec(4)),
        ("MAG", 4, dec(11)),
    ]


def test_nothing_of_what_was_done_or_imposed_is_copied():
    done = {"state": "Terminé", "fixed_day": date(2026, 11, 9), "done_rate": Decimal(1), "frozen": True}
    done |= {"remaining_days": Decimal(0), "option_until": dec(1), "technician": "T1", "start_day": dec(1)}
    made = asked(magazine(*issue(1, date(2026, 11, 9), date(2026, 11, 13), **done)), issues=1)
    copied = made.tasks.records[0]
    assert (copied.state, copied.technician) == ("Option 2", "T1")
    empty = ("fixed_day", "done_rate", "remaining_days", "option_until", "start_day")
    assert [getattr(copied, name) for name in empty] == [None] * 5 and not copied.frozen


def test_a_cancelled_step_stays_cancelled_so_that_its_links_are_carried_as_in_the_pattern():
    tasks = issue(1, date(2026, 11, 16), date(2026, 11, 20))
    tasks[1]["state"] = "Annulé"
    assert asked(magazine(*tasks), issues=1).tasks.column("state") == ["Option 2", "Annulé", "Option 2"]


def test_a_pad_on_a_holiday_is_the_working_day_before_and_the_rhythm_goes_on_after_it():
    # Fridays: 4, 11, 18 December, Christmas, New Year's Day, 8 January.
    made = asked(magazine(), issues=6)
    assert days(made) == [dec(4), dec(11), dec(18), dec(24), dec(31), jan(8)]
    assert [day for day in made.tasks.column("due_day") if day] == days(made)
    assert (
        made.lines[1]
        == "PAD avancés au jour ouvré d'avant : 25/12/2026 → 24/12/2026, 01/01/2027 → 31/12/2026"
    )


def test_a_first_day_on_a_holiday_is_the_working_day_after():
    # Easter Monday, 29 March 2027.
    tasks = issue(1, date(2027, 3, 22), date(2027, 3, 26))
    assert asked(magazine(*tasks), issues=1).tasks.column("earliest_day")[0] == date(2027, 3, 30)


def test_a_second_run_adds_the_issues_that_follow_on_the_day_of_the_week_that_a_holiday_had_moved():
    home = magazine()
    first = asked(home, issues=5)
    home = home.with_rows("Planning", home["Planning"].followed_by(first.tasks))
    home = home.with_rows("Episodes", home["Episodes"].followed_by(first.episodes))
    second = asked(home, issues=2)
    assert [(new.number, new.day) for new in second.issues] == [(8, jan(8)), (9, jan(15))]
    assert second.pattern == 7
    # The pattern was due on 31 December in the place of New Year's Day.
    assert [day for day in second.tasks.column("due_day") if day] == [jan(8), jan(15)]
    assert second.tasks.column("earliest_day")[0] == jan(4)


def test_no_issue_falls_on_the_days_excepted_and_the_numbers_go_on():
    made = asked(magazine(), issues=3, excepted=[dec(11), dec(24)])
    assert [(new.number, new.day) for new in made.issues] == [(3, dec(4)), (4, dec(18)), (5, dec(31))]


def test_an_issue_of_the_day_excepted_is_left_out_rather_than_one_that_a_holiday_moves_there():
    # Thursday 24 December has an issue of its own, and that of Christmas, a Friday, is due on it too.
    made = asked(magazine(), issues=3, every="lu-ve", first=dec(23), excepted=[dec(24)])
    assert [(new.meant, new.day) for new in made.issues] == [
        (dec(23), dec(23)),
        (dec(25), dec(24)),
        (dec(28), dec(28)),
    ]


@pytest.mark.parametrize(
    ("every", "expected"),
    [
        ("2 semaines", [dec(11), dec(24), jan(8)]),
        # The fourth Friday of each month; that of December is Christmas.
        ("mois", [dec(24), jan(22), date(2027, 2, 26)]),
        ("lu,je", [date(2026, 11, 30), dec(3), dec(7)]),
    ],
)
def test_the_rhythm_is_in_weeks_in_months_or_on_days_of_the_week(every: str, expected: list[date]):
    assert days(asked(magazine(), issues=3, every=every)) == expected


def test_issues_that_are_not_whole_weeks_apart_keep_the_working_days_between_their_dates():
    # From Friday 27 November to Thursday 3 December: 4 working days. The rushes, Monday 23, come on Friday 27.
    made = asked(magazine(), issues=1, first=dec(3))
    assert (made.tasks.column("earliest_day")[0], days(made)) == (date(2026, 11, 27), [dec(3)])


@pytest.mark.parametrize(
    "text", ["", "souvent", "0 semaine", "53 semaines", "13 mois", "2 jours", "FREQ=SECONDLY"]
)
def test_what_is_no_rhythm_is_refused(text: str):
    with pytest.raises(UnreadableRhythm):
        read_rhythm(text)


def test_the_days_that_a_person_gave_the_next_episodes_are_theirs():
    given = [{"number": 3, "delivery_day": dec(3)}, {"number": 4, "due_day": dec(10)}]
    made = asked(magazine(episodes=given), issues=3)
    assert days(made) == [dec(3), dec(10), dec(17)], "a week after the last of them"
    assert made.episodes.column("number") == [5]


def test_a_row_of_an_episode_without_day_is_left_as_it_is_and_its_day_told():
    made = asked(magazine(episodes=[{"number": 3, "title": "Le sel"}]), issues=2)
    assert made.episodes.column("number") == [4]
    assert made.lines[1] == "PAD à taper dans Épisodes, dont la ligne existe déjà : 3 le 04/12/2026"


def test_an_issue_half_typed_is_no_pattern_and_the_first_one_may_have_more_tasks():
    extra = {"task": "MAG-E01-GENERIQUE", "project": "MAG", "episode": 1, "duration_days": Decimal(2)}
    linked = issue(2, date(2026, 11, 23), date(2026, 11, 27))
    linked[1]["predecessors"] += "; MAG-E01-GENERIQUE"
    third = issue(3, date(2026, 11, 30), dec(4))
    half = [{"task": "MAG-E04-MON", "project": "MAG", "episode": 4, "due_day": dec(11)}]
    tasks = [*issue(1, TODAY, date(2026, 11, 20)), extra, *linked, *third, *half]
    made = asked(magazine(*tasks), issues=1)
    assert (made.pattern, made.issues[0].number) == (3, 5)
    again = asked(magazine(*tasks), issues=1, pattern=2)
    assert again.tasks.column("predecessors")[1] == "MAG-E05-RUSHES; MAG-E01-GENERIQUE", (
        "made once for all of them"
    )


def test_rushes_come_as_long_before_the_pad_as_the_first_day_of_a_pattern_that_says_no_other():
    tasks = [
        {"task": "MAG-MON", "project": "MAG", "episode": 1, "duration_days": Decimal(2), "due_day": dec(4)}
    ]
    tasks[0]["start_day"] = dec(2)
    made = asked(magazine(*tasks), issues=1)
    assert list(made.episodes.select("number", "rushes_day", "delivery_day")) == [(2, dec(9), dec(11))]
    assert made.tasks.column("task") == ["MAG-E02-MON"]
    assert made.lines[-1] == "Réception rushes d'après le premier jour du numéro 1 : à vérifier dans Épisodes"


def test_the_dates_of_the_episode_repeated_are_those_of_the_next_ones():
    dated = {
        "number": 2,
        "rushes_day": date(2026, 11, 23),
        "lock_day": date(2026, 11, 25),
        "director": "Roche",
    }
    made = asked(magazine(episodes=[{**dated, "due_day": date(2026, 11, 27)}]), issues=1)
    names = ("rushes_day", "lock_day", "due_day", "delivery_day", "director")
    assert list(made.episodes.select(*names)) == [(date(2026, 11, 30), dec(2), dec(4), None, "")]


def test_without_a_number_of_issues_those_that_the_project_still_has_to_have_are_added():
    assert len(asked(magazine()).issues) == 1
    home = magazine().with_columns("Projets", {"episodes": [5]})
    assert [new.number for new in asked(home).issues] == [3, 4, 5]


def test_a_programme_planned_once_is_repeated_under_numbered_codes():
    home = magazine(type="Magazine", length_minutes=26, delivery_day=dec(18), rushes_day=TODAY)
    home = home.with_rows("Planning", table_rows("Planning", []))
    home = home.with_rows("Planning", programme_tasks(home, "MAG").rows)
    made = asked(home, issues=1)
    assert made.tasks.column("task")[:2] == ["MAG-E02-RUSHES", "MAG-E02-SYNCHRO"]
    assert made.tasks.column("predecessors")[1] == "MAG-E02-RUSHES DD+1j"
    assert days(made) == [dec(24)], "the last due day is that of the delivery"


REFUSED = [
    ({"project": "MAGA"}, {}, "le projet « MAGA » n'existe pas ; vouliez-vous dire « MAG » ?"),
    ({"issues": 301}, {}, "trouvé « 301 », attendu : 300 numéros au plus à la fois"),
    (
        {"issues": 13},
        {"episodes": 6},
        "MAG n'a que 6 épisodes dans Projets, le dernier planifié est le 2 : pour 13 de plus, mettez-y Épisodes à 15",
    ),
    ({}, {"status": "Soldé"}, "MAG est « Soldé » : il n'a plus rien à planifier"),
    ({"pattern": 9}, {}, "MAG n'a pas de tâche du numéro 9 ; il a les numéros 2, 1"),
    (
        {"every": "souvent"},
        {},
        "« souvent » n'est pas un rythme, attendu : semaine, 2 semaines, mois, ou des jours de la semaine",
    ),
    ({"first": date(2026, 11, 2)}, {}, "le 02/11/2026 est passé"),
    ({"first": date(2026, 11, 20)}, {}, "le 20/11/2026 n'est pas après le numéro 2, le 27/11/2026"),
    (
        {"excepted": [dec(10)]},
        {},
        "aucun numéro ne tombe le 10/12/2026 ; les numéros tombent le 04/12/2026, 11/12/2026",
    ),
    ({"issues": 130, "every": "mois"}, {}, "le dernier numéro serait le 25/09/2037, trop loin d'aujourd'hui"),
]


@pytest.mark.parametrize(("wanted", "project", "said"), REFUSED)
def test_what_cannot_be_repeated_is_one_line(wanted: dict[str, Any], project: dict[str, Any], said: str):
    home = magazine().with_columns("Projets", {name: [value] for name, value in project.items()})
    outcome = repeat(home, **{"project": "MAG", "issues": 1, **wanted})
    (problem,) = outcome.problems
    assert problem.is_blocking and problem.message.startswith(said)
    assert not outcome.appended


def test_a_project_without_issue_has_nothing_to_repeat():
    home = magazine({"task": "MAG-MON", "project": "MAG"})
    with pytest.raises(ProgrammeRefused, match="MAG n'a aucun numéro à répéter"):
        asked(home, issues=1)


def test_codes_that_exist_are_refused_by_name():
    tasks = [*issue(1, TODAY, date(2026, 11, 20)), {"task": "mag-e02-mon", "project": "MAG"}]
    with pytest.raises(ProgrammeRefused, match="MAG-E02-MON existe déjà dans Planning : rien n'est ajouté"):
        asked(magazine(*tasks), issues=1)


def test_an_issue_without_any_day_asks_for_the_first_one():
    tasks = [{"task": "MAG-E01-MON", "project": "MAG", "episode": 1, "duration_days": Decimal(1)}]
    with pytest.raises(
        ProgrammeRefused, match="le numéro 1 n'a ni PAD ni échéance : indiquez le jour du suivant"
    ):
        asked(magazine(*tasks), issues=1)
    assert days(asked(magazine(*tasks), issues=2, first=dec(4))) == [dec(4), dec(11)]


def test_the_command_adds_the_rows_and_refreshes_the_office_with_them():
    outcome = repeat(magazine(), project="MAG", issues=2)
    assert outcome.summary == "2 numéros de MAG, 3 à 4, 6 tâches, PAD du 04/12/2026 au 11/12/2026"
    assert outcome.appended["Episodes"].column("expected_day") == [dec(4), dec(11)]
    assert outcome.appended["Planning"].column("start_day")[0] == date(2026, 11, 30)
    assert outcome.columns["Planning"].numbers == magazine()["Planning"].numbers
    assert not outcome.problems
