"""Files inspected into a workbook: what each tab then says, what is refused, and the same a second time."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from time import perf_counter

import pytest

from postprod_xl.hosts.cli.main import status_of
from postprod_xl.hosts.exits import BLOCKED, DONE, UNUSABLE
from postprod_xl.hosts.files.master import read_master
from tests.documents.media.dcp_folders.packages import Package, Reel, make_picture, make_sound
from tests.documents.media.edit_lists.edl_files import FILM
from tests.fuzz.office import put_office
from tests.hosts.files.inspecting.offices import DAY, inspected, put_technical_office, rows_of_table
from tests.masters import contents
from tests.media import media_folder, probed


@pytest.fixture
def office(tmp_path: Path) -> Path:
    return put_technical_office(tmp_path / "bureau.xlsx")


def copied(folder: Path, **names: str) -> Path:
    """A folder of media, each under a name of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, recipe in names.items():
        shutil.copy(media_folder() / recipe, folder / f"{name}{Path(recipe).suffix}")
    return folder


def medias(path: Path) -> dict[str, dict[str, object]]:
    return {str(row["file"]): row for row in rows_of_table(path, "Medias")}


def test_the_measured_columns_of_a_deliverable_are_what_ffprobe_says(office: Path, tmp_path: Path):
    folder = copied(tmp_path / "livraison", MER_PAD="pad.mxf")
    assert inspected(office, folder).status == DONE
    picture, *sounds = probed("pad.mxf")["streams"]
    (pad, _, _) = rows_of_table(office, "Livrables")
    frames, rate = int(picture["nb_read_frames"]), Fraction(picture["r_frame_rate"])
    assert {name: pad[name] for name in pad if name.startswith("measured_") or name == "media_count"} == {
        "media_count": 1,
        "measured_raster": f"{picture['width']}×{picture['height']}",
        "measured_frame_rate": f"{rate} i/s",
        "measured_scan": {"tt": "Entrelacé", "tb": "Entrelacé", "progressive": "Progressif"}[
            picture["field_order"]
        ],
        "measured_codec": {"mpeg2video": "MPEG-2"}[picture["codec_name"]],
        "measured_container": "MXF OP1a",
        "measured_colour_space": {"bt709": "Rec.709"}[picture["color_primaries"]],
        "measured_gamma": {"bt709": "Rec.709"}[picture["color_transfer"]],
        "measured_bit_rate": "50 Mb/s",
        "measured_audio_hz": f"{int(sounds[0]['sample_rate']):,} Hz".replace(",", " "),
        "measured_audio_bits": f"{sounds[0]['bits_per_raw_sample']} bits",
        "measured_audio_tracks": str(len([one for one in sounds if one["codec_type"] == "audio"])),
        "measured_duration": f"00:00:00:{frames:02d}",
        "measured_first_timecode": probed("pad.mxf")["format"]["tags"]["timecode"],
    }
    assert "differences" not in pad


def test_a_source_at_another_rate_than_declared_is_told_exactly(office: Path, tmp_path: Path):
    folder = copied(tmp_path / "CAM-A", C1="montage 23.976.mov", C2="montage 23.976.mov", C3="cinema.mov")
    report = inspected(office, folder)
    assert report.summary == "MER : 3 fichiers inspectés"
    camera = rows_of_table(office, "Sources")[0]
    assert camera["media_count"] == 3
    assert camera["measured_frame_rate"] == "23,976 i/s (2), 24 i/s (1)"
    assert camera["measured_codec"] == "ProRes 422 HQ (2), DNxHR HQ (1)"
    assert camera["differences"] == (
        "codec : ProRes 422 HQ déclaré, DNxHR HQ mesuré ; cadence : 24 i/s déclaré, 23,976 i/s mesuré"
    )
    assert (camera["codec"], camera["frame_rate"]) == ("ProRes 422 HQ", "24")


def test_a_phone_at_a_variable_rate_is_said_so(office: Path):
    inspected(office, media_folder() / "telephone.mp4", target="tel")
    phone = rows_of_table(office, "Sources")[2]
    assert str(phone["measured_frame_rate"]).startswith("variable (environ ")
    assert "MES-20" in str(phone["alert"])


def test_the_day_the_size_and_the_reader_of_a_file_are_kept(office: Path, tmp_path: Path):
    path = copied(tmp_path / "x", PAD="pad.mxf") / "PAD.mxf"
    os.utime(path, (datetime(2026, 3, 2, 12).timestamp(),) * 2)
    inspected(office, path)
    row = medias(office)["PAD.mxf"]
    assert (row["file_day"], row["read_day"]) == (datetime(2026, 3, 2).date(), DAY)
    assert row["size_megabytes"] == Decimal(path.stat().st_size) / 10**6
    assert str(row["reader"]).startswith("MediaInfo")


def test_a_second_time_changes_nothing_but_the_journal(office: Path, tmp_path: Path):
    given = [media_folder(), copied(tmp_path / "CAM-A", C1="captation.mp4")]
    assert inspected(office, *given).status == DONE
    before = contents(office)
    report = inspected(office, *given)
    assert (report.status, report.changed) == (DONE, 0)
    journal = read_master(office).places["Journal"].sheet_part
    changed = {name for name, data in contents(office).items() if before.get(name) != data}
    tables = {name for name in changed if name.startswith("xl/tables/")}
    assert changed - tables <= {journal, "docProps/core.xml"}
    assert len(tables) <= 1


def test_a_file_inspected_again_replaces_its_own_rows_only(office: Path, tmp_path: Path):
    folder = copied(tmp_path / "f", PAD="pad.mxf", autre="cinema.mov", libre="disque.wav")
    inspected(office, folder)
    before = medias(office)
    (folder / "autre.mov").write_bytes((media_folder() / "direct.mov").read_bytes())
    report = inspected(office, folder / "autre.mov", target="CAM-B")
    assert report.summary == "MER : 1 fichier inspecté"
    after = medias(office)
    assert {name: after[name] for name in before} == before
    assert list(after) == [*before, "autre.mov"]
    assert inspected(office, folder, target="CAM-B").summary.startswith(
        "MER : 3 fichiers inspectés (dont 3 à nouveau)"
    )
    # Given by itself, then with its folder, it is one file.
    assert [row["object"] for row in medias(office).values()] == ["CAM-B"] * 3


def test_what_was_measured_of_a_file_that_has_gone_stays_and_is_told(office: Path, tmp_path: Path):
    folder = copied(tmp_path / "f", PAD="pad.mxf")
    inspected(office, folder)
    before = medias(office)
    shutil.rmtree(folder)
    alone = inspected(office, folder / "PAD.mxf")
    assert alone.status == UNUSABLE and "introuvable, rien n'a changé" in alone.summary
    report = inspected(office, folder / "PAD.mxf", copied(tmp_path / "g", son="direct.wav"))
    assert report.notes[0] == (
        "PAD.mxf : non lu, introuvable ou inaccessible : vérifiez le chemin et les droits ; ce qui en avait été lu "
        "reste dans Médias"
    )
    after = medias(office)
    assert {name: after[name] for name in before} == before


def test_what_names_no_object_or_several_has_none_and_is_told(office: Path, tmp_path: Path):
    folder = copied(tmp_path / "vrac", sans="cinema.mov")
    shutil.copy(media_folder() / "cinema.mov", folder / "CAM-A et CAM-B.mov")
    report = inspected(office, folder)
    assert report.notes[:2] == [
        "vrac/CAM-A et CAM-B.mov : plusieurs objets s'y lisent (CAM-A, CAM-B), aucun n'est retenu ; « --for CODE » le "
        "dit",
        "1 fichier sans objet (vrac/sans.mov) : aucun livrable ni source ne s'y lit ; « --for CODE » le dit",
    ]
    assert report.summary == "MER : 2 fichiers inspectés, 2 sans objet"
    assert all("object" not in row for row in medias(office).values())


def test_a_file_that_cannot_be_read_is_one_line_and_the_others_go_on(office: Path, tmp_path: Path):
    folder = copied(tmp_path / "f", PAD="pad.mxf", CAM_A="note.mov", CAM_B="vide.mov", coupe="coupe.mxf")
    report = inspected(office, folder, folder / "absent.mov")
    assert report.status == DONE
    assert report.summary == "MER : 2 fichiers inspectés, 3 non lus, 1 sans objet"
    assert [line for line in report.notes if "non lu" in line] == [
        "f/CAM_A.mov : non lu, aucun format reconnu : pas un média, ou un format propre à une caméra",
        "f/CAM_B.mov : non lu, fichier vide : demandez-en une autre copie",
        "absent.mov : non lu, introuvable ou inaccessible : vérifiez le chemin et les droits",
    ]
    assert "f/coupe.mxf : Fichier tronqué" in report.notes
    rows = medias(office)
    assert rows["f/CAM_A.mov"]["nature"] == "Fichier non lu"
    assert "media_count" not in rows_of_table(office, "Sources")[0]


def test_what_a_card_keeps_beside_its_clips_is_left_aside_in_one_line(office: Path, tmp_path: Path):
    card = copied(tmp_path / "carte", CAM_A="captation.mp4")
    beside = ["C0001R01.BIM", "MEDIAPRO.BUP", "contrat.pdf"]
    for name in [*beside, "abime.MXF"]:
        (card / name).write_bytes(b"%PDF-1.4\n" if name.endswith("pdf") else b"\0rien")
    report = inspected(office, card)
    assert report.summary.startswith("MER : 1 fichier inspecté, 1 non lu")
    assert (
        report.notes[0]
        == "carte/abime.MXF : non lu, aucun format reconnu : pas un média, ou un format propre à une caméra"
    )
    assert f"3 fichiers d'une autre nature laissés de côté : {', '.join(beside)}" in report.notes
    assert list(medias(office)) == ["carte/CAM_A.mp4", "carte/abime.MXF"]


def test_one_file_left_aside_is_said_of_one_and_one_that_is_named_is_told(office: Path, tmp_path: Path):
    card = copied(tmp_path / "carte", PAD="pad.mxf")
    index = card / "C0001R01.BIM"
    index.write_bytes(b"\0rien")
    assert "1 fichier d'une autre nature laissé de côté : C0001R01.BIM" in inspected(office, card).notes
    line = "C0001R01.BIM : non lu, aucun format reconnu : pas un média, ou un format propre à une caméra"
    assert line in inspected(office, index).notes


def test_a_folder_of_nothing_but_indexes_is_refused_by_one_line(office: Path, tmp_path: Path):
    (tmp_path / "carte").mkdir()
    (tmp_path / "carte" / "MEDIAPRO.BUP").write_bytes(b"\0rien")
    before = office.read_bytes()
    report = inspected(office, tmp_path / "carte")
    assert (report.status, office.read_bytes()) == (UNUSABLE, before)
    assert "rien à inspecter" in report.summary


def test_names_that_a_sheet_would_calculate_stay_names(office: Path, tmp_path: Path):
    folder = copied(tmp_path / "f")
    names = ["=1+1.mov", "+PAD.mov", "@x.mov", "-mixage.mov"]
    for name in names:
        shutil.copy(media_folder() / "cinema.mov", folder / name)
    assert inspected(office, *(folder / name for name in names)).status == DONE
    assert list(medias(office)) == names
    assert inspected(office, *(folder / name for name in names)).changed == 0


def test_a_checksum_beside_a_file_is_compared(office: Path, tmp_path: Path):
    folder = copied(tmp_path / "f", PAD="pad.mxf", CAM_A="cinema.mov", libre="disque.wav")
    right = hashlib.md5((folder / "PAD.mxf").read_bytes()).hexdigest()
    (folder / "PAD.mxf.md5").write_text(f"{right}\n")
    (folder / "liste.md5").write_text(f"{'0' * 32}  CAM_A.mov\n{'1' * 32}  parti.mov\n")
    report = inspected(office, folder)
    rows = medias(office)
    assert rows["f/PAD.mxf"]["checksum"] == f"MD5 {right}, conforme"
    assert rows["f/CAM_A.mov"]["faults"] == f"Somme de contrôle fausse : MD5 {'0' * 32} attendue"
    assert rows["parti.mov"]["unread"] == "nommé par « liste.md5 », absent du dossier"
    assert "checksum" not in rows["f/libre.wav"]
    assert "MES-39" in str(rows_of_table(office, "Sources")[0]["alert"])
    assert "2 listes de sommes de contrôle comparées" in report.notes
    # The sidecar of a file given by itself is found beside it.
    (folder / "PAD.mxf.md5").write_text(f"{'0' * 32}\n")
    inspected(office, folder / "PAD.mxf")
    assert str(medias(office)["PAD.mxf"]["checksum"]).endswith(", fausse")


def test_a_report_stands_for_a_file_that_is_not_there_and_gives_way_to_it(office: Path, tmp_path: Path):
    from pymediainfo import MediaInfo

    folder = copied(tmp_path / "f", PAD="pad.mxf")
    text = MediaInfo.parse(folder / "PAD.mxf", output="JSON")
    (tmp_path / "rapport.json").write_text(text, encoding="utf-8")
    inspected(office, tmp_path / "rapport.json")
    assert (medias(office)["PAD.mxf"]["nature"], medias(office)["PAD.mxf"]["object"]) == (
        "Rapport MediaInfo",
        "PAD",
    )
    inspected(office, tmp_path / "rapport.json", folder / "PAD.mxf")
    assert [row["nature"] for row in medias(office).values()] == ["Fichier média"]
    report = inspected(office, tmp_path / "rapport.json")
    assert "PAD.mxf : déjà lu lui-même, son rapport n'est pas repris" in report.notes
    assert [row["nature"] for row in medias(office).values()] == ["Fichier média"]


def test_an_edit_list_gives_the_share_of_each_source_at_the_rate_of_the_project(office: Path, tmp_path: Path):
    (tmp_path / "montage.edl").write_text(FILM, encoding="utf-8")
    assert inspected(office, tmp_path / "montage.edl").status == DONE
    own, *used = rows_of_table(office, "Medias")
    assert (own["frame_rate"], own["frames"], own["picture_seconds"]) == ("25", 500, Decimal(20))
    assert [(row["object"], row["reel"], row["cut_share"]) for row in used] == [
        ("CAM-A", "A001C001", Decimal("0.45")),
        ("CAM-B", "B002C001", Decimal("0.4")),
    ]
    assert [row.get("measured_cut_share") for row in rows_of_table(office, "Sources")] == [
        Decimal("0.45"),
        Decimal("0.4"),
        Decimal(0),
    ]
    (flow,) = rows_of_table(office, "Flux")
    assert (flow["measured_frame_rate"], flow["measured_duration"]) == ("25 i/s", "00:00:20:00")


def test_a_package_is_one_row_with_what_is_wrong_in_it(office: Path, tmp_path: Path):
    package = Package(tmp_path / "FILM_DCP")
    package.folder.mkdir()
    make_picture(package.folder / "image.mxf", frames=12)
    make_sound(package.folder / "son.mxf", seconds=1)
    for name in ("image.mxf", "son.mxf"):
        package.add(name)
    package.cpl([Reel("image.mxf", "son.mxf", 12)])
    folder = package.close()
    (folder / "son.mxf").unlink()
    assert inspected(office, tmp_path / "FILM_DCP").status == DONE
    (row,) = rows_of_table(office, "Medias")
    assert (row["file"], row["object"], row["nature"]) == ("FILM_DCP", "DCP", "Dossier DCP")
    assert (row["standard"], row["frame_rate"], row["frames"], row["codec"]) == (
        "SMPTE",
        "24",
        12,
        "JPEG 2000",
    )
    faults = str(row["faults"]).split(" ; ")
    assert "Élément du DCP absent : son.mxf" in faults
    assert "Bobine de moins d'une seconde : bobine 1" in faults
    assert any(
        fault.startswith("Nom du DCP et titre de la CPL différents : FILM_DCP et ") for fault in faults
    )


def test_subtitles_and_a_loudness_log_tell_their_part_of_a_deliverable(office: Path, tmp_path: Path):
    (tmp_path / "PAD.srt").write_text("1\n00:00:04,000 --> 00:00:06,000\nBonjour\nla mer\n", encoding="utf-8")
    (tmp_path / "mesures.csv").write_text(
        "Fichier;Loudness;Crête vraie\nMER_PAD.mxf;-23,4;-3,1\n", encoding="utf-8"
    )
    assert inspected(office, tmp_path / "PAD.srt", tmp_path / "mesures.csv").status == DONE
    rows = medias(office)
    assert {name: rows["PAD.srt"][name] for name in ("object", "subtitle_format", "subtitle_lines")} == {
        "object": "PAD",
        "subtitle_format": "SRT",
        "subtitle_lines": 2,
    }
    assert rows["PAD.srt"]["subtitle_first_seconds"] == Decimal(4)
    (pad, *_) = rows_of_table(office, "Livrables")
    assert (pad["measured_loudness"], pad["measured_true_peak"]) == ("−23,4 LUFS", "−3,1 dBTP")


def test_loudness_is_measured_where_it_is_asked_and_the_programme_known(office: Path, tmp_path: Path):
    folder = copied(tmp_path / "f", PAD="-mixage.wav", CAM_A="pad.mxf", CAM_B="disque.wav")
    inspected(office, folder)
    assert all("loudness_lufs" not in row for row in medias(office).values())
    inspected(office, folder, loudness=True)
    rows = medias(office)
    assert Decimal(-40) < rows["f/PAD.wav"]["loudness_lufs"] < Decimal(0)  # type: ignore[operator]
    assert "8 pistes son : lesquelles font le programme n'est pas dit" in str(rows["f/CAM_A.mxf"]["unread"])


def test_hundreds_of_files_take_seconds(office: Path, tmp_path: Path):
    folder = tmp_path / "CAM-A"
    folder.mkdir()
    data = (media_folder() / "captation.mp4").read_bytes()
    for number in range(300):
        (folder / f"C{number:04}.mp4").write_bytes(data)
    started = perf_counter()
    report = inspected(office, folder)
    assert (report.status, report.summary) == (DONE, "MER : 300 fichiers inspectés")
    assert perf_counter() - started < 60
    assert rows_of_table(office, "Sources")[0]["media_count"] == 300


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--project", "NOPE"], "le projet « NOPE » n'existe pas"),
        (["--project", "MER", "--for", "DCQ"], "« DCQ » n'est ni un livrable ni une source de ce projet"),
    ],
)
def test_what_is_asked_wrong_is_refused_before_anything_is_read(
    office: Path, arguments: list[str], line: str, capsys
):
    before = office.read_bytes()
    given = ["inspect", str(office), *arguments, str(media_folder()), "--today", f"{DAY}"]
    assert status_of(given) == BLOCKED
    assert line in capsys.readouterr().out
    assert office.read_bytes() == before


def test_a_workbook_without_the_tabs_is_refused_with_the_command_that_adds_them(tmp_path: Path, capsys):
    path = tmp_path / "bureau.xlsx"
    put_office(path)
    before = path.read_bytes()
    assert status_of(["inspect", str(path), "--project", "P1", str(media_folder())]) == BLOCKED
    assert "« postprod add bureau.xlsx technique » l'ajoute, puis recommencez" in capsys.readouterr().out
    assert path.read_bytes() == before


def test_a_folder_without_media_and_a_workbook_that_is_not_there_are_refused_by_one_line(
    office: Path, tmp_path: Path, capsys
):
    (tmp_path / "rien").mkdir()
    assert status_of(["inspect", str(office), "--project", "MER", str(tmp_path / "rien")]) == UNUSABLE
    assert "rien à inspecter" in capsys.readouterr().err
    absent = tmp_path / "absent.xlsx"
    assert status_of(["inspect", str(absent), "--project", "MER", str(media_folder())]) == UNUSABLE


def test_a_program_reads_what_was_found(office: Path, tmp_path: Path, capsys):
    folder = copied(tmp_path / "f", PAD="pad.mxf")
    assert (
        status_of(["inspect", str(office), "--project", "MER", str(folder), "--json", "--today", f"{DAY}"])
        == DONE
    )
    told = json.loads(capsys.readouterr().out)
    assert '"object": "PAD"' in json.dumps(told)
