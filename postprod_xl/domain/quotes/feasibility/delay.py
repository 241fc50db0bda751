"""What is known of the delay that the production asks for: the verdict, what would have to give, what to write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from postprod_xl.domain.planning.explain.reasons import french
from postprod_xl.domain.quotes.feasibility.imagined import LateEpisode
from postprod_xl.domain.quotes.feasibility.remedies import Remedy
from postprod_xl.domain.wording import counted_whole, decimal_text, first_names, listed, working_days_text
from postprod_xl.schema.rows import Row


class Window(NamedTuple):
    """What the production asks for: the day its rushes come, and the day it is promised; None where not said."""

    rushes: date | None
    delivery: date | None
    working_days: int | None


@dataclass(frozen=True)
class Delay:
    """What is known of the delay asked for a version of a quote.

    Parameters
    ----------
    project
        Row of `Projets`.
    version
        Its number.
    window
        What is asked for.
    unknown
        What keeps it from being known, in French; empty when it is known.
    expected
        The day the plan would deliver on.
    missing_days, spare_days
        Working days missing, or to spare; None when not known.
    late_episode
        The episode that these days are missing for, where it is not the delivery of the project.
    is_waiting
        Whether technicians have still to give their advice on some of its lines.
    unstaffed
        The tasks that nobody in the house can do, by skill: they are planned as if somebody were found.
    uncounted
        The days that the version needs in more and that no task takes, by line: they are not in the figures.
    causes
        What makes it late, as a refresh says it once the quote is planned; a French line each.
    alone_days, floor_days
        Working days that would be missing if nobody were taken by anything else, and then if every step were at its
        floor; None when not known.
    longer
        The lines that technicians want more or fewer days for than they sell: line, days asked for, days sold.
    doubts
        Steps under their floor, skills and rooms that the house lacks; a French line each.
    cuts
        The longest tasks that could give days, down to their floor: what each is, and these days.
    remedies
        What would make up for the missing days.
    """

    project: Row
    version: int
    window: Window
    unknown: str = ""
    expected: date | None = None
    missing_days: int | None = None
    spare_days: int | None = None
    late_episode: LateEpisode | None = None
    is_waiting: bool = False
    unstaffed: Mapping[str, Sequence[str]] = field(default_factory=dict)
    uncounted: Mapping[str, Decimal] = field(default_factory=dict)
    causes: Sequence[str] = ()
    alone_days: int | None = None
    floor_days: int | None = None
    longer: Sequence[tuple[str, Decimal, Decimal | None]] = ()
    doubts: Sequence[str] = ()
    cuts: Sequence[tuple[str, Decimal]] = ()
    remedies: Sequence[Remedy] = ()

    @property
    def verdict(self) -> str:
        """Whether it holds, in one French line."""
        if self.missing_days is None:
            return f"délai non connu : {self.unknown}"
        end, found = f"fin prévue le {french(self.expected)}", f"{self._if_found}{self._without}"
        if self.missing_days:
            least = "au moins " if found else ""
            missing = f"il manque {least}{working_days_text(self.missing_days)}"
            if late := self.late_episode:
                missing += f" à l'épisode {late.number}, PAD le {french(late.promised)}"
                end = f"fin prévue le {french(late.expected)}"
            return f"{missing}{found} : {end}"
        spare = f", {working_days_text(self.spare_days)} d'avance" if self.spare_days else ""
        return f"le délai {'tiendrait' if found else 'tient'}{spare}{found} : {end}"

    @property
    def _if_found(self) -> str:
        """Whom it takes for granted, in French; empty where the plan has somebody for everything."""
        texts = [
            f"{first_names(tasks)} (« {skill} », que personne n'a)" for skill, tasks in self.unstaffed.items()
        ]
        return f", si quelqu'un est trouvé pour {listed(texts)}" if texts else ""

    @property
    def _without(self) -> str:
        """What its figures leave out, in French; empty when nothing."""
        if not self.uncounted:
            return ""
        days = decimal_text(sum(self.uncounted.values(), Decimal(0)))
        return f", sans compter {days} j que le planning n'a pas ({first_names(list(self.uncounted))})"

    @property
    def lines(self) -> list[str]:
        """All that there is to say of it to a coordinator, in French, the letter to the production last."""
        return [self._asked, self.verdict, *self._why, *self.doubts, *self._ways, *self._letter_line]

    @property
    def details(self) -> dict[str, Any]:
        """The same for a program."""
        return {
            "rushes": _iso(self.window.rushes),
            "delivery": _iso(self.window.delivery),
            "asked_working_days": self.window.working_days,
            "expected": _iso(self.expected),
            "missing_days": self.missing_days,
            "spare_days": self.spare_days,
            "late_episode": self.late_episode and self.late_episode.number,
            "missing_days_alone": self.alone_days,
            "missing_days_at_floors": self.floor_days,
            "causes": list(self.causes),
            "unknown": self.unknown,
            "unstaffed": {skill: list(tasks) for skill, tasks in self.unstaffed.items()},
            "uncounted": {line: float(days) for line, days in self.uncounted.items()},
            "doubts": list(self.doubts),
            "remedies": [
                {"kind": one.kind, "text": one.text, "missing_days": one.missing_days}
                for one in self.remedies
            ],
            "cuts": [{"label": label, "days": float(days)} for label, days in self.cuts],
            "letter": self.letter,
        }

    @property
    def _asked(self) -> str:
        return f"délai demandé pour {self.project.code} : {_window_text(self.window)}"

    @property
    def _why(self) -> Iterator[str]:
        if self.longer:
            texts = [
                f"{line} {decimal_text(asked)} j"
                + ("" if sold is None else f" pour {decimal_text(sold)} j vendus")
                for line, asked, sold in self.longer
            ]
            yield f"jours demandés par les techniciens : {', '.join(texts)}"
        yield from self.causes

    @property
    def _ways(self) -> Iterator[str]:
        if self.missing_days:
            yield from (f"à négocier, {one.line}" for one in self.remedies)
            if not self.remedies:
                yield "rien de ce qui a été essayé ne rattrape le retard : le travail lui-même est à revoir"

    @property
    def _letter_line(self) -> list[str]:
        return [f"à écrire à la production : {self.letter}"] if self.letter else []

    @property
    def letter(self) -> str:
        """A paragraph for the producer, in French: no cost, nobody's name, no other project; empty when not known."""
        if self.missing_days is None:
            return ""
        title = self.project.title or self.project.code
        asked = f"Bonjour, pour « {title} », le délai demandé est : {_window_text(self.window)}."
        reserve = self._reserve
        if not self.missing_days:
            holds = "tiendrait" if self.uncounted else "tient"
            return f"{asked} Il {holds}{reserve} : nous finirions le {french(self.expected)}."
        work, end = f"Le travail du devis (version {self.version}) nous mènerait", self.expected
        if late := self.late_episode:
            work += f", pour l'épisode {late.number} demandé le {french(late.promised)},"
            end = late.expected
        work += f" au {french(end)}"
        return " ".join([asked, f"{work}{reserve} : il manque {_days(self.missing_days)}.", *self._proposals])

    @property
    def _reserve(self) -> str:
        """What the figures wait for, in the words of the letter; empty when nothing."""
        texts = ["de l'avis de nos techniciens"] if self.is_waiting else []
        texts += ["des personnes qu'il nous reste à trouver"] if self.unstaffed else []
        texts += ["du travail qui reste à planifier"] if self.uncounted else []
        return f", sous réserve {listed(texts)}" if texts else ""

    @property
    def _proposals(self) -> Iterator[str]:
        offered = [one for one in self.remedies if one.producer_text]
        whole = [one.producer_text for one in offered if not one.missing_days]
        if whole:
            yield f"Le délai tiendrait avec {', ou avec '.join(whole)}."
        for one in offered:
            if one.missing_days:
                yield f"Avec {one.producer_text}, il ne manquerait plus que {_days(one.missing_days)}."
        if self.alone_days and self.cuts:
            cuts = " ; ".join(
                f"« {label} », jusqu'à {decimal_text(days)} j de moins" for label, days in self.cuts
            )
            yield f"Nous pouvons aussi revoir ensemble le travail demandé : {cuts}."
        yield "Dites-nous ce qui vous convient."


def _window_text(window: Window) -> str:
    rushes = f"rushes le {french(window.rushes)}" if window.rushes else "rushes selon l'épisode"
    delivery = f"PAD le {french(window.delivery)}" if window.delivery else "PAD selon l'épisode"
    days = "" if window.working_days is None else f", soit {_days(window.working_days)}"
    return f"{rushes}, {delivery}{days}"


def _days(days: int) -> str:
    return counted_whole(days, "jour ouvré")


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
