"""Rows for a platform: what is free in the words of MovieLabs, and each thing that these cannot say."""

from __future__ import annotations

from datetime import date

import pytest

from postprod_xl.commands.catalogue.avails import avails
from postprod_xl.domain.catalogue.free.prices import read_prices
from postprod_xl.schema.catalogue_vocabulary import WorkType
from postprod_xl.schema.problems import Refusal
from tests.domain.catalogue.avails.offices import rights_office, sale, term

EIDR, ISAN = "10.5240/7EC7-228A-510A-053E-CBB8-J", "0000-0000-D07A-0090-Q"
FILM = {
    "work": "CRUE",
    "title": "La Crue",
    "type": WorkType.TV_FILM,
    "year": 2026,
    "minutes": 95,
    "original_language": "fr",
    "eidr": EIDR,
}
ASKED = {"form": "movielabs", "territory": "FR ; BE", "first": date(2027, 1, 1), "last": date(2027, 12, 31)}
PRICES = "EST=Tier:4, VOD=WSP:3.50:EUR"


def exported(asked=(), work=(), **tables):
    office = rights_office(Oeuvres=[{**FILM, **dict(work)}], **tables)
    return avails(office, **{**ASKED, "formats": ("HD",), "prices": PRICES, **dict(asked)})


def rows(outcome, *names):
    return [tuple(row.get(name) for name in names) for row in outcome.extract.rows]


def lines(outcome):
    return [*outcome.lines, *(problem.message for problem in outcome.problems)]


def test_a_row_is_a_territory_a_licence_and_a_window():
    outcome = exported(
        {"media": "SVOD ; TVOD ; EST"},
        Ventes=[sale("V1")],
        TermesVente=[term("V1", date(2027, 3, 1), date(2027, 5, 31))],
    )
    assert sorted(rows(outcome, "Territory", "LicenseType", "Start", "End")) == [
        ("BE", "EST", date(2027, 1, 1), date(2027, 12, 31)),
        ("BE", "SVOD", date(2027, 1, 1), date(2027, 12, 31)),
        ("BE", "VOD", date(2027, 1, 1), date(2027, 12, 31)),
        ("FR", "EST", date(2027, 1, 1), date(2027, 12, 31)),
        ("FR", "SVOD", date(2027, 1, 1), date(2027, 2, 28)),
        ("FR", "SVOD", date(2027, 6, 1), date(2027, 12, 31)),
        ("FR", "VOD", date(2027, 1, 1), date(2027, 12, 31)),
    ]
    assert outcome.lines == ()


def test_a_row_says_what_the_work_is_and_its_price():
    row = dict(exported({"media": "TVOD", "territory": "FR"}).extract.rows[0])
    assert row == {
        "EntryType": "Full Extract",
        "WorkType": "Movie",
        "TitleInternalAlias": "La Crue",
        "TitleDisplayUnlimited": "La Crue",
        "ReleaseYear": 2026,
        "TotalRunTime": "01:35:00",
        "AssetLanguage": "fr",
        "ContentID": "md:cid:eidr-s:7EC7-228A-510A-053E-CBB8-J",
        "ALID": "md:alid:eidr-s:7EC7-228A-510A-053E-CBB8-J",
        "TitleID": EIDR,
        "LicenseType": "VOD",
        "Territory": "FR",
        "FormatProfile": "HD",
        "Start": date(2027, 1, 1),
        "End": date(2027, 12, 31),
        "PriceType": "WSP",
        "PriceValue": "3.50",
        "PriceCurrency": "EUR",
    }


def test_each_format_has_its_rows():
    outcome = exported({"media": "SVOD", "territory": "FR", "formats": ("UHD", "HD")})
    assert rows(outcome, "FormatProfile") == [("UHD",), ("HD",)]


def test_media_without_a_code_are_told_and_never_exported():
    outcome = exported({"media": "AVOD ; FAST ; SVOD"})
    assert {row[0] for row in rows(outcome, "LicenseType")} == {"SVOD"}
    assert lines(outcome) == ["CRUE, AVOD et FAST : libre, mais sans code MovieLabs : non exporté"]


def test_what_a_platform_takes_is_asked_when_no_medium_is():
    outcome = exported()
    assert {row[0] for row in rows(outcome, "LicenseType")} == {"EST", "VOD", "SVOD"}
    assert lines(outcome) == [
        "CRUE, AVOD, FAST, FVOD et NVOD : libre, mais sans code MovieLabs : non exporté"
    ]


def test_a_territory_without_an_iso_code_is_told():
    outcome = exported({"media": "SVOD", "territory": "FR ; XK"})
    assert rows(outcome, "Territory") == [("FR",)]
    assert lines(outcome) == ["CRUE, Kosovo : libre, mais sans code ISO 3166-1 : non exporté"]


def test_a_licence_without_its_price_is_told_and_the_others_are_exported():
    outcome = exported({"media": "SVOD ; EST", "prices": ""})
    assert {row[0] for row in rows(outcome, "LicenseType")} == {"SVOD"}
    assert lines(outcome) == [
        "CRUE, EST : PriceType manque ; PriceValue manque ; donnez --price (Belgique, France)"
    ]


def test_a_format_is_never_guessed():
    outcome = exported({"media": "SVOD", "formats": ()})
    assert outcome.is_blocked and outcome.extract is None
    assert lines(outcome)[1:] == ["CRUE, SVOD : FormatProfile manque ; donnez --format (Belgique, France)"]


@pytest.mark.parametrize(
    ("work", "said"),
    [
        (
            {"eidr": ""},
            "CRUE : ContentID et ALID manquent, ni EIDR ni ISAN vérifié dans Œuvres : non exportée",
        ),
        (
            {"eidr": "10.5240/7EC7-228A-510A-053E-CBB8-K"},
            "CRUE : ContentID et ALID manquent, ni EIDR ni ISAN vérifié dans Œuvres (EIDR "
            "« 10.5240/7EC7-228A-510A-053E-CBB8-K » : le caractère de contrôle est K, attendu J avec ces chiffres) : "
            "non exportée",
        ),
        (
            {"eidr": "", "isan": "0000-0000-D07A-0090"},
            "CRUE : ContentID et ALID manquent, ni EIDR ni ISAN vérifié dans Œuvres (ISAN « 0000-0000-D07A-0090 » : "
            "sans caractère de contrôle) : non exportée",
        ),
        (
            {"type": WorkType.FICTION_SERIES},
            "CRUE : WorkType n'est pas connu, « Type » est « Série de fiction » : seuls sont exportés « Film de "
            "cinéma », « Fiction unitaire », « Œuvre documentaire » et « Court métrage »",
        ),
        ({"title": ""}, "CRUE : TitleInternalAlias manque, « Titre » est vide : non exportée"),
    ],
)
def test_what_a_work_lacks_is_named_once_and_nothing_of_it_is_exported(work, said):
    outcome = exported(work=work)
    assert outcome.extract is None
    assert lines(outcome) == ["rien de ce qui est demandé n'est à lister : rien n'est écrit", said]


def test_an_isan_stands_where_there_is_no_eidr():
    outcome = exported({"media": "SVOD", "territory": "FR"}, {"eidr": "", "isan": ISAN})
    assert rows(outcome, "ContentID", "ALID", "TitleID") == [
        (f"md:cid:isan:{ISAN}", f"md:alid:isan:{ISAN}", None)
    ]


def test_a_version_is_offered_under_its_own_identifier_or_that_is_told():
    edit = "10.5240/354B-4B1D-02AA-068E-CDFD-3"
    versions = [
        {"work": "CRUE", "version": "VA", "eidr": edit, "sound_language": "en", "minutes": 90},
        {"work": "CRUE", "version": "VF"},
    ]
    asked = {"media": "SVOD", "territory": "FR", "work": "CRUE"}
    outcome = exported({**asked, "version": "VA"}, VersionsOeuvre=versions)
    assert rows(outcome, "ALID", "EditID", "AssetLanguage", "TotalRunTime") == [
        (f"md:alid:eidr-s:{edit.removeprefix('10.5240/')}", edit, "en", "01:30:00")
    ]
    outcome = exported({**asked, "version": "VF"}, VersionsOeuvre=versions)
    assert lines(outcome) == ["CRUE, version VF : ni EIDR ni V-ISAN vérifié, ALID est celui de l'œuvre"]


def test_two_languages_are_refused_of_a_licence_that_is_not_svod():
    outcome = exported({"media": "SVOD ; EST", "territory": "FR", "language": "fr ; en"})
    assert rows(outcome, "LicenseType", "AssetLanguage", "AllowedLanguages") == [("SVOD", "en,fr", "en,fr")]
    assert lines(outcome) == [
        "CRUE, EST : AssetLanguage : une seule langue est admise hors SVOD, trouvé en, fr (France)"
    ]


def test_a_price_is_a_licence_a_term_a_value_and_the_currency_of_an_amount():
    read = read_prices("EST=Tier:4, VOD=WSP:3.50:EUR")
    assert (read["EST"].value, read["VOD"].currency) == ("4", "EUR")
    assert read_prices("") == {}


@pytest.mark.parametrize(
    "text",
    ["EST", "AVOD=Tier:1", "EST=Tier", "EST=Tier:1:EUR", "EST=WSP:9", "EST=Prix:9", "EST=Tier:1,EST=Tier:2"],
)
def test_a_price_that_is_not_understood_is_refused_with_what_is_expected(text):
    with pytest.raises(Refusal, match="non compris, attendu"):
        read_prices(text)


def test_a_price_that_is_not_understood_writes_nothing():
    assert "prix « EST » non compris" in lines(exported({"prices": "EST"}))[0]
