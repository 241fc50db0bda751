"""What is said of a deliverable that a blocking finding holds: on its task, its project, the home page."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from postprod_xl.domain.home.concerns.delivery import delivery_concerns
from postprod_xl.domain.home.concerns.gathered import concerns_of
from postprod_xl.domain.home.dashboard import actions, fitted
from postprod_xl.domain.home.project_status import project_alerts
from postprod_xl.domain.office import Office
from postprod_xl.domain.refresh import Refresh, refreshed
from postprod_xl.domain.technique.deliveries.held import held_deliverables, task_alerts
from postprod_xl.schema.technical_vocabulary import DeliverableState, DeliverableType
from postprod_xl.schema.vocabulary import Light, ProjectStatus, TaskState
from tests.domain.offices import office, records_of, table_rows

DAY = date(2026, 11, 30)
TASK = {"task": "T-PAD", "project": "P", "step": "PAD", "duration_days": Decimal(1)}
DELIVERABLE = {
    "project": "P",
    "deliverable": "PAD",
    "type": DeliverableType.PAD_HD,
    "standard": "CST-RT-040",
    "codec": "ProRes 422 HQ",
    "task": "T-PAD",
}
WAIVER = {
    "project": "P",
    "rule": "IMG-16",
    "object": "PAD",
    "reason": "Accord écrit",
    "accepted_by": "Chaîne",
    "accepted_day": DAY,
}


def attested(nature: str, code: str = "PAD") -> dict[str, Any]:
    """A piece of a deliverable that holds."""
    signed = {"day": DAY, "author": "Labo", "is_passed": True}
    return {"project": "P", "deliverable": code, "nature": nature, **signed}


def house(
    deliverable: dict[str, Any] | None = None,
    task: dict[str, Any] | None = None,
    project: dict[str, Any] | None = None,
    **tables: list[dict[str, Any]],
) -> Office:
    """A project with one PAD of the wrong codec, which IMG-16 blocks, promised for 29 January 2027."""
    rows = {
        "Projets": [
            {
                "code": "P",
                "status": ProjectStatus.CONFIRMED,
                "delivery_day": date(2027, 1, 29),
                **(project or {}),
            },
            {"code": "Q", "status": ProjectStatus.CONFIRMED},
        ],
        "Livrables": [DELIVERABLE | (deliverable or {})],
        "Planning": [TASK | (task or {})],
        "Pieces": [attested("Rapport AS-10", code) for code in ("PAD", "PAD-2")],
        **tables,
    }
    return office(DAY, **{name: table_rows(name, records) for name, records in rows.items()})


def run(*given: Any, **tables: Any) -> Refresh:
    return refreshed(house(*given, **tables), ())


def alert(made: Refresh) -> str:
    return str(made.office["Planning"].column("alert")[0])


def test_the_task_says_that_its_deliverable_is_held_and_stays_where_it_is():
    made, free = run(), run({"codec": "XDCAM HD422 50"})
    assert (alert(made), alert(free)) == ("Livrable PAD retenu par IMG-16", "")
    days = ("start_day", "end_day", "assigned_technician", "assigned_room", "state")
    assert [*made.office["Planning"].select(*days)] == [*free.office["Planning"].select(*days)]
    assert records_of(made.rows["Reservations"]) == records_of(free.rows["Reservations"])


def test_a_confirmed_task_of_a_held_deliverable_moves_nothing():
    confirmed = {"state": TaskState.CONFIRMED, "fixed_day": date(2026, 12, 15)}
    made = run(None, confirmed)
    assert made.office["Planning"].column("start_day") == [date(2026, 12, 15)]
    assert alert(made) == "Livrable PAD retenu par IMG-16"


def test_the_alert_comes_after_what_the_plan_says():
    late = {"due_day": date(2026, 11, 27)}
    assert alert(run(None, late)).endswith(" ; Livrable PAD retenu par IMG-16")
    assert alert(run(None, late)).startswith("Retard de ")


def test_a_second_refresh_says_it_once():
    first = run()
    second = refreshed(first.office, ())
    assert alert(second) == alert(first)
    assert records_of(second.rows["Actions"]) == records_of(first.rows["Actions"])
    assert records_of(second.rows["Accueil"]) == records_of(first.rows["Accueil"])


def test_a_waiver_holds_it_no_longer_anywhere():
    made = run(Derogations=[WAIVER])
    assert (alert(made), held_deliverables(made.office)) == ("", [])
    assert "Livrables retenus" not in made.rows["Actions"].column("subject")
    assert "retenu" not in project_alerts(made.office)["P"]


def test_an_incomplete_waiver_still_holds_it():
    assert alert(run(Derogations=[{**WAIVER, "reason": ""}])) == "Livrable PAD retenu par IMG-16"


def test_a_task_of_another_project_says_nothing():
    assert dict(task_alerts(run(None, {"project": "Q"}).office)) == {}


def test_two_deliverables_of_one_task_are_both_said():
    second = {**DELIVERABLE, "deliverable": "PAD-2"}
    made = run(Livrables=[DELIVERABLE, second])
    assert alert(made) == "Livrable PAD retenu par IMG-16 ; Livrable PAD-2 retenu par IMG-16"


def test_the_project_and_the_home_page_say_it():
    made = run()
    assert project_alerts(made.office)["P"] == ["1 livrable retenu : PAD"]
    (concern,) = (one for one in delivery_concerns(made.office) if one.table == "Livrables")
    assert concern.line == "1 livrable retenu : PAD, à lever ou à accepter (Livrables)"
    (told,) = (row for row in records_of(made.rows["Actions"]) if row["subject"] == "Livrables retenus")
    assert (told["count"], told["detail"]) == (1, "P PAD")


@pytest.mark.parametrize(
    ("owed", "colour"),
    [
        (DAY, Light.RED),
        (date(2026, 12, 1), Light.ORANGE),
        (None, Light.ORANGE),
        (date(2026, 11, 27), Light.RED),
    ],
)
def test_its_light_is_red_from_the_day_it_is_owed(owed: date | None, colour: Light):
    made = run(None, None, {"delivery_day": owed})
    (concern,) = (one for one in delivery_concerns(made.office) if one.table == "Livrables")
    assert concern.colour is colour


def test_of_a_project_delivered_nothing_is_said():
    made = run(None, None, {"status": ProjectStatus.DELIVERED})
    assert held_deliverables(made.office) == []


@pytest.mark.parametrize("state", [DeliverableState.CHECKED, DeliverableState.ACCEPTED])
def test_to_be_checked_or_received_and_blocked_is_a_contradiction(state: DeliverableState):
    made = run({"state": state})
    (told,) = (one for one in made.problems if one.table == "Livrables" and one.heading == "État")
    assert told.message.startswith(f"P PAD est « {state} », et IMG-16")
    assert told.message.endswith("acceptez-les dans Dérogations")


@pytest.mark.parametrize(
    "state", ["", DeliverableState.EXPECTED, DeliverableState.MADE, DeliverableState.REJECTED]
)
def test_to_be_blocked_before_any_check_is_none(state: str):
    assert not [one for one in run({"state": state}).problems if one.heading == "État"]


def test_to_be_checked_with_an_accepted_finding_is_none():
    pieces = ("Rapport QC", "Rapport AS-10", "Fichier XML", "Zone de sûreté", "Rapport loudness")
    signed = [attested(nature) for nature in pieces]
    made = run({"state": DeliverableState.CHECKED}, Derogations=[WAIVER], Pieces=signed)
    assert not [one for one in made.problems if one.table == "Livrables" and one.heading == "État"]


def test_received_it_is_held_by_nothing():
    assert alert(run({"state": DeliverableState.ACCEPTED})) == ""


def test_without_deliverables_the_home_page_is_what_it_was():
    made = run(Livrables=[])
    assert "Livrables retenus" not in made.rows["Actions"].column("subject")
    assert len(made.rows["Actions"]) == 12


def test_there_are_never_more_than_twelve_actions():
    """Twelve subjects that all ask, then what is held: deliveries late and held are told in one row."""
    late, held = (
        ["Livraisons en retard", 2, "A, B", "Projets"],
        ["Livrables retenus", 1, "A PAD", "Livrables"],
    )
    others = [[f"Sujet {rank}", 1, "X", "Planning"] for rank in range(11)]
    told = fitted([late, held, *others])
    assert told == [
        [
            "Livraisons en retard ou retenues",
            3,
            "Livraisons en retard : A, B ; Livrables retenus : A PAD",
            "Projets",
        ],
        *others,
    ]
    pay = [["DPAE à déposer", 1, "C1", "DPAE"], ["Contrats incomplets", 1, "C2", "Contrats"]]
    assert len(fitted([late, held, *others[:10], *pay])) == 12
    assert len(fitted([late, held, *others[:9], *pay])) == 12


def test_an_office_looked_at_by_hand_tells_the_same():
    """`actions` reads the computed columns only."""
    made = run()
    told = actions(made.office, concerns_of(made.office, []), [])
    assert "Livrables retenus" in told.column("subject")


def test_two_deliverables_held_are_counted_in_the_plural():
    second = {**DELIVERABLE, "deliverable": "PAD-2"}
    made = run(Livrables=[DELIVERABLE, second])
    assert project_alerts(made.office)["P"] == ["2 livrables retenus : PAD, PAD-2"]
