"""What a cell may hold: refused outside of its bounds, questioned outside of what is usual, else read."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from postprod_xl.schema.kinds import is_empty
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.references import unknown_names
from postprod_xl.schema.rows import rows_of
from postprod_xl.schema.settings.house import Settings, read_settings
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.validate import RawTable, typed_rows
from postprod_xl.schema.vocabulary import Severity


def cells(table: str, heading: str, *values: Any) -> tuple[list[Any], list[Problem]]:
    """What a column says of its cells, alone with the codes of its rows."""
    declared = BY_NAME[table]
    [column] = [column for column in declared.columns if column.heading == heading]
    blank = {other.heading: [None] * len(values) for other in declared.columns}
    raw = RawTable(table, range(5, 5 + len(values)), {**blank, heading: list(values)})
    rows, problems = typed_rows(declared, raw)
    return rows.column(column.name), [problem for problem in problems if problem.heading == heading]


@pytest.mark.parametrize(
    ("table", "heading", "value"),
    [
        ("Equipe", "Heures par jour", -5.0),
        ("Equipe", "Heures par jour", 0.0),
        ("Equipe", "Heures par jour", 24.5),
        ("Contrats", "Heures par jour", 45_000.0),
        ("Equipe", "Taux horaire", -20.0),
        ("Tarifs", "Coût HT", -3.0),
        ("Tarifs", "Heures par unité", -8.0),
        ("Devis", "Quantité", -1.0),
        ("Echeancier", "Part", 1.6),
        ("Clients", "Délai paiement (j)", 366.0),
        ("Planning", "Durée (j)", 2001.0),
        ("Seances", "Date", datetime(1900, 1, 1)),
        ("Seances", "Date", "31/12/9999"),
        ("Absences", "Au", date(1, 1, 1)),
        ("Projets", "Titre", "é" * 32_768),
        ("Projets", "Code", "C" * 256),
    ],
)
def test_a_value_out_of_its_bounds_is_refused_in_one_line(table: str, heading: str, value: Any) -> None:
    [held], [problem] = cells(table, heading, value)
    assert problem.is_blocking and is_empty(held)
    assert "attendu : " in problem.message and len(problem.message) < 300


@pytest.mark.parametrize(
    ("table", "heading", "value", "words"),
    [
        ("Tarifs", "Prix HT", 0.0, "« 0 € » est inhabituel, d'ordinaire entre 0,01 € et 1 000 000 €"),
        ("Devis", "Prix unitaire HT", -10.0, "« -10 € » est inhabituel"),
        ("Salles", "Coût jour", 0.0, "« 0 € » est inhabituel"),
        ("Equipe", "Heures par jour", 24.0, "« 24h » est inhabituel, d'ordinaire entre 1h et 12h : vérifiez"),
        ("Planning", "Durée (j)", 1999.0, "d'ordinaire au plus 400"),
        ("Versions", "Remise globale", 0.75, "« 75 % » est inhabituel, d'ordinaire au plus 50 %"),
    ],
)
def test_an_unusual_value_is_read_and_questioned(table: str, heading: str, value: Any, words: str) -> None:
    [held], [problem] = cells(table, heading, value)
    assert problem.severity is Severity.WARNING and words in problem.message
    assert held is not None


def test_many_unusual_values_are_one_line() -> None:
    _, [problem] = cells("Salles", "Coût jour", *[0.0] * 12)
    assert "(12 lignes, celle-ci est la première)" in problem.message


def test_a_deduction_is_a_negative_quantity_of_a_change_order() -> None:
    held, problems = cells("Avenants", "Quantité", -2.0)
    assert held == [-2] and not problems


def settings(**values: Any) -> tuple[Settings, list[Problem]]:
    rows = [{"name": name.replace("_", " "), "value": value} for name, value in values.items()]
    return read_settings(rows_of(BY_NAME["Parametres"], rows, 5))


@pytest.mark.parametrize("value", ["8", 8, time(8), timedelta(hours=8), "8h", "8:00"])
def test_a_house_day_is_understood_as_a_number_a_text_or_an_excel_time(value: Any) -> None:
    found, problems = settings(Heures_par_jour=value)
    assert found["day_minutes"] == 480 and not problems


@pytest.mark.parametrize("value", [0, -5, 45_000, "huit", date(2026, 1, 1)])
def test_a_setting_out_of_its_bounds_is_refused_and_keeps_its_default(value: Any) -> None:
    found, [problem] = settings(Heures_par_jour=value)
    assert problem.is_blocking and problem.row == 5 and "« Heures par jour »" in problem.message
    assert found["day_minutes"] == 480


def test_a_setting_too_long_to_be_printed_is_refused() -> None:
    _, [problem] = settings(Raison_sociale="N" * 201)
    assert problem.is_blocking and "200 caractères" in problem.message and len(problem.found) <= 200


def test_an_unusual_setting_is_questioned() -> None:
    found, [problem] = settings(Heures_par_jour=24)
    assert problem.severity is Severity.WARNING and found["day_minutes"] == 1440


def test_a_misspelt_setting_is_named_with_the_one_meant() -> None:
    _, [problem] = settings(Heures_par_jours=7)
    assert "vouliez-vous dire « Heures par jour » ?" in problem.message
    _, [problem] = settings(Mon_réglage=7)
    assert problem.severity is Severity.INFO


@pytest.mark.parametrize(
    ("table", "row", "meant"),
    [
        ("Affinites", {"director": "Claire Delmass", "technician": "T1"}, "Claire Delmas"),
        ("Planning", {"task": "A", "project": "P1", "skill": "mixeure"}, "Mixeur"),
        ("Planning", {"task": "A", "project": "P1", "room_type": "Auditorum"}, "Auditorium"),
        ("Tarifs", {"item": "I", "skill": "Monteur sn"}, "Monteur son"),
    ],
)
def test_an_unknown_name_is_told_with_the_closest_known_one(
    table: str, row: dict[str, Any], meant: str
) -> None:
    rows = {
        "Projets": [{"code": "P1", "director": "Claire Delmas"}],
        "Equipe": [{"code": "T1", "skills": "Mixeur; Monteur son"}],
        "Salles": [{"code": "S1", "type": "Auditorium"}],
        table: [row],
    }
    tables = {name: rows_of(BY_NAME[name], records, 5) for name, records in rows.items()}
    [problem] = unknown_names(BY_NAME, tables)
    assert problem.severity is Severity.WARNING and problem.expected == meant
    tables[table] = rows_of(BY_NAME[table], [{}])
    assert not unknown_names(BY_NAME, tables)
