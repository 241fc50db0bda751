"""Small workbooks as bytes, zipped in the ways that programs zip them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

MAIN_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def parts(main_type: str = MAIN_TYPE, office: str = OFFICE, namespace: str = SHEET_MAIN) -> dict[str, bytes]:
    """The parts of a workbook with one sheet and one image."""
    texts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        'ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{main_type}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{namespace}"><sheets/></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship '
        f'Id="rId7" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="site" '
        f'Type="{office}/hyperlink" Target="https://example.org/a" TargetMode="External"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{namespace}"><sheetData/></worksheet>',
    }
    return {name: text.encode() for name, text in texts.items()} | {"xl/media/image1.png": bytes(range(256))}


class _Pipe(io.RawIOBase):
    """A stream that cannot go back, which makes zipfile write data descriptors."""

    def __init__(self) -> None:
        self.written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self.written += data
        return len(data)


def zipped(contents: Mapping[str, bytes], *styles: str, comment: bytes = b"") -> bytes:
    """Zip parts; styles: `stored`, `descriptor`, `zip64` (local headers), `extra` (a field of its own)."""
    pipe, buffer = _Pipe(), io.BytesIO()
    method = zipfile.ZIP_STORED if "stored" in styles else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(pipe if "descriptor" in styles else buffer, "w", method) as archive:
        archive.comment = comment
        for name, data in contents.items():
            info = zipfile.ZipInfo(name, (2024, 2, 29, 12, 30, 58))
            info.compress_type, info.external_attr, info.comment = method, 0o640 << 16, b"note"
            info.extra = b"\x63\x63\x03\x00abc" if "extra" in styles else b""
            with archive.open(info, "w", force_zip64="zip64" in styles) as member:
                member.write(data)
    return bytes(pipe.written) if "descriptor" in styles else buffer.getvalue()


def widened(source: bytes) -> bytes:
    """Rewrite a plain archive with zip64 central records and zip64 end records."""
    end = source.rfind(b"PK\5\6")
    count = int.from_bytes(source[end + 10 : end + 12], "little")
    at = directory = int.from_bytes(source[end + 16 : end + 20], "little")
    records = b""
    for _ in range(count):
        lengths = [int.from_bytes(source[at + place : at + place + 2], "little") for place in (28, 30, 32)]
        packed, size, offset = (source[at + place : at + place + 4] for place in (20, 24, 42))
        extra = b"\x01\x00\x18\x00" + b"".join(value + bytes(4) for value in (size, packed, offset))
        records += source[at : at + 20] + b"\xff" * 8 + source[at + 28 : at + 30]
        records += (lengths[1] + len(extra)).to_bytes(2, "little") + source[at + 32 : at + 42] + b"\xff" * 4
        name_end = at + 46 + lengths[0]
        stop = name_end + lengths[1] + lengths[2]
        records += source[at + 46 : name_end] + extra + source[name_end:stop]
        at = stop
    wide_end = b"PK\6\6" + (44).to_bytes(8, "little") + b"\x2d\0\x2d\0" + bytes(8)
    wide_end += b"".join(value.to_bytes(8, "little") for value in (count, count, len(records), directory))
    locator = b"PK\6\7" + bytes(4) + (directory + len(records)).to_bytes(8, "little") + b"\1\0\0\0"
    narrow = b"PK\5\6" + bytes(4) + b"\xff" * 12 + source[end + 20 :]
    return source[:directory] + records + wide_end + locator + narrow
