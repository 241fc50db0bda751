"""SON-10 to SON-16: versions of the mix, and what the picture edit hands over to the sound."""

from __future__ import annotations

from decimal import Decimal

import pytest

from postprod_xl.schema.technical_vocabulary import DeliverableType, SoundExchange
from postprod_xl.schema.vocabulary import ProjectType, TaskState
from tests.domain.technique.cases import a_project, not_understood, raised, to_fill


def layouts(*written: str):
    return a_project(deliverable=[{"type": DeliverableType.PAD_HD, "audio_layout": text} for text in written])


def test_a_surround_mix_without_stereo_is_told():
    (found,) = raised("SON-10", layouts("5.1"))
    assert found.message == "Mixage 5.1 sans version stéréo : LIV-1."


@pytest.mark.parametrize(
    "written", [("5.1", "Stéréo"), ("5.1 + stéréo",), ("5,1", "2.0"), ("Stéréo",), ("mono",)]
)
def test_a_mix_with_stereo_or_without_surround_is_right(written: tuple[str, ...]):
    assert not raised("SON-10", layouts(*written))


def test_a_layout_that_is_not_known_may_be_the_stereo():
    assert not raised("SON-10", layouts("5.1", "Surround"))
    assert not raised("SON-10", layouts("5.1", ""))


def test_a_file_of_subtitles_has_no_stereo_to_give():
    subtitles = {"type": DeliverableType.SUBTITLES}
    surround = {"type": DeliverableType.PAD_HD, "audio_layout": "5.1"}
    assert raised("SON-10", a_project(deliverable=[surround, subtitles]))


def test_an_immersive_mix_is_no_stereo():
    (found,) = raised("SON-10", layouts("5.1", "Atmos", "5.1"))
    assert found.message == "Mixage 5.1 sans version stéréo : LIV-1 et LIV-3."


def test_a_project_without_deliverable_has_no_mix():
    assert not raised("SON-10", a_project(workflow={}))


@pytest.mark.parametrize("written", ["Dolby E", "Lt/Rt"])
def test_a_dolby_e_or_a_matrixed_mix_may_be_the_stereo(written: str):
    assert not raised("SON-10", layouts("5.1", written))


@pytest.mark.parametrize("reason", ["has_foreign_sales", "has_dubbing"])
def test_sales_abroad_or_dubbing_without_music_and_effects_are_told(reason: str):
    assert raised("SON-11", a_project(workflow={reason: True}, deliverable={}))


def test_music_and_effects_promised_once_are_enough():
    sold = {"has_foreign_sales": True, "has_dubbing": True}
    assert not raised("SON-11", a_project(workflow=sold, deliverable=[{}, {"has_me": True}]))
    (found,) = raised("SON-11", a_project(workflow=sold, deliverable=[{"has_me": False}]))
    assert found.message.startswith("Prévu : ventes internationales et doublage")


@pytest.mark.parametrize("said", [False, None])
def test_music_and_effects_are_owed_to_nobody_without_sales_nor_dubbing(said: bool | None):
    home = {"has_foreign_sales": said, "has_dubbing": said}
    assert not raised("SON-11", a_project(workflow=home, deliverable={}))


def test_a_project_that_promises_nothing_yet_is_not_told_of_music_and_effects():
    assert not raised("SON-11", a_project(workflow={"has_dubbing": True}))


FICTION = {"type": ProjectType.TV_SERIES}
EDIT = {"step": "MONTAGE_SON"}


def test_music_and_effects_of_a_fiction_without_foley_are_incomplete():
    assert raised("SON-12", a_project(FICTION, deliverable={"has_me": True}, task=EDIT))


@pytest.mark.parametrize(
    "foley",
    [
        {"step": "BRUITAGE"},
        {"label": "Enregistrement des bruitages"},
        {"step": "FOLEY"},
        {"task": "E01-BRUITEUR"},
    ],
)
def test_foley_counts_however_its_task_is_named(foley: dict[str, str]):
    assert not raised("SON-12", a_project(FICTION, deliverable={"has_me": True}, task=[EDIT, foley]))


def test_a_foley_task_cancelled_is_no_foley():
    foley = {"step": "BRUITAGE", "state": TaskState.CANCELLED}
    assert raised("SON-12", a_project(FICTION, deliverable={"has_me": True}, task=[EDIT, foley]))


@pytest.mark.parametrize("kind", [ProjectType.FEATURE_FILM, ProjectType.TV_MOVIE, ProjectType.TV_SERIES])
def test_foley_is_asked_of_each_fiction(kind: ProjectType):
    assert raised("SON-12", a_project({"type": kind}, deliverable={"has_me": True}, task=EDIT))


@pytest.mark.parametrize("kind", [ProjectType.DOCUMENTARY, ProjectType.MAGAZINE, ProjectType.NEWS_REPORT])
def test_foley_is_not_asked_of_a_programme_that_is_no_fiction(kind: ProjectType):
    assert not raised("SON-12", a_project({"type": kind}, deliverable={"has_me": True}, task=EDIT))


def test_foley_is_not_asked_without_music_and_effects_nor_before_there_is_a_plan():
    assert not raised("SON-12", a_project(FICTION, deliverable={}, task=EDIT))
    assert not raised("SON-12", a_project(FICTION, deliverable={"has_me": True}))


def test_the_type_of_a_programme_with_music_and_effects_is_asked_for():
    assert to_fill("SON-12", a_project({"type": ""}, deliverable={"has_me": True})) == ("project.type",)
    assert not to_fill("SON-12", a_project({"type": ""}, deliverable={}))


def exchange(kind: SoundExchange | str, **cells: object):
    return a_project(workflow={"sound_exchange": kind, **cells})


@pytest.mark.parametrize("kind", list(SoundExchange))
def test_handles_under_four_seconds_are_too_short(kind: SoundExchange):
    assert raised("SON-13", exchange(kind, handle_seconds=Decimal("3.9")))


def test_handles_of_four_seconds_are_enough():
    assert not raised("SON-13", exchange(SoundExchange.AAF, handle_seconds=Decimal(4)))


def test_handles_are_not_judged_before_the_exchange_is_known():
    assert not raised("SON-13", exchange("", handle_seconds=Decimal(1)))
    assert to_fill("SON-13", exchange("", handle_seconds=Decimal(1))) == ("workflow.sound_exchange",)


def test_nothing_is_asked_of_the_exchange_of_a_project_without_workflow():
    assert not to_fill("SON-13", a_project(deliverable={}))
    assert not to_fill("SON-14", a_project(deliverable={}))


@pytest.mark.parametrize(("timecode", "pop"), [(False, True), (True, False), (False, False)])
def test_a_reference_without_timecode_or_without_two_pop_is_told(timecode: bool, pop: bool):
    bare = exchange(SoundExchange.AAF, has_burnt_timecode=timecode, has_two_pop=pop)
    (found,) = raised("SON-14", bare)
    assert ("timecode incrusté" in found.found) is not timecode
    assert ("bip" in found.found) is not pop


def test_a_reference_with_timecode_and_two_pop_is_right():
    assert not raised("SON-14", exchange(SoundExchange.AAF, has_burnt_timecode=True, has_two_pop=True))


def test_an_omf_over_two_gigabytes_will_not_be_exported():
    assert raised("SON-15", exchange(SoundExchange.OMF, omf_gigabytes=Decimal("2.1")))


def test_an_omf_of_two_gigabytes_will():
    assert not raised("SON-15", exchange(SoundExchange.OMF, omf_gigabytes=Decimal(2)))


def test_the_size_of_an_omf_is_asked_for_where_there_is_one():
    assert to_fill("SON-15", exchange(SoundExchange.OMF)) == ("workflow.omf_gigabytes",)
    assert not to_fill("SON-15", exchange(SoundExchange.AAF))
    assert not raised("SON-15", exchange(SoundExchange.AAF, omf_gigabytes=Decimal(3)))
    assert not not_understood("SON-15", exchange(SoundExchange.AAF))


def tracks(layout: str, count: int | None, kind: DeliverableType = DeliverableType.PAD_HD):
    return a_project(deliverable={"type": kind, "audio_layout": layout, "audio_tracks": count})


@pytest.mark.parametrize(("layout", "count"), [("5.1 + stéréo", 7), ("5.1", 5), ("Stéréo", 1), ("7.1", 6)])
def test_a_layout_with_more_channels_than_tracks_is_told(layout: str, count: int):
    assert raised("SON-16", tracks(layout, count))


@pytest.mark.parametrize(
    ("layout", "count"),
    [("5.1 + stéréo", 8), ("5.1", 6), ("Stéréo", 2), ("Mono", 1), ("Stéréo", 8), ("Dolby E", 2)],
)
def test_a_layout_that_its_tracks_hold_is_right(layout: str, count: int):
    assert not raised("SON-16", tracks(layout, count))


def test_the_tracks_of_a_layout_are_asked_of_what_holds_a_programme():
    assert to_fill("SON-16", tracks("Stéréo", None)) == ("deliverable.audio_tracks",)
    assert to_fill("SON-16", tracks("Stéréo", None, DeliverableType.ADVERT)) == ("deliverable.audio_tracks",)
    assert not to_fill("SON-16", tracks("", None, DeliverableType.SOUND))


@pytest.mark.parametrize("lacking", ["has_burnt_timecode", "has_two_pop"])
def test_one_mark_that_the_reference_lacks_is_enough(lacking: str):
    project = a_project(workflow={"sound_exchange": SoundExchange.AAF, lacking: False})
    assert len(raised("SON-14", project)) == 1
    assert to_fill("SON-14", project) == ()


@pytest.mark.parametrize(
    ("layout", "count", "told"),
    [
        ("Stéréo", 1, "Stéréo demande 2 pistes, 1 déclarée"),
        ("5.1", 4, "5.1 demande 6 pistes, 4 déclarées"),
        ("Mono", 0, "Mono demande 1 piste, 0 déclarée"),
    ],
)
def test_tracks_are_counted_in_words(layout: str, count: int, told: str):
    (found,) = raised("SON-16", tracks(layout, count))
    assert found.message == f"LIV-1 : {told}."
