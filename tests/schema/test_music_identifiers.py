"""Identifiers of music: what their registries write, and each fault by its name."""

from __future__ import annotations

import pytest

from postprod_xl.schema.cells.music_identifiers import read_isrc, read_iswc


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        # 1 + 1×0 + 2×3 + 3×4 + 4×5 + 5×2 + 6×4 + 7×6 + 8×8 + 9×0 = 179: one more makes 180.
        ("iswc: t 034 524 680 1", "T-034.524.680-1"),
        # 1 + 1×1 = 2: eight more make 10.
        ("T-100.000.000-8", "T-100.000.000-8"),
        # 1 + 9×1 = 10: nothing more.
        ("T–000.000.001–0", "T-000.000.001-0"),
    ],
)
def test_an_iswc_is_read_in_every_spelling(typed, written):
    assert (read_iswc(typed).canonical, read_iswc(typed).fault) == (written, "")


@pytest.mark.parametrize("typed", ["ISRC FRZ039800212", "fr-z03-98-00212", "FR Z03 98 00212"])
def test_an_isrc_is_read_in_every_spelling(typed):
    assert (read_isrc(typed).canonical, read_isrc(typed).fault) == ("FR-Z03-98-00212", "")


@pytest.mark.parametrize("typed", ["T-034.524.68-1", "034.524.680-1", "T-٠34.524.680-1", ""])
def test_another_text_is_no_iswc(typed):
    assert not read_iswc(typed).canonical
    assert read_iswc(typed).fault.startswith("ce n'est pas un ISWC, attendu :")


def test_an_iswc_of_which_a_digit_is_mistyped_says_the_one_expected():
    found = read_iswc("T-034.524.680-2")
    assert (found.canonical, found.fault) == (
        "",
        "le chiffre de contrôle est 2, attendu 1 avec ces chiffres",
    )


@pytest.mark.parametrize("typed", ["FR-Z03-98-0212", "XX-Z03-98-00212", "FR-Z03-98-0021A", ""])
def test_another_text_is_no_isrc(typed):
    assert not read_isrc(typed).canonical
    assert read_isrc(typed).fault.startswith("ce n'est pas un ISRC, attendu :")
