"""DRT-18: a version sold without any element, or without one in the language of the sale."""

from datetime import date

import pytest

from postprod_xl.schema.catalogue_vocabulary import ElementNature, RightsState
from postprod_xl.schema.technical_vocabulary import DeliverableState, DeliverableType
from postprod_xl.schema.vocabulary import Severity
from tests.domain.catalogue.duties.offices import FILM, alerts, duties, findings

SALE = {"sale": "V1", "works": "ETE", "client": "ARTE", "state": RightsState.SIGNED}
TERM = {
    "term": "1",
    "sale": "V1",
    "media": "SVOD",
    "territories": "FR",
    "first_day": date(2026, 1, 1),
    "last_day": date(2026, 11, 30),
}
VERSIONS = [
    {"work": "ETE", "version": "VO"},
    {"work": "ETE", "version": "VOSTA", "subtitle_languages": "en"},
    {"work": "ETE", "version": "VA", "sound_language": "en"},
]
NOTHING = "Aucun élément pour la version VO vendue"


def missing(*elements, sale=(), **term):
    return findings(
        "DRT-18",
        VersionsOeuvre=VERSIONS,
        Ventes=[SALE | dict(sale)],
        TermesVente=[TERM | term],
        Materiel=[{"element": str(rank), "work": "ETE", **one} for rank, one in enumerate(elements)],
    )


def test_a_version_sold_without_any_element_is_told_with_its_dates_and_rows():
    part = duties(VersionsOeuvre=VERSIONS, Ventes=[SALE], TermesVente=[TERM | {"version": "VO"}])
    (finding,) = [one for one in part.findings if one.rule == "DRT-18"]
    assert (finding.severity, finding.message, finding.contract) == (Severity.WARNING, NOTHING, "V1")
    assert (finding.first, finding.last) == (date(2026, 1, 1), date(2026, 11, 30))
    assert [(row.table.name, row.row) for row in finding.rows] == [("Ventes", 5), ("VersionsOeuvre", 5)]


def test_an_element_of_the_version_or_of_all_is_enough():
    assert not missing({"version": "vo"}, version="VO")
    assert not missing({}, version="VO")
    assert missing({"version": "VA"}, version="VO") == [NOTHING]


def test_a_sale_of_the_whole_work_needs_an_element_of_any_version():
    assert missing() == ["Aucun élément pour l'œuvre vendue"]
    assert not missing({"version": "VA"})


def test_each_version_of_a_term_that_names_several_needs_its_own():
    assert missing({"version": "VO"}, version="VO ; VA") == ["Aucun élément pour la version VA vendue"]


def test_a_licence_that_ended_or_is_not_signed_needs_nothing():
    assert not missing(version="VO", last_day=date(2026, 11, 29))
    assert not missing(sale={"state": RightsState.OPTION}, version="VO")
    assert missing(version="VO", first_day=date(2026, 11, 30))


GERMAN = "Aucun élément en allemand pour l'œuvre vendue : ni son, ni sous-titres, ni version internationale"


@pytest.mark.parametrize(
    ("element", "expected"),
    [
        ({"nature": ElementNature.DCP}, [GERMAN]),
        ({"nature": ElementNature.DUBBING}, [GERMAN]),
        ({"nature": ElementNature.DUBBING, "languages": "de"}, []),
        ({"nature": ElementNature.SUBTITLES, "languages": "de ; en"}, []),
        ({"nature": ElementNature.SUBTITLES, "languages": "en"}, [GERMAN]),
        # From an international version, the buyer makes his own dubbing.
        ({"nature": ElementNature.ME}, []),
        ({"nature": ElementNature.TEXTLESS}, [GERMAN]),
    ],
)
def test_a_sale_in_a_language_needs_an_element_in_it(element, expected):
    assert missing(element, languages="de") == expected


@pytest.mark.parametrize(
    ("element", "languages", "is_missing"),
    [
        ({"nature": ElementNature.PAD}, "fr", False),
        ({"nature": ElementNature.ORIGINAL_SOUND}, "fr", False),
        ({"nature": ElementNature.MASTER}, "fr", True),
        ({"nature": ElementNature.PAD, "version": "VA"}, "en", False),
        ({"nature": ElementNature.PAD, "version": "VA"}, "fr", True),
        ({"nature": ElementNature.DCP, "version": "VOSTA"}, "en", False),
        ({"nature": ElementNature.SUBTITLES, "version": "VOSTA"}, "en", False),
        ({"nature": ElementNature.DUBBING, "version": "VA"}, "en", False),
        ({"nature": ElementNature.PAD, "version": "VA", "languages": "fr"}, "en", True),
    ],
)
def test_an_element_without_languages_speaks_those_of_its_version_else_of_the_work(
    element, languages, is_missing
):
    assert bool(missing(element, languages=languages)) is is_missing


def test_a_sale_in_all_languages_takes_what_exists():
    assert not missing({"nature": ElementNature.TEXTLESS})
    assert not missing({"nature": ElementNature.TEXTLESS}, languages="Toutes")


def test_what_the_project_delivered_counts_as_material_in_the_language_of_the_work():
    tables = {
        "Oeuvres": [FILM | {"project": "P001"}],
        "Projets": [{"code": "P001"}],
        "Livrables": [
            {
                "project": "P001",
                "deliverable": "PAD",
                "type": DeliverableType.PAD_HD,
                "state": DeliverableState.ACCEPTED,
            }
        ],
        "Ventes": [SALE],
        "TermesVente": [TERM | {"languages": "fr"}],
    }
    assert not findings("DRT-18", **tables)
    assert findings("DRT-18", **tables | {"TermesVente": [TERM | {"languages": "de"}]}) == [GERMAN]


def test_of_a_work_that_does_not_tell_its_language_nothing_is_said_but_that():
    tables = {
        "Oeuvres": [FILM | {"original_language": ""}],
        "Materiel": [{"element": "1", "work": "ETE", "nature": ElementNature.PAD}],
        "Ventes": [SALE],
        "TermesVente": [TERM | {"languages": "de"}],
    }
    assert not findings("DRT-18", **tables)
    text = "Langue VO non dite : l'existence d'un élément dans la langue vendue n'est pas connue"
    assert ("Oeuvres", text) in alerts(**tables)
    assert ("Oeuvres", text) not in alerts(**tables | {"TermesVente": [TERM]})


def test_a_version_without_element_says_so_once():
    tables = {"VersionsOeuvre": VERSIONS[:1], "Ventes": [SALE], "TermesVente": [TERM]}
    bare = ("VersionsOeuvre", "Aucun élément n'existe pour elle")
    assert bare in alerts(**tables)
    # The finding of the sale of this very version says it already.
    assert bare not in alerts(**tables | {"TermesVente": [TERM | {"version": "VO"}]})
    assert bare not in alerts(**tables | {"Materiel": [{"element": "1", "work": "ETE"}]})
