"""The technique of an office, recomputed with the rest: where it has the tabs, and the same the second time."""

from __future__ import annotations

from typing import Any

from postprod_xl.domain.office import Office
from postprod_xl.domain.refresh import Refresh, refreshed
from postprod_xl.domain.technique.refreshed import technique
from postprod_xl.schema.tables.technique import TECHNIQUE_TABLES
from postprod_xl.schema.technical_vocabulary import DeliverableType, HouseSeverity
from tests.domain.offices import office, records_of, table_rows
from tests.domain.technique.cases import DAY

NAMES = {table.name for table in TECHNIQUE_TABLES}
TABLES: dict[str, list[dict[str, Any]]] = {
    "Projets": [{"code": "TERR", "title": "Terres"}],
    "Flux": [{"project": "TERR", "rushes_copies": 1}],
    "Sources": [{"project": "TERR", "source": "A", "frame_rate": "37"}],
    "Livrables": [{"project": "TERR", "deliverable": "PAD", "type": DeliverableType.PAD_HD}],
    "ReglesTechniques": [{"rule": "PLN-08"}, {"rule": "XXX-01"}],
    "Derogations": [{"project": "TERR", "rule": "PLN-08"}],
    "Specifications": [
        {"recipient": "ARTE", "field": "Codec", "requirement": "supérieur ou égal à", "required_value": "8"}
    ],
}


def house(**tables: list[dict[str, Any]]) -> Office:
    return office(DAY, **{name: table_rows(name, rows) for name, rows in tables.items()})


def computed(run: Refresh) -> dict[str, Any]:
    held = {**run.columns, **run.rows}
    return {name: records_of(held[name]) for name in held if name in NAMES}


def test_a_workbook_without_these_tabs_computes_and_writes_nothing_of_them():
    run = refreshed(house(Projets=TABLES["Projets"]), ())
    assert not NAMES & {*run.columns, *run.rows}
    assert [problem for problem in run.problems if problem.table in NAMES] == []


def test_the_columns_and_the_findings_of_each_tab_are_computed():
    run = refreshed(house(**TABLES), ())
    assert {*computed(run)} >= {
        "Sources",
        "Flux",
        "Livrables",
        "Specifications",
        "ReglesTechniques",
        "Derogations",
        "Compatibilites",
    }
    assert any(row["rule"] == "PLN-08" for row in computed(run)["Compatibilites"])
    assert computed(run)["ReglesTechniques"][0]["severity"] == "Bloquant"


def test_a_blocking_finding_stops_no_refresh():
    run = refreshed(house(**TABLES), ())
    assert "Bloquant" in [row["severity"] for row in computed(run)["Compatibilites"]]
    assert not run.is_blocked


def test_cells_that_are_wrong_are_told_at_their_place():
    told = [(problem.table, problem.heading) for problem in technique(house(**TABLES)).problems]
    assert told == [
        ("Sources", "Cadence"),
        ("Specifications", "Comparaison"),
        ("ReglesTechniques", "Règle"),
        ("Derogations", "Motif"),
    ]


def test_a_second_refresh_changes_nothing():
    first = refreshed(house(**TABLES), ())
    second = refreshed(first.office, ())
    assert computed(second) == computed(first)
    assert [problem.line for problem in second.problems] == [problem.line for problem in first.problems]


def test_the_findings_of_a_workbook_whose_tabs_are_emptied_are_emptied_too():
    once = refreshed(house(**TABLES), ()).office
    emptied = once.with_rows("Flux", once["Flux"].at(()))
    for name in ("Sources", "Livrables"):
        emptied = emptied.with_rows(name, emptied[name].at(()))
    assert computed(refreshed(emptied, ()))["Compatibilites"] == []


def test_what_a_published_profile_asks_may_be_muted_by_the_house_as_a_rule_is():
    signed = {"reason": "Fait par le diffuseur", "confirmed_by": "Ana Brun", "confirmed_day": DAY}
    asked, checked = "PRO-RT040-FICHIER-XML", "PRO-RT040-CODEC"
    muted = {"rule": asked, "house_severity": HouseSeverity.MUTED, **signed}
    before = refreshed(house(**TABLES), ())
    after = refreshed(house(**{**TABLES, "ReglesTechniques": [muted, {"rule": checked}]}), ())
    assert asked in [row["rule"] for row in computed(before)["Compatibilites"]]
    assert asked not in [row["rule"] for row in computed(after)["Compatibilites"]]
    # The codec of CST-RT-040 is a rule of ours, by its own identifier.
    told = [problem.found for problem in after.problems if problem.table == "ReglesTechniques"]
    assert told == [checked]


def test_a_row_of_a_file_whose_name_was_deleted_is_left_out():
    nameless = {
        "project": "TERR",
        "object": "A",
        "nature": "Fichier média",
        "frame_rate": "25",
        "faults": "Truc",
    }
    one = house(**{**TABLES, "Medias": [nameless]})
    without = house(**TABLES)
    told = [technique(each).rows["Compatibilites"] for each in (one, without)]
    assert records_of(told[0]) == records_of(told[1])
