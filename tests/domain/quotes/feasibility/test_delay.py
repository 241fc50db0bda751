"""Whether the delay asked for holds: counted another way, and as the plan then says it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from math import ceil

import pytest

from postprod_xl.commands.plan.planning import plan
from postprod_xl.commands.quotes.advising import advice
from postprod_xl.domain.planning.programmes.sold import sold_lines
from postprod_xl.domain.planning.programmes.tasks import programme_tasks
from postprod_xl.domain.quotes.feasibility.assessment import delay_of
from postprod_xl.domain.quotes.feasibility.imagined import NeededWork, imagined
from postprod_xl.domain.quotes.feasibility.too_short import short_delay_problems
from tests.domain.offices import office, table_rows

TODAY, RUSHES = date(2026, 11, 23), date(2026, 11, 30)
HOLIDAYS = {date(2026, 12, 25), date(2027, 1, 1), date(2027, 3, 29)}
DAY = 480
RATES = [
    {"item": "IMG-20", "unit": "jour", "unit_minutes": DAY, "skill": "Chef monteur"},
    {"item": "SON-31", "unit": "jour", "unit_minutes": DAY, "skill": "Mixeur"},
]
LINK = re.compile(r"(\S+)(?: (FD|DD|FF|DF))?(?:([+-][\d,]+)(j|s))?")


def sold(*lines, people=(), **tables):
    project = {
        "code": "P1",
        "title": "La Lagune",
        "type": "Documentaire",
        "length_minutes": 52,
        "episodes": 1,
        "director": "Inès Daumas",
        "rushes_day": RUSHES,
        "delivery_day": date(2027, 2, 5),
        "status": "Devis",
        **tables.pop("project", {}),
    }
    rows = {
        "Projets": [project, *tables.pop("projects", [])],
        "Versions": [{"project": "P1", "version": 1, "status": "Brouillon"}],
        "Devis": [{"project": "P1", "version": 1, **line} for line in lines],
        "Tarifs": RATES,
        "Equipe": list(people),
        **tables,
    }
    return office(TODAY, **{name: table_rows(name, held) for name, held in rows.items()})


def line(code="P1-IMG-20", item="IMG-20", quantity="25", **rest):
    return {"line": code, "item": item, "quantity": Decimal(quantity), "unit": "jour", **rest}


def house(office_, spare=3):
    """Enough people for nobody to wait for anybody: three for each skill that the programme asks for."""
    skills = dict.fromkeys(filter(None, programme_tasks(office_, "P1").rows.column("skill")))
    return [
        {"code": f"T{at}{number}", "last_name": f"T{at}{number}", "skills": skill}
        for at, skill in enumerate(skills)
        for number in range(spare)
    ]


def rooms(office_):
    types = dict.fromkeys(filter(None, programme_tasks(office_, "P1").rows.column("room_type")))
    return [{"code": f"S{at}{number}", "type": kind} for at, kind in enumerate(types) for number in range(3)]


def working_day(day):
    return day.weekday() < 5 and day not in HOLIDAYS


def end_by_hand(rows):
    """The last day of the steps when nobody waits for anybody: half-days counted forward from the rushes."""
    ends = {}
    for task, days, predecessors in rows.select("task", "duration_days", "predecessors"):
        length, start = ceil(days * 2), 0
        for text in filter(None, predecessors.split("; ")):
            code, kind, lag, unit = LINK.fullmatch(text).groups()
            halves = int(Decimal((lag or "0").replace(",", ".")) * (20 if unit == "s" else 4)) / 2
            first, last = ends[code]
            moment = (first if kind in ("DD", "DF") else last) + ceil(halves)
            start = max(start, moment - (length if kind in ("FF", "DF") else 0))
        ends[task] = start, start + length
    last = max(end for _, end in ends.values())
    day = RUSHES
    for _ in range(ceil(last / 2) - 1):
        day += timedelta(1)
        while not working_day(day):
            day += timedelta(1)
    return day


def late_by_hand(promised, end):
    days = (promised + timedelta(at) for at in range(1, (end - promised).days + 1))
    return sum(map(working_day, days))


@pytest.mark.parametrize(("quantity", "promised"), [("25", date(2027, 1, 29)), ("31.5", date(2027, 2, 12))])
def test_the_days_missing_are_those_counted_by_hand_and_those_of_the_plan(quantity, promised):
    asked = sold(
        line(quantity=quantity), line("P1-SON-31", "SON-31", "3"), project={"delivery_day": promised}
    )
    held = asked.with_rows("Equipe", table_rows("Equipe", house(asked)))
    held = held.with_rows("Salles", table_rows("Salles", rooms(asked)))
    delay = delay_of(held, held["Projets"].records[0], 1)
    end = end_by_hand(programme_tasks(held, "P1").rows)
    assert (delay.expected, delay.missing_days) == (end, late_by_hand(promised, end))
    planned = plan(held, project="P1")
    assert planned.details["late_days"] == delay.missing_days > 0
    assert planned.details["expected"] == delay.expected
    assert delay.verdict.startswith(f"il manque {delay.missing_days} j ouvrés : fin prévue le ")
    assert delay.alone_days == delay.missing_days, "nobody waits for anybody"


def test_a_draft_whose_steps_alone_do_not_fit_is_named_in_the_controls():
    held = sold(line(quantity="25"), project={"delivery_day": date(2027, 1, 29)})
    late = late_by_hand(date(2027, 1, 29), end_by_hand(programme_tasks(held, "P1").rows))
    (told,) = short_delay_problems(held)
    assert not told.is_blocking and f": il manque au moins {late} j ouvrés entre les rushes" in told.message
    assert told.table == "Versions"
    for project in ({"delivery_day": date(2027, 9, 30)}, {"rushes_day": None}, {"type": ""}):
        assert not short_delay_problems(sold(line(quantity="25"), project=project))
    assert not short_delay_problems(planned_already(date(2026, 12, 11)))


EDITOR = [{"code": "ANNE", "skills": "Chef monteur"}]
EDIT = {
    "task": "P1-MON", "project": "P1", "line": "P1-IMG-20", "duration_days": Decimal(10), "skill": "Chef monteur",
    "label": "Montage image", "step": "MONTAGE_IMAGE",
}  # fmt: skip
MIX = {"task": "P1-MIX", "project": "P1", "duration_days": Decimal(2), "predecessors": "P1-MON"}


def planned_already(delivery, *edits, **rest):
    project = {"delivery_day": delivery}
    return sold(
        line(quantity="10", feasibility="Faisable", **rest),
        project=project,
        people=EDITOR,
        Planning=[EDIT, MIX, *edits],
    )


def test_a_delay_that_holds_says_what_is_left_of_it():
    # Ten days from Monday 30 November to Friday 11 December, then Monday 14 and Tuesday 15: three days are left to 18.
    held = planned_already(date(2026, 12, 18))
    delay = delay_of(held, held["Projets"].records[0], 1)
    assert delay.verdict == "le délai tient, 3 j ouvrés d'avance : fin prévue le 15/12/2026"
    assert not delay.remedies and delay.letter.endswith("Il tient : nous finirions le 15/12/2026.")


def test_the_days_that_the_technician_asks_for_lengthen_the_tasks_of_the_line():
    # Fourteen days in place of ten: to Thursday 17, then 18 and 21; Monday 21 is one working day after Friday 18.
    held = planned_already(date(2026, 12, 18), needed_days=Decimal(14))
    delay = delay_of(held, held["Projets"].records[0], 1)
    assert (delay.missing_days, delay.expected) == (1, date(2026, 12, 21))
    assert "jours demandés par les techniciens : P1-IMG-20 14 j pour 10 j vendus" in delay.lines
    assert held["Planning"].column("duration_days")[0] == 10, "nothing is changed"


def renegotiated(quantity, *more, **edit):
    """The project planned for the ten days of its accepted version, and a second version that sells others."""
    held = planned_already(date(2026, 12, 18))
    second = line(quantity=quantity, version=2, feasibility="Faisable")
    lines = [
        {"project": "P1", "version": 1, **line(quantity="10", feasibility="Faisable")},
        *({"project": "P1", "version": 2, **held} for held in (second, *more)),
    ]
    versions = [{"project": "P1", "version": 1, "status": "Accepté"}, {"project": "P1", "version": 2}]
    tasks = [EDIT | edit, MIX]
    tables = {"Devis": lines, "Versions": versions, "Planning": tasks}
    for name, rows in tables.items():
        held = held.with_rows(name, table_rows(name, rows))
    return delay_of(held, held["Projets"].records[0], 2)


@pytest.mark.parametrize(
    ("quantity", "missing", "expected"),
    # As for fourteen days asked for; seven days end on Tuesday 8 December, then 9 and 10.
    # Without any, the mix begins with the rushes, on Monday 30 November.
    [
        ("14", 1, date(2026, 12, 21)),
        ("7", 0, date(2026, 12, 10)),
        ("10", 0, date(2026, 12, 15)),
        ("0", 0, date(2026, 12, 1)),
    ],
)
def test_a_version_of_a_planned_project_is_planned_for_the_days_that_it_sells(quantity, missing, expected):
    delay = renegotiated(quantity)
    assert (delay.missing_days, delay.expected) == (missing, expected)


def test_what_a_version_sells_in_more_without_a_task_to_take_it_is_said_and_not_taken_for_done():
    mix = line("P1-SON-31", "SON-31", "3")
    added = renegotiated("10", mix)
    assert added.verdict == (
        "le délai tiendrait, 3 j ouvrés d'avance, sans compter 3 j que le planning n'a pas (P1-SON-31) : "
        "fin prévue le 15/12/2026"
    )
    assert "Il tiendrait, sous réserve" in added.letter and "du travail qui reste à planifier" in added.letter
    finished = renegotiated("12", state="Terminé")
    assert finished.uncounted == {"P1-IMG-20": 2}
    assert not renegotiated("10").uncounted
    announced = renegotiated("12", state="En cours", remaining_days=Decimal(4))
    assert announced.uncounted == {"P1-IMG-20": 2}, "the technician said what is left before the sale"
    begun = renegotiated("12", state="En cours")
    assert not begun.uncounted


def test_the_tasks_of_a_line_share_what_a_version_sells_in_more():
    # Fourteen days in place of four and six: 56 quarters, one each, then the 54 others as 15 and 23.
    after = {"task": "P1-MON2", "duration_days": Decimal(6), "predecessors": "P1-MON"}
    held = planned_already(date(2026, 12, 18)).with_rows(
        "Planning", table_rows("Planning", [EDIT | {"duration_days": Decimal(4)}, EDIT | after])
    )
    needs = NeededWork(sold_lines(held, "P1"), {"P1-IMG-20": Decimal(14)})
    days = imagined(held, "P1", needs).office["Planning"].column("duration_days")
    assert days == [Decimal("5.5"), Decimal("8.5")]


def test_a_sale_that_falls_to_what_is_planned_changes_no_task():
    assert renegotiated("7", duration_days=Decimal(7)).expected == date(2026, 12, 10)
    fewer = renegotiated("8", duration_days=Decimal(7))
    assert fewer.expected == date(2026, 12, 10) and not fewer.uncounted


def test_what_is_planned_beyond_what_was_sold_stays_when_the_sale_catches_up():
    assert renegotiated("12", duration_days=Decimal(14)).expected == date(2026, 12, 21)


def test_the_days_that_the_technician_asks_for_are_those_planned_of_a_new_project():
    held = sold(line(quantity="25", needed_days=Decimal(30)))
    held = held.with_rows("Equipe", table_rows("Equipe", house(held)))
    held = held.with_rows("Salles", table_rows("Salles", rooms(held)))
    sells_as_much = held.with_columns("Devis", {"quantity": [Decimal(30)]})
    delay = delay_of(held, held["Projets"].records[0], 1)
    assert delay.missing_days == plan(sells_as_much, project="P1").details["late_days"] > 0


def test_a_letter_sent_before_the_technicians_answer_says_so():
    held = planned_already(date(2026, 12, 18)).with_columns("Devis", {"feasibility": [""]})
    delay = delay_of(held, held["Projets"].records[0], 1)
    assert (
        "Il tient, sous réserve de l'avis de nos techniciens : nous finirions le 15/12/2026." in delay.letter
    )


def test_every_way_out_is_planned_before_it_is_proposed():
    # The mix would end on Tuesday 15; asked for on Friday 11, two days are missing.
    held = planned_already(date(2026, 12, 11))
    delay = delay_of(held, held["Projets"].records[0], 1)
    texts = {remedy.kind: remedy.line for remedy in delay.remedies}
    assert texts == {
        "delivery": "avec une livraison le 15/12/2026 : le délai tient",
        "rushes": "avec des rushes le 26/11/2026 (2 jours ouvrés plus tôt) : le délai tient",
    }
    assert delay.letter == (
        "Bonjour, pour « La Lagune », le délai demandé est : rushes le 30/11/2026, PAD le 11/12/2026, soit 10 jours "
        "ouvrés. Le travail du devis (version 1) nous mènerait au 15/12/2026 : il manque 2 jours ouvrés. Le délai "
        "tiendrait avec une livraison le 15/12/2026, ou avec des rushes le 26/11/2026 (2 jours ouvrés plus tôt). "
        "Dites-nous ce qui vous convient."
    )


def test_another_project_that_would_give_way_is_named_to_the_house_and_never_to_the_production():
    other = {
        "code": "AUTRE",
        "title": "Film secret",
        "status": "En cours",
        "delivery_day": date(2026, 12, 11),
        "priority": 1,
    }
    busy = EDIT | {"task": "X-MON", "project": "AUTRE", "line": "", "duration_days": Decimal(5)}
    held = sold(
        line(quantity="10"),
        project={"delivery_day": date(2026, 12, 16)},
        projects=[other],
        people=EDITOR,
        Planning=[busy | {"earliest_day": RUSHES}, EDIT, MIX],
    )
    delay = delay_of(held, held["Projets"].records[0], 1)
    (first,) = [remedy for remedy in delay.remedies if remedy.kind == "priority"]
    assert first.line.startswith("en passant avant les autres projets, et AUTRE livrerait le ")
    assert "AUTRE" not in delay.letter and "ANNE" not in delay.letter and "secret" not in delay.letter


def test_a_second_person_is_proposed_where_the_programme_lets_two_work_side_by_side():
    held = sold(line(quantity="25"), project={"delivery_day": date(2027, 1, 29)})
    held = held.with_rows("Equipe", table_rows("Equipe", house(held)))
    held = held.with_rows("Salles", table_rows("Salles", rooms(held)))
    delay = delay_of(held, held["Projets"].records[0], 1)
    (second,) = [remedy for remedy in delay.remedies if remedy.kind == "second_person"]
    halves = sold(line(quantity="12.5"), line("P1-IMG-20B", quantity="12.5"))
    end = end_by_hand(programme_tasks(halves, "P1").rows)
    assert 0 < second.missing_days == late_by_hand(date(2027, 1, 29), end) < delay.missing_days
    assert second.text == "à deux sur P1-IMG-20 (Chef monteur)"
    assert "deux personnes en parallèle sur « Montage image »" in delay.letter


@pytest.mark.parametrize(
    ("project", "text"),
    [
        ({"rushes_day": None}, "délai non connu : « Réception rushes » est vide pour P1 dans Projets"),
        ({"delivery_day": None}, "délai non connu : « Livraison PAD » est vide pour P1 dans Projets"),
        (
            {"delivery_day": date(2062, 2, 5)},
            "délai non connu : « Livraison PAD » est le 05/02/2062, hors de tout planning, pour P1",
        ),
        ({"type": ""}, "délai non connu : le type de P1 ne dit pas son programme"),
        ({"status": "Livré"}, "délai non connu : P1 est « Livré » : il n'a plus rien à planifier"),
    ],
)
def test_a_delay_that_cannot_be_known_says_why_and_nothing_else(project, text):
    held = sold(line(), project=project)
    delay = delay_of(held, held["Projets"].records[0], 1)
    assert delay.verdict.startswith(text)
    assert delay.missing_days is None and not delay.letter and not delay.remedies


def test_a_task_without_place_makes_the_delay_unknown():
    away = [{"resource": "ANNE", "first_day": RUSHES, "last_day": date(2060, 1, 1)}]
    held = sold(line(), people=EDITOR, Planning=[EDIT], Absences=away)
    delay = delay_of(held, held["Projets"].records[0], 1)
    assert delay.verdict == "délai non connu : fin prévue inconnue, sans place au planning : P1-MON"


@pytest.mark.parametrize(
    ("promised", "text"),
    [
        (date(2026, 12, 11), "le délai tiendrait"),
        (date(2026, 12, 9), "il manque au moins 2 j ouvrés"),
    ],
)
def test_a_skill_that_nobody_has_makes_the_delay_a_guess_at_best(promised, text):
    # Ten days from Monday 30 November end on Friday 11 December, if somebody is found.
    held = sold(line(), project={"delivery_day": promised}, Planning=[EDIT | {"skill": "Bruiteur"}])
    delay = delay_of(held, held["Projets"].records[0], 1)
    assert delay.verdict == (
        f"{text}, si quelqu'un est trouvé pour P1-MON (« Bruiteur », que personne n'a) : fin prévue le 11/12/2026"
    )


def test_an_episode_without_rushes_is_named():
    held = sold(
        line(),
        project={"rushes_day": None, "episodes": 3},
        Episodes=[{"project": "P1", "number": 1, "rushes_day": RUSHES}],
    )
    delay = delay_of(held, held["Projets"].records[0], 1)
    assert delay.unknown == "« Réception rushes » est vide pour P1 dans Projets, et pour l'épisode 2, 3"


def test_an_episode_late_on_its_own_delivery_makes_days_missing():
    # Episode 1 ends on Friday 11 December, promised for Wednesday 9; the project itself is promised for February.
    task = EDIT | {"task": "P1-E01-MON", "episode": 1, "line": ""}
    held = sold(
        line(),
        project={"episodes": 1},
        people=EDITOR,
        Planning=[task],
        Episodes=[{"project": "P1", "number": 1, "delivery_day": date(2026, 12, 9)}],
    )
    delay = delay_of(held, held["Projets"].records[0], 1)
    assert delay.missing_days == 2
    assert delay.verdict == "il manque 2 j ouvrés à l'épisode 1, PAD le 09/12/2026 : fin prévue le 11/12/2026"
    late = "nous mènerait, pour l'épisode 1 demandé le 09/12/2026, au 11/12/2026, sous réserve"
    assert late in delay.letter
    assert "avec l'épisode 1 livré le 11/12/2026 : le délai tient" in [one.line for one in delay.remedies]


@pytest.mark.parametrize(
    ("project", "version", "message"),
    [
        ("P2", None, "le projet « P2 » n'existe pas"),
        ("P1", 4, "P1 n'a pas de version 4 ; les siennes : 1"),
        ("P0", None, "P0 n'a pas de devis en cours"),
        ("P0", 1, "P0 n'a pas de version 1 ; il n'en a aucune"),
    ],
)
def test_what_does_not_exist_is_refused_by_name(project, version, message):
    held = sold(line(), projects=[{"code": "P0"}])
    refused = advice(held, project=project, version=version)
    assert refused.is_blocked and message in refused.problems[0].message
