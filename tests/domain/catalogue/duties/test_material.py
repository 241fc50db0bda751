"""What exists of each version, and what of the material nobody understands."""

from postprod_xl.schema.catalogue_vocabulary import ElementNature
from postprod_xl.schema.technical_vocabulary import DeliverableState, DeliverableType
from tests.domain.catalogue.duties.offices import FILM, duties

VERSIONS = [{"work": "ETE", "version": "VO"}, {"work": "ETE", "version": "VF"}]


def material(*elements, **tables):
    part = duties(VersionsOeuvre=VERSIONS, Materiel=[{"work": "ETE", **one} for one in elements], **tables)
    return part.columns["VersionsOeuvre"].column("material")


def test_the_elements_of_a_version_are_its_own_and_those_of_all():
    found = material(
        {"element": "1", "version": "vf", "nature": ElementNature.DUBBING},
        {"element": "2", "version": "VO", "nature": ElementNature.DCP},
        {"element": "3", "nature": ElementNature.DCP},
        {"element": "4", "version": "VO"},
    )
    assert found == ["DCP d'exploitation ×2, sans nature", "DCP d'exploitation, Mixage doublé"]


def test_a_version_without_any_element_has_none():
    assert material() == ["", ""]


def test_what_the_project_delivered_counts_once():
    work = FILM | {"project": "P001"}
    made = {
        "project": "P001",
        "deliverable": "DCP",
        "type": DeliverableType.DCP_2K,
        "state": DeliverableState.MADE,
    }
    tables = {"Oeuvres": [work], "Livrables": [made], "Projets": [{"code": "P001"}]}
    assert material(**tables) == ["DCP d'exploitation", "DCP d'exploitation"]
    typed = {"element": "1", "nature": ElementNature.DCP, "deliverable": "DCP"}
    assert material(typed, **tables) == ["DCP d'exploitation", "DCP d'exploitation"]


def problems(**tables):
    return [(one.table, one.heading, one.message) for one in duties(**tables).problems]


def test_an_element_of_an_unknown_version_is_a_problem():
    element = {"element": "1", "work": "ETE", "version": "VI"}
    assert problems(VersionsOeuvre=VERSIONS, Materiel=[element]) == [
        ("Materiel", "Version", "ETE n'a pas de version « VI » dans Versions d'œuvre : VO, VF")
    ]
    assert not problems(VersionsOeuvre=VERSIONS, Materiel=[element | {"version": "vf"}])


def test_a_language_that_is_not_understood_is_a_problem_wherever_it_is_typed():
    element = {"element": "1", "work": "ETE", "languages": "fr ; klingon"}
    version = {"work": "ETE", "version": "VF", "sound_language": "fr", "subtitle_languages": "zz"}
    assert problems(Materiel=[element], VersionsOeuvre=[version]) == [
        (
            "Materiel",
            "Langues",
            "langue « klingon » non définie : ce qui existe dans cette langue n'est pas compté",
        ),
        (
            "VersionsOeuvre",
            "Langue sous-titres",
            "langue « zz » non définie : ce qui existe dans cette langue n'est pas compté",
        ),
    ]
