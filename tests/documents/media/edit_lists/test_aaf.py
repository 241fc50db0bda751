from __future__ import annotations

import logging
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from postprod_xl.documents.media.edit_lists.aaf import read_aaf
from postprod_xl.documents.media.edit_lists.records import EditListFacts
from postprod_xl.documents.media.untrusted import UnreadableMedia

pytest.importorskip("opentimelineio", reason="no wheel for this version of Python: see pyproject.toml")

DISSOLVE = {
    "AAF": {
        "OperationGroup": {
            "Operation": {
                "DataDefinition": {"Name": "Picture"}, "Description": "", "Name": "Video Dissolve", "NumberInputs": 2,
                "Identification": "0c3bea40-fc05-11d2-8a29-0050040ef7d2", "IsTimeWarp": False, "Bypass": 1,
                "OperationCategory": "OperationCategory_Effect",
            },
            "Parameters": {}, "DataDefinition": {"Name": "Picture"},
        },
        "CutPoint": 10,
        "PointList": [{"ControlPointSource": 2, "Time": at, "Value": at} for at in (0, 1)],
    }
}  # fmt: skip


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An AAF at 25: PLAGE 100, a dissolve of 10 + 15 frames on the cut, PORT 100, a hole of 50, PLAGE 50."""
    import opentimelineio as otio

    def span(start: int, length: int) -> Any:
        return otio.opentime.TimeRange(
            otio.opentime.RationalTime(start, 25), otio.opentime.RationalTime(length, 25)
        )

    def clip(name: str, start: int, length: int) -> Any:
        media = otio.schema.ExternalReference(f"file:///{name}.mov", available_range=span(0, 1000))
        return otio.schema.Clip(name, media_reference=media, source_range=span(start, length))

    timeline: Any = otio.schema.Timeline("LA MER", global_start_time=otio.opentime.RationalTime(90_000, 25))
    track: Any = otio.schema.Track("V1", kind="Video")
    timeline.tracks.append(track)
    before, after = (otio.opentime.RationalTime(frames, 25) for frames in (10, 15))
    dissolve = otio.schema.Transition("d", "SMPTE_Dissolve", before, after, metadata=DISSOLVE)
    gap = otio.schema.Gap(source_range=span(0, 50))
    track.extend([clip("PLAGE", 100, 100), dissolve, clip("PORT", 100, 100), gap, clip("PLAGE", 300, 50)])
    path = tmp_path_factory.mktemp("aaf") / "mer.aaf"
    otio.adapters.write_to_file(timeline, str(path), "AAF", use_empty_mob_ids=True)
    return path


def test_the_frames_of_each_tape_are_those_added_by_hand(film: Path) -> None:
    facts = read_aaf(film)
    assert isinstance(facts, EditListFacts)
    assert [(source.name, source.is_reel, source.frames, source.clips) for source in facts.sources] == [
        ("PLAGE", True, 165, ("PLAGE.mov",)),  # 100 + 15 after the cut, + 50
        ("PORT", True, 110, ("PORT.mov",)),  # 10 before the cut + 100
    ]
    assert (facts.duration_frames, facts.empty_frames, facts.rate) == (300, 50, 25)
    assert facts.sources[0].share == Fraction(165, 300)
    assert (facts.title, facts.record_in, facts.record_out) == ("LA MER", "01:00:00:00", "01:00:12:00")


def test_what_the_library_logs_is_a_remark_and_not_shown(film: Path, monkeypatch: pytest.MonkeyPatch,
                                                         capfd: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    import opentimelineio

    true_reader = opentimelineio.adapters.read_from_file

    def talkative(*arguments: Any, **options: Any) -> Any:
        print("Adding null child? X")  # noqa: T201 - as the adapter does
        logging.warning("odd mob")
        return true_reader(*arguments, **options)

    monkeypatch.setattr(opentimelineio.adapters, "read_from_file", talkative)
    handlers = list(logging.getLogger().handlers)
    said = set(read_aaf(film).remarks)
    assert said == {"l'adaptateur AAF signale : odd mob", "l'adaptateur AAF signale : Adding null child? X"}
    assert capfd.readouterr() == ("", "") and logging.getLogger().handlers == handlers


def test_a_damaged_aaf_is_one_line(film: Path, tmp_path: Path) -> None:
    (tmp_path / "coupé.aaf").write_bytes(film.read_bytes()[:3000])
    with pytest.raises(UnreadableMedia, match="AAF que l'adaptateur d'opentimelineio ne lit pas"):
        read_aaf(tmp_path / "coupé.aaf")
    (tmp_path / "faux.aaf").write_bytes(b"bonjour")
    with pytest.raises(UnreadableMedia, match="ce n'est pas un fichier AAF"):
        read_aaf(tmp_path / "faux.aaf")


@pytest.mark.parametrize(
    ("version", "reason"),
    [
        ((3, 13), "opentimelineio et son adaptateur AAF ne sont pas installés"),
        ((3, 14), "opentimelineio n'existe pas pour Python 3.14 ; demandez une EDL ou un XML"),
    ],
)
def test_without_the_library_one_line_says_what_to_do(
    film: Path, monkeypatch: pytest.MonkeyPatch, version: tuple[int, int], reason: str
) -> None:
    monkeypatch.setitem(sys.modules, "otio_aaf_adapter", None)
    monkeypatch.setattr(sys, "version_info", version)
    with pytest.raises(UnreadableMedia, match=reason) as refusal:
        read_aaf(film)
    assert bool(refusal.value.install) is (version == (3, 13))


@pytest.fixture
def read_timeline(film: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The facts of a track of the library's own objects, read as if an AAF had held them."""
    import opentimelineio as otio

    def read(*items: Any, sound: tuple[Any, ...] = ()) -> EditListFacts:
        timeline: Any = otio.schema.Timeline("LA MER")
        for kind, held in (("Video", items), ("Audio", sound)):
            track: Any = otio.schema.Track(kind, kind=kind)
            track.extend(held)
            timeline.tracks.append(track)
        monkeypatch.setattr(otio.adapters, "read_from_file", lambda *arguments: timeline)
        return read_aaf(film)

    return read


def shot(name: str, length: int, rate: float = 25, media: Any = None) -> Any:
    import opentimelineio as otio

    span = otio.opentime.TimeRange(
        otio.opentime.RationalTime(0, rate), otio.opentime.RationalTime(length, rate)
    )
    return otio.schema.Clip(name, media_reference=media, source_range=span)


def test_a_clip_without_tape_is_named_by_its_master_clip(read_timeline: Any) -> None:
    facts = read_timeline(shot("PLAGE", 100), shot("", 50))
    assert [(source.name, source.is_reel, source.rate) for source in facts.sources] == [
        ("PLAGE", False, None), ("sans nom", False, None)
    ]  # fmt: skip
    assert (facts.record_in, facts.duration_frames) == ("", 150)  # no timecode of start


def test_the_own_rate_of_a_file_is_told(read_timeline: Any) -> None:
    import opentimelineio as otio

    span = otio.opentime.TimeRange(otio.opentime.RationalTime(0, 50), otio.opentime.RationalTime(200, 50))
    media = otio.schema.ExternalReference("file:///rushes/Port%201.mov", available_range=span)
    (source,) = read_timeline(shot("PORT", 100, media=media)).sources
    assert (source.rate, source.clips) == (50, ("Port 1.mov",))


@pytest.mark.parametrize(
    ("scalar", "speed"), [(0.5, Fraction(1, 2)), (-1, Fraction(-1)), (0, Fraction(0)), (1, None)]
)
def test_a_time_warp_is_a_speed(read_timeline: Any, scalar: float, speed: Fraction | None) -> None:
    import opentimelineio as otio

    slow = shot("PORT", 50)
    slow.effects.append(otio.schema.LinearTimeWarp(time_scalar=scalar))
    facts = read_timeline(shot("PLAGE", 100), slow)
    assert [(effect.source, effect.speed, effect.record_in) for effect in facts.speeds] == (
        [] if speed is None else [("PORT", speed, 100)]
    )


def test_a_time_effect_that_says_no_speed_is_told_all_the_same(read_timeline: Any) -> None:
    import opentimelineio as otio

    bent, blurred = shot("PORT", 50), shot("DUNE", 50)
    bent.effects.append(otio.schema.TimeEffect("Remap"))
    blurred.effects.append(otio.schema.Effect("Flou"))
    facts = read_timeline(bent, blurred)
    assert [(effect.source, effect.speed) for effect in facts.speeds] == [("PORT", None)]


def test_a_stack_of_one_clip_is_that_clip_and_one_of_several_is_a_cut_of_its_own(read_timeline: Any) -> None:
    import opentimelineio as otio

    one: Any = otio.schema.Stack("Effet")
    one.append(shot("PLAGE", 100))
    several: Any = otio.schema.Stack("Incrustation")
    several.extend([shot("PORT", 50), shot("DUNE", 50)])
    facts = read_timeline(one, several)
    assert [(source.name, source.frames) for source in facts.sources] == [
        ("PLAGE", 100),
        ("Incrustation", 50),
    ]
    assert facts.remarks == (
        "séquence imbriquée « Incrustation » : comptée comme une source, ses propres plans ne sont pas lus",
    )


def test_sound_is_apart(read_timeline: Any) -> None:
    facts = read_timeline(shot("PLAGE", 100), sound=(shot("PLAGE", 100), shot("MUSIQUE", 100)))
    assert (facts.sound_events, facts.sound_sources) == (2, ("MUSIQUE",))


def test_a_rate_of_the_ntsc_family_is_exact(read_timeline: Any) -> None:
    assert read_timeline(shot("PLAGE", 48, 24000 / 1001)).rate == Fraction(24000, 1001)


def test_several_cuts_are_told_and_no_cut_is_one_line(film: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import opentimelineio as otio

    first, second = otio.schema.Timeline("V1"), otio.schema.Timeline("V2")
    monkeypatch.setattr(otio.adapters, "read_from_file", lambda *arguments: [first, second])
    assert read_aaf(film).remarks == ("seul le premier montage est lu ; autres : V2",)
    monkeypatch.setattr(otio.adapters, "read_from_file", lambda *arguments: [])
    with pytest.raises(UnreadableMedia, match="AAF sans montage : ni piste d'image ni piste de son"):
        read_aaf(film)
