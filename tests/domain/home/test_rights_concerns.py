"""What the home page says of the rights of a catalogue."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from postprod_xl.domain.home.concerns.gathered import concerns_of
from postprod_xl.domain.home.concerns.rights import conflict_names, deadlines_told, owed_statements
from postprod_xl.domain.home.dashboard import actions, dashboard, fitted
from postprod_xl.domain.office import Office
from tests.domain.offices import office, table_rows

TODAY = date(2026, 11, 23)


def conflict(contract: str, other: str = "", severity: str = "Bloquant", **rest: Any) -> dict[str, Any]:
    return {
        "severity": severity,
        "rule": "DRT-04",
        "work": "W1",
        "contract": contract,
        "other_contract": other,
    } | rest


def deadline(days: int, contract: str, nature: str = "Fin de mandat", **rest: Any) -> dict[str, Any]:
    severity = "Bloquant" if days <= 30 else "Avertissement" if days <= 90 else "Info"
    day = TODAY + timedelta(days)
    row = {
        "day": day,
        "days_left": days,
        "severity": severity,
        "nature": nature,
        "work": "W1",
        "contract": contract,
    }
    return row | rest


def house(conflicts: list[dict[str, Any]] = [], deadlines: list[dict[str, Any]] = []) -> Office:  # noqa: B006
    """A work made by a project delivered, another by nobody here."""
    tables = {
        "Projets": [{"code": "P1", "title": "Le Phare", "status": "Livré"}],
        "Oeuvres": [{"work": "W1", "title": "Le Phare", "project": "P1"}, {"work": "W2", "title": "La Dune"}],
        "ConflitsDroits": conflicts,
        "EcheancesDroits": deadlines,
    }
    return office(TODAY, **{name: table_rows(name, rows) for name, rows in tables.items()})


def told(held: Office) -> dict[str, tuple[int, str, str]]:
    rows = actions(held, concerns_of(held, []), [])
    return {subject: rest for subject, *rest in rows.select("subject", "count", "detail", "tab")}


def light(held: Office) -> str:
    return concerns_of(held, []).lights("P1")[-1]


def to_do(held: Office) -> str:
    return next(iter(dashboard(held, concerns_of(held, [])))).alert


def test_a_blocking_conflict_is_named_once_with_the_contract_it_runs_into():
    held = house(
        [
            conflict("V-08", "V-07"),
            conflict("V-08", "V-07"),
            conflict("V-06"),
            conflict("V-09", severity="Info"),
        ]
    )
    assert conflict_names(held) == ["V-08 avec V-07", "V-06"]
    assert told(held)["Conflits de droits"] == [2, "V-08 avec V-07, V-06", "Conflits de droits"]


def test_the_project_that_made_the_work_says_its_conflicts_and_its_light_is_red():
    held = house([conflict("V-08", "V-07"), conflict("V-01", work="W2")])
    assert light(held) == "Rouge"
    assert to_do(held) == "1 conflit de droits : V-08 avec V-07 (Conflits de droits)"


@pytest.mark.parametrize(
    ("days", "colour"), [(181, "Vert"), (90, "Orange"), (31, "Orange"), (30, "Rouge"), (-1, "Rouge")]
)
def test_a_day_of_rights_turns_the_light_as_grave_as_it_is(days: int, colour: str):
    assert light(house(deadlines=[deadline(days, "M-1")])) == colour


def test_days_of_rights_are_counted_by_how_near_they_are_the_nearest_first():
    days = [
        deadline(90, "M-90"),
        deadline(30, "M-30"),
        deadline(-2, "M-2"),
        deadline(31, "M-31"),
        deadline(180, "M-180"),
    ]
    held = house(deadlines=days)
    assert deadlines_told(held) == (
        5,
        "1 passée, 1 d'ici 30 j, 2 d'ici 90 j, 1 d'ici 180 j : M-2 le 21/11, M-30 le 23/12, M-31 le 24/12…",
    )
    assert told(held)["Échéances de droits"][0] == 5


def test_a_statement_is_told_apart_late_or_soon_owed_by_whom_it_is_for():
    owed = [
        deadline(60, "M-2", "Relevé à rendre", party="MEUSE"),
        deadline(-40, "M-1", "Relevé à rendre", party="MOLE"),
        deadline(-40, "M-1", "Relevé à rendre", party="DAUMAS"),
        deadline(150, "M-3", "Relevé à rendre", party="MOLE"),
    ]
    held = house([conflict("M-1", rule="DRT-15")], owed)
    assert owed_statements(held) == ["MOLE pour M-1", "DAUMAS pour M-1", "MEUSE pour M-2"]
    assert told(held)["Redditions à faire"] == [
        3,
        "MOLE pour M-1, DAUMAS pour M-1, MEUSE pour M-2",
        "Relevés",
    ]
    assert "Conflits de droits" not in told(held) and "Échéances de droits" not in told(held)


def test_without_anything_to_settle_the_home_page_is_what_it_was():
    assert len(told(house())) == 12 and light(house()) == "Vert"
    assert not {"Conflits de droits", "Échéances de droits", "Redditions à faire"} & {*told(house())}


def test_subjects_of_rights_are_told_in_one_row_where_there_is_no_room_for_each():
    rights = [
        [name, 1, "X", name] for name in ("Conflits de droits", "Échéances de droits", "Redditions à faire")
    ]
    others = [[f"Sujet {rank}", 1, "X", "Planning"] for rank in range(11)]
    assert fitted([*rights, *others[:9]]) == [*rights, *others[:9]]
    one, *rest = fitted([*rights, *others])
    assert rest == others
    assert one == [
        "Droits à régler",
        3,
        "Conflits de droits : X ; Échéances de droits : X ; Redditions à faire : X",
        "Conflits de droits",
    ]


def test_there_are_never_more_than_twelve_subjects_whatever_asks():
    names = [
        *("Livraisons en retard", "Livrables retenus"),
        *("Conflits de droits", "Échéances de droits", "Redditions à faire"),
        *(
            "Contrats incomplets",
            "DPAE à déposer",
            "Corrections de paie à exporter",
            "Temps de travail à revoir",
        ),
        *(f"Sujet {rank}" for rank in range(9)),
    ]
    assert len(fitted([[name, 1, "X", "Planning"] for name in names])) == 12


def test_a_work_without_a_project_turns_no_light():
    held = house([conflict("V-01", work="W2")])
    assert concerns_of(held, []).by_project == {"P1": []}
