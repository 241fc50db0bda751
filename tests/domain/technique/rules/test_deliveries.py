"""LIV-01 to LIV-08: what the plan and the quote owe to each deliverable."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from postprod_xl.domain.technique.deliveries.planned import planned_projects
from postprod_xl.domain.technique.facts.records import ProjectFacts
from postprod_xl.domain.technique.rules.registry import RULES
from postprod_xl.schema.technical_vocabulary import DeliverableState, DeliverableType
from postprod_xl.schema.vocabulary import ProjectType, QuoteStatus, TaskState
from tests.domain.offices import office, table_rows
from tests.domain.technique.cases import raised

DAY = date(2026, 11, 30)
PAD = {"task": "T-PAD", "step": "PAD", "start_day": date(2027, 1, 7), "end_day": date(2027, 1, 8)}
QC = {"task": "T-QC", "step": "QC"}
DCP_TASK, VI_TASK = {"task": "T-DCP", "step": "DCP"}, {"task": "T-VI", "step": "VI"}
ITEMS = ("LIV-10", "LIV-11", "LIV-20", "LIV-30", "LIV-31", "LIV-32", "SON-31", "SON-32", "IMG-80")


def project(
    deliverable: dict[str, Any] | list[dict[str, Any]] | None = None,
    tasks: list[dict[str, Any]] | None = None,
    sold: list[str] | None = None,
    tables: dict[str, list[dict[str, Any]]] | None = None,
) -> ProjectFacts:
    """A documentary that promises a PAD for 29 January 2027, its tasks, and the items that its quote sells."""
    given = deliverable if isinstance(deliverable, list) else [deliverable or {}]
    promised = [
        {"type": DeliverableType.PAD_HD, "task": "T-PAD", "deliverable": "PAD", **one} for one in given
    ]
    rows: dict[str, list[dict[str, Any]]] = {
        "Projets": [
            {
                "code": "P",
                "type": ProjectType.DOCUMENTARY,
                "length_minutes": 52,
                "delivery_day": date(2027, 1, 29),
            },
            {"code": "Q"},
        ],
        "Livrables": [{"project": "P", **one} for one in promised],
        "Planning": [{"project": "P", **task} for task in ([PAD, QC] if tasks is None else tasks)],
        "Tarifs": [{"item": item, "unit": "jour"} for item in ITEMS],
    }
    if sold is not None:
        rows["Versions"] = [{"project": "P", "version": 1, "status": QuoteStatus.ACCEPTED}]
        rows["Devis"] = [
            {"project": "P", "version": 1, "line": f"P-{item}", "item": item, "quantity": Decimal(1)}
            for item in sold
        ]
    rows |= tables or {}
    held = office(DAY, **{name: table_rows(name, records) for name, records in rows.items()})
    (found,) = planned_projects(held)
    return found


def ids(found: ProjectFacts) -> list[str]:
    return [rule.id for rule in RULES if rule.id.startswith("LIV") and raised(rule, found)]


def lacking(rule: str, found: ProjectFacts) -> str:
    """The steps that a rule says are missing; empty where it raises nothing."""
    return next((wrong.expected for wrong in raised(rule, found)), "")


def test_a_deliverable_planned_sold_and_on_time_raises_nothing():
    assert ids(project(sold=["LIV-10", "LIV-11"])) == []
    assert ids(project()) == []


def test_liv_01_a_deliverable_without_task_in_a_project_that_has_some():
    assert ids(project({"task": ""})) == ["LIV-01"]


@pytest.mark.parametrize(
    "state", [DeliverableState.MADE, DeliverableState.CHECKED, DeliverableState.ACCEPTED]
)
def test_liv_01_what_is_made_needs_no_task(state: DeliverableState):
    assert ids(project({"task": "", "state": state})) == []


def test_liv_01_what_is_to_be_made_again_needs_one():
    assert ids(project({"task": "", "state": DeliverableState.REJECTED})) == ["LIV-01"]


def test_liv_01_nothing_is_said_of_a_project_without_a_plan():
    assert ids(project({"task": ""}, tasks=[])) == []


def test_liv_02_a_task_of_another_project_makes_no_deliverable_of_this_one():
    tasks = [{**PAD, "task": "T-2"}, QC, {**PAD, "project": "Q"}]
    (found,) = raised("LIV-02", project(tasks=tasks))
    assert found.message == "PAD : la tâche T-PAD est de Q, elle ne fabrique pas ce livrable."


def test_liv_02_a_cancelled_task_makes_nothing():
    tasks = [{**PAD, "task": "T-2"}, QC, {**PAD, "state": TaskState.CANCELLED}]
    (found,) = raised("LIV-02", project(tasks=tasks))
    assert found.found == "T-PAD est annulée"


def test_liv_02_a_task_that_nobody_has_is_told_as_a_wrong_reference_is():
    assert not raised("LIV-02", project({"task": "T-9"}))


def test_liv_02_the_case_of_a_code_does_not_count():
    assert not raised("LIV-02", project({"task": "t-pad"}))


def test_liv_03_a_task_that_ends_after_the_day_owed():
    """Ready Friday 8 January; owed Thursday 7: one working day; owed Friday 8: none."""
    (found,) = raised("LIV-03", project({"due_day": date(2027, 1, 7)}))
    assert found.message.replace("\u00a0", " ") == (
        "PAD : prêt le 08/01/2027, à livrer le 07/01/2027 : 1 j ouvré de retard."
    )
    assert not raised("LIV-03", project({"due_day": date(2027, 1, 8)}))


def test_liv_03_nothing_is_late_without_a_day():
    assert not raised("LIV-03", project({"due_day": date(2027, 1, 7)}, tasks=[{**PAD, "end_day": None}, QC]))


def test_liv_04_a_step_that_makes_another_kind():
    (found,) = raised("LIV-04", project({"type": DeliverableType.DCP_2K}))
    assert (found.found, found.expected) == ("PAD", "DCP")


@pytest.mark.parametrize(
    ("kind", "step"),
    [
        (DeliverableType.PAD_HD, "PAD"),
        (DeliverableType.PAD_HD, "pad"),
        (DeliverableType.PAD_HD, "QC"),
        (DeliverableType.DCP_4K, "LIVRAISON"),
        (DeliverableType.STREAMING, "IMF"),
        (DeliverableType.STREAMING, "PAD"),
        (DeliverableType.SUBTITLES, "SME"),
        (DeliverableType.OTHER, "MONTAGE_IMAGE"),
        (DeliverableType.DVD, "MONTAGE_IMAGE"),
        (DeliverableType.PAD_HD, ""),
        (DeliverableType.PAD_HD, "FABRICATION MAISON"),
    ],
)
def test_liv_04_a_step_that_makes_it_follows_its_making_or_is_the_house_s_own(
    kind: DeliverableType, step: str
):
    assert not raised("LIV-04", project({"type": kind}, tasks=[{**PAD, "step": step}, QC]))


def test_liv_05_owed_after_the_day_of_its_project():
    """Promised Friday 29 January 2027."""
    assert raised("LIV-05", project({"due_day": date(2027, 1, 30)}))
    assert not raised("LIV-05", project({"due_day": date(2027, 1, 29)}))
    assert not raised("LIV-05", project({"due_day": date(2027, 1, 30), "state": DeliverableState.MADE}))


def test_liv_05_owed_after_the_day_of_its_episode():
    episodes = {"Episodes": [{"project": "P", "number": 1, "delivery_day": date(2027, 1, 15)}]}
    late = {"episode": 1, "due_day": date(2027, 1, 18)}
    (found,) = raised("LIV-05", project(late, tables=episodes))
    assert found.message == "PAD : à livrer le 18/01/2027, après l'épisode, promis le 15/01/2027."
    assert not raised("LIV-05", project({**late, "episode": 2}, tables=episodes))


CONTENTS = [
    ({"has_sme": True}, "SME"),
    ({"has_audio_description": True}, "AD_ECRITURE et AD_MIX"),
    ({"has_me": True}, "VI"),
    ({"has_textless": True}, "TITRAGE_FINAL"),
    ({"subtitle_format": "STL"}, "ST_TRAD ou SME"),
]


@pytest.mark.parametrize(("cells", "steps"), CONTENTS)
def test_liv_06_what_it_comprises_is_neither_sold_nor_planned(cells: dict[str, Any], steps: str):
    found = project(cells, sold=["LIV-10", "LIV-11"])
    assert (ids(found), lacking("LIV-06", found)) == (["LIV-06"], steps)


@pytest.mark.parametrize(
    "name", [next(iter(cells)) for cells, _ in CONTENTS if "subtitle_format" not in cells]
)
def test_liv_06_what_it_does_not_comprise_is_not_required(name: str):
    for answer in (False, None):
        assert ids(project({name: answer}, sold=["LIV-10", "LIV-11"])) == []


def test_liv_06_subtitles_for_the_deaf_are_the_subtitles():
    found = project({"has_sme": True, "subtitle_format": "STL"}, sold=["LIV-10", "LIV-11"])
    assert lacking("LIV-06", found) == "SME"


def test_liv_07_what_is_planned_and_not_sold():
    found = project({"has_me": True}, [PAD, QC, VI_TASK], sold=["LIV-10", "LIV-11"])
    assert (ids(found), lacking("LIV-07", found)) == (["LIV-07"], "VI")


def test_liv_07_before_any_plan_what_the_quote_lacks_is_told():
    found = project({"has_me": True, "task": ""}, [], sold=["LIV-10"])
    assert (ids(found), lacking("LIV-07", found)) == (["LIV-07"], "VI et QC")


def test_liv_07_a_line_of_another_name_that_pays_the_task_sells_it():
    """The line of the quote has no item of the rate card; the task says that it pays for it."""
    lines = [
        {"project": "P", "version": 1, "line": line, "item": item, "quantity": Decimal(1)}
        for line, item in (("A", "LIV-10"), ("B", "LIV-11"), ("C", ""))
    ]
    paid = {"Devis": lines}
    tasks = [PAD, QC, {**VI_TASK, "line": "C"}]
    assert ids(project({"has_me": True}, tasks, sold=[], tables=paid)) == []
    assert ids(project({"has_me": True}, [PAD, QC, VI_TASK], sold=[], tables=paid)) == ["LIV-07"]


def test_liv_07_what_the_house_has_no_item_for_is_not_told_to_be_unsold():
    tables = {"Tarifs": [{"item": "LIV-10", "unit": "unité"}, {"item": "LIV-11", "unit": "minute"}]}
    found = project({"has_me": True}, [PAD, QC, VI_TASK], sold=["LIV-10", "LIV-11"], tables=tables)
    assert ids(found) == []


def test_liv_07_a_line_of_nothing_sells_nothing_and_a_change_order_sells_it_again():
    lines = [
        {"project": "P", "version": 1, "line": line, "item": line, "quantity": Decimal(quantity)}
        for line, quantity in (("LIV-10", 1), ("LIV-11", 0))
    ]
    assert ids(project(sold=[], tables={"Devis": lines})) == ["LIV-07"]
    order = {
        "number": "AV-1",
        "project": "P",
        "line": "LIV-11",
        "type": "Additif",
        "status": "Accepté",
        "day": DAY,
        "quantity": Decimal(1),
    }
    assert ids(project(sold=[], tables={"Devis": lines, "Avenants": [order]})) == []


def test_liv_08_what_is_sold_and_not_planned():
    found = project({"has_me": True}, sold=["LIV-10", "LIV-11", "SON-32"])
    assert (ids(found), lacking("LIV-08", found)) == (["LIV-08"], "VI")


def test_liv_08_without_a_quote_only_the_plan_is_looked_at():
    found = project({"has_me": True})
    (wrong,) = raised("LIV-08", found)
    assert (ids(found), wrong.message) == (["LIV-08"], "PAD : VI manque au planning.")


def test_liv_08_tasks_whose_step_is_not_known_are_said_and_a_plan_without_any_step_is_not_judged():
    (wrong,) = raised("LIV-08", project({"has_me": True}, [PAD, QC, {"task": "X", "step": ""}]))
    assert wrong.message.replace("\u00a0", " ") == (
        "PAD : VI manque au planning (1 tâche sans étape connue dans Planning)."
    )
    assert ids(project({"has_me": True}, [{**PAD, "step": ""}])) == []


def test_liv_08_a_task_of_the_house_s_own_step_that_it_names_makes_it():
    assert ids(project(tasks=[{**PAD, "step": "MASTER"}, QC])) == []
    assert lacking("LIV-08", project({"task": ""}, tasks=[{**PAD, "step": "MASTER"}, QC])) == "PAD"


def test_liv_08_a_task_of_another_episode_is_not_of_this_one():
    tasks = [{**PAD, "episode": 1}, {**QC, "episode": 1}, {**PAD, "task": "T-2", "episode": 2}]
    assert lacking("LIV-08", project({"episode": 1}, tasks)) == ""
    assert lacking("LIV-08", project({"episode": 2, "task": "T-2"}, tasks)) == "QC"
    assert lacking("LIV-08", project({}, tasks)) == ""


def test_liv_08_a_cancelled_task_plans_nothing():
    assert lacking("LIV-08", project(tasks=[PAD, {**QC, "state": TaskState.CANCELLED}])) == "QC"


def test_liv_08_what_is_made_needs_nothing_more():
    assert ids(project({"has_me": True, "state": DeliverableState.MADE})) == []


def test_liv_08_a_television_master_beside_a_dcp_needs_its_own_mix():
    dcp = {"deliverable": "DCP", "type": DeliverableType.DCP_2K, "task": "T-DCP"}
    tasks = [PAD, QC, DCP_TASK]
    assert [wrong.expected for wrong in raised("LIV-08", project([{}, dcp], tasks))] == ["MIX_TV"]
    assert not raised("LIV-08", project([{}, dcp], [*tasks, {"task": "M", "step": "MIX_TV"}]))


RATES = [("24", True), ("25", False), ("50", False), ("25i", False), ("29,97", True), ("", False)]


@pytest.mark.parametrize(("rate", "is_converted"), RATES)
def test_liv_08_another_rate_needs_a_conversion(rate: str, is_converted: bool):
    flow = {"Flux": [{"project": "P", "timeline_rate": rate}]}
    wanted = "CONVERSION_CADENCE" if is_converted else ""
    assert lacking("LIV-08", project({"frame_rate": "25"}, tables=flow)) == wanted


def test_liv_08_a_conversion_is_known_by_its_step_or_its_words():
    flow = {"Flux": [{"project": "P", "timeline_rate": "24"}]}
    for cells in ({"step": "CONVERSION_CADENCE"}, {"label": "Conversion de cadence 24 vers 25"}):
        tasks = [PAD, QC, {"task": "X", **cells}]
        assert lacking("LIV-08", project({"frame_rate": "25"}, tasks, tables=flow)) == ""
    tasks = [PAD, QC, {"task": "X", "label": "Conversion HDR"}]
    assert lacking("LIV-08", project({"frame_rate": "25"}, tasks, tables=flow)) == "CONVERSION_CADENCE"


def test_liv_08_a_file_of_sound_needs_no_control():
    sound = {"type": DeliverableType.SOUND, "task": "T-MIX"}
    assert ids(project(sound, [{"task": "T-MIX", "step": "MIXAGE"}])) == []
