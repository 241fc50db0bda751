"""The engine of the papers: what people type is text, what a house gives is checked, the bytes are the same."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pikepdf
import pytest
from PIL import Image

from postprod_xl.documents.papers.paper import Paper
from postprod_xl.documents.typesetting.engine import set_paper
from postprod_xl.documents.typesetting.house import FONTS, HouseStyle, Logo, house_style
from postprod_xl.documents.typesetting.letters import letters_of
from postprod_xl.documents.typesetting.refusal import PaperRefused
from postprod_xl.schema.settings.house import Settings, default_settings
from tests.documents.typesetting.extracted import words_of

DAY = date(2026, 11, 29)
MARKUP = [
    "# titre", "$x^2$", "*gras*", "_souligné_", "`code`", "@renvoi", "<étiquette>", "[crochet]", "antislash \\ ici",
    "// commentaire", "https://exemple.fr", "#import \"x\"", "= Titre", "+ liste",
    "a -- b --- c", "~insécable~", "/ t: d",
]  # fmt: skip
ONE_LABEL = b'#import "maison.typ": *\n#show: papier\n'
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><rect width="60" height="20"/></svg>'


def paper(*labels: str) -> Paper:
    return Paper("essai", "Essai", DAY, "Essai", {"textes": labels})


def house(**own) -> HouseStyle:
    """A house with a template that prints each text in a paragraph."""
    files = {"essai.typ": ONE_LABEL + b"#for t in d.textes { par(t) }"} | own.pop("files", {})
    return HouseStyle("Maison", "Maison, SIREN 732829320", files=files, **own)


def test_markup_characters_in_labels_come_out_literally():
    words = words_of(set_paper(paper(*MARKUP), house()).pdf)
    for label in MARKUP:
        assert label in words


def test_a_label_of_ten_thousand_characters_is_printed_whole_on_as_many_pages_as_it_takes():
    label = "Étalonnage " * 900
    pdf = set_paper(paper(label), house()).pdf
    assert words_of(pdf).count("Étalonnage") == 900
    assert len(pikepdf.open(io.BytesIO(pdf)).pages) == 2


def test_a_word_of_ten_thousand_letters_is_no_failure():
    assert set_paper(paper("é" * 10_000), house()).pdf.startswith(b"%PDF")


@pytest.mark.parametrize(
    "label", ["a : b ; " * 2000, "\n" * 3000, "« x » " * 2000, "a\u0300" * 5000, "\u202e" * 100, "ا" * 500]
)
def test_what_is_typed_never_makes_a_paper_fail(label: str):
    assert set_paper(paper(label), house()).pdf.startswith(b"%PDF")


def test_what_no_paper_prints_is_left_out_and_what_no_font_has_is_shown_and_named():
    made = set_paper(
        paper("a\x00b\x07c\u200d\u202ed", "ligne\u2028autre", "film 😀 \ue000", "E\u0301tape"), house()
    )
    words = words_of(made.pdf)
    assert "abcd" in words and "ligne autre" in words and "film � �" in words and "Étape" in words
    (remark,) = made.remarks
    assert "« 😀 » (U+1F600)" in remark and "U+E000" in remark and "film" in remark


def test_the_font_of_the_house_has_every_letter_that_our_texts_print():
    letters = letters_of(tuple(FONTS.glob("*.ttf")))
    french = "àâæçéèêëîïôœùûüÿÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸ«»’–—…€°²³×−→←↑↓≤≥ºª½\u00a0\u202f\u2009\ufffd"
    assert not {letter for letter in french if ord(letter) not in letters}


def test_french_spaces_do_not_break():
    # On a line of its own, a mark would show that its space broke.
    label = "Prix : 10 % « fixe » ; vrai ? oui ! " * 60
    raw = subprocess.run(
        ["pdftotext", "-raw", "-", "-"],
        input=set_paper(paper(label), house()).pdf, capture_output=True, check=True,
    ).stdout.decode()  # fmt: skip
    lines = raw.splitlines()
    assert len(lines) > 12
    assert not [line for line in lines if line[:1] in set(":;!?»%") or line.rstrip().endswith("«")]


def test_the_same_paper_has_the_same_bytes_in_another_process():
    script = """
import hashlib; from datetime import date
from postprod_xl.documents.papers.paper import Paper
from postprod_xl.documents.typesetting.engine import set_paper
from postprod_xl.documents.typesetting.house import HouseStyle
template = b'#import "maison.typ": *\\n#show: papier\\n#for t in d.textes { par(t) }'
house = HouseStyle("Maison", "Maison, SIREN 732829320", files={"essai.typ": template})
paper = Paper("essai", "Essai", date(2026, 11, 29), "Essai", {"textes": ("a", "😀")})
print(hashlib.sha256(set_paper(paper, house).pdf).hexdigest())
"""
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == hashlib.sha256(set_paper(paper("a", "😀"), house()).pdf).hexdigest()


def test_a_paper_says_its_title_language_and_author_and_is_tagged():
    with pikepdf.open(io.BytesIO(set_paper(paper("a"), house()).pdf)) as pdf:
        assert pdf.Root.Lang == "fr-FR" and pdf.Root.MarkInfo.Marked
        assert (pdf.docinfo.Title, pdf.docinfo.Author) == ("Essai", "Maison")
        meta = pdf.open_metadata()
        assert (meta.pdfa_status, meta["pdfuaid:part"]) == ("3A", "1")


def test_the_pages_are_numbered_and_carry_the_identity_of_the_house():
    words = words_of(set_paper(paper(*["ligne"] * 300), house()).pdf)
    assert "Page 1/" in words and "SIREN 732829320" in words
    total = int(words.rpartition("Page ")[2].partition("/")[2].split()[0])
    assert total > 1 and f"Page {total}/{total}" in words


@pytest.mark.parametrize(
    ("template", "line"),
    [
        (b"#d.objt", "modèle essai.typ, ligne 3 : les données n'ont pas de « objt »"),
        (b"\n#rien", "modèle essai.typ, ligne 4 : « rien » n'existe pas"),
        (b"#f((", "modèle essai.typ, ligne 3 : une parenthèse, un crochet ou une accolade n'est pas fermé"),
        (
            b'#read("/etc/passwd")',
            "modèle essai.typ, ligne 3 : un fichier nommé là n'est pas dans le dossier",
        ),
        (
            b'#read("../engine.py")',
            "modèle essai.typ, ligne 3 : un modèle ne lit que les fichiers de son dossier",
        ),
        (b"#tableau(1, 2)", "modèle essai.typ, ligne 3 : "),
        (b"#let x =", "modèle essai.typ, ligne 3 : ce n'est pas du langage des modèles"),
        (b'#panic("zut")', "modèle essai.typ, ligne 3 : la mise en page dit « panicked with: zut »"),
        (b"\xff", "modèles : un fichier n'est pas en UTF-8"),
    ],
)
def test_a_fault_in_a_template_of_the_house_is_one_line_with_its_line(template: bytes, line: str):
    with pytest.raises(PaperRefused) as refused:
        set_paper(paper("a"), house(files={"essai.typ": ONE_LABEL + template}))
    assert str(refused.value).startswith(line) and "\n" not in str(refused.value)
    assert refused.value.setting == "templates_folder"


def test_a_template_that_sets_no_page_of_ours_is_refused_for_its_title():
    with pytest.raises(PaperRefused, match="titre du document"):
        set_paper(paper("a"), house(files={"essai.typ": b"bonjour"}))


@pytest.mark.parametrize(
    "logo", [Logo("logo.png", b"\x89PNG\r\n\x1a\nzz"), Logo("logo.svg", b"<svg>"), Logo("logo.jpg", SVG)]
)
def test_a_broken_logo_is_refused_by_its_setting(logo: Logo):
    with pytest.raises(PaperRefused, match="ne se lit pas comme une image") as refused:
        set_paper(paper("a"), house(logo=logo, files={"essai.typ": ONE_LABEL + b"#logo()"}))
    assert refused.value.setting == "logo"


def test_a_logo_in_the_colours_of_a_printer_is_refused_by_its_setting():
    stream = io.BytesIO()
    Image.new("CMYK", (8, 8)).save(stream, "JPEG")
    logo = Logo("logo.jpg", stream.getvalue())
    with pytest.raises(PaperRefused, match="pas CMJN") as refused:
        set_paper(paper("a"), house(logo=logo, files={"essai.typ": ONE_LABEL + b"#logo()"}))
    assert refused.value.setting == "logo"


@pytest.mark.parametrize("colour", ["#FFFFFF", "#FFFF00"])
def test_a_colour_too_light_to_be_read_is_darkened(colour: str):
    pdf = set_paper(paper(), house(colour=colour, files={"essai.typ": ONE_LABEL + b"= Devis CRUE"})).pdf
    run = subprocess.run(
        ["pdftoppm", "-r", "40", "-gray", "-l", "1", "-y", "0", "-H", "80"],
        input=pdf, capture_output=True, check=True,
    )  # fmt: skip
    assert Image.open(io.BytesIO(run.stdout)).getextrema()[0] < 150


def settings(**own) -> Settings:
    return Settings({**default_settings(), **own})


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ({"house_colour": "rouge"}, "« rouge » n'est pas une couleur"),
        ({"logo": "absent.png"}, "le logo « absent.png » est introuvable ou illisible"),
        ({"logo": "logo.exe"}, "n'est pas une image que les documents prennent"),
        ({"logo": "dossier.png"}, "le logo « dossier.png » est introuvable ou illisible"),
        ({"logo": "a\x00.png"}, "est introuvable ou illisible"),
        ({"templates_folder": "rien"}, "est introuvable ou illisible"),
        ({"templates_folder": "web"}, "devis.typ, ligne 2 : « #import \"@preview/x:1.0.0\": y » demande un"),
        ({"templates_folder": "fontes"}, ""),
    ],
)  # fmt: skip
def test_what_a_house_asks_for_and_is_not_there_is_one_line(tmp_path, own, said):
    (tmp_path / "dossier.png").mkdir()
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "devis.typ").write_text('// le nôtre\n#import "@preview/x:1.0.0": y', "utf-8")
    (tmp_path / "fontes").mkdir()
    (tmp_path / "fontes" / "x.ttf").write_text("rien")
    with pytest.raises(PaperRefused, match=".") as refused:
        set_paper(paper("a"), house_style(settings(**own), tmp_path))
    assert said in str(refused.value) and "\n" not in str(refused.value)


def test_a_logo_of_each_kind_is_printed_once_a_paper(tmp_path):
    for name in ("logo.png", "logo.jpg"):
        Image.new("RGB", (60, 20), "red").save(tmp_path / name)
    (tmp_path / "logo.svg").write_bytes(SVG)
    without = set_paper(paper(), house(files={"essai.typ": ONE_LABEL + b"#logo()"})).pdf
    for name in ("logo.png", "logo.jpg", "logo.svg"):
        style = house_style(settings(logo=name, company_name="Maison"), tmp_path)
        own = replace(style, files={"essai.typ": ONE_LABEL + b"#logo()"})
        made = set_paper(paper(), own).pdf
        assert made == set_paper(paper(), own).pdf != without
        with pikepdf.open(io.BytesIO(made)) as pdf:
            assert bool(pdf.pages[0].get_images()) is not name.endswith(".svg")


def test_a_template_shows_the_pictures_of_its_folder_and_no_other(tmp_path):
    folder = tmp_path / "modèles"
    folder.mkdir()
    Image.new("RGB", (60, 20), "red").save(folder / "cachet.png")
    Image.new("RGB", (60, 20), "red").save(tmp_path / "ailleurs.png")
    template = folder / "essai.typ"
    template.write_bytes(ONE_LABEL + b'#image("cachet.png", alt: "Cachet")')
    style = house_style(settings(templates_folder="modèles"), tmp_path)
    with pikepdf.open(io.BytesIO(set_paper(paper(), style).pdf)) as pdf:
        assert len(pdf.pages[0].get_images()) == 1
    template.write_bytes(ONE_LABEL + b'#image("../ailleurs.png", alt: "Cachet")')
    with pytest.raises(PaperRefused, match="ligne 3 : un modèle ne lit que les fichiers de son dossier"):
        set_paper(paper(), house_style(settings(templates_folder="modèles"), tmp_path))


def test_the_logo_and_the_templates_are_named_from_the_folder_of_the_workbook(tmp_path):
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "l.SVG").write_bytes(SVG)
    (tmp_path / "modèles").mkdir()
    (tmp_path / "modèles" / "essai.typ").write_bytes(ONE_LABEL + b"#logo()\nnotre mod\xc3\xa8le")
    (tmp_path / "modèles" / "secret.typ").symlink_to("/etc/passwd")
    style = house_style(settings(logo="images/l.SVG", templates_folder="modèles"), tmp_path)
    assert style.files.keys() == {"essai.typ"}
    assert "notre modèle" in words_of(set_paper(paper(), style).pdf)
