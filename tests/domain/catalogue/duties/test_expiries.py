"""DRT-12: ends, options, holdbacks and notices, to the day; what happens to a mandate if nobody acts."""

from datetime import date, timedelta

import pytest

from postprod_xl.domain.catalogue.duties.renewal import next_end
from postprod_xl.schema.catalogue_vocabulary import DeadlineNature, MandateNature, RightsState
from postprod_xl.schema.vocabulary import Severity
from tests.domain.catalogue.duties.offices import DAY, alerts, deadlines, duties, findings

MANDATE = {
    "contract": "M1",
    "works": "ETE",
    "grantor": "MOLE",
    "state": RightsState.SIGNED,
    "nature": MandateNature.DISTRIBUTION,
    "signature_day": date(2025, 1, 1),
    "rca": "x",
}
TERM = {
    "term": "1",
    "contract": "M1",
    "media": "Tous",
    "territories": "Monde",
    "first_day": date(2026, 6, 1),
}
SALE = {
    "sale": "V1",
    "works": "ETE",
    "client": "ARTE",
    "state": RightsState.SIGNED,
    "signature_day": date(2026, 1, 1),
    "rca": "x",
}
SALE_TERM = {
    "term": "1",
    "sale": "V1",
    "media": "SVOD",
    "territories": "FR",
    "first_day": date(2026, 1, 1),
}
STATEMENT = (DeadlineNature.STATEMENT,)


def in_days(days: int) -> date:
    return DAY + timedelta(days=days)


def mandate(end: date, *terms, **cells):
    given = [TERM | {"last_day": end}, *terms]
    return {"Mandats": [MANDATE | cells], "TermesMandat": given}


def sale(end: date, **cells):
    return {"Ventes": [SALE | cells], "TermesVente": [SALE_TERM | {"last_day": end}]}


def told(**tables):
    return [
        (row["nature"], row["days_left"], row["message"])
        for row in deadlines(**tables)
        if row["nature"] not in STATEMENT
    ]


@pytest.mark.parametrize(
    "tables",
    [mandate, sale, lambda end: mandate(end, nature=MandateNature.MUSIC)],
    ids=["mandate", "sale", "clearance"],
)
def test_what_ends_in_180_days_is_told_and_in_181_it_is_not(tables):
    assert len(findings("DRT-12", **tables(in_days(180)))) == 1
    assert len(told(**tables(in_days(180)))) == 1
    assert not findings("DRT-12", **tables(in_days(181)))
    assert not told(**tables(in_days(181)))


def test_what_ends_today_is_told_and_what_ended_yesterday_is_not():
    assert findings("DRT-12", **mandate(DAY))[0].startswith("Échéance aujourd'hui : ")
    assert not findings("DRT-12", **mandate(in_days(-1)))
    assert not told(**sale(in_days(-1)))


@pytest.mark.parametrize(
    ("days", "severity"),
    [
        (91, Severity.INFO),
        (90, Severity.WARNING),
        (31, Severity.WARNING),
        (30, Severity.BLOCKING),
    ],
)
def test_the_day_of_a_mandate_gets_graver_and_its_finding_stays_a_warning(days, severity):
    part = duties(**mandate(in_days(days)))
    rows = part.rows["EcheancesDroits"].select("nature", "severity")
    assert [grade for nature, grade in rows if nature == DeadlineNature.MANDATE_END] == [severity]
    assert [one.severity for one in part.findings if one.rule == "DRT-12"] == [Severity.WARNING]


def test_a_mandate_that_nothing_prolongs_says_so():
    assert told(**mandate(date(2027, 2, 28))) == [
        (
            DeadlineNature.MANDATE_END,
            90,
            "Le contrat M1 (Mandat de distribution) de MOLE sur ETE finit le 28/02/2027, rien ne le prolonge",
        )
    ]
    (finding,) = [one for one in duties(**mandate(date(2027, 2, 28))).findings if one.rule == "DRT-12"]
    assert (finding.work, finding.contract, finding.first) == ("ETE", "M1", date(2027, 2, 28))
    assert finding.message.startswith("Échéance dans 90 jours : le contrat M1")
    assert [(row.table.name, row.row) for row in finding.rows] == [("Mandats", 5)]


RENEWED = {"is_renewed": True, "renewal_months": 12, "notice_days": 60}


def test_a_mandate_renewed_by_itself_has_a_notice_and_says_what_happens_if_nobody_acts():
    # 28/02/2027 less 60 days is 30/12/2026.
    assert told(**mandate(date(2027, 2, 28), **RENEWED)) == [
        (
            DeadlineNature.NOTICE,
            30,
            "Dernier jour pour dénoncer M1 de MOLE (préavis de 60 jours avant le 28/02/2027) : sinon il est "
            "reconduit de 12 mois, jusqu'au 29/02/2028",
        ),
        (
            DeadlineNature.MANDATE_END,
            90,
            "Le contrat M1 (Mandat de distribution) de MOLE sur ETE finit le 28/02/2027 ; préavis au 30/12/2026 : "
            "sans dénonciation, il est reconduit de 12 mois, jusqu'au 29/02/2028",
        ),
    ]
    assert len(findings("DRT-12", **mandate(date(2027, 2, 28), **RENEWED))) == 1


def test_a_notice_counts_until_its_last_day():
    end = in_days(60)
    assert [nature for nature, *_ in told(**mandate(end, **RENEWED))] == [
        DeadlineNature.NOTICE,
        DeadlineNature.MANDATE_END,
    ]
    ((nature, _, message),) = told(**mandate(in_days(59), **RENEWED))
    assert nature == DeadlineNature.MANDATE_END
    assert "préavis passé le 29/11/2026 : il est reconduit de 12 mois" in message
    assert message.endswith("s'il n'a pas été dénoncé")


def test_the_notice_of_a_far_end_is_told_alone_when_it_is_near():
    far = {"is_renewed": True, "renewal_months": 12, "notice_days": 365}
    assert len(findings("DRT-12", **mandate(in_days(365 + 180), **far))) == 1
    assert findings("DRT-12", **mandate(in_days(365 + 180), **far))[0].startswith(
        "Échéance dans 180 jours : dernier jour pour dénoncer M1"
    )
    assert not findings("DRT-12", **mandate(in_days(365 + 181), **far))


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (
            {"is_renewed": True, "renewal_months": 6},
            "préavis non dit : sans dénonciation, il est reconduit de 6 mois",
        ),
        (
            {"is_renewed": True, "notice_days": 10},
            "sans dénonciation, il est reconduit pour une durée non dite",
        ),
        ({"is_renewed": False, "renewal_months": 12, "notice_days": 10}, "rien ne le prolonge"),
    ],
)
def test_what_a_contract_does_not_say_of_its_renewal_is_named(cells, expected):
    assert expected in told(**mandate(in_days(20), **cells))[-1][2]


def test_a_mandate_that_goes_on_past_its_terms_has_its_next_end_and_its_rights_are_not_counted():
    # Six months after 31/08/2026 is the end of February.
    tables = mandate(date(2026, 8, 31), is_renewed=True, renewal_months=6, notice_days=30)
    assert [(nature, day) for nature, day, _ in told(**tables)] == [
        (DeadlineNature.NOTICE, 60),
        (DeadlineNature.MANDATE_END, 90),
    ]
    text = (
        "Termes finis le 31/08/2026 : par tacite reconduction le contrat court jusqu'au 28/02/2027, s'il n'a pas été "
        "dénoncé ; prolongez ses termes : d'ici là, ces droits ne sont libres que sous réserve"
    )
    assert ("Mandats", text) in alerts(**tables)
    assert not [one for one in alerts(**mandate(DAY, **RENEWED)) if one[0] == "Mandats"]


def test_a_renewal_of_unknown_length_past_its_terms_has_no_next_end():
    tables = mandate(in_days(-1), is_renewed=True, notice_days=30)
    assert not told(**tables)
    assert any("court pour une durée non dite" in text for _, text in alerts(**tables))


def test_a_terminated_mandate_ends_the_day_before_and_is_not_renewed():
    tables = mandate(
        date(2028, 1, 1), **RENEWED | {"state": RightsState.TERMINATED, "termination_day": in_days(11)}
    )
    ((nature, days, message),) = told(**tables)
    assert (nature, days) == (DeadlineNature.MANDATE_END, 10)
    assert message.endswith("finit le 10/12/2026 : il est résilié")


def test_of_a_mandate_with_several_ends_only_the_last_is_renewed():
    tables = mandate(in_days(100), TERM | {"term": "2", "last_day": in_days(10)}, **RENEWED)
    assert [(nature, days) for nature, days, _ in told(**tables)] == [
        (DeadlineNature.MANDATE_END, 10),
        (DeadlineNature.NOTICE, 40),
        (DeadlineNature.MANDATE_END, 100),
    ]
    assert told(**tables)[0][2].endswith(", le reste continue")


@pytest.mark.parametrize(
    ("end", "months", "expected"),
    [
        (date(2027, 2, 28), 12, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 11, 30), 1, date(2026, 12, 31)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 6, 14), 12, date(2027, 6, 14)),
    ],
)
def test_a_renewal_runs_whole_months_from_the_day_after_the_end(end, months, expected):
    assert next_end(end, months) == expected


def test_a_licence_that_ends_says_with_whom_and_on_what():
    assert told(**sale(in_days(25))) == [
        (DeadlineNature.SALE_END, 25, "La licence V1 à ARTE sur ETE (SVOD) finit le 25/12/2026")
    ]


@pytest.mark.parametrize("state", [RightsState.DRAFT, RightsState.OPTION])
def test_a_licence_that_is_not_signed_does_not_end(state):
    assert not told(**sale(in_days(25), state=state, signature_day=None))


@pytest.mark.parametrize(("days", "count"), [(0, 1), (180, 1), (181, 0), (-1, 0)])
def test_an_option_ends_on_its_last_day(days, count):
    option = {"state": RightsState.OPTION, "signature_day": None, "option_until": in_days(days)}
    found = told(**sale(date(2030, 1, 1), **option))
    assert [nature for nature, *_ in found] == [DeadlineNature.OPTION_END] * count
    assert len(findings("DRT-12", **sale(date(2030, 1, 1), **option))) == count


def test_an_option_names_its_own_row():
    option = {"state": RightsState.OPTION, "signature_day": None, "option_until": in_days(3)}
    (finding,) = [one for one in duties(**sale(date(2030, 1, 1), **option)).findings if one.rule == "DRT-12"]
    assert finding.message == (
        "Échéance dans 3 jours : l'option V1 de ARTE sur ETE finit le 03/12/2026 : ensuite, elle ne retient plus rien"
    )
    assert [(row.table.name, row.sale) for row in finding.rows] == [("Ventes", "V1")]


@pytest.mark.parametrize(("days", "count"), [(0, 1), (180, 1), (181, 0), (-1, 0)])
def test_a_holdback_ends_on_its_last_day(days, count):
    holdback = SALE_TERM | {"holdback": "G1", "media": "AVOD", "last_day": in_days(days)}
    holdback.pop("term")
    tables = sale(date(2030, 1, 1)) | {"Holdbacks": [holdback]}
    assert len(findings("DRT-12", **tables)) == count
    if count:
        assert told(**tables)[0][2] == f"Le gel G1 de la vente V1 (AVOD) finit le {in_days(days):%d/%m/%Y}"


def test_a_code_used_in_both_tabs_names_the_row_of_what_ends():
    tables = mandate(date(2030, 1, 1), contract="V1") | sale(in_days(5))
    tables["TermesMandat"] = [TERM | {"contract": "V1", "last_day": date(2030, 1, 1)}]
    (finding,) = [one for one in duties(**tables).findings if one.rule == "DRT-12"]
    assert finding.rows[0].table.name == "Ventes"


def test_a_contract_that_is_not_read_says_that_its_days_are_not_known():
    tables = sale(in_days(5))
    unread = tables | {"TermesVente": [SALE_TERM | {"media": "Nuages", "last_day": in_days(5)}]}
    text = "Échéances de V1 non connues tant que tout n'en est pas lu"
    assert ("Ventes", text) in alerts(**unread)
    assert ("Ventes", text) not in alerts(**tables)
    assert not told(**unread)


def test_a_licence_near_its_end_does_not_silence_the_notice_of_a_mandate_of_the_same_code():
    far = {"is_renewed": True, "renewal_months": 12, "notice_days": 365, "contract": "V1"}
    tables = mandate(in_days(400), **far) | sale(in_days(5))
    tables["TermesMandat"] = [TERM | {"contract": "V1", "last_day": in_days(400)}]
    assert len(findings("DRT-12", **tables)) == 2


def test_an_amendment_does_not_have_to_say_again_that_its_contract_is_renewed():
    tables = mandate(date(2027, 2, 28), **RENEWED)
    amendment = MANDATE | {"contract": "M1-A", "root": "M1", "signature_day": date(2026, 1, 1)}
    tables["Mandats"].append(amendment)
    assert [nature for nature, *_ in told(**tables)] == [DeadlineNature.NOTICE, DeadlineNature.MANDATE_END]
    shorter = amendment | {"notice_days": 10, "renewal_months": 6}
    tables["Mandats"] = [tables["Mandats"][0], shorter]
    assert [(nature, days) for nature, days, _ in told(**tables)] == [
        (DeadlineNature.NOTICE, 80),
        (DeadlineNature.MANDATE_END, 90),
    ]
    assert told(**tables)[0][2].endswith("sinon il est reconduit de 6 mois, jusqu'au 31/08/2027")
