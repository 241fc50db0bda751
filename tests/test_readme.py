"""The README's own command lines are the ones that are run."""

from __future__ import annotations

import re
import subprocess
import tomllib

from postprod_xl import __version__
from tests.conftest import refused_skip
from tests.masters import ROOT
from tests.readme import block

README = (ROOT / "README.md").read_text(encoding="utf-8")
PYPROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_the_tour_is_one_line_that_installs_the_product_and_runs_it():
    (line,) = block(README, "tour")
    assert "pip install" in line and line.endswith("postprod demo")


def test_the_test_command_is_one_line_that_runs_the_linter_the_types_and_every_test():
    (line,) = block(README, "tests")
    assert all(tool in line for tool in ("'.[test]'", "ruff check", "mypy", "pytest"))
    assert "||" not in line and ";" not in line and "|" not in line


def test_the_gate_runs_the_line_of_the_readme():
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    program = script.partition("awk '")[2].partition("'")[0]
    found = subprocess.run(
        ["awk", program, str(ROOT / "README.md")], capture_output=True, text=True, check=True
    )
    assert found.stdout.splitlines() == block(README, "tests")
    assert "pytest" not in script, "the test command stands in README.md only"


def test_the_gate_stops_on_the_first_failure():
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "set -euo pipefail" in script
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111


def test_the_short_loop_leaves_out_what_the_markers_say_and_nothing_else():
    (line,) = block(README, "quick")
    markers = tomllib.loads(PYPROJECT)["tool"]["pytest"]["ini_options"]["markers"]
    names = [marker.partition(":")[0] for marker in markers]
    assert line.endswith(f'-m "{" and ".join(f"not {name}" for name in names)}"')


def test_every_path_that_the_readme_names_is_there():
    # `…` and capitals stand for what the reader chooses.
    for path in re.findall(
        r"`((?:schema|parameters|domain|commands|hosts|engines|documents)/[\w./*]*)`", README
    ):
        assert list((ROOT / "postprod_xl").glob(path)), path
    for path in re.findall(r"`((?:workbooks|tests)/[\w./*]+)`", README):
        assert list(ROOT.glob(path)), path


def test_the_first_version_of_the_changes_is_the_one_that_runs():
    changes = README.partition("\n## Changes\n")[2]
    assert re.search(r"^\*\*([\d.]+)\*\*", changes, re.MULTILINE)[1] == __version__


def test_a_marked_block_is_read_without_its_fence():
    assert block("<!-- tour -->\n```sh\na && b\n```\n```sh\nc\n```\n", "tour") == ["a && b"]


def test_a_skip_fails_in_ci_unless_the_machine_may_lack_what_it_needs():
    assert "LibreOffice absent" in refused_skip("LibreOffice absent", in_ci=True)
    assert not refused_skip("LibreOffice absent", in_ci=False)
    assert not refused_skip("Skipped: ../shared absent", in_ci=True)


def test_the_program_and_its_package_say_one_version():
    project = tomllib.loads(PYPROJECT)
    assert project["project"]["dynamic"] == ["version"]
    assert project["tool"]["hatch"]["version"]["path"] == "postprod_xl/__init__.py"
