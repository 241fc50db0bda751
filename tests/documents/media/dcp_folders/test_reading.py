from __future__ import annotations

import os
from fractions import Fraction
from pathlib import Path

import pytest

from postprod_xl.documents.media.dcp_folders.reading import check_hashes, read_dcp
from postprod_xl.documents.media.dcp_folders.records import DcpFacts, DcpStandard, TrackKind
from postprod_xl.documents.media.records import Unread
from tests.documents.media.dcp_folders.conftest import MARKERS, filled
from tests.documents.media.dcp_folders.packages import INTEROP, TITLE, Package, Reel, asset, uuid


def facts_of(folder: Path) -> DcpFacts:
    facts = read_dcp(folder)
    assert isinstance(facts, DcpFacts), facts
    return facts


def reason_of(folder: Path) -> str:
    unread = read_dcp(folder)
    assert isinstance(unread, Unread)
    return unread.reason


def test_a_smpte_dcp_says_its_title_its_reels_and_its_markers(film: Path) -> None:
    facts = facts_of(film)
    (composition,) = facts.compositions
    assert (facts.folder, facts.standard, composition.title) == ("LaMer", DcpStandard.SMPTE, TITLE)
    assert [reel.duration_s for reel in composition.reels] == [2, 1]  # 48 then 24 frames at 24 a second
    assert (composition.duration_s, composition.edit_rate) == (3, 24)
    assert composition.markers == ("FFEC", "FFMC")
    assert composition.languages(TrackKind.SOUND) == ("fr",)
    assert composition.aspects == ("1998 1080",)
    assert not composition.is_encrypted and not composition.is_signed and not facts.is_version_file
    assert (facts.missing, facts.unlisted, facts.remarks, facts.wrong_sizes) == ((), (), (), ())


def test_the_size_of_the_folder_is_that_of_its_files(film: Path) -> None:
    assert facts_of(film).size_bytes == sum(path.stat().st_size for path in film.iterdir())


def test_an_interop_dcp_is_recognised_by_its_namespaces(essences: Path, tmp_path: Path) -> None:
    package = filled(Package(tmp_path / "Interop", spaces=INTEROP), essences)
    package.cpl([Reel("image1.mxf", "son1.mxf", 48)])
    facts = facts_of(package.close())
    assert (
        facts.standard
        is facts.compositions[0].standard
        is facts.packing_lists[0].standard
        is DcpStandard.INTEROP
    )
    assert facts.compositions[0].aspects == ("1.85",)
    assert facts.remarks == ()


def test_every_composition_of_a_folder_is_read(package: Package) -> None:
    package.cpl([Reel("image1.mxf", "son1.mxf", 48)], name="CPL_a.xml")
    package.cpl([Reel("image2.mxf", "son2.mxf", 24)], name="CPL_b.xml")
    facts = facts_of(package.close())
    assert [(cpl.file, cpl.duration_s) for cpl in facts.compositions] == [("CPL_a.xml", 2), ("CPL_b.xml", 1)]


def test_a_version_file_names_what_stands_in_another_folder(package: Package) -> None:
    package.cpl([Reel("image_d_ailleurs.mxf", "son1.mxf", 48)])
    (composition,) = facts_of(package.close()).compositions
    assert composition.is_version_file
    assert [track.is_here for track in composition.tracks] == [False, True]


def test_a_key_makes_a_composition_encrypted(package: Package) -> None:
    package.cpl([Reel("image1.mxf", "son1.mxf", 48, in_picture=f"<KeyId>urn:uuid:{uuid('clé')}</KeyId>")])
    (composition,) = facts_of(package.close()).compositions
    assert composition.is_encrypted
    assert [track.key_id for track in composition.tracks] == [uuid("clé"), ""]


@pytest.mark.parametrize(
    ("more", "expected"),
    [("<Signer/><Signature/>", True), ("<Signer/>", False), ("<Signature/>", False), ("", False)],
)
def test_a_signed_list_holds_a_signer_and_a_signature(package: Package, more: str, expected: bool) -> None:
    package.cpl([Reel("image1.mxf", "son1.mxf", 48)], more=more)
    assert facts_of(package.close()).compositions[0].is_signed is expected


def test_the_metadata_of_a_smpte_composition_are_read_as_written(package: Package) -> None:
    area = "<Width>1998</Width><Height>1080</Height>"
    metadata = (
        '<CompositionMetadataAsset xmlns="http://www.smpte-ra.org/schemas/429-16/2014/CPL-Metadata">'
        "<MainSoundConfiguration>51/L,R,C,LFE,Ls,Rs,-,-</MainSoundConfiguration>"
        "<MainSoundSampleRate>48000 1</MainSoundSampleRate>"
        f"<MainPictureStoredArea>{area}</MainPictureStoredArea><MainPictureActiveArea>{area}</MainPictureActiveArea>"
        "<MainSubtitleLanguageList>fr en</MainSubtitleLanguageList></CompositionMetadataAsset>"
    )
    package.cpl([Reel("image1.mxf", "son1.mxf", 48, more=metadata)])
    (composition,) = facts_of(package.close()).compositions
    assert (composition.stored_raster, composition.active_raster) == ((1998, 1080), (1998, 1080))
    assert (composition.sound_layout, composition.sound_rate) == ("51/L,R,C,LFE,Ls,Rs,-,-", "48000 1")
    assert composition.subtitle_languages == ("fr", "en")


@pytest.mark.parametrize(
    ("entry", "duration", "intrinsic", "expected"),
    [("10", "30", "48", 30), ("10", "", "48", 38), ("", "", "48", 48), ("", "", "", None)],
)
def test_a_track_plays_its_duration_else_what_follows_its_entry(
    package: Package, entry: str, duration: str, intrinsic: str, expected: int | None
) -> None:
    written = {"IntrinsicDuration": intrinsic, "EntryPoint": entry, "Duration": duration}
    timing = "".join(f"<{name}>{value}</{name}>" for name, value in written.items() if value)
    track = f"<MainSubtitle><Id>urn:uuid:{uuid('st')}</Id><EditRate>24 1</EditRate>{timing}</MainSubtitle>"
    package.cpl([Reel(more=track)])
    (reel,) = facts_of(package.close()).compositions[0].reels
    assert reel.tracks[0].played == expected
    assert reel.duration_s == (None if expected is None else Fraction(expected, 24))


def test_reels_of_several_rates_give_the_composition_no_rate(package: Package) -> None:
    package.cpl([Reel("image1.mxf", duration=48), Reel("image2.mxf", duration=25, rate="25 1")])
    (composition,) = facts_of(package.close()).compositions
    assert composition.edit_rate is None
    assert composition.duration_s == 3  # 48/24 + 25/25


def test_the_hashes_of_the_packing_list_are_computed_again(film: Path) -> None:
    read: list[int] = []
    hashes = list(check_hashes(film, facts_of(film), read.append))
    assert [computed.path for computed in hashes] == [
        "image1.mxf",
        "image2.mxf",
        "son1.mxf",
        "son2.mxf",
        "CPL.xml",
    ]
    assert all(computed.is_right for computed in hashes)
    assert sum(read) == sum((film / computed.path).stat().st_size for computed in hashes)


def test_one_byte_changed_is_a_wrong_hash_and_a_right_size(film: Path) -> None:
    data = bytearray((film / "son1.mxf").read_bytes())
    data[-1] ^= 1
    (film / "son1.mxf").write_bytes(data)
    facts = facts_of(film)
    assert [computed.path for computed in check_hashes(film, facts) if not computed.is_right] == ["son1.mxf"]
    assert facts.wrong_sizes == ()


def test_a_file_cut_short_has_a_wrong_size(film: Path) -> None:
    (film / "son1.mxf").write_bytes((film / "son1.mxf").read_bytes()[:1000])
    assert [asset.path for asset in facts_of(film).wrong_sizes] == ["son1.mxf"]


def test_missing_and_unlisted_files_are_named(film: Path) -> None:
    (film / "image2.mxf").unlink()
    (film / "notes.txt").write_text("à part")
    (film / "VOLINDEX.xml").write_text("<VolumeIndex/>")
    facts = facts_of(film)
    assert (facts.missing, facts.unlisted) == (("image2.mxf",), ("notes.txt",))
    assert facts.is_version_file  # its picture is not here


def test_a_file_named_as_an_address_is_found_and_is_listed(package: Package) -> None:
    (package.folder / "sous titres").mkdir()
    (package.folder / "sous titres" / "st.xml").write_text("<a/>")
    package.cpl([Reel("image1.mxf", "son1.mxf", 48)])
    facts = facts_of(package.close(asset("st", "file:///sous%20titres/st.xml")))
    assert (facts.missing, facts.unlisted, facts.remarks) == ((), (), ())


@pytest.mark.parametrize("path", ["../dehors.mxf", "/etc/passwd", "..\\dehors.mxf", "C:\\dehors.mxf", "a/../../b.mxf",
                                  "file:///../dehors.mxf", "%2e%2e/dehors.mxf"])  # fmt: skip
def test_a_path_that_leaves_the_folder_is_never_read(package: Package, path: str) -> None:
    (package.folder.parent / "dehors.mxf").write_bytes(b"secret")
    (package.folder.parent / "b.mxf").write_bytes(b"secret")
    package.cpl([Reel("image1.mxf", "son1.mxf", 48)])
    facts = facts_of(package.close(asset("piège", path)))
    trap = next(found for found in facts.assets if found.id == uuid("piège"))
    assert trap.found_bytes is None
    assert facts.remarks == (f"ASSETMAP nomme « {path} », hors du dossier : non lu",)


@pytest.mark.skipif(os.name == "nt", reason="Windows asks for a right to make links")
def test_a_link_that_leaves_the_folder_is_never_read(package: Package) -> None:
    (package.folder.parent / "dehors.mxf").write_bytes(b"secret")
    (package.folder / "lien.mxf").symlink_to(package.folder.parent / "dehors.mxf")
    package.cpl([Reel("image1.mxf", "son1.mxf", 48)])
    facts = facts_of(package.close(asset("piège", "lien.mxf")))
    assert next(found for found in facts.assets if found.id == uuid("piège")).found_bytes is None
    assert facts.remarks == ("ASSETMAP nomme « lien.mxf », hors du dossier : non lu",)


def test_a_composition_that_is_cut_is_a_remark_and_the_others_are_read(film: Path) -> None:
    text = (film / "CPL.xml").read_bytes()
    (film / "CPL.xml").write_bytes(text[: len(text) // 2])
    facts = facts_of(film)
    assert facts.compositions == ()
    assert facts.remarks[0].startswith("« CPL.xml » : XML mal formé ou tronqué (")
    assert facts.remarks[1] == "aucune composition (CPL) lue : rien à projeter"


def test_a_folder_that_is_no_dcp_is_unread_in_one_line(tmp_path: Path) -> None:
    assert reason_of(tmp_path) == "pas de ASSETMAP.xml dans ce dossier : ce n'est pas un DCP"
    (tmp_path / "film.mxf").write_bytes(b"")
    assert reason_of(tmp_path / "film.mxf").startswith("ce n'est pas un dossier")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            '<!DOCTYPE a [<!ENTITY b "c">]><AssetMap>&b;</AssetMap>',
            "le XML déclare une entité : fichier suspect, non lu",
        ),
        ("<AssetMap>", "XML mal formé ou tronqué"),
        ("", "fichier vide"),
        ("<PackingList/>", "« ASSETMAP.xml » n'est pas un ASSETMAP : sa racine est « PackingList »"),
    ],
)
def test_a_bad_asset_map_is_one_line(tmp_path: Path, text: str, reason: str) -> None:
    (tmp_path / "ASSETMAP.xml").write_text(text)
    assert reason_of(tmp_path).startswith(reason)


def test_a_huge_asset_map_is_not_opened(tmp_path: Path) -> None:
    with (tmp_path / "ASSETMAP.xml").open("wb") as file:
        file.truncate(17 << 20)
    assert reason_of(tmp_path) == "17 Mio, 16 au plus attendus : fichier non lu"


def test_an_asset_map_of_another_case_is_read_and_told(film: Path) -> None:
    (film / "ASSETMAP.xml").rename(film / "assetmap.XML")
    assert facts_of(film).remarks == (
        "« assetmap.XML » devrait s'appeler ASSETMAP.xml : un serveur ne le trouvera pas",
    )


def test_a_hash_of_another_algorithm_is_not_compared(package: Package) -> None:
    package.cpl([Reel("image1.mxf", "son1.mxf", 48, markers=MARKERS)])
    folder = package.close()
    text = (
        (folder / "PKL.xml")
        .read_text()
        .replace("</Hash>", '</Hash><HashAlgorithm Algorithm="urn:autre"/>', 1)
    )
    (folder / "PKL.xml").write_text(text)
    facts = facts_of(folder)
    assert facts.remarks == (
        f"élément {uuid('image1.mxf')} : empreinte « urn:autre », autre que SHA-1, non vérifiée",
    )
    assert "image1.mxf" not in [computed.path for computed in check_hashes(folder, facts)]
