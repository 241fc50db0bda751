"""The list of what is free, for a buyer: of works and their material what anybody may know, of contracts nothing.

Nothing leaves but the columns of `OF_A_WORK`, of `OF_A_VERSION` and of `OF_MATERIAL`, and what of each work is free.
No reason is told: a hole would say what another buyer has. Rights in doubt, because somebody has an option on them, are
not listed. Territories and media are said in the words of the program: a group of the house may bear a client's name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from postprod_xl.documents.sharing.rights_list import FreeRights, RightsList
from postprod_xl.domain.catalogue.avails.records import RightsQuestion
from postprod_xl.domain.catalogue.free.asking import AnsweredWork, AskedOfWorks
from postprod_xl.domain.catalogue.free.windows import FreeWindow
from postprod_xl.domain.catalogue.grounds.grounds import Grounds, published_grounds
from postprod_xl.domain.office import Office
from postprod_xl.domain.wording import from_to
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.catalogue import (
    AVAILABLE_RIGHTS,
    DELIVERED_MATERIAL,
    MATERIAL,
    WORK_VERSIONS,
    WORKS,
)

OF_A_WORK = ("title", "original_title", "year", "type", "countries", "minutes", "original_language")
OF_A_VERSION = ("version", "title", "sound_language", "subtitle_languages", "cut")
OF_MATERIAL = ("nature", "languages")
_TEXTS = ("original_title", "type", "countries", "original_language")
_BETWEEN = " ; "


def rights_list(office: Office, asked: AskedOfWorks, rights: Sequence[AnsweredWork]) -> RightsList:
    """The list of what answers to one question, asked of several works, say is free.

    Parameters
    ----------
    office
        Its works, their versions and their material.
    asked
        The question.
    rights
        What each work answers, in the order listed; one of which nothing is free is left out.
    """
    grounds = published_grounds(office.today)
    works = {row.work: row for row in office[WORKS.name]}
    versions, material = _versions(office), _material(office)
    rows: list[FreeRights] = []
    for each in rights:
        told = (_BETWEEN.join(versions.get(each.work, ())), _BETWEEN.join(material.get(each.work, ())))
        rows += _rows(works[each.work], each.windows, told, grounds)
    house = office.settings["company_name"] or ""
    answer = next((each.answer for each in rights if each.answer), None)
    lines = (_period(asked), *(_asked(answer.question, grounds) if answer else ()))
    return RightsList(house, office.today, lines, tuple(rows))


def _rows(
    work: Row, windows: Sequence[FreeWindow], told: tuple[str, str], grounds: Grounds
) -> Iterator[FreeRights]:
    said = {name: getattr(work, name) for name in OF_A_WORK}
    texts = {name: said[name] or "" for name in _TEXTS}
    for window in windows:
        for span in window.spans:
            yield FreeRights(
                title=said["title"] or work.work,
                year=said["year"],
                minutes=said["minutes"],
                versions=told[0],
                material=told[1],
                media=grounds.said_media(window.media),
                territories=grounds.said_territories(window.territories),
                first=span.first_day,
                last=span.last_day,
                **texts,
            )


def _asked(question: RightsQuestion, grounds: Grounds) -> Iterator[str]:
    yield f"{AVAILABLE_RIGHTS.heading('media')} : {grounds.said_media(question.media)}"
    yield f"{AVAILABLE_RIGHTS.heading('territories')} : {grounds.said_territories(question.territories)}"
    yield f"{AVAILABLE_RIGHTS.heading('languages')} : {grounds.said_languages(question.languages)}"
    if question.exclusive:
        yield "En exclusivité"


def _versions(office: Office) -> dict[str, list[str]]:
    """What each version of a work is, by the code of the work."""
    found: dict[str, list[str]] = {}
    for row in office[WORK_VERSIONS.name]:
        said = {name: getattr(row, name) or "" for name in OF_A_VERSION}
        languages = [
            f"{what} {said[name]}"
            for name, what in (("sound_language", "son"), ("subtitle_languages", "sous-titres"))
            if said[name]
        ]
        more = ", ".join(filter(None, (said["title"], *languages, said["cut"])))
        found.setdefault(row.work, []).append(f"{said['version']} ({more})" if more else said["version"])
    return found


def _material(office: Office) -> dict[str, list[str]]:
    """The natures of the elements that the house has of each work, each once; what is out is not there to be sent."""
    found: dict[str, dict[str, None]] = {}
    for row in office[MATERIAL.name]:
        is_out = row.out_day is not None and row.back_day is None
        if row.nature and not is_out:
            nature, languages = (getattr(row, name) for name in OF_MATERIAL)
            found.setdefault(row.work, {})[f"{nature} ({languages})" if languages else str(nature)] = None
    for row in office[DELIVERED_MATERIAL.name]:
        if row.nature:
            found.setdefault(row.work, {}).setdefault(str(row.nature))
    return {work: [*natures] for work, natures in found.items()}


def _period(asked: AskedOfWorks) -> str:
    if asked.last is None:
        return f"Dès le {asked.first:%d/%m/%Y}"
    return f"Période : {from_to(asked.first, asked.last)}"
