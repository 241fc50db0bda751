"""What names the lines of a draft: the code, and the chapter, that a project already gave to an item."""

from __future__ import annotations

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.programmes.refusal import ProgrammeRefused
from postprod_xl.domain.quotes.versions.statuses import reference_versions
from postprod_xl.domain.wording import first_names
from postprod_xl.schema.bounds import LONGEST_CODE
from postprod_xl.schema.rows import Row
from postprod_xl.schema.units import folded


class LineCodes:
    """The codes of the lines of a draft: those that the project has for its items, or new ones.

    Parameters
    ----------
    office
        Tables `Devis` and `Versions`.
    project
        Its code.
    """

    def __init__(self, office: Office, project: str) -> None:
        quote, version = office["Devis"], reference_versions(office).get(project)
        self._project, self._own = project, dict[str, tuple[str, int | None]]()
        self._taken = {folded(line) for line in quote.column("line")}
        columns = quote.select("project", "version", "item", "line", "cnc_chapter")
        rows = [row for row in columns if row[0] == project]
        named = set[str]()
        # The version in force names its lines first; a code that two versions give to two items stays with the first.
        for _, _, item, line, chapter in sorted(rows, key=lambda row: row[1] != version):
            if item not in self._own and folded(line) not in named:
                self._own[item] = line, chapter
                named.add(folded(line))

    def of(self, item: Row) -> str:
        """The code of the line of an item of the rate card."""
        if item.item in self._own:
            return self._own[item.item][0]
        code, rank = f"{self._project}-{item.item}", 1
        while folded(code) in self._taken:
            rank += 1
            code = f"{self._project}-{item.item}-{rank}"
        if len(code) > LONGEST_CODE:
            message = f"{first_names([code])} a {len(code)} caractères, attendu : {LONGEST_CODE} au plus"
            raise ProgrammeRefused(item.blocking("item", item.item, "un code plus court", message))
        self._taken.add(folded(code))
        return code

    def chapter_of(self, item: Row) -> int | None:
        """The chapter typed on the line that the project has for an item; None without any."""
        return self._own.get(item.item, ("", None))[1]
