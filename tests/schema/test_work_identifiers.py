"""ISAN and EIDR: what is right, what is wrong and what was expected, in every spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import isan

from postprod_xl.schema.cells.formats import EATEN
from postprod_xl.schema.cells.work_identifiers import read_eidr, read_isan

VALID_ISANS = [
    "0000-0000-D07A-0090-Q-0000-0000-X",
    "1881-66C7-3420-6541-Y-9F3A-0245-O",
    "0000-0001-8CFA-0000-I-0000-0000-K",
    "0000-0000-D07A-0090-Q",
]
VALID_EIDRS = ["10.5240/7EC7-228A-510A-053E-CBB8-J", "10.5240/354B-4B1D-02AA-068E-CDFD-3"]
digits = st.text("0123456789ABCDEF", min_size=16, max_size=16)


def spellings(identifier: str) -> list[str]:
    return [
        identifier,
        identifier.lower(),
        identifier.replace("-", ""),
        identifier.replace("-", " "),
        identifier.replace("-", "\u2011"),
        f" {identifier}\u00a0",
    ]


@pytest.mark.parametrize("known", VALID_ISANS)
def test_an_isan_is_understood_in_every_spelling(known: str):
    written = [*spellings(known), f"ISAN {known}", f"isan: {known}", f"URN:ISAN:{known}", f"V-ISAN {known}"]
    for text in written:
        assert (read_isan(text).canonical, read_isan(text).fault) == (known, "")


@pytest.mark.parametrize("known", VALID_EIDRS)
def test_an_eidr_is_understood_in_every_spelling(known: str):
    suffix = known.removeprefix("10.5240/")
    written = [
        *spellings(known),
        f"https://doi.org/{known}",
        f"http://dx.doi.org/{known}",
        f"https://doi.org/10.5240%2F{suffix}",
        f"doi:{known}",
        f"DOI {known}",
        f"EIDR : {known}".replace(" :", ":"),
        f"urn:eidr:10.5240:{suffix}",
        suffix,
    ]
    for text in written:
        assert (read_eidr(text).canonical, read_eidr(text).fault) == (known, "")


def test_the_sample_of_movielabs_has_a_wrong_check_character():
    read = read_eidr("10.5240/1489-49A2-3956-4B2D-FE16-A")
    assert read.fault == "le caractère de contrôle est A, attendu 5 avec ces chiffres"
    assert read.canonical == ""
    assert read_eidr("10.5240/1489-49A2-3956-4B2D-FE16-5").fault == ""


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("0000-0000-D07A-0090-A", "le caractère de contrôle est A, attendu Q avec ces chiffres"),
        (
            "0000-0000-D07A-0090-A-0000-0000-X",
            "le caractère de contrôle de l'œuvre est A, attendu Q avec ces chiffres",
        ),
        (
            "0000-0000-D07A-0090-Q-0000-0000-A",
            "le caractère de contrôle de la version est A, attendu X avec ces chiffres",
        ),
        # A digit mistyped is said as a wrong check: nothing tells which of them is wrong.
        (
            "0000-0000-D07A-0091-Q-0000-0000-X",
            "le caractère de contrôle de l'œuvre est Q, attendu O avec ces chiffres",
        ),
        ("OOOO-0000-D07A-0090-Q", "« O » là où l'on attend un chiffre ou une lettre de A à F"),
        (
            "0000-0000-D07A-0090-Q-0000-0000",
            "25 caractères sans les tirets, attendu : 17, ou 26 avec la version",
        ),
        ("D", "1 caractère sans les tirets, attendu : 17, ou 26 avec la version"),
        ("1,88166E+15", EATEN),
    ],
)
def test_what_is_no_isan_says_what_was_expected(text: str, fault: str):
    assert read_isan(text).fault == fault
    assert read_isan(text).canonical == ""


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("10.5239/7EC7-228A", "le préfixe est 10.5239, attendu : 10.5240, celui des œuvres"),
        ("10.5240/7EC7-228A-510A", "12 caractères sans les tirets, attendu : 21 après 10.5240/"),
        ("10.5240/7EC7-228A-51OA-053E-CBB8-J", "« O » là où l'on attend un chiffre ou une lettre de A à F"),
        ("10.5240/", "0 caractère sans les tirets, attendu : 21 après 10.5240/"),
    ],
)
def test_what_is_no_eidr_says_what_was_expected(text: str, fault: str):
    assert read_eidr(text).fault == fault


def test_an_identifier_without_check_character_is_understood_and_not_checked():
    assert read_isan("0000-0000-D07A-0090").canonical == "0000-0000-D07A-0090-Q"
    assert not read_isan("0000-0000-D07A-0090").is_checked
    assert read_isan("0000-0000-D07A-0090-Q").is_checked
    assert not read_isan("00000000D07A009000000000").is_checked
    assert not read_eidr("10.5240/7EC7-228A-510A-053E-CBB8").is_checked
    assert read_eidr("10.5240/7EC7-228A-510A-053E-CBB8-J").is_checked


def test_the_versions_of_a_work_have_its_root():
    work, version = read_isan("0000-0000-D07A-0090-Q"), read_isan("0000-0000-D07A-0090-Q-0000-0000-X")
    assert work.root == version.root == "00000000D07A0090"
    assert (work.has_version, version.has_version) == (False, True)


@given(digits, st.text("0123456789ABCDEF", min_size=8, max_size=8))
def test_what_the_library_writes_is_read_and_any_other_check_character_is_refused(root: str, version: str):
    written = isan.format(root + version)
    assert read_isan(written).canonical == written
    for letter in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ":
        assert bool(read_isan(written[:-1] + letter).fault) is (letter != written[-1])


@given(st.text(max_size=60))
def test_any_text_is_understood_or_said(text: str):
    for read in (read_isan(text), read_eidr(text)):
        assert bool(read.fault) is not bool(read.canonical)


def check_character(digits: str) -> str:
    """ISO 7064 Mod 37,36 as its text says it: a running sum doubled modulo 37, brought back below 36."""
    alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    product = 36
    for letter in digits:
        total = (product + alphabet.index(letter)) % 36 or 36
        product = total * 2 % 37
    return alphabet[(37 - product) % 36]


@given(st.text("0123456789ABCDEF", min_size=20, max_size=20))
def test_the_check_character_of_an_eidr_is_that_of_the_standard(digits: str):
    check = check_character(digits)
    assert read_eidr(digits + check).fault == ""
    for letter in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".replace(check, ""):
        assert f"attendu {check} " in read_eidr(digits + letter).fault
