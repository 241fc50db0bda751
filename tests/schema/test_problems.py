"""A message is one line whatever a cell holds."""

from postprod_xl.schema.cells.characters import LONGEST_LINE
from postprod_xl.schema.problems import blocking, warning


def test_what_a_cell_holds_never_breaks_the_line():
    found = "Montage\nimage\x1b[31m\r\n" + "M" * 32_000
    for problem in (
        blocking("Equipe", 4, "Nom", found, "un nom"),
        warning("Equipe", 4, "Nom", found, "un nom", f"« {found} » n'existe pas dans Equipe"),
        warning("Equipe", 4, "Nom", "", "un nom", f"{found} : durée vide ; indiquez 0 si c'est un jalon"),
    ):
        assert problem.line.isprintable() and len(problem.line) <= LONGEST_LINE + 20
    assert blocking("", 4, "", found, "un nom").found.startswith("Montage image␛[31m MMM")
    assert blocking("", 4, "", found, "un nom").found.endswith("M…")
    assert problem.line.endswith("indiquez 0 si c'est un jalon")


def test_a_text_of_quotation_marks_takes_no_time():
    hostile = "« " * 16_000
    assert len(warning("", None, "", hostile, "", f"« {hostile} » n'est pas admis").message) < LONGEST_LINE


def test_a_long_text_quoted_in_full_is_shortened_where_it_stands():
    problem = warning("", None, "", "", "", f"« {'M' * 200} » n'existe pas dans Equipe")
    assert problem.message == f"« {'M' * 99}… » n'existe pas dans Equipe"


def test_an_invisible_character_is_named_where_it_is_quoted():
    assert blocking("", None, "", "12\u200bx", "un nombre").message == (
        "trouvé « 12[U+200B espace sans chasse]x », attendu : un nombre"
    )
