"""CSV files of other programs read into grids."""

import pytest

from postprod_xl.documents.csv_grid import csv_grid
from postprod_xl.documents.csv_reading import UnreadableCsv


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Date;Début;Durée\n30/11/2026;9h30;7,5\n", "cp1252"),
        ('Date,Début,Durée\n30/11/2026,9h30,"7,5"\n', "utf-8-sig"),
        ("sep=|\nDate|Début|Durée\n30/11/2026|9h30|7,5\n", "utf-8"),
        ("Date\tDébut\tDurée\r\n30/11/2026\t9h30\t7,5\r\n", "utf-16"),
    ],
)
def test_a_csv_of_any_usual_separator_and_encoding_is_read(text: str, encoding: str) -> None:
    rows = csv_grid("heures.csv", text.encode(encoding)).rows
    first = text.startswith("sep=") + 1
    assert rows == {
        first: {1: "Date", 2: "Début", 3: "Durée"},
        first + 1: {1: "30/11/2026", 2: "9h30", 3: "7,5"},
    }


def test_a_row_of_a_csv_is_the_line_it_starts_on() -> None:
    assert list(csv_grid("a.csv", b'A;B\n"un\ndeux";2\n3;4\n').rows) == [1, 2, 4]


def test_an_empty_csv_is_refused() -> None:
    with pytest.raises(UnreadableCsv, match="fichier vide"):
        csv_grid("a.csv", b"\n;;\n")
