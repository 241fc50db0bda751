"""DRT-15: who was given no account for more than a year, or since the contract began."""

from datetime import date
from decimal import Decimal

import pytest

from postprod_xl.schema.catalogue_vocabulary import (
    DeadlineNature,
    HolderRole,
    MandateNature,
    RightsState,
    WorkType,
)
from postprod_xl.schema.vocabulary import Severity
from tests.domain.catalogue.duties.offices import DAY, FILM, deadlines, duties, findings

SERIES = FILM | {"type": WorkType.FICTION_SERIES}
MANDATE = {
    "contract": "M1",
    "works": "ETE",
    "grantor": "MOLE",
    "state": RightsState.SIGNED,
    "nature": MandateNature.DISTRIBUTION,
    "signature_day": date(2020, 1, 1),
}
HOLDERS = [
    {"holder": "MOLE", "role": HolderRole.PRODUCER},
    {"holder": "DAUMAS", "role": HolderRole.AUTHOR},
    {"holder": "MEUSE", "role": HolderRole.COPRODUCER},
]


def tables(first=date(2020, 1, 1), last=date(2030, 12, 31), works=(SERIES,), **others):
    term = {
        "term": "1",
        "contract": "M1",
        "media": "Tous",
        "territories": "Monde",
        "first_day": first,
        "last_day": last,
    }
    return {
        "Oeuvres": list(works),
        "Mandats": [MANDATE],
        "TermesMandat": [term],
        "AyantsDroit": HOLDERS,
        **others,
    }


def given(*days, holder="MOLE", contract="M1", corrects=""):
    """The ledger of accounts given on some days."""
    numbered = [(f"R{rank}", day) for rank, day in enumerate(days, 1)]
    return {
        "Releves": [
            {"number": number, "day": day, "holder": holder, "corrects": corrects} for number, day in numbered
        ],
        "LignesReleve": [{"statement": number, "rank": 1, "contract": contract} for number, _ in numbered],
    }


def late(today=DAY, **others):
    return findings("DRT-15", today, **tables(**others))


def test_a_holder_given_an_account_more_than_a_year_ago_is_owed_another():
    last = date(2025, 11, 29)
    assert late(**given(last)) == [
        "Reddition de comptes annuelle en retard : MOLE, contrat M1, dernier relevé le 29/11/2025, due le 29/11/2026"
    ]


def test_one_given_an_account_twelve_months_ago_to_the_day_is_not_late():
    assert not late(**given(date(2025, 11, 30)))


def test_the_last_account_counts_whatever_its_place_in_the_ledger():
    assert not late(**given(date(2026, 1, 1), date(2024, 1, 1)))


def test_twelve_months_after_the_end_of_february_are_clipped_to_the_end_of_the_month():
    ledger = given(date(2024, 2, 29))
    assert not late(date(2025, 2, 28), **ledger)
    assert late(date(2025, 3, 1), **ledger)


def test_a_late_account_is_grave_and_named_in_the_rows_of_its_holder_and_contract():
    part = duties(**tables(**given(date(2025, 1, 1))))
    (finding,) = [one for one in part.findings if one.rule == "DRT-15"]
    assert finding.severity is Severity.BLOCKING
    assert (finding.work, finding.contract, finding.first) == ("ETE", "M1", date(2026, 1, 1))
    assert [(row.table.name, row.row) for row in finding.rows] == [("AyantsDroit", 5), ("Mandats", 5)]
    assert finding.fix == (
        "Émettez son relevé, même s'il n'y a rien à payer (articles L251-5 et suivants du code du cinéma et de "
        "l'image animée)."
    )


def test_the_first_account_is_counted_from_the_beginning_of_the_contract():
    assert late(first=date(2025, 11, 29)) == [
        "Reddition de comptes annuelle en retard : MOLE, contrat M1, aucun relevé au registre depuis le début du "
        "contrat, le 29/11/2025, due le 29/11/2026"
    ]
    assert not late(first=date(2025, 11, 30))


def test_the_beginning_is_that_of_the_first_version_of_the_contract():
    amendment = MANDATE | {"contract": "M1-A", "root": "M1", "signature_day": date(2026, 1, 1)}
    whole = tables()
    terms = [
        whole["TermesMandat"][0] | {"contract": contract, "first_day": first}
        for contract, first in (("M1", date(2025, 11, 29)), ("M1-A", date(2026, 6, 1)))
    ]
    found = findings("DRT-15", **whole | {"Mandats": [MANDATE, amendment], "TermesMandat": terms})
    assert len(found) == 1
    assert "le 29/11/2025" in found[0]


def test_a_contract_to_come_owes_no_account():
    assert not deadlines(**tables(first=date(2026, 12, 1)))


def film(release, first=date(2026, 1, 1), **others):
    return late(first=first, works=[FILM | {"release_day": release}], **others)


def test_the_producer_of_a_film_is_owed_an_account_six_months_after_its_release():
    assert film(date(2026, 5, 29)) == [
        "Reddition de comptes annuelle en retard : MOLE, contrat M1, aucun relevé au registre depuis la sortie en "
        "salles, le 29/05/2026, due le 29/11/2026"
    ]
    assert not film(date(2026, 5, 30))


def test_six_months_after_the_end_of_a_month_are_clipped():
    released = [FILM | {"release_day": date(2025, 8, 31)}]
    assert not late(date(2026, 2, 28), first=date(2025, 6, 1), works=released)
    assert late(date(2026, 3, 1), first=date(2025, 6, 1), works=released)


def test_then_once_a_year():
    assert not film(date(2026, 5, 1), **given(date(2026, 11, 1)))
    assert film(date(2024, 5, 1), first=date(2024, 1, 1), **given(date(2025, 11, 29)))


def test_a_contract_that_began_long_after_the_release_counts_from_its_beginning():
    assert not film(date(2010, 1, 1))
    assert film(date(2010, 1, 1), first=date(2025, 11, 29))[0].count("depuis le début du contrat") == 1


def test_a_short_film_or_a_series_is_not_a_feature_film():
    for kind in (WorkType.SHORT_FILM, WorkType.FICTION_SERIES):
        works = [FILM | {"type": kind, "release_day": date(2026, 1, 15)}]
        assert not late(first=date(2026, 1, 1), works=works)


def test_those_who_share_are_owed_an_account_a_year_after_the_beginning_each_with_its_source():
    shares = [{"contract": "M1", "rank": 1, "holder": code, "share": "1/2"} for code in ("DAUMAS", "MEUSE")]
    whole = tables(
        first=date(2025, 11, 29), works=[FILM | {"release_day": date(2026, 10, 1)}], Repartitions=shares
    )
    found = [one for one in duties(**whole).findings if one.rule == "DRT-15"]
    assert [(one.message.split(" : ")[1].split(",")[0], one.fix.partition("(")[2]) for one in found] == [
        ("MOLE", "article L213-28 du code du cinéma et de l'image animée)."),
        ("DAUMAS", "article L132-28 du code de la propriété intellectuelle)."),
        ("MEUSE", "selon son contrat, une fois par an à défaut)."),
    ]


def test_an_account_given_of_another_contract_or_to_another_is_none():
    assert late(**given(date(2026, 6, 1), holder="MEUSE"))
    other = MANDATE | {"contract": "M2", "works": "HIVER"}
    assert late(**given(date(2026, 6, 1), contract="M2") | {"Mandats": [MANDATE, other]})


def test_an_account_of_an_amendment_is_one_of_its_contract():
    amendment = MANDATE | {"contract": "M1-A", "root": "M1", "signature_day": date(2025, 1, 1)}
    assert not late(**given(date(2026, 6, 1), contract="M1-A") | {"Mandats": [MANDATE, amendment]})


def test_the_correction_of_an_account_is_not_another_one():
    assert late(**given(date(2026, 6, 1), corrects="R0"))


ENDED = {"last": date(2026, 6, 30)}


def test_a_contract_that_ended_owes_no_more_account():
    assert late(last=DAY)
    assert not late(last=date(2026, 11, 29))


def test_a_contract_that_ended_and_still_collects_does():
    def collected(day: date, **ledger):
        sales = [{"sale": "V1", "works": "ETE", "state": RightsState.SIGNED}]
        rows = [{"sale": "V1", "day": day, "amount": Decimal(1)}]
        return late(**ENDED, **ledger, Ventes=sales, Encaissements=rows)

    ledger = given(date(2025, 7, 1))
    assert collected(date(2025, 7, 2), **ledger)
    assert not collected(date(2025, 7, 1), **ledger)
    assert collected(date(2025, 7, 1))
    assert not collected(date(2026, 12, 1))


def test_what_came_in_of_another_contract_does_not_count():
    rows = [{"sale": "V1", "day": date(2026, 9, 1), "amount": Decimal(1), "contract": "M9"}]
    sales = [{"sale": "V1", "works": "ETE", "state": RightsState.SIGNED}]
    assert not late(**ENDED, Ventes=sales, Encaissements=rows)
    assert late(**ENDED, Ventes=sales, Encaissements=[rows[0] | {"contract": "M1"}])


@pytest.mark.parametrize(
    ("last", "state", "is_late"),
    [
        (DAY, RightsState.SIGNED, True),
        (date(2026, 11, 29), RightsState.SIGNED, False),
        (DAY, RightsState.OPTION, False),
    ],
)
def test_a_contract_that_ended_still_collects_while_one_of_its_sales_runs(last, state, is_late):
    sales = [{"sale": "V1", "works": "ETE", "state": state}]
    terms = [
        {
            "term": "1",
            "sale": "V1",
            "media": "SVOD",
            "territories": "FR",
            "first_day": date(2026, 1, 1),
            "last_day": last,
        }
    ]
    assert bool(late(**ENDED, Ventes=sales, TermesVente=terms)) is is_late


def test_a_contract_renewed_by_itself_goes_on():
    renewed = MANDATE | {"is_renewed": True, "renewal_months": 12, "notice_days": 30}
    assert late(**ENDED, Mandats=[renewed])


def test_an_authorisation_gives_nothing_to_account_for():
    assert not late(Mandats=[MANDATE | {"nature": MandateNature.MUSIC}])


def test_the_account_to_come_is_a_deadline_with_its_holder():
    rows = deadlines(**tables(**given(date(2026, 5, 29))))
    assert [(row["nature"], row["day"], row["contract"], row["party"]) for row in rows] == [
        (DeadlineNature.STATEMENT, date(2027, 5, 29), "M1", "MOLE")
    ]
    assert rows[0]["message"] == "Relevé de comptes de MOLE pour M1 (ETE), dernier relevé le 29/05/2026"
    assert not deadlines(**tables(**given(date(2026, 5, 30))))
