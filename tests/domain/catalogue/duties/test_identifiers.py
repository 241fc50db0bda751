"""DRT-17: wrong, unverified, shared and foreign identifiers."""

from datetime import date

from postprod_xl.domain.catalogue.duties.identifiers import (
    identifier_faults,
    identifier_findings,
    identifier_problems,
)
from postprod_xl.schema.vocabulary import Severity
from tests.domain.offices import office, table_rows

RIGHT_ISAN, OTHER_ISAN = "0000-0000-D07A-0090-Q", "1881-66C7-3420-6541-Y"
RIGHT_VISAN, OTHER_VISAN = "0000-0000-D07A-0090-Q-0000-0000-X", "1881-66C7-3420-6541-Y-9F3A-0245-O"
RIGHT_EIDR = "10.5240/7EC7-228A-510A-053E-CBB8-J"
SAMPLE = "10.5240/1489-49A2-3956-4B2D-FE16-A"


def an_office(*works, versions=()):
    return office(
        date(2026, 11, 30),
        Oeuvres=table_rows("Oeuvres", list(works)),
        VersionsOeuvre=table_rows("VersionsOeuvre", list(versions)),
    )


def messages(*works, versions=()):
    return [fault.message for fault in identifier_faults(an_office(*works, versions=versions))]


def test_a_wrong_check_character_is_said_with_the_one_expected():
    (fault,) = identifier_faults(an_office({"work": "ETE", "eidr": SAMPLE}))
    assert fault.message == (
        f"Identifiant EIDR « {SAMPLE} » invalide : le caractère de contrôle est A, attendu 5 avec ces chiffres"
    )
    (finding,) = identifier_findings([fault])
    assert (finding.rule, finding.severity, finding.work) == ("DRT-17", Severity.WARNING, "ETE")
    (problem,) = identifier_problems([fault])
    assert (problem.table, problem.row, problem.heading, problem.severity) == (
        "Oeuvres",
        5,
        "EIDR",
        Severity.WARNING,
    )


def test_right_identifiers_say_nothing():
    version = {"work": "ETE", "version": "VF", "isan": RIGHT_VISAN}
    assert not messages({"work": "ETE", "isan": RIGHT_ISAN, "eidr": RIGHT_EIDR}, versions=[version])


def test_an_identifier_without_check_character_is_mentioned_and_is_no_finding():
    faults = identifier_faults(an_office({"work": "ETE", "isan": "0000-0000-D07A-0090"}))
    assert [fault.message for fault in faults] == [
        "Identifiant ISAN « 0000-0000-D07A-0090 » sans caractère de contrôle, rien ne le vérifie : "
        "0000-0000-D07A-0090-Q si les chiffres sont justes"
    ]
    assert not identifier_findings(faults)
    assert [problem.severity for problem in identifier_problems(faults)] == [Severity.INFO]


def test_the_same_identifier_on_two_works_is_said_of_the_second_whatever_its_spelling():
    found = messages({"work": "ETE", "isan": RIGHT_ISAN}, {"work": "HIVER", "isan": "isan 00000000d07a0090q"})
    assert found == ["Identifiant ISAN « isan 00000000d07a0090q » déjà donné à ETE"]
    # With the digits of a version, it still names the same work.
    assert messages({"work": "ETE", "isan": RIGHT_ISAN}, {"work": "HIVER", "isan": RIGHT_VISAN})
    assert not messages({"work": "ETE", "isan": RIGHT_ISAN}, {"work": "HIVER", "isan": OTHER_ISAN})


def test_the_eidr_of_a_work_is_not_that_of_its_version():
    version = {"work": "ETE", "version": "VF", "eidr": f"https://doi.org/{RIGHT_EIDR}"}
    assert messages({"work": "ETE", "eidr": RIGHT_EIDR}, versions=[version]) == [
        f"Identifiant EIDR « https://doi.org/{RIGHT_EIDR} » déjà donné à ETE"
    ]


def test_two_versions_of_a_work_share_its_isan_and_not_their_own():
    work = {"work": "ETE", "isan": RIGHT_VISAN}
    one, other = ({"work": "ETE", "version": name, "isan": RIGHT_VISAN} for name in ("VO", "VF"))
    assert not messages(work)
    assert messages(versions=[one, other]) == [
        f"Identifiant ISAN « {RIGHT_VISAN} » déjà donné à ETE, version VO"
    ]


def test_an_isan_without_digits_of_version_does_not_identify_a_version():
    found = messages(versions=[{"work": "ETE", "version": "VF", "isan": RIGHT_ISAN}])
    assert found == [
        f"Identifiant ISAN « {RIGHT_ISAN} » sans les huit chiffres de la version : c'est celui de l'œuvre"
    ]


def test_the_isan_of_a_version_begins_with_that_of_its_work():
    found = messages(
        {"work": "ETE", "isan": RIGHT_ISAN},
        versions=[{"work": "ETE", "version": "VF", "isan": OTHER_VISAN}],
    )
    assert found == [f"Identifiant ISAN « {OTHER_VISAN} » d'une autre œuvre : celui de ETE est {RIGHT_ISAN}"]
