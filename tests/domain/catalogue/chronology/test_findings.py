"""DRT-09 and DRT-10: the smallest case that raises each, the nearest that does not, and where they do not hold."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from postprod_xl.domain.catalogue.chronology.opening import FilmRelease
from postprod_xl.schema.catalogue_vocabulary import RightsState
from postprod_xl.schema.vocabulary import Severity
from tests.domain.catalogue.chronology.licences import GROUNDS, found, sold

RELEASE = FilmRelease(date(2026, 3, 4), 150_000)
PAY_TV, FREE_TV = date(2026, 9, 4), date(2028, 1, 4)
AGREED = "TV payante avec accord"
EVE = timedelta(days=1)


def rules(*terms, release=RELEASE) -> list[tuple[str, Severity]]:
    return [(finding.rule, finding.severity) for finding in found(release, *terms)]


def test_drt_09_one_day_before_the_window_opens_is_raised():
    (finding,) = found(RELEASE, sold("TV_PAYANTE", (PAY_TV - EVE, PAY_TV - EVE), window=AGREED))
    assert (finding.rule, finding.severity) == ("DRT-09", Severity.BLOCKING)
    assert finding.message == "Fenêtre ouverte le 04/09/2026 seulement (sortie + 6 mois)."
    assert (finding.first, finding.last) == (PAY_TV - EVE, PAY_TV - EVE)
    assert finding.fix.startswith("Commencer la licence le 04/09/2026")


def test_drt_09_from_the_day_the_window_opens_nothing_is_raised():
    assert rules(sold("TV_PAYANTE", (PAY_TV, PAY_TV), window=AGREED)) == []


def test_drt_10_subscription_video_on_the_day_free_television_opens_is_raised():
    (finding,) = found(RELEASE, sold("SVOD", (FREE_TV - EVE, FREE_TV)))
    assert (finding.rule, finding.severity) == ("DRT-10", Severity.WARNING)
    assert (finding.first, finding.last) == (FREE_TV, FREE_TV)
    assert GROUNDS.media.leaves(finding.media) == ("SVOD",)


def test_drt_10_subscription_video_ended_on_the_eve_raises_nothing():
    assert rules(sold("SVOD", (FREE_TV - EVE, FREE_TV - EVE))) == []


@pytest.mark.parametrize("territories", ["BE", "Monde sauf France", "DROM-COM ; MC ; AD", "Europe sauf FR"])
def test_the_chronology_holds_in_france_only(territories):
    assert rules(sold("TV_PAYANTE", (PAY_TV - EVE, PAY_TV), territories, AGREED)) == []


def test_what_is_found_in_the_world_is_found_of_france_alone_and_of_its_medium():
    (finding,) = found(
        RELEASE,
        sold(
            "Tous sauf SVOD, TV gratuite, VOD gratuite, FAST, PPV, NVOD",
            (PAY_TV - EVE, FREE_TV),
            "Monde",
            AGREED,
        ),
    )
    assert GROUNDS.territories.leaves(finding.territories) == ("FR",)
    assert GROUNDS.media.leaves(finding.media) == ("TV_PAYANTE",)


@pytest.mark.parametrize("state", [RightsState.OPTION, RightsState.DRAFT])
def test_only_a_signed_sale_blocks(state):
    term = sold("TV_PAYANTE", (PAY_TV - EVE, PAY_TV), window=AGREED, state=state)
    assert rules(term) == [("DRT-09", Severity.WARNING)]


def test_a_work_that_may_not_be_a_film_is_only_warned_about():
    release = FilmRelease(RELEASE.day, RELEASE.admissions, "à confirmer : « Animation », …")
    term = sold("SVOD", (date(2027, 8, 3), date(2027, 12, 31)), window="SVOD sans accord")
    (finding,) = found(release, term)
    assert finding.severity is Severity.WARNING
    assert finding.message.endswith("(sortie + 17 mois), à confirmer : « Animation », ….")


def test_a_work_without_a_french_release_is_bound_by_nothing():
    assert rules(sold("SVOD", (PAY_TV, FREE_TV), work="AUTRE")) == []


def test_a_window_of_another_medium_says_nothing_of_this_one():
    release = FilmRelease(date(2026, 10, 7), 150_000)
    term = sold("TV_PAYANTE", (date(2027, 4, 7), date(2027, 12, 31)), window="SVOD accord Netflix")
    assert [finding.message for finding in found(release, term)] == [
        "Fenêtre à préciser : TV payante avec accord le 07/04/2027, TV payante sans accord non connue."
    ]
