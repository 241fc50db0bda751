"""What differs between two states of the same tables."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from postprod_xl.domain.comparing.change import Change, ChangeKind
from postprod_xl.domain.comparing.compared import compared, facts
from tests.domain.offices import table_rows

TASKS: list[dict[str, Any]] = [
    {"task": "P001-MON-10", "project": "P001", "label": "Montage image", "duration_days": Decimal(10)},
    {"task": "P001-MIX", "project": "P001", "label": "Mixage", "duration_days": Decimal(5)},
    {"task": "P001-ETA", "project": "P001", "label": "Étalonnage", "duration_days": Decimal(3)},
]
ABSENCES: list[dict[str, Any]] = [
    {
        "resource": "DIOP",
        "first_day": date(2026, 12, day),
        "last_day": date(2026, 12, day + 1),
        "reason": "Congés",
    }
    for day in (1, 7, 14)
]


def lines(table: str, before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[str]:
    return [change.line.replace("\u00a0", " ") for change in changes(table, before, after)]


def changes(table: str, before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[Change]:
    return compared({table: table_rows(table, before)}, {table: table_rows(table, after)})


def test_two_equal_states_differ_in_nothing():
    assert not changes("Planning", TASKS, TASKS)


def test_a_cell_is_told_by_its_row_its_heading_and_both_values_as_the_workbook_shows_them():
    before = [{**TASKS[0], "fixed_day": date(2026, 12, 10), "state": "Option", "due_day": date(2026, 12, 20)}]
    after = [{**TASKS[0], "fixed_day": date(2026, 12, 12), "state": "Confirmé", "line": "P001-D010"}]
    assert lines("Planning", before, after) == [
        "Planning, P001-MON-10 : Ligne P001-D010, vide avant",
        "Planning, P001-MON-10 : Échéance vide au lieu du 20/12/2026",
        "Planning, P001-MON-10 : État « Confirmé » au lieu de « Option »",
        "Planning, P001-MON-10 : Début fixé le 12/12/2026 au lieu du 10/12/2026",
    ]


def test_euros_rates_and_durations_are_told_in_their_units():
    before = [{"code": "DIOP", "hourly_rate_cents": 3250, "day_minutes": 450}]
    after = [{"code": "DIOP", "hourly_rate_cents": 123456, "day_minutes": 480}]
    assert lines("Equipe", before, after) == [
        "Équipe, DIOP : Taux horaire 1 234,56 € au lieu de 32,50 €",
        "Équipe, DIOP : Heures par jour 8,00 au lieu de 7,50",
    ]


def test_a_row_sorted_elsewhere_is_moved_and_not_changed():
    moved = changes("Planning", TASKS, [TASKS[2], *TASKS[:2]])
    assert [(change.key, change.kind, change.rows) for change in moved] == [
        ("P001-ETA", ChangeKind.MOVED, (7, 5))
    ]


def test_a_row_inserted_moves_none_of_those_below_it():
    added = {"task": "P001-CON", "project": "P001", "label": "Conformation"}
    assert lines("Planning", TASKS, [TASKS[0], added, *TASKS[1:]]) == [
        "Planning, P001-CON : ligne ajoutée (projet P001, libellé Conformation)"
    ]


def test_a_row_without_its_like_is_removed():
    (removed,) = changes("Planning", TASKS, TASKS[:2])
    assert (removed.kind, removed.rows, removed.before["label"]) == (
        ChangeKind.REMOVED,
        (7, None),
        "Étalonnage",
    )


def test_keys_are_compared_as_the_eye_reads_them():
    assert lines("Planning", TASKS[:1], [{**TASKS[0], "task": "p001-mon-10"}]) == [
        "Planning, P001-MON-10 : Tâche p001-mon-10 au lieu de P001-MON-10"
    ]


def test_a_code_changed_is_one_cell_and_not_two_rows():
    assert lines("Planning", TASKS, [*TASKS[:2], {**TASKS[2], "task": "P001-ETAL"}]) == [
        "Planning, P001-ETA : Tâche P001-ETAL au lieu de P001-ETA"
    ]


def test_sessions_renumbered_around_an_inserted_one_keep_what_they_say():
    days = [
        {"day": date(2026, 11, 23 + at), "technician": who, "project": "P001", "start": 540, "end": 1080}
        for at, who in enumerate(("DIOP", "KLEIN", "ROY"))
    ]
    new = {"day": date(2026, 11, 24), "technician": "NOEL", "project": "P002"}
    before = [{"number": n, **day} for n, day in enumerate(days, 1)]
    after = [{"number": n, **day} for n, day in enumerate([days[0], new, *days[1:]], 1)]
    assert lines("Seances", before, after) == [
        "Séances, 2 : ligne ajoutée (date 24/11/2026, projet P002, technicien NOEL)",
        "Séances, 2 : N° 3 au lieu de 2",
        "Séances, 3 : N° 4 au lieu de 3",
    ]


def test_two_scores_exchanged_are_two_scores_and_not_two_persons():
    first = [
        {"director": "ROY", "technician": "DIOP", "score": 1, "comment": ""},
        {"director": "ROY", "technician": "KLEIN", "score": 3, "comment": ""},
    ]
    second = [{**first[0], "score": 3}, {**first[1], "score": 1}]
    assert {change.column for change in changes("Affinites", first, second)} == {"score"}


def test_rows_without_key_are_paired_by_content_then_by_what_one_cell_tells_apart():
    later = {**ABSENCES[1], "last_day": date(2026, 12, 11)}
    assert lines("Absences", ABSENCES, [ABSENCES[0], later, ABSENCES[2]]) == [
        "Absences, DIOP, du 07/12/2026 (ligne 6) : Au 11/12/2026 au lieu du 08/12/2026"
    ]
    assert lines("Absences", ABSENCES, ABSENCES[1:]) == [
        "Absences, DIOP, du 01/12/2026 (ligne 5) : ligne supprimée (au 02/12/2026, motif Congés)"
    ]


def test_equal_rows_without_key_are_counted():
    assert [change.kind for change in changes("Absences", ABSENCES[:1], [*ABSENCES[:1]] * 2)] == [
        ChangeKind.ADDED
    ]


def test_a_setting_typed_in_another_way_is_the_same():
    written = [{"name": "Seuil à surveiller", "value": "80 %"}]
    assert not changes("Parametres", written, [{"name": "Seuil à surveiller", "value": Decimal("0.8")}])
    assert lines("Parametres", written, [{"name": "Seuil à surveiller", "value": Decimal("0.75")}]) == [
        "Paramètres, Seuil à surveiller : Valeur 75 % au lieu de 80 %"
    ]


def test_columns_and_tables_that_one_side_lacks_are_not_compared():
    whole = table_rows("Planning", TASKS)
    short = table_rows("Planning", [{**task, "duration_days": None} for task in TASKS])
    assert not compared(
        {"Planning": whole, "Absences": table_rows("Absences", ABSENCES)}, {"Planning": whole}
    )
    assert not compared({"Planning": whole}, {"Planning": short.only("task", "project", "label")})


def test_facts_are_what_people_type_and_what_registers_keep():
    tables = {
        name: table_rows(name, [])
        for name in ("Planning", "Factures", "Reservations", "Originaux", "Journal")
    }
    held = facts(tables)
    assert [*held] == ["Planning", "Factures"]
    assert "fixed_day" in held["Planning"].columns and "start_day" not in held["Planning"].columns
    assert "total_cents" in held["Factures"].columns
