from postprod_xl.workbook.places import find_tables
from tests.engines.ooxml.building import drawn


def test_a_heading_is_the_same_whatever_no_screen_shows_of_it():
    def invisible(book, sheet):
        headings = ("Ligne\u200b", "Vendu\u202f(h)", "\ufeffMode", "Unite\u0301")
        sheet.add_table("B4:E7", {"name": "Devis", "columns": [{"header": h} for h in headings]})

    assert find_tables(drawn(invisible))["Devis"].headings == ("Ligne", "Vendu (h)", "Mode", "Unité")
