"""Where a work is to be declared, and what each declaration still lacks."""

from datetime import date

import pytest

from postprod_xl.schema.catalogue_vocabulary import CueOrigin, DeclarationState, Society, WorkType
from tests.domain.catalogue.duties.offices import FILM, alerts, duties


def due(kind, *declared, cues=()):
    said = alerts(
        Oeuvres=[FILM | {"type": kind}], DeclarationsOeuvre=list(declared), RelevesMusicaux=list(cues)
    )
    head = "Déclaration due, aucune ligne dans Déclarations d'œuvre : "
    return [text.removeprefix(head) for table, text in said if table == "Oeuvres" and text.startswith(head)]


@pytest.mark.parametrize(
    ("kind", "societies"),
    [
        (WorkType.TV_FILM, ["SACD"]),
        (WorkType.FICTION_SERIES, ["SACD"]),
        (WorkType.ANIMATION, ["SACD"]),
        (WorkType.DOCUMENTARY, ["Scam"]),
        (WorkType.DOCUMENTARY_SERIES, ["Scam"]),
        (WorkType.FILM, ["SACD ou Scam"]),
        (WorkType.SHORT_FILM, ["SACD ou Scam"]),
        # Which one, if any, depends on the show and on the genre: nothing is said.
        (WorkType.RECORDING, []),
        (WorkType.PROGRAMME, []),
        ("", []),
    ],
)
def test_each_type_of_work_is_due_to_the_society_of_its_authors(kind, societies):
    assert due(kind) == societies


def test_one_of_the_two_societies_of_a_film_is_enough():
    assert not due(WorkType.FILM, {"work": "ETE", "society": Society.SCAM})
    assert due(WorkType.FILM, {"work": "ETE", "society": Society.ISAN}) == ["SACD ou Scam"]


def test_original_music_is_due_to_the_sacem():
    cue = {"work": "ETE", "rank": 1, "music_origin": CueOrigin.ORIGINAL}
    assert due(WorkType.TV_FILM, cues=[cue]) == ["SACD et Sacem"]
    assert due(WorkType.TV_FILM, {"work": "ETE", "society": Society.SACEM}, cues=[cue]) == ["SACD"]
    assert due(WorkType.TV_FILM, cues=[cue | {"music_origin": CueOrigin.LIBRARY}]) == ["SACD"]


def said(**cells):
    declared = {"work": "ETE", "society": Society.SACD} | cells
    return [
        text
        for table, text in alerts(
            Oeuvres=[FILM | {"isan": "0000-0000-D07A-0090-Q", "rca": "2026.123"}],
            DeclarationsOeuvre=[declared],
        )
        if table == "DeclarationsOeuvre"
    ]


WHOLE = {"number": "123", "day": date(2026, 10, 1), "document": "récépissé.pdf"}


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({}, ["État de la déclaration non dit"]),
        ({"state": DeclarationState.TO_DO}, ["Déclaration à faire"]),
        ({"state": DeclarationState.TO_DO, "person": "Léa"}, ["Déclaration à faire, par Léa"]),
        ({"state": DeclarationState.REJECTED} | WHOLE, ["Déclaration rejetée, à refaire"]),
        ({"state": DeclarationState.FILED}, ["Déclaration déposée, il y manque la date et la pièce"]),
        ({"state": DeclarationState.FILED} | WHOLE | {"number": ""}, []),
        (
            {"state": DeclarationState.REGISTERED} | WHOLE | {"number": ""},
            ["Déclaration enregistrée, il y manque le numéro"],
        ),
        (
            {"state": DeclarationState.REGISTERED} | WHOLE | {"day": None},
            ["Déclaration enregistrée, il y manque la date"],
        ),
        ({"state": DeclarationState.REGISTERED} | WHOLE, []),
    ],
)
def test_what_a_declaration_lacks_depends_on_where_it_stands(cells, expected):
    assert said(**cells) == expected


def test_the_number_of_a_register_is_the_one_of_the_work():
    registered = {"state": DeclarationState.REGISTERED} | WHOLE
    assert said(**registered | {"society": Society.RCA, "number": "2026.124"}) == [
        "N° « 2026.124 » différent de celui de l'œuvre, « 2026.123 »"
    ]
    assert not said(**registered | {"society": Society.RCA, "number": "2026.123"})
    # A society of authors has its own number, which Œuvres does not hold.
    assert not said(**registered | {"society": Society.SACD, "number": "999"})


def test_the_isan_of_a_declaration_is_compared_as_it_is_understood():
    registered = {"state": DeclarationState.REGISTERED, "society": Society.ISAN} | WHOLE
    assert not said(**registered | {"number": "isan 00000000d07a0090q"})
    assert said(**registered | {"number": "1881-66C7-3420-6541-Y"}) == [
        "N° « 1881-66C7-3420-6541-Y » différent de celui de l'œuvre, « 0000-0000-D07A-0090-Q »"
    ]


def test_a_wrong_number_is_a_problem_of_its_cell():
    declared = {"work": "ETE", "society": Society.EIDR, "number": "10.5240/1489-49A2-3956-4B2D-FE16-A"}
    (problem,) = duties(DeclarationsOeuvre=[declared]).problems
    assert (problem.table, problem.heading) == ("DeclarationsOeuvre", "N°")
    assert problem.message == (
        "Identifiant EIDR « 10.5240/1489-49A2-3956-4B2D-FE16-A » invalide : "
        "le caractère de contrôle est A, attendu 5 avec ces chiffres"
    )
    # What a society of authors gives is its own: nothing is verified.
    assert not duties(DeclarationsOeuvre=[declared | {"society": Society.SACD}]).problems
