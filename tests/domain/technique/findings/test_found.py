"""The findings of an office in the order of their sheet, and what the other tabs show of them."""

from __future__ import annotations

from typing import Any

from postprod_xl.domain.office import Office
from postprod_xl.domain.technique.findings.finding import TechnicalFinding
from postprod_xl.domain.technique.findings.found import alert_columns, compatibility_rows, findings
from postprod_xl.schema.technical_vocabulary import DeliverableState, DeliverableType, FindingState
from postprod_xl.schema.vocabulary import ProjectStatus, Severity
from tests.domain.offices import office, records_of, table_rows
from tests.domain.technique.cases import DAY
from tests.domain.technique.findings.rules import COPIES, DCP_KEYS, EIGHT_BITS, SHARED_RATE, TRACKS

RULES = (SHARED_RATE, EIGHT_BITS, COPIES, DCP_KEYS, TRACKS)
GOOD = {"frame_rate": "25", "bit_depth": 10}


def house(**tables: list[dict[str, Any]]) -> Office:
    projects = [{"code": "TERR"}, {"code": "CRUE"}]
    given = {"Projets": projects, **tables}
    return office(DAY, **{name: table_rows(name, rows) for name, rows in given.items()})


def told(found: tuple[TechnicalFinding, ...]) -> list[tuple[str, str, str, str]]:
    return [(one.project, one.severity, one.rule, one.object) for one in found]


def test_projects_are_in_the_order_of_their_sheet_and_the_gravest_comes_first():
    one = house(
        Flux=[
            {"project": "CRUE", "timeline_rate": "25", "rushes_copies": 1},
            {"project": "TERR", "timeline_rate": "25", "rushes_copies": 2},
        ],
        Sources=[
            {"project": "CRUE", "source": "B", **GOOD, "frame_rate": "24"},
            {"project": "CRUE", "source": "A", **GOOD, "frame_rate": "24"},
            {"project": "TERR", "source": "C", **GOOD, "bit_depth": 8},
            {"project": "TERR", "source": "D", "bit_depth": 10},
        ],
    )
    assert told(findings(one, RULES)) == [
        ("TERR", Severity.BLOCKING, "TST-02", "C"),
        ("TERR", Severity.INFO, "TST-01, TST-02", "D"),
        ("CRUE", Severity.BLOCKING, "TST-03", ""),
        ("CRUE", Severity.WARNING, "TST-01", "B"),
        ("CRUE", Severity.WARNING, "TST-01", "A"),
    ]


def test_each_finding_says_whom_to_ask():
    one = house(
        Flux=[{"project": "TERR", "timeline_rate": "25", "rushes_copies": 1}],
        Sources=[{"project": "TERR", "source": "C", **GOOD, "bit_depth": 8}],
        Equipe=[{"code": "T001", "skills": "Étalonneur"}],
    )
    assert [finding.consult for finding in findings(one, RULES)] == [
        "T001",
        "personne n'a la compétence laboratoire dans Équipe",
    ]


def test_projects_settled_or_cancelled_are_left_out():
    for status in (ProjectStatus.SETTLED, ProjectStatus.CANCELLED):
        one = house(
            Projets=[{"code": "TERR", "status": status}],
            Flux=[{"project": "TERR", "timeline_rate": "25", "rushes_copies": 1}],
        )
        assert findings(one, RULES) == ()


def test_a_row_of_the_sheet_holds_all_that_is_known_of_a_finding():
    one = house(Flux=[{"project": "TERR", "timeline_rate": "25", "rushes_copies": 1}])
    (row,) = records_of(compatibility_rows(findings(one, RULES)))
    assert row == {
        "project": "TERR",
        "severity": "Bloquant",
        "rule": "TST-03",
        "object": "",
        "state": "Constat",
        "message": "Cela ne va pas.",
        "found": "trouvé",
        "expected": "attendu",
        "fix": "Corriger TST-03.",
        "consult": "personne n'a la compétence laboratoire dans Équipe",
        "proposed_task": "",
        "new_delivery_day": None,
        "waiver": "",
        "sources": row["sources"],
        "confidence": "S",
    }


PAD = {"project": "TERR", "deliverable": "PAD", "type": DeliverableType.OTHER, "audio_tracks": 4}


def test_a_deliverable_is_held_by_its_own_blocking_findings():
    one = house(
        Flux=[{"project": "TERR", "timeline_rate": "25", "rushes_copies": 1}],
        Livrables=[PAD, {**PAD, "deliverable": "DCP", "type": DeliverableType.DCP_2K, "has_kdm": False}],
    )
    columns = alert_columns(one, findings(one, RULES))
    assert columns["Livrables"].column("held_by") == ["TST-06", "TST-06"]
    assert columns["Livrables"].column("alert") == [
        "TST-06 : Cela ne va pas.",
        "TST-06 : Cela ne va pas. ; TST-04 : Cela ne va pas.",
    ]
    assert columns["Flux"].column("alert") == ["TST-03 : Cela ne va pas."]


def test_what_was_accepted_or_received_holds_nothing_more():
    waiver = {"project": "TERR", "rule": "TST-06", "object": "PAD"}
    signed = {"reason": "Accord", "accepted_by": "FTV", "accepted_day": DAY}
    accepted = house(Livrables=[PAD], Derogations=[{**waiver, **signed}])
    received = house(Livrables=[{**PAD, "state": DeliverableState.ACCEPTED}])
    columns = alert_columns(accepted, findings(accepted, RULES))["Livrables"]
    assert (columns.column("held_by"), columns.column("alert")) == ([""], [""])
    columns = alert_columns(received, findings(received, RULES))["Livrables"]
    assert (columns.column("held_by"), columns.column("alert")) == ([""], ["TST-06 : Cela ne va pas."])


def test_what_is_to_be_filled_in_is_no_alert():
    one = house(Sources=[{"project": "TERR", "source": "C", "bit_depth": 10}])
    assert findings(one, RULES)[0].state is FindingState.TO_FILL
    assert alert_columns(one, findings(one, RULES))["Sources"].column("alert") == [""]
    # No rule found it: it has no confidence, an empty text as every empty cell of the sheet.
    assert compatibility_rows(findings(one, RULES)).column("confidence")[0] == ""


def test_the_first_two_findings_of_an_object_are_told_then_how_many_others():
    one = house(
        Flux=[{"project": "TERR", "timeline_rate": "25", "rushes_copies": 2}],
        Livrables=[{**PAD, "type": DeliverableType.DCP_2K, "has_kdm": False}],
    )
    found = findings(one, RULES)
    (text,) = alert_columns(one, [*found, *found])["Livrables"].column("alert")
    assert text.endswith(" ; et 2 autres constats")


def test_what_a_recipient_asks_is_evaluated_with_the_rules():
    asked = {
        "recipient": "Ciné-club",
        "field": "Pistes son",
        "requirement": "égal à",
        "required_value": "2",
        "severity": Severity.WARNING,
    }
    one = house(Livrables=[{**PAD, "recipient": "Ciné-club", "audio_tracks": 8}], Specifications=[asked])
    (found,) = findings(one, (TRACKS,))
    assert (found.rule, found.object, found.severity, found.expected) == (
        "SPE-5",
        "PAD",
        Severity.WARNING,
        "2",
    )
    met = one.with_rows("Livrables", table_rows("Livrables", [{**PAD, "audio_tracks": 8}]))
    assert findings(met, (TRACKS,)) == ()


def test_of_one_severity_what_is_open_comes_before_what_is_accepted_or_lacking():
    one = house(
        Livrables=[PAD, {**PAD, "deliverable": "DCP", "audio_tracks": None}, {**PAD, "deliverable": "B"}],
        Derogations=[
            {
                "project": "TERR",
                "rule": "TST-06",
                "object": "PAD",
                "reason": "Accord",
                "accepted_by": "FTV",
                "accepted_day": DAY,
            }
        ],
    )
    assert [(finding.object, finding.state) for finding in findings(one, (TRACKS,))] == [
        ("B", FindingState.FOUND),
        ("PAD", FindingState.WAIVED),
        ("DCP", FindingState.TO_FILL),
    ]
