"""A pivot table over one of our tables shows what the table holds now."""

from dataclasses import replace

import pytest

from postprod_xl.engines.ooxml.tables.pivots import follow_tables
from postprod_xl.engines.ooxml.tables.places import TablePlace

PART = "xl/pivotCache/pivotCacheDefinition1.xml"
PLACE = TablePlace(
    "Depassements", "Dépassements", "xl/worksheets/s.xml", "xl/tables/t.xml", 1, 4, 102, False, ("a", "b")
)


class Parts(dict[str, bytes]):
    """The three calls of a package that matter here."""

    names = property(lambda self: tuple(self))

    def read(self, part: str) -> bytes:
        return self[part]

    def replace(self, part: str, data: bytes) -> None:
        self[part] = data


def cache(source: str, root: str = "") -> Parts:
    text = f'<pivotCacheDefinition r:id="rId1"{root}><cacheSource type="worksheet">{source}</cacheSource>'
    return Parts({PART: text.encode()})


def followed(parts: Parts, last_row: int = 103) -> str:
    follow_tables(parts, {"Depassements": PLACE}, [replace(PLACE, last_row=last_row)])
    return parts[PART].decode()


def test_a_source_given_as_a_range_follows_the_table_and_is_refreshed_on_opening():
    text = followed(cache('<worksheetSource ref="A4:B102" sheet="Dépassements"/>'))
    assert 'ref="A4:B103"' in text
    assert '<pivotCacheDefinition r:id="rId1" refreshOnLoad="1">' in text


def test_a_source_given_as_a_table_is_refreshed_on_opening():
    text = followed(cache('<worksheetSource name="Depassements"/>'))
    assert 'name="Depassements"' in text and text.count('refreshOnLoad="1"') == 1


@pytest.mark.parametrize("root", [' refreshOnLoad="0"', ' refreshOnLoad="1"'])
def test_the_wish_is_said_once(root: str):
    text = followed(cache('<worksheetSource name="Depassements"/>', root))
    assert text.count("refreshOnLoad") == 1 and 'refreshOnLoad="1"' in text


@pytest.mark.parametrize("source", ['<worksheetSource ref="A4:B102" sheet="Autre"/>', "<consolidation/>"])
def test_a_pivot_over_something_else_is_left_alone(source: str):
    parts = cache(source)
    before = parts[PART].decode()
    assert followed(parts) == before


def test_a_source_in_another_spelling_follows_and_the_wish_is_said_once():
    text = followed(
        cache("<worksheetSource\n ref = 'A4:B102' sheet='D&#233;passements'/>", "\n refreshOnLoad = '0'")
    )
    assert "ref = 'A4:B103'" in text
    assert text.count("refreshOnLoad") == 1 and 'refreshOnLoad="1"' in text
