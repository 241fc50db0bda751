"""What the words of territories, media and languages mean, and how a set of them is said."""

import random
from datetime import date

import pytest

from postprod_xl.domain.catalogue.grounds.grounds import Grounds
from postprod_xl.domain.catalogue.grounds.published import AxisName

DAY = date(2026, 11, 30)


@pytest.fixture(scope="module")
def grounds() -> Grounds:
    return Grounds(DAY)


def territories(grounds: Grounds, text: str) -> tuple[str, ...]:
    found = grounds.territories_of(text)
    assert not found.unknown
    return grounds.territories.leaves(found.mask)


def test_every_code_name_spelling_and_group_is_understood_and_no_word_says_two_things(grounds):
    for lexicon in grounds.lexicons.values():
        for code, names in lexicon.words.names.items():
            for word in {code, *names} - {"vo"}:
                assert (lexicon.meaning(word) or 0) & lexicon.axis.bits[code], word
        for group in lexicon.words.groups:
            assert len({lexicon.meaning(word) for word in (group.name, *group.spellings)} - {None}) == 1, (
                group
            )
        for word in lexicon.words.ambiguous:
            assert lexicon.meaning(word) is None, word


def test_the_territories_are_those_of_iso_3166_and_kosovo(grounds):
    assert len(grounds.territories.codes) == 249 + 1
    assert grounds.territories.codes[-1] == "XK"
    assert len(set(grounds.territories.codes)) == 250


def test_continents_part_the_world_but_for_north_america_and_the_antarctic(grounds):
    names = ("Europe", "Afrique", "Asie", "Océanie", "Amérique du Sud", "Amérique centrale", "Caraïbes")
    masks = [grounds.territories_of(name).mask for name in names]
    assert sum(mask.bit_count() for mask in masks) == sum(masks).bit_count()
    assert grounds.territories.leaves(grounds.territories.everything & ~sum(masks)) == (
        *("AQ", "BM", "CA", "GL", "PM", "US"),
    )


@pytest.mark.parametrize(
    "text", ["Royaume-Uni", "royaume uni", "ROYAUME UNI", "gb", "UK", "U.K.", "Grande‑Bretagne"]
)
def test_capitals_accents_and_hyphens_do_not_count(grounds, text):
    assert territories(grounds, text) == ("GB",)


def test_two_codes_side_by_side_are_never_read_as_a_name(grounds):
    assert territories(grounds, "IN, DE") == ("DE", "IN")
    assert territories(grounds, "IN/DE") == ("DE", "IN")
    assert grounds.territories_of("IN DE").unknown == ("IN DE",)


def test_france_alone_is_france_and_nothing_else(grounds):
    assert territories(grounds, "France") == ("FR",)
    assert territories(grounds, "France métropolitaine") == ("FR",)
    assert territories(grounds, "France et DROM") == ("FR", "GF", "GP", "MQ", "RE", "YT")
    assert " ".join(territories(grounds, "France et DROM-COM")) == "BL FR GF GP MF MQ PF PM RE WF YT"
    assert territories(grounds, "France, Monaco et Andorre") == ("AD", "FR", "MC")


def test_the_european_union_loses_the_united_kingdom_on_the_first_of_february_2020():
    before, after = Grounds(date(2020, 1, 31)), Grounds(date(2020, 2, 1))
    assert before.territories_of("UE").mask ^ after.territories_of("UE").mask == after.territories.mask_of(
        ["GB"]
    )
    assert "NO" in territories(after, "EEE")
    assert "GB" not in territories(after, "EEE")


def test_a_group_without_version_on_a_day_is_not_known_that_day():
    assert Grounds(date(2007, 7, 14)).territories_of("DROM-COM").unknown == ("DROM-COM",)
    assert not Grounds(date(2007, 7, 15)).territories_of("DROM-COM").unknown


def test_what_says_several_things_is_not_guessed_and_the_choice_is_named(grounds):
    for word in ("Congo", "Corée", "DOM-TOM", "France entière"):
        assert grounds.territories_of(f"FR ; {word}").unknown == (word,)
        assert "plusieurs choses" in grounds.advice(AxisName.TERRITORIES, word)
    for word in ("Cinéma", "Numérique", "Digital"):
        assert grounds.media_of(word).unknown == (word,)
        assert "plusieurs choses" in grounds.advice(AxisName.MEDIA, word)


def test_an_unknown_word_is_said_as_typed_with_the_name_it_resembles(grounds):
    assert grounds.territories_of("Tchékie").unknown == ("Tchékie",)
    assert grounds.advice(AxisName.TERRITORIES, "Tchékie") == "vouliez-vous dire « Tchéquie » ?"
    assert grounds.advice(AxisName.TERRITORIES, "zzzz") == ""


def test_the_original_version_is_never_read_as_volapuk(grounds):
    assert grounds.languages_of("VO ; fr").unknown == ("VO",)
    assert grounds.languages.leaves(grounds.languages_of("volapük").mask) == ("vo",)
    assert "la langue originale" in grounds.advice(AxisName.LANGUAGES, "VO")


def test_an_empty_text_says_nothing(grounds):
    for found in (grounds.territories_of(""), grounds.media_of(" ; "), grounds.languages_of("")):
        assert (found.mask, found.unknown) == (0, ())


def test_sauf_takes_parts_out_of_one_word_and_is_not_guessed_elsewhere(grounds):
    assert territories(grounds, "Benelux sauf Pays-Bas") == ("BE", "LU")
    for text in (
        "Europe sauf FR ; Canada",
        "FR ; Monde sauf CA",
        "Benelux sauf Suisse",
        "Europe sauf Atlantide",
    ):
        assert grounds.territories_of(text).unknown == (text,)


@pytest.mark.parametrize(
    "text",
    [
        "Monde sauf la Chine et la Russie",
        "Monde, hors Chine, Russie",
        "Monde (sauf CN ; RU)",
        "monde à l'exclusion de : CN/RU",
    ],
)
def test_what_is_left_out_is_understood_however_contracts_write_it(grounds, text):
    left_out = grounds.territories.mask_of(["CN", "RU"])
    found = grounds.territories_of(text)
    assert (found.unknown, found.mask) == ((), grounds.territories.everything & ~left_out)


def test_an_article_does_not_count_and_is_never_taken_from_a_name(grounds):
    assert territories(grounds, "la Belgique ; l'Allemagne ; les Pays-Bas ; le Laos") == (
        "BE",
        "DE",
        "LA",
        "NL",
    )
    assert territories(grounds, "La Réunion") == ("RE",)
    assert grounds.territories_of("la Congo").unknown == ("la Congo",)


def test_catch_up_follows_the_linear_right_and_says_nothing_alone(grounds):
    assert grounds.media_of("TV gratuite, catch-up") == grounds.media_of("TV_GRATUITE")
    assert grounds.media_of("TV payante et droits liés") == grounds.media_of("TV_PAYANTE")
    assert grounds.media_of("catch-up").unknown == ("catch-up",)
    assert grounds.media_of("SVOD ; droits liés").unknown == ("droits liés",)


@pytest.mark.parametrize("text", ["Monde", "tous", "Tous territoires", "Tous les pays", "worldwide"])
def test_every_territory_is_said_in_several_ways(grounds, text):
    assert grounds.territories_of(text).mask == grounds.territories.everything


def test_the_group_of_theatres_is_not_its_leaf(grounds):
    assert grounds.media.leaves(grounds.media_of("Salles").mask) == ("SALLES",)
    assert grounds.media.leaves(grounds.media_of("Salles et non commercial").mask) == ("SALLES", "NON_COM")


def test_a_language_that_contains_others_says_them_too(grounds):
    assert grounds.languages.leaves(grounds.languages_of("norvégien").mask) == ("nb", "nn", "no")
    assert grounds.languages.leaves(grounds.languages_of("nb").mask) == ("nb",)
    assert grounds.languages.codes[-1] == "autres"
    assert grounds.languages_of("toutes").mask == grounds.languages.everything


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "aucun territoire"),
        ("FR", "France"),
        ("Monde", "Monde"),
        ("Monde sauf US, CA", "Monde sauf Canada, États-Unis"),
        ("FR ; DROM", "France et DROM"),
        ("Benelux ; CH", "Benelux et Suisse"),
        ("Benelux ; CH ; AD", "Benelux, Andorre et Suisse"),
        ("BE ; LU", "Belgique, Luxembourg"),
        ("Europe francophone", "Belgique, Suisse, France, Luxembourg, Monaco"),
    ],
)
def test_a_set_of_territories_is_said_in_the_fewest_true_words(grounds, text, said):
    assert grounds.said_territories(grounds.territories_of(text).mask) == said


def test_media_and_languages_are_said_too(grounds):
    assert grounds.said_media(grounds.media_of("AVOD;SVOD").mask) == "SVOD, AVOD"
    assert grounds.said_media(grounds.media.everything) == "Tous"
    assert grounds.said_languages(grounds.languages.everything) == "toutes les langues"
    assert grounds.said_languages(grounds.languages_of("en;fr").mask) == "anglais, français"


def test_what_is_said_is_read_back_as_the_same_set(grounds):
    draw = random.Random(18)
    for axis, size in ((AxisName.TERRITORIES, 250), (AxisName.MEDIA, 23)):
        lexicon = grounds.lexicons[axis]
        sayer = grounds.said_territories if axis is AxisName.TERRITORIES else grounds.said_media
        groups = [lexicon.meaning(group.name) or 0 for group in lexicon.words.groups]
        for _ in range(300):
            mask = draw.choice([0, *groups]) | 1 << draw.randrange(size)
            mask |= draw.choice([0, *groups]) & ~(1 << draw.randrange(size))
            assert lexicon.expand(sayer(mask)).mask == mask, sayer(mask)
            out = lexicon.axis.everything & ~mask
            assert not out or lexicon.expand(sayer(out)).mask == out, sayer(out)
