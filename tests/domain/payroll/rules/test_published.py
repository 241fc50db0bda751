"""The published pay rules: dated, sourced, readable; what each agreement says to the contracts of each kind."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import holidays
import pytest

from postprod_xl.domain.payroll.rules.agreements import AgreementStanding, published_rules
from postprod_xl.domain.payroll.rules.names import HOLIDAY_RULES, Rule, named
from postprod_xl.domain.payroll.rules.pay_rules import Base, EngagementSpan, PayRules, Tier
from postprod_xl.domain.payroll.rules.public_holidays import Holiday, holidays_of
from postprod_xl.domain.payroll.rules.published import PublishedRule, all_published, published
from postprod_xl.parameters import UnknownRate

TODAY = date(2026, 11, 23)
RULES = [(agreement.code, rule) for agreement in all_published() for rule in agreement.rules]


def rules(agreement: str, type: str = "CDDU", genre: str = "", day: date = TODAY) -> PayRules:
    return published_rules().rules(agreement, genre, type, day)


def percents(tiers: tuple[Tier, ...]) -> list[tuple[float, Any]]:
    """The tiers in hours and percents."""
    return [
        (tier.after_minutes / 60, None if tier.premium.value is None else int(tier.premium.value * 100))
        for tier in tiers
    ]


@pytest.mark.parametrize(("code", "rule"), RULES, ids=[f"{code} {rule.name}" for code, rule in RULES])
def test_every_published_rule_has_a_source_an_article_a_day_and_a_value_of_its_unit(
    code: str, rule: PublishedRule
):
    assert rule.source and rule.article and rule.since < rule.checked <= TODAY
    assert (rule.value is not None) == bool(rule.text)
    assert named(rule.name) == (rule.rule, rule.type, rule.genres)


def test_a_weekly_tier_has_its_threshold_and_its_premium_in_each_agreement():
    assert {code: percents(rules(code).week) for code in ("Aucune", "2642", "2717", "3097")} == {
        "Aucune": [(35, 25), (43, 50)],
        "2642": [(35, 25), (39, 25), (43, 50)],
        "2717": [(35, 25), (43, 50)],
        "3097": [(35, 25), (43, 50), (48, 75)],
    }


def test_permanents_under_2642_have_ten_percent_for_the_first_four_hours_and_no_daily_count():
    permanent = rules("2642", "CDI")
    assert percents(permanent.week) == [(35, 10), (39, 25), (43, 50)]
    assert permanent.daily is None and permanent.unworked_holiday is None


def test_the_premium_of_2642_before_its_amendment_is_not_known():
    assert percents(rules("2642", day=date(2018, 2, 14)).week)[0] == (35, None)
    assert percents(rules("2642", day=date(2018, 2, 15)).week)[0] == (35, 25)


@pytest.mark.parametrize(
    ("agreement", "genre", "span", "tiers", "least"),
    [
        ("2642", "", EngagementSpan.CONTRACT, [(8, 25), (11, 50)], 0),
        ("2717", "", EngagementSpan.CIVIL_WEEK, [(8, 10), (10, 25), (12, 75)], 0),
        ("3097", "", EngagementSpan.CONSECUTIVE, [(0, 25), (7, 50), (10, 100)], 7),
        ("3097", "Publicité", EngagementSpan.CONSECUTIVE, [(0, 50), (7, 50), (8, 100)], 8),
    ],
)
def test_short_engagements_are_counted_by_the_day(
    agreement: str, genre: str, span: EngagementSpan, tiers: list[tuple[int, int]], least: int
):
    daily = rules(agreement, genre=genre).daily
    assert daily is not None and (daily.fewer_than_days, daily.span) == (5, span)
    assert (percents(daily.tiers), daily.least_minutes) == (tiers, least * 60)


@pytest.mark.parametrize(
    ("agreement", "genre", "day", "window"),
    [
        ("2642", "Flux", date(2026, 12, 21), (0, 7)),
        ("2642", "Fiction", date(2026, 12, 20), (22, 7)),
        ("2642", "Fiction", date(2026, 12, 21), (20, 6)),
        ("2642", "Documentaire", date(2027, 3, 20), (20, 6)),
        ("2642", "Documentaire", date(2027, 3, 21), (22, 7)),
        ("2717", "Fiction", TODAY, (0, 6)),
        ("3097", "", date(2026, 9, 30), (22, 6)),
        ("3097", "", date(2026, 10, 1), (20, 6)),
        ("3097", "", date(2027, 3, 31), (20, 6)),
        ("3097", "", date(2027, 4, 1), (22, 6)),
        ("Aucune", "", TODAY, (0, 7)),
    ],
)
def test_the_night_follows_the_genre_and_the_season(
    agreement: str, genre: str, day: date, window: tuple[int, int]
):
    assert rules(agreement, genre=genre, day=day).night_on(day) == (window[0] * 60, window[1] * 60)


def test_the_night_of_the_law_is_not_known_before_its_text():
    assert rules("Aucune", day=date(2016, 8, 9)).night is None


def test_night_premiums():
    nights = {code: rules(code).night for code in ("Aucune", "2642", "2717", "3097")}
    assert {code: night and percents(night.tiers) for code, night in nights.items()} == {
        "Aucune": [(0, 0)],
        "2642": [(0, 25)],
        "2717": [(0, 25)],
        "3097": [(0, 50), (8, 100)],
    }


def test_sundays():
    assert {code: rules(code).sunday.value for code in ("Aucune", "2642", "2717", "3097")} == {
        "Aucune": 0,
        "2642": Decimal("0.5"),
        "2717": None,
        "3097": 1,
    }
    assert rules("2717").sunday.name == "Dimanche : majoration"
    assert rules("2642").yearly_sundays == 25


# In percent above the hour, in the order of the year; None where no rate was found, "-" for no premium to look for.
HOLIDAY_PREMIUMS: dict[str, list[Any]] = {
    "2642": [100, 50, 200, 50, 50, "-", 100, 100, 100, 100, 100],
    "3097": [100] * 11,
    "2717": [None] * 11,
    "Aucune": [0, 0, 100, 0, 0, 0, 0, 0, 0, 0, 0],
}


@pytest.mark.parametrize("agreement", HOLIDAY_PREMIUMS)
def test_a_holiday_worked_has_its_premium(agreement: str):
    found = []
    for day in holidays_of(2026):
        rate = rules(agreement, day=day).holiday_premium(day)
        found.append("-" if rate is None else rate.value if rate.value is None else int(rate.value * 100))
    assert found == HOLIDAY_PREMIUMS[agreement]


def test_pentecost_monday_is_the_solidarity_day_of_2642():
    assert rules("2642").solidarity_day is Holiday.PENTECOST_MONDAY
    assert rules("3097").solidarity_day is None


def test_an_ordinary_day_has_no_holiday_premium():
    assert rules("2642").holiday_premium(TODAY) is None


def test_of_two_holidays_on_one_day_the_better_paid_holds():
    rate = rules("2642", day=date(2018, 5, 10)).holiday_premium(date(2008, 5, 1))
    assert rate is not None and (rate.value, rate.name) == (2, "Férié travaillé : 1er mai")


def test_a_holiday_not_worked_is_paid_seven_hours_to_a_long_enough_contract():
    paid = {code: rules(code).unworked_holiday for code in ("Aucune", "2642", "2717", "3097")}
    assert {
        code: rule and (rule.minutes, rule.more_than_days, rule.weekdays_only) for code, rule in paid.items()
    } == {
        "Aucune": None,
        "2642": (420, 10, True),
        "2717": None,
        "3097": (420, 0, True),
    }
    assert (rules("3097").recovery_minutes, rules("2642").recovery_minutes) == (420, 0)


def test_premiums_add_up_and_3097_caps_them_at_the_base_salary():
    assert {code: rules(code).cumulation_cap for code in ("2642", "2717", "3097")} == {
        "2642": None,
        "2717": None,
        "3097": 1,
    }
    assert {code: rules(code).base for code in ("Aucune", "2717")} == {
        "Aucune": Base.WHOLE_HOUR,
        "2717": Base.SIMPLE_HOUR,
    }


def test_hours_taken_on_rest_are_doubled_under_3097_alone():
    rest = rules("3097").rest
    assert rest is not None and (rest.due_minutes, rest.premium.value) == (11 * 60, 1)
    assert rules("2642").rest is None


def test_weeks_are_rounded_up_to_the_half_hour_under_2642_and_2717():
    found = {code: rules(code).week_rounding_minutes for code in ("Aucune", "2642", "2717", "3097")}
    assert found == {"Aucune": 0, "2642": 30, "2717": 30, "3097": 0}


def test_yearly_limits_of_overtime():
    found = {code: rules(code).yearly_overtime_minutes for code in ("2642", "2717", "3097")}
    assert found == {"2642": 300 * 60, "2717": 230 * 60, "3097": None}


@pytest.mark.parametrize(
    ("agreement", "name", "text"),
    [
        ("2642", "Caisse de congés : plafond, en salaires journaliers minimum", "3"),
        ("2717", "Caisse de congés : plafond, en salaires journaliers minimum", "2"),
        ("3097", "Caisse de congés : plafond, en salaires journaliers minimum", "3"),
        ("2717", "Astreinte : part du salaire journalier brut", "25 %"),
        ("2717", "Paritarisme : part de la masse salariale", "0,045 %"),
    ],
)
def test_what_no_pay_is_computed_from_is_kept_for_memory(agreement: str, name: str, text: str):
    rule = published(agreement).latest(name, TODAY)
    assert rule is not None and rule.text == text


def test_rules_without_a_text_read_are_to_confirm():
    unsure = {
        code: {rule.name for rule in published(code).rules if not rule.is_read} for code in ("Aucune", "3097")
    }
    assert {named(name)[0] for name in unsure["Aucune"]} == {
        *HOLIDAY_RULES,
        Rule.NIGHT_PREMIUM_1,
        Rule.SUNDAY_PREMIUM,
    }  # type: ignore[index]
    assert all(name.startswith(("Nuit", "Férié chômé")) for name in unsure["3097"])
    assert rules("Aucune").sunday.to_confirm and not rules("2642").sunday.to_confirm


def test_3252_proposes_the_rules_of_2717():
    ended, proposed = rules("2717"), rules("3252")
    assert (proposed.agreement, proposed.week, proposed.daily) == ("3252", ended.week, ended.daily)


@pytest.mark.parametrize(
    ("agreement", "day", "standing"),
    [
        ("2717", date(2025, 3, 31), AgreementStanding.IN_FORCE),
        ("2717", date(2025, 4, 1), AgreementStanding.ENDED),
        ("3252", date(2025, 3, 31), AgreementStanding.NOT_YET),
        ("3252", date(2025, 4, 1), AgreementStanding.PROPOSED),
        ("2642", TODAY, AgreementStanding.IN_FORCE),
        ("", TODAY, AgreementStanding.IN_FORCE),
        ("1922", TODAY, AgreementStanding.UNKNOWN),
    ],
)
def test_an_agreement_pays_between_its_days_once_its_rules_are_known(
    agreement: str, day: date, standing: AgreementStanding
):
    assert published_rules().standing_of(agreement, day) is standing


def test_an_agreement_of_no_list_has_no_rules():
    with pytest.raises(UnknownRate, match="1922"):
        rules("1922")


def test_a_threshold_is_not_known_before_its_text():
    with pytest.raises(UnknownRate, match=r"Semaine, palier 1 : au-delà de : valeur inconnue au 21/08/2008"):
        rules("Aucune", day=date(2008, 8, 21))


def test_public_holidays_are_those_of_another_computation():
    # From 2008: before, the package leaves out the Pentecost Monday of the years it was worked.
    for year in range(2008, 2051):
        assert set(holidays_of(year)) == set(holidays.FR(years=year))
