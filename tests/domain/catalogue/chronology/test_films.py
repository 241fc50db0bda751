"""The rows of FenetresMedias: the works that the chronology binds, what is known of each window, what is not."""

from __future__ import annotations

from datetime import date
from typing import Any

from postprod_xl.domain.catalogue.chronology.films import films, window_rows
from postprod_xl.domain.catalogue.chronology.part import chronology_part
from postprod_xl.domain.catalogue.chronology.published import media_windows
from postprod_xl.schema.catalogue_vocabulary import ReleaseWindow, RightsState, WorkType
from tests.domain.offices import office, records_of, table_rows

DAY = date(2026, 11, 30)


def work(code: str, release: date | None, type_: str = WorkType.FILM, **others: Any) -> dict[str, Any]:
    return {"work": code, "release_day": release, "type": type_, **others}


def rows(*works: dict[str, Any]) -> list[dict[str, Any]]:
    return records_of(window_rows(office(DAY, Oeuvres=table_rows("Oeuvres", [*works]))))


def of_window(label: str, *works: dict[str, Any]) -> dict[str, Any]:
    (row,) = [row for row in rows(*works) if row["window"] == label]
    return row


def test_a_film_has_a_row_for_each_window_with_its_days_its_doubt_and_its_source():
    held = rows(work("F", date(2026, 3, 4), four_week_admissions=150_000))
    assert [row["window"] for row in held] == [window.label for window in media_windows()]
    row = of_window("SVOD accord Disney+", work("F", date(2026, 3, 4)))
    assert (row["work"], row["release_day"], row["months"]) == ("F", date(2026, 3, 4), 9)
    assert (row["opening_day"], row["closing_day"]) == (date(2026, 12, 4), date(2028, 1, 3))
    assert row["doubt"] == ""
    assert row["source"].startswith("accord du 6 février 2025 : merlin.obs.coe.int/article/10264")
    assert "lu le 30/11/2026" in row["source"]
    assert "sauf accord de coexploitation" in row["source"]


def test_the_exclusivity_of_free_television_is_said_with_its_last_day():
    row = of_window("TV gratuite", work("F", date(2025, 3, 5)))
    assert (row["opening_day"], row["closing_day"]) == (date(2027, 1, 5), None)
    assert row["doubt"] == "exclusive jusqu'au 04/03/2028"


def test_a_window_that_nobody_sourced_has_no_month_and_no_day():
    row = of_window("TV payante sans accord", work("F", date(2026, 3, 4)))
    assert (row["months"], row["opening_day"]) == (None, None)
    assert row["doubt"] == "non connue : aucune source n'a été trouvée"


def test_a_window_that_nobody_sourced_is_left_out_once_the_others_are_all_open():
    labels = [row["window"] for row in rows(work("F", date(2023, 10, 4)))]
    assert "VOD gratuite" in labels
    assert "TV payante sans accord" not in labels


def test_a_film_released_long_before_the_known_agreements_has_one_row_that_says_so():
    (row,) = rows(work("F", date(2003, 5, 14)))
    assert (row["window"], row["months"], row["opening_day"]) == ("Chaque fenêtre", None, None)
    assert row["doubt"].startswith("ouverte au plus tard le 10/02/2025")


def test_a_work_without_a_french_release_and_a_short_film_have_no_window():
    assert rows(work("A", None), work("B", date(2026, 3, 4), WorkType.SHORT_FILM)) == []


def test_a_work_that_may_not_be_a_film_has_windows_that_are_all_to_confirm():
    for type_, said in ((WorkType.ANIMATION, "« Animation »"), ("", "« Type » est vide")):
        held = rows(work("F", date(2026, 3, 4), type_))
        assert held
        assert all(row["doubt"].startswith(f"à confirmer : {said}") for row in held)


def test_the_windows_of_a_work_follow_its_release_when_it_is_moved():
    first = office(DAY, Oeuvres=table_rows("Oeuvres", [work("F", date(2026, 3, 4))]))
    moved = office(DAY, Oeuvres=table_rows("Oeuvres", [work("F", date(2026, 4, 1))]))
    days = [{one.window.key: one.opening for one in films(held)["F"]}["svod"] for held in (first, moved)]
    assert days == [date(2027, 8, 4), date(2027, 9, 1)]


def test_every_word_of_the_schema_is_a_window_of_the_data():
    assert {window.choice for window in media_windows() if window.choice} == set(ReleaseWindow)


def test_a_window_that_no_medium_of_its_term_may_be_in_is_said_and_one_that_may_is_not():
    terms = [
        {"term": "1", "sale": "V", "media": "TV_PAYANTE", "window": ReleaseWindow.NETFLIX},
        {"term": "2", "sale": "V", "media": "TV ; VOD", "window": ReleaseWindow.NETFLIX},
        {"term": "3", "sale": "V", "media": "TV_PAYANTE ; zzz", "window": ReleaseWindow.NETFLIX},
        {"term": "4", "sale": "V", "media": "TV_PAYANTE", "window": ""},
    ]
    part = chronology_part(office(DAY, TermesVente=table_rows("TermesVente", terms)))
    assert [(problem.row, problem.heading, problem.message) for problem in part.problems] == [
        (5, "Fenêtre", "« SVOD accord Netflix » ne compte pas : ce terme ne vend pas SVOD")
    ]


def test_a_sale_typed_in_the_workbook_is_found_with_its_row():
    tables = {
        "Oeuvres": [work("F", date(2026, 10, 7), four_week_admissions=150_000)],
        "Ventes": [
            {"sale": "V", "works": "F", "state": RightsState.SIGNED, "signature_day": date(2026, 11, 1)}
        ],
        "TermesVente": [
            {
                "term": "1",
                "sale": "V",
                "media": "TV payante",
                "territories": "France ; Belgique",
                "first_day": date(2027, 4, 6),
                "last_day": date(2028, 4, 5),
                "window": ReleaseWindow.PAY_TV_AGREED,
            }
        ],
    }
    part = chronology_part(
        office(DAY, **{name: table_rows(name, records) for name, records in tables.items()})
    )
    (finding,) = part.findings
    assert (finding.rule, finding.work, finding.contract) == ("DRT-09", "F", "V")
    assert finding.message == "Fenêtre ouverte le 07/04/2027 seulement (sortie + 6 mois)."
    assert [row.term for row in finding.rows] == ["1"]
    assert len(part.rows["FenetresMedias"]) == len(media_windows())
