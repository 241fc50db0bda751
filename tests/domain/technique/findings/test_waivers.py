"""Findings that somebody accepts: with a reason, a name and a date, and they stay visible."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from postprod_xl.domain.office import Office
from postprod_xl.domain.technique.findings.finding import TechnicalFinding
from postprod_xl.domain.technique.findings.waivers import (
    KnownObjects,
    known_objects,
    waived,
    waiver_columns,
    waiver_problems,
)
from postprod_xl.schema.technical_vocabulary import FindingState, WaiverState
from postprod_xl.schema.vocabulary import Severity
from tests.domain.offices import office, table_rows
from tests.domain.technique.cases import DAY

BLOCKED = TechnicalFinding(
    "TERR", "TST-02", "CAM-1", FindingState.FOUND, Severity.BLOCKING, "Cela ne va pas."
)
KNOWN = KnownObjects(["TST-02", "TST-03"], {"TERR": ["CAM-1", "PAD"]})
WAIVER = {
    "project": "TERR",
    "rule": "TST-02",
    "object": "CAM-1",
    "reason": "Plan unique",
    "accepted_by": "Le diffuseur",
    "accepted_day": DAY,
}


def house(*rows: dict[str, Any]) -> Office:
    return office(DAY, Derogations=table_rows("Derogations", [*rows]))


def states(*rows: dict[str, Any]) -> list[str]:
    found = waived(house(*rows), [BLOCKED])
    return waiver_columns(house(*rows), found).column("state")


def told(*rows: dict[str, Any]) -> list[tuple[str, str]]:
    one = house(*rows)
    problems = waiver_problems(one, waived(one, [BLOCKED]), KNOWN)
    return [(problem.severity, problem.message) for problem in problems]


def test_an_accepted_finding_stays_visible_with_who_when_and_why_and_holds_nothing():
    (one,) = waived(house({**WAIVER, "evidence": "courriel du 28"}), [BLOCKED])
    assert (one.state, one.severity, one.holds) == (FindingState.WAIVED, Severity.BLOCKING, False)
    assert one.waiver == "Le diffuseur, le 30/11/2026 : Plan unique (courriel du 28)"
    assert states(WAIVER) == [WaiverState.IN_FORCE] and told(WAIVER) == []


def test_what_a_waiver_names_is_compared_as_codes_are():
    (one,) = waived(house({**WAIVER, "rule": "tst-02", "object": "cam-1"}), [BLOCKED])
    assert one.state is FindingState.WAIVED and one.waiver == "Le diffuseur, le 30/11/2026 : Plan unique"


@pytest.mark.parametrize(
    ("other", "value"), [("project", "CRUE"), ("rule", "TST-03"), ("object", "PAD"), ("object", "")]
)
def test_a_waiver_lifts_the_finding_of_its_project_rule_and_object_alone(other: str, value: str):
    assert waived(house({**WAIVER, other: value}), [BLOCKED]) == [BLOCKED]


@pytest.mark.parametrize(
    ("name", "heading"),
    [("reason", "Motif"), ("accepted_by", "Accepté par"), ("accepted_day", "Accepté le")],
)
def test_a_waiver_without_reason_name_or_day_lifts_nothing_and_is_named(name: str, heading: str):
    incomplete = {key: value for key, value in WAIVER.items() if key != name}
    assert waived(house(incomplete), [BLOCKED]) == [BLOCKED]
    assert states(incomplete) == [WaiverState.INCOMPLETE]
    assert told(incomplete) == [
        (
            Severity.WARNING,
            f"TERR TST-02 CAM-1 : dérogation incomplète, le constat reste : remplissez {heading}",
        )
    ]


def test_a_waiver_of_a_day_to_come_does_not_count_yet():
    tomorrow = {**WAIVER, "accepted_day": date(2026, 12, 1)}
    assert waived(house(tomorrow), [BLOCKED]) == [BLOCKED]
    assert states(tomorrow) == [WaiverState.INCOMPLETE]
    assert told(tomorrow) == [
        (
            Severity.WARNING,
            "TERR TST-02 CAM-1 : dérogation du 01/12/2026, un jour à venir : le constat reste d'ici là",
        )
    ]


def test_a_waiver_of_a_finding_that_does_not_exist_is_pointless_and_said_once():
    other = {**WAIVER, "object": "PAD"}
    assert states(other) == [WaiverState.POINTLESS]
    assert told(other) == [
        (
            Severity.INFO,
            "TERR TST-02 PAD : Compatibilités n'a pas, ou plus, ce constat : dérogation sans objet",
        )
    ]


def test_what_is_to_be_filled_in_cannot_be_accepted():
    lack = TechnicalFinding("TERR", "TST-02", "CAM-1", FindingState.TO_FILL, Severity.INFO, "Il manque…")
    assert waived(house(WAIVER), [lack]) == [lack]
    assert waiver_columns(house(WAIVER), [lack]).column("state") == [WaiverState.POINTLESS]


def test_an_unknown_rule_is_named_with_the_closest_one():
    assert told({**WAIVER, "rule": "TST-022"}) == [
        (
            Severity.WARNING,
            "« TST-022 » n'est pas une règle technique : vouliez-vous dire « TST-02 » ou « TST-03 » ?",
        )
    ]


def test_the_requirement_of_a_recipient_is_no_unknown_rule():
    (line,) = told({**WAIVER, "rule": "PRO-FTV-codec"})
    assert line[0] is Severity.INFO


def test_an_unknown_object_is_named():
    assert told({**WAIVER, "object": "CAM-7"}) == [
        (
            Severity.WARNING,
            "« CAM-7 » n'est ni source, ni livrable, ni tâche de TERR : vouliez-vous dire « CAM-1 » ?",
        )
    ]


def test_the_sources_deliverables_and_tasks_of_a_project_may_be_named():
    one = office(
        DAY,
        Sources=table_rows("Sources", [{"project": "TERR", "source": "CAM-1"}]),
        Livrables=table_rows("Livrables", [{"project": "TERR", "deliverable": "PAD"}]),
        Planning=table_rows("Planning", [{"project": "CRUE", "task": "T-1"}]),
    )
    assert known_objects(one, ["TST-02"]).objects == {"TERR": ["CAM-1", "PAD"], "CRUE": ["T-1"]}


def test_what_is_to_be_confirmed_may_be_accepted_too():
    unsure = replace(BLOCKED, state=FindingState.TO_CONFIRM, severity=Severity.WARNING)
    (one,) = waived(house(WAIVER), [unsure])
    assert (one.state, one.severity) == (FindingState.WAIVED, Severity.WARNING)
