"""Files whose project, source or deliverable is nowhere any more are told; the others are not."""

from __future__ import annotations

from typing import Any

from postprod_xl.domain.technique.measured.orphans import orphan_files
from postprod_xl.domain.technique.refreshed import technique
from postprod_xl.schema.technical_vocabulary import MediaNature
from tests.domain.offices import office, table_rows
from tests.domain.technique.cases import DAY

TABLES: dict[str, list[dict[str, Any]]] = {
    "Projets": [{"code": "TERR", "title": "Terres"}, {"code": "MER", "title": "Mer"}],
    "Sources": [{"project": "TERR", "source": "CAM-A"}],
    "Livrables": [{"project": "TERR", "deliverable": "PAD-TERR"}],
}


def lines(*files: tuple[str, str]) -> list[tuple[str, str]]:
    medias = [
        {"project": project, "object": code, "file": f"{rank}.mov", "nature": MediaNature.MEDIA}
        for rank, (project, code) in enumerate(files)
    ]
    tables = {**TABLES, "Medias": medias}
    one = office(DAY, **{name: table_rows(name, rows) for name, rows in tables.items()})
    found = [*orphan_files(one)]
    assert set(found) <= set(technique(one).problems)
    return [(problem.heading, problem.message) for problem in found]


def test_files_of_a_source_of_a_deliverable_or_of_none_say_nothing():
    assert lines(("TERR", "CAM-A"), ("TERR", "pad-terr"), ("TERR", ""), ("MER", ""), ("", "CAM-A")) == []


def test_a_project_deleted_from_projects_is_told_once_with_how_many_rows_name_it():
    assert lines(("TERRE", "CAM-A"), ("TERRE", "PAD"), ("TERR", "CAM-A")) == [
        (
            "Projet",
            "« TERRE » n'existe pas dans Projets (2 lignes, celle-ci est la première) : ses fichiers ne sont comparés "
            "à rien",
        )
    ]


def test_a_deliverable_that_was_renamed_is_told_once_with_the_closest():
    assert lines(("TERR", "PAD-TER"), ("TERR", "pad-ter"), ("MER", "CAM-A")) == [
        (
            "Objet",
            "TERR n'a ni livrable ni source « PAD-TER » (2 lignes, celle-ci est la première) : ses fichiers ne sont "
            "comparés à rien ; rétablissez-le, ou inspectez de nouveau ses fichiers ; vouliez-vous dire « PAD-TERR » ?",
        ),
        (
            "Objet",
            "MER n'a ni livrable ni source « CAM-A » : ses fichiers ne sont comparés à rien ; rétablissez-le, ou "
            "inspectez de nouveau ses fichiers ; il n'en a aucun",
        ),
    ]
