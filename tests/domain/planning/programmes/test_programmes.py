"""The steps of a type of programme, counted backward from a delivery, as tasks of a project."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postprod_xl.commands.plan.planning import plan
from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.programmes.backward import latest_days
from postprod_xl.domain.planning.programmes.refusal import ProgrammeRefused
from postprod_xl.domain.planning.programmes.steps import TEMPLATES, Step, steps_of, template_for, written
from postprod_xl.domain.planning.programmes.tasks import ProgrammeTasks, programme_tasks
from postprod_xl.domain.planning.tasks.links import WrittenLink, read_links
from postprod_xl.engines.schedule import LinkKind
from postprod_xl.schema.tables.projects import PROJECTS
from tests.domain.offices import MONDAY, office, table_rows

PARIS = WorkCalendar.of("75")
DELIVERY, RUSHES = PROJECTS.heading("delivery_day"), PROJECTS.heading("rushes_day")


def step(code: str, days: str, after: str = "") -> Step:
    return Step(code, code.title(), Decimal(days), tuple(read_links(after)), "", "", "", False)


def house(**project: Any) -> Office:
    row = {"code": "P1", "type": "Documentaire", "length_minutes": 52, "delivery_day": date(2027, 4, 30)}
    return office(
        Projets=table_rows("Projets", [{**row, **project}]),
        Versions=table_rows("Versions", [{"project": "P1", "version": 1, "status": "Accepté"}]),
        Devis=table_rows("Devis", [{"line": "P1-MIX", "project": "P1", "version": 1, "item": "SON-31"}]),
        Tarifs=table_rows("Tarifs", [{"item": "SON-31", "skill": "Mixeuse", "room_type": "Audi"}]),
    )


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_steps_of_a_template_come_after_those_they_wait_for_and_end_with_the_delivery(template: str):
    steps = steps_of(template, MONDAY)
    codes = [step.code for step in steps]
    assert all(codes.index(link.code) < codes.index(step.code) for step in steps for link in step.links)
    assert codes[-1] == "LIVRAISON" and len(codes) == len(set(codes)) > 25
    waited = {link.code for step in steps for link in step.links}
    assert set(codes) - waited == {"DECLARATIONS", "LIVRAISON"}, "nothing but these may be forgotten"


def test_notes_and_validations_are_steps_of_every_template():
    for template in TEMPLATES:
        owed = {step.code for step in steps_of(template, MONDAY) if step.is_validation}
        assert owed >= {"NOTES_MONTAGE", "VERROUILLAGE", "VALIDATION_ETALONNAGE", "VALIDATION_MIXAGE"}


def test_a_type_of_project_says_its_template():
    assert [
        template_for(*found) for found in (("Long métrage", None), ("Série TV", 52), ("Magazine", 26))
    ] == [
        "LM90",
        "SER52",
        "MAG26",
    ]


def test_a_link_is_written_as_it_is_read():
    links = (WrittenLink("A", LinkKind.END_START, 0), WrittenLink("A", LinkKind.END_END, -2))
    texts = [written(link, "P-A") for link in links]
    assert texts == ["P-A", "P-A FF-0,5j"]
    assert read_links("; ".join(texts)) == [link._replace(code="P-A") for link in links]


@given(st.dates(date(2024, 1, 1), date(2030, 1, 1)), st.integers(0, 60))
def test_a_programme_of_one_step_begins_on_the_latest_start_of_its_work(delivery: date, quarters: int):
    days = Decimal(quarters) / 4
    latest = latest_days([step("a", str(days))], delivery, PARIS)
    assert latest["a"].start == PARIS.first_day(delivery, days)


def test_the_latest_days_are_counted_back_from_the_delivery():
    steps = [
        step("montage", "5"),
        step("mixage", "2", "montage FD+1j"),
        step("titres", "1.5", "montage DD+4j"),
        step("pad", "0", "mixage; titres"),
    ]
    latest = latest_days(steps, date(2026, 11, 20), PARIS)
    # The delivery closes Friday 20. The mix takes Thursday and Friday, one day is left before it, so the edit
    # ends on Tuesday 17; its five days skip no holiday but the week-end and 11 November: 10, 12, 13, 16, 17.
    assert latest["mixage"] == (date(2026, 11, 19), date(2026, 11, 20))
    assert latest["montage"] == (date(2026, 11, 10), date(2026, 11, 17))
    # A day and a half ends on Friday evening: it begins on Thursday at noon.
    assert latest["titres"] == (date(2026, 11, 19), date(2026, 11, 20))
    assert latest["pad"] == (date(2026, 11, 20), date(2026, 11, 20))


def test_half_a_day_that_ends_at_noon_leaves_the_morning():
    steps = [step("a", "0.5"), step("b", "0.5", "a")]
    assert latest_days(steps, date(2026, 11, 20), PARIS)["a"].end == date(2026, 11, 20)


def test_a_link_between_ends_or_from_start_to_end_counts_back_too():
    steps = [step("a", "2"), step("b", "1", "a FF+1j"), step("c", "1", "a DF+3j")]
    # b may end on Friday 20, so a ends on Thursday 19 and begins on Wednesday 18; c, from the start of a, asks
    # only that a begins three days before Friday evening, on Wednesday morning.
    assert latest_days(steps, date(2026, 11, 20), PARIS)["a"] == (date(2026, 11, 18), date(2026, 11, 19))


def test_a_delivery_on_a_sunday_is_that_of_the_friday():
    assert latest_days([step("a", "1")], date(2026, 11, 22), PARIS)["a"].end == date(2026, 11, 20)


def test_the_tasks_bear_the_lines_the_links_and_the_words_of_the_house():
    made = programme_tasks(house(), "P1")
    rows = made.rows.frame().set_index("step")
    assert made.template == "DOC52"
    assert rows.loc["MIXAGE", ["task", "line", "skill", "room_type", "state"]].tolist() == [
        "P1-MIXAGE",
        "P1-MIX",
        "Mixeuse",
        "Audi",
        "Option 1",
    ]
    assert rows.loc["SYNCHRO", "predecessors"] == "P1-RUSHES DD+1j"
    assert rows.loc["LIVRAISON", "due_day"] == date(2027, 4, 30)
    assert rows.loc["MONTAGE_IMAGE", "due_day"] is None
    assert "PREMIX" not in rows.index, "a documentary has no premix"


def test_what_the_quote_does_not_pay_is_named_and_a_project_without_a_quote_says_so():
    paid = programme_tasks(house(), "P1")
    assert paid.lines[1].startswith("24 étapes que le devis ne paie pas : RUSHES, SYNCHRO, ")
    unquoted = programme_tasks(house().with_rows("Devis", table_rows("Devis", [])), "P1")
    assert unquoted.lines[1] == "aucune tâche n'a de ligne : le projet n'a pas de devis en cours"


@pytest.mark.parametrize(("days", "day"), [("1", date(2026, 11, 19)), ("0.5", date(2026, 11, 20))])
def test_a_milestone_stands_on_the_day_it_closes(days: str, day: date):
    closing = [step("a", "1"), step("m", "0", "a"), step("b", days, "m")]
    assert latest_days(closing, date(2026, 11, 20), PARIS)["m"] == (day, day)


def test_the_days_to_spare_or_missing_are_counted_from_the_rushes():
    early, late = (
        programme_tasks(house(rushes_day=day), "P1") for day in (date(2026, 12, 7), date(2027, 3, 1))
    )
    assert early.begin == late.begin == date(2027, 2, 1)
    # From 7 December to 1 February: 4 weeks of 5 days in December less Christmas, 20 in January less the 1st.
    assert early.short_days == -(19 + 20 - 1)
    assert late.short_days == 20
    assert "20 j ouvrés" in late.lines[0] and "il manque" in late.lines[0]


def test_without_a_delivery_no_day_is_owed():
    made = programme_tasks(house(delivery_day=None, rushes_day=date(2026, 12, 7)), "P1")
    assert made.begin is None and not any(made.rows.column("due_day"))


def test_a_series_has_the_steps_of_each_episode_and_a_plan_before_the_quote_is_signed_yields():
    made = programme_tasks(house(type="Série TV", episodes=2, status="Devis"), "P1")
    assert [made.rows.column("task")[at] for at in (0, -1)] == ["P1-E01-RUSHES", "P1-E02-LIVRAISON"]
    assert made.rows.column("predecessors")[-1] == "P1-E02-REPRISES"
    assert made.rows.column("episode") == sorted(made.rows.column("episode"))
    assert set(made.rows.column("state")) == {"Option 2"}


@pytest.mark.parametrize(
    ("project", "code", "template", "said"),
    [
        ({}, "P2", "", "n'existe pas"),
        ({}, "P1", "LM120", "« LM120 » inconnu, attendu : LM90"),
        ({"type": ""}, "P1", "", "précisez-le : LM90"),
        ({"delivery_day": None}, "P1", "", f"ni {DELIVERY} ni {RUSHES}"),
        ({"status": "Annulé"}, "P1", "", "plus rien à planifier"),
    ],
)
def test_what_cannot_be_planned_is_refused_in_one_line(project, code, template, said):
    with pytest.raises(ProgrammeRefused, match=said):
        programme_tasks(house(**project), code, template)


def test_a_project_that_has_tasks_is_refused():
    held = house().with_rows("Planning", table_rows("Planning", [{"task": "X", "project": "P1"}]))
    with pytest.raises(ProgrammeRefused, match="a déjà 1 tâche"):
        programme_tasks(held, "P1")


def test_planning_gives_the_new_rows_their_days_and_leaves_the_others_theirs():
    held = house().with_rows("Projets", table_rows("Projets", [*({"code": "P0"},), _project("P1")]))
    held = held.with_rows("Planning", table_rows("Planning", [{"task": "X", "project": "P0"}]))
    found = plan(held, project="P1", template="MAG26")
    assert found.columns["Planning"].numbers == held["Planning"].numbers
    new = found.appended["Planning"]
    assert new.numbers[0] == held["Planning"].numbers[-1] + 1
    assert None not in new.column("start_day") and new.column("task")[0] == "P1-RUSHES"
    assert found.details["late_days"] == 0 and "livraison tenue" in found.summary


def _project(code: str) -> dict[str, Any]:
    return {"code": code, "type": "Magazine", "delivery_day": date(2027, 4, 30)}


def series(*episodes: dict[str, Any], **project: Any) -> Office:
    rows = [{"project": "P1", **episode} for episode in episodes]
    return house(type="Série TV", **project).with_rows("Episodes", table_rows("Episodes", rows))


def due_days(made: ProgrammeTasks, step: str) -> list[date | None]:
    days = made.rows.select("step", "due_day")
    return [day for code, day in days if code == step]


def test_an_episode_is_counted_backward_from_its_own_pad_and_its_edit_from_its_picture_lock():
    # The second one has a PAD of its own, and a lock far before what the PAD asks; the third follows the project.
    dated = {"number": 2, "delivery_day": date(2027, 3, 31), "lock_day": date(2027, 1, 29)}
    made = programme_tasks(series(dated, episodes=3), "P1")
    assert due_days(made, "LIVRAISON") == [date(2027, 4, 30), date(2027, 3, 31), date(2027, 4, 30)]
    first, second, third = due_days(made, "VERROUILLAGE")
    assert second == date(2027, 1, 29) and first == third
    # Notes take two working days and the lock closes them, so the viewing ends on Wednesday 27.
    assert due_days(made, "PROJECTIONS")[1] == date(2027, 1, 27)


def test_the_delay_of_a_series_is_that_of_its_tightest_episode():
    # A first step that nothing else shortens begins as long before the PAD as before the delivery of the others: the
    # second episode, due a month sooner, is the tightest, the rushes of the third being there no later than today.
    dated = [{"number": 2, "delivery_day": date(2027, 3, 31)}, {"number": 3, "rushes_day": date(2026, 11, 2)}]
    made = programme_tasks(series(*dated, episodes=3), "P1")
    alone = programme_tasks(house(type="Série TV", delivery_day=date(2027, 3, 31)), "P1")
    assert (made.begin, made.short_days, made.tightest) == (alone.begin, alone.short_days, 2)
    assert made.lines[0].startswith(f"épisode 2 à commencer le {alone.begin:%d/%m/%Y} au plus tard : ")


def test_episodes_with_their_pads_need_no_delivery_and_no_number_of_episodes_in_their_project():
    dated = [{"number": number, "delivery_day": date(2027, 3, day)} for number, day in ((1, 24), (2, 31))]
    made = programme_tasks(series(*dated, delivery_day=None), "P1")
    assert due_days(made, "LIVRAISON") == [date(2027, 3, 24), date(2027, 3, 31)]
    assert made.rows.column("task")[0] == "P1-E01-RUSHES"
