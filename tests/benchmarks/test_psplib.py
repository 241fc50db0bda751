"""Instances of PSPLIB and what is known of them."""

from __future__ import annotations

from pathlib import Path

from postprod_xl.engines.schedule import Activity, Link, Problem
from tests.benchmarks.psplib_reader import critical_path, families_of, read_best_known


def test_the_family_of_an_instance_is_the_number_of_jobs_before_its_place(tmp_path: Path) -> None:
    for name in (
        "j12010_1.sm",
        "j1201_1.sm",
        "j301_8.sm",
        "j3010_1.sm",
        "j9048_9.sm",
        "mine.sm",
        "notes.txt",
    ):
        (tmp_path / name).touch()
    named = {family: [path.name for path in paths] for family, paths in families_of(tmp_path).items()}
    assert named == {
        "j30": ["j3010_1.sm", "j301_8.sm"],
        "j90": ["j9048_9.sm"],
        "j120": ["j12010_1.sm", "j1201_1.sm"],
        "other": ["mine.sm"],
    }
    assert list(named) == ["j30", "j90", "j120", "other"]


def test_the_critical_path_is_the_longest_chain() -> None:
    jobs = tuple(Activity(duration) for duration in (0, 3, 5, 2, 0))
    # 3 + 2 by the short way, 5 by the other.
    links = (Link(0, 1), Link(0, 2), Link(1, 3), Link(2, 4), Link(3, 4))
    assert critical_path(Problem(20, jobs, links)) == 5
    assert critical_path(Problem(20, jobs, (*links, Link(2, 3)))) == 7


def test_an_instance_without_best_known_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "known.csv"
    path.write_text("file,best_known\nj301_8.sm,53\nj9048_9.sm,\n", "utf-8")
    assert read_best_known(path) == {"j301_8.sm": 53}
