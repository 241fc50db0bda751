"""Frame rates as people, cameras and media tools write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postprod_xl.domain.technique.spellings.written import WordState
from postprod_xl.domain.technique.timing.rates import FrameRate, trade_rates
from postprod_xl.domain.technique.timing.written_rates import read_rate
from postprod_xl.schema.technical_vocabulary import ScanKind, TimecodeMode


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("25", "25"),
        (" 25,000 ", "25"),
        ("25.000 FPS", "25"),
        ("25 i/s", "25"),
        ("25\u00a0i/s", "25"),
        ("25 im/s", "25"),
        ("25 ips", "25"),
        ("25 images/s", "25"),
        ("25 images par seconde", "25"),
        ("25/1", "25"),
        ("25000/1000", "25"),
        ("23,976", "23,976"),
        ("23.98", "23,976"),
        ("23.9760", "23,976"),
        ("23.976023", "23,976"),
        ("23.976024", "23,976"),
        ("24000/1001", "23,976"),
        ("23.976 (24000/1001) FPS", "23,976"),
        ("23.976 (23976/1000) FPS", "23,976"),
        ("2997/100", "29,97"),
        ("29.970 (29970/1000) FPS", "29,97"),
        ("29,97 i/s", "29,97"),
        ("29.970 fps", "29,97"),
        ("59.94", "59,94"),
        ("119.88", "119,88"),
        ("47.95", "47,952"),
        ("119.88011", "119,88"),
        ("12,5", "12,5"),
        ("18", "18"),
        ("25 Hz", "25"),
    ],
)
def test_a_known_rate_is_read_however_it_is_written(text: str, name: str):
    written = read_rate(text)
    assert written.state is WordState.KNOWN
    assert written.value.rate.name == name
    assert written.value.rate.is_known
    assert (written.value.scan, written.note) == (None, "")


@pytest.mark.parametrize(
    ("text", "name", "scan"),
    [
        ("25p", "25", ScanKind.PROGRESSIVE),
        ("25P", "25", ScanKind.PROGRESSIVE),
        ("50 p", "50", ScanKind.PROGRESSIVE),
        ("23.98p", "23,976", ScanKind.PROGRESSIVE),
        ("25i", "25", ScanKind.INTERLACED),
        ("29.97i", "29,97", ScanKind.INTERLACED),
        ("25PsF", "25", ScanKind.SEGMENTED),
        ("1080i25", "25", ScanKind.INTERLACED),
        ("1080i/25", "25", ScanKind.INTERLACED),
        ("1080p25", "25", ScanKind.PROGRESSIVE),
        ("1080psf23.98", "23,976", ScanKind.SEGMENTED),
        ("2160p50", "50", ScanKind.PROGRESSIVE),
        ("720p59.94", "59,94", ScanKind.PROGRESSIVE),
        ("25 entrelacé", "25", ScanKind.INTERLACED),
        ("25 i/s progressif", "25", ScanKind.PROGRESSIVE),
        ("25p fps", "25", ScanKind.PROGRESSIVE),
    ],
)
def test_the_scan_is_read_where_it_is_written(text: str, name: str, scan: ScanKind):
    value = read_rate(text).value
    assert (value.rate.name, value.scan) == (name, scan)


@pytest.mark.parametrize(
    ("text", "name", "fields"),
    [
        ("50i", "25", "50"),
        ("59.94i", "29,97", "59,94"),
        ("1080i50", "25", "50"),
        ("1080i59,94", "29,97", "59,94"),
    ],
)
def test_fields_are_read_as_half_as_many_frames_and_it_is_said(text: str, name: str, fields: str):
    written = read_rate(text)
    assert (written.value.rate.name, written.value.scan) == (name, ScanKind.INTERLACED)
    assert written.note == f"{fields} trames entrelacées par seconde, soit {name} images"


@pytest.mark.parametrize(
    ("text", "counting"),
    [
        ("29.97 DF", TimecodeMode.DROP),
        ("29,97DF", TimecodeMode.DROP),
        ("29.97 drop frame", TimecodeMode.DROP),
        ("59.94 drop", TimecodeMode.DROP),
        ("29.97 i/s (DF)", TimecodeMode.DROP),
        ("29.97 NDF", TimecodeMode.NON_DROP),
        ("23.976 non-drop", TimecodeMode.NON_DROP),
        ("29.97", None),
    ],
)
def test_the_counting_is_read_where_it_is_written(text: str, counting: TimecodeMode | None):
    assert read_rate(text).value.counting is counting


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("37", "cadence inconnue"),
        ("23.97", "cadence inconnue, proche de 23,976 : écrivez-la si c'est elle"),
        ("24.1", "cadence inconnue, proche de 24 : écrivez-la si c'est elle"),
        ("23.9", "cadence inconnue, proche de 23,976 : écrivez-la si c'est elle"),
        # Exactly a half per cent away.
        ("5000/199", "cadence inconnue, proche de 25 : écrivez-la si c'est elle"),
        ("60i", "« 60i » se dit de 29,97 comme de 30 images : écrivez 29,97 ou 30"),
        ("1080i30", "« 30i » se dit de 29,97 comme de 30 images : écrivez 29,97 ou 30"),
        ("50 i", "« 50 i » se dit d'images ou de trames : écrivez « 50 i/s » ou « 50i »"),
        ("50 Hz", "50 Hz se dit d'images ou de trames : écrivez « i/s »"),
        ("100i", "aucune image entrelacée n'est à 100"),
        ("VFR", "cadence variable : elle n'a pas de valeur exacte"),
        ("1080i25p", "le balayage est écrit deux fois, et n'est pas le même"),
        ("25.000 (24000/1001) FPS", "les deux cadences écrites ne sont pas la même"),
        ("PAL", "n'est pas une cadence connue : 23,976, 24, 25, 29,97, 50…"),
        ("25 ou 24", "n'est pas une cadence connue : 23,976, 24, 25, 29,97, 50…"),
    ],
)
def test_what_is_not_known_is_kept_and_told_never_guessed(text: str, note: str):
    written = read_rate(text)
    assert (written.state, written.value, written.text) == (WordState.UNKNOWN, None, text)
    assert written.note == note


@pytest.mark.parametrize("text", ["0", "-25", "0/1", "25/0", "25000", "2001", "-23,976"])
def test_an_absurd_rate_is_impossible(text: str):
    written = read_rate(text)
    assert (written.state, written.value, written.text) == (WordState.IMPOSSIBLE, None, text)


def test_the_last_rate_that_is_not_absurd_is_only_unknown():
    assert read_rate("2000").state is WordState.UNKNOWN


@pytest.mark.parametrize("text", ["", "  ", "0/0", "N/A", "–", "?", "Aucune"])
def test_nothing_written_is_to_be_filled_in(text: str):
    assert read_rate(text).state is WordState.ABSENT


def test_25_with_a_space_is_25_frames_whatever_its_scan():
    value = read_rate("25 i").value
    assert (value.rate.name, value.scan) == ("25", None)


@given(st.sampled_from(trade_rates().exact), st.sampled_from(["{n}/{d}", "{n}/{d} fps"]))
def test_every_known_rate_is_read_as_a_fraction(rate, form: str):
    assert read_rate(form.format(n=rate.numerator, d=rate.denominator)).value.rate == FrameRate(rate)


@given(st.sampled_from(trade_rates().exact))
def test_every_known_rate_is_read_by_its_name(rate):
    assert read_rate(FrameRate(rate).name).value.rate == FrameRate(rate)


@given(st.text(max_size=20))
def test_whatever_is_written_is_kept_and_nothing_raises(text: str):
    written = read_rate(text)
    assert (written.value is not None) == written.is_known
