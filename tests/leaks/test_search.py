"""The search sees a word wherever a file can hold one: a leak test that finds nothing has looked everywhere."""

from __future__ import annotations

import base64
import io
import zipfile

import pikepdf
import pytest

from postprod_xl.documents.papers.quote import quote_paper
from postprod_xl.documents.typesetting.engine import set_paper
from tests.documents.typesetting.papers import HOUSE, long_quote
from tests.leaks.search import figures_in, word, words_in

SECRET = word(7)


def zipped(parts: dict[str, bytes], comment: bytes = b"") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
        archive.comment = comment
    return stream.getvalue()


HIDDEN = {
    "in a part": zipped({"xl/sharedStrings.xml": f"<t>{SECRET}</t>".encode()}),
    "in the name of a part": zipped({f"xl/{SECRET}.xml": b""}),
    "in a comment of the archive": zipped({"a": b""}, SECRET.encode()),
    "in a workbook inside the workbook": zipped({"xl/embeddings/a.bin": zipped({"b": SECRET.encode()})}),
    "in UTF-16": zipped({"a": SECRET.encode("utf-16-le")}),
    "in UTF-16 at an odd place": zipped({"a": b"x" + SECRET.encode("utf-16-le")}),
    "in UTF-16, the high byte first": zipped({"a": SECRET.encode("utf-16-be")}),
    "in entities": zipped({"a": "".join(f"&#{ord(letter)};" for letter in SECRET).encode()}),
    "in entities twice": zipped({"a": "".join(f"&amp;#x{ord(letter):x};" for letter in SECRET).encode()}),
    "in the escapes of Excel": zipped({"a": "".join(f"_x{ord(letter):04X}_" for letter in SECRET).encode()}),
    "in the escapes of JSON": zipped({"a": "".join(f"\\u{ord(letter):04x}" for letter in SECRET).encode()}),
    "in an address": zipped({"a": "".join(f"%{ord(letter):02X}" for letter in SECRET).encode()}),
    "in runs of letters": zipped({"a": f"<r>{SECRET[:4]}</r><r>{SECRET[4:]}</r>".encode()}),
    "in lower case": zipped({"a": SECRET.lower().encode()}),
    "backwards": zipped({"a": SECRET[::-1].encode()}),
    "in hexadecimal": zipped({"a": SECRET.encode().hex().encode()}),
    **{
        f"in base64, {at} letters later": zipped(
            {"a": base64.b64encode(b"x" * at + SECRET.encode() + b"yyy")}
        )
        for at in range(3)
    },
}


@pytest.mark.parametrize("how", HIDDEN)
def test_a_word_is_found(how: str):
    assert words_in(HIDDEN[how]) == {SECRET}


def test_what_holds_no_planted_word_gives_none():
    assert words_in(zipped({"a": "Étalonnage, ZQK, ZQK1W".encode()})) == set()


@pytest.fixture(scope="module")
def quote() -> bytes:
    return set_paper(quote_paper(long_quote(2)), HOUSE).pdf


def with_secret(pdf: bytes, place: str) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        if place == "stream":
            opened.Root.Secret = opened.make_stream(SECRET.encode())
        elif place == "property":
            opened.docinfo["/Keywords"] = SECRET
        elif place == "metadata":
            said = opened.Root.Metadata.read_bytes()
            opened.Root.Metadata.write(said.replace(b"</rdf:RDF>", f"<!--{SECRET}--></rdf:RDF>".encode()))
        else:
            opened.attachments[f"{SECRET}.txt"] = b"secret"
        stream = io.BytesIO()
        opened.save(stream, compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return stream.getvalue()


@pytest.mark.parametrize("place", ["stream", "property", "metadata", "attachment"])
def test_a_word_is_found_in_a_pdf(quote: bytes, place: str):
    assert words_in(quote) == set()
    assert words_in(with_secret(quote, place)) == {SECRET}


def test_a_word_is_found_in_what_a_pdf_prints():
    from dataclasses import replace

    printed = set_paper(quote_paper(replace(long_quote(2), title=f"La Crue {SECRET}")), HOUSE).pdf
    assert words_in(printed) == {SECRET}


def test_a_figure_is_the_same_in_a_cell_and_on_paper(quote: bytes):
    assert "1234.56" in figures_in(zipped({"a": b"<v>1234.56</v>"})) and "1234.56" in figures_in(quote)
