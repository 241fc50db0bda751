"""Rules of the cut, from the edit lists inspected (MES-42 to MES-49).

In `Medias`, an edit list has its own row (rate, length, faults), then one for each source of picture that it uses: its
reel, its share, its own rate, and the source of the project it was found to be. A project with one programme is judged
on its latest list; one with episodes, on each of its lists.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from postprod_xl.domain.technique.facts.records import MeasuredFacts, ProjectFacts
from postprod_xl.domain.technique.rules.figures import rate_text, share_text
from postprod_xl.domain.technique.rules.known_values import limit
from postprod_xl.domain.technique.rules.measured.files import faults_of, said_of_faults
from postprod_xl.domain.technique.rules.measured.lengths import picture_length
from postprod_xl.domain.technique.rules.rule import (
    Advice,
    Case,
    Condition,
    Raised,
    RuleConfidence,
    Scope,
    TechnicalRule,
)
from postprod_xl.domain.technique.timing.rates import same_rate
from postprod_xl.domain.wording import first_names
from postprod_xl.schema.media_faults import MediaFault
from postprod_xl.schema.technical_vocabulary import MediaNature, SourceRole
from postprod_xl.schema.units import folded
from postprod_xl.schema.vocabulary import Severity

_LOCK = "VERROUILLAGE"


@dataclass(frozen=True)
class InspectedCut:
    """An edit list and its rows of `Medias`."""

    file: str
    rows: tuple[MeasuredFacts, ...]

    @property
    def day(self) -> date:
        """The day its file was last written, else read."""
        days = [row.file_day or row.read_day for row in self.rows]
        return max((day for day in days if day is not None), default=date.min)

    @property
    def sources(self) -> tuple[MeasuredFacts, ...]:
        """Its rows that are of a source: those with a reel, a share or a source of the project."""
        return tuple(row for row in self.rows if _is_of_source(row))

    @property
    def of_itself(self) -> tuple[MeasuredFacts, ...]:
        """Its own row: the rate and the length there are those of the cut."""
        return tuple(row for row in self.rows if not _is_of_source(row))

    def share_of(self, code: str) -> Decimal:
        """The part of its picture that comes from a source, all its reels together."""
        of_source = (row for row in self.sources if row.object and folded(row.object) == folded(code))
        return sum((row.cut_share for row in of_source if row.cut_share is not None), Decimal(0))


def _is_of_source(row: MeasuredFacts) -> bool:
    return bool(row.reel or row.object) or row.cut_share is not None


def cuts_of(project: ProjectFacts) -> tuple[InspectedCut, ...]:
    """The edit lists that count in a project, oldest first."""
    by_file: dict[str, list[MeasuredFacts]] = {}
    for row in project.measured:
        if row.nature is MediaNature.EDIT_LIST:
            by_file.setdefault(row.file, []).append(row)
    cuts = [InspectedCut(file, tuple(rows)) for file, rows in by_file.items()]
    cuts.sort(key=lambda cut: cut.day)
    return tuple(cuts) if _has_episodes(project) else tuple(cuts[-1:])


def _has_episodes(project: ProjectFacts) -> bool:
    numbered = {found.episode for found in project.deliverables} | {task.episode for task in project.tasks}
    return len(numbered - {None}) > 1


def _has_cut(case: Case) -> bool:
    return bool(cuts_of(case.project))


def _unlike_share(case: Case) -> Raised | None:
    """Judged on one list only: those of several episodes do not have one share."""
    cuts, expected = cuts_of(case.project), case.the_source.cut_share
    if len(cuts) != 1 or expected is None:
        return None
    found = cuts[0].share_of(case.object_code)
    if abs(found - expected) <= limit("technique_measured.cut_share", case.day):
        return None
    said = f"{share_text(found)} du montage dans « {cuts[0].file} », {share_text(expected)} attendus"
    return Raised(f"{case.object_code} : {said}.", share_text(found), share_text(expected))


def _undeclared(case: Case) -> Raised | None:
    rows = [(cut, row) for cut in cuts_of(case.project) for row in cut.sources]
    unknown = [(cut, row) for cut, row in rows if row.reel and not row.object]
    if not unknown:
        return None
    names = list(dict.fromkeys(_told(row) for _, row in unknown))
    said = f"« {unknown[0][0].file} » emploie des bandes qu'aucune source ne porte : {first_names(names)}."
    return Raised(said, first_names(names), "chaque bande déclarée dans une source")


def _told(row: MeasuredFacts) -> str:
    share = f" ({share_text(row.cut_share)})" if row.cut_share is not None else ""
    return f"{row.reel}{share}"


def _without_reel(case: Case) -> Raised | None:
    """Shots that a list names by a clip only: the conform cannot find their reel."""
    rows = [(cut.file, row) for cut in cuts_of(case.project) for row in cut.sources if not row.reel]
    told = tuple(faults_of(_rows(case), (MediaFault.NO_REEL,)))
    if rows and not told:
        file, row = rows[0]
        share = f", {share_text(row.cut_share)} du montage" if row.cut_share is not None else ""
        return Raised(f"« {file} » : plans sans nom de bande{share}.", "sans nom de bande", _EXPECTED_REEL)
    return said_of_faults(case, told, _EXPECTED_REEL)


_EXPECTED_REEL = "un nom de bande à chaque plan"


def _rows(case: Case) -> Iterator[MeasuredFacts]:
    for cut in cuts_of(case.project):
        yield from cut.rows


def _list_faults(kind: MediaFault, expected: str) -> Condition:
    def condition(case: Case) -> Raised | None:
        return said_of_faults(case, tuple(dict.fromkeys(faults_of(_rows(case), (kind,)))), expected)

    return condition


def _unused(case: Case) -> Raised | None:
    """A source declared and absent from every list that counts; nothing is said of sound or of photographs."""
    source, cuts = case.the_source, cuts_of(case.project)
    if source.role in (SourceRole.SOUND, SourceRole.STILL):
        return None
    if any(row.object and folded(row.object) == folded(source.code) for cut in cuts for row in cut.sources):
        return None
    files = first_names([f"« {cut.file} »" for cut in cuts])
    said = f"aucun plan n'en vient dans {files}"
    return Raised(f"{case.object_code} : {said}.", "absente du montage", "une source employée")


def _after_lock(case: Case) -> Raised | None:
    """A list written after the picture was locked: what was conformed or mixed is to be done again."""
    ends = [task.end_day for task in case.project.tasks if task.step == _LOCK and task.end_day]
    if not ends or max(ends) >= case.day:
        return None
    locked = max(ends)
    later = [cut for cut in cuts_of(case.project) if locked < cut.day != date.min]
    if not later:
        return None
    found = f"liste du {later[-1].day:%d/%m/%Y}"
    said = f"« {later[-1].file} » est du {later[-1].day:%d/%m/%Y}, après le verrouillage du {locked:%d/%m/%Y}"
    return Raised(f"{said} : reconformation à prévoir.", found, f"rien après le {locked:%d/%m/%Y}")


def _unlike_lock(case: Case) -> Raised | None:
    """The length of the latest list is not the locked one, of a project with one programme."""
    workflow, cuts = case.project.workflow, cuts_of(case.project)
    rate, frames = workflow.timeline_rate, workflow.locked_duration
    if len(cuts) != 1 or rate is None or frames is None:
        return None
    lengths = (picture_length(row) for row in cuts[0].of_itself)
    length = next((length for length in lengths if length is not None), None)
    tolerance = Fraction(limit("technique_measured.duration_frames", case.day))
    beyond = None if length is None else length * rate.frames_per_second - frames
    if beyond is None or abs(beyond) <= tolerance:
        return None
    count = round(abs(beyond))
    found = f"{count} image{'s' if count > 1 else ''} de {'plus' if beyond > 0 else 'moins'}"
    return Raised(f"« {cuts[0].file} » : {found} que la durée verrouillée.", found, "la durée verrouillée")


def _unlike_timeline(case: Case) -> Raised | None:
    rate = case.project.workflow.timeline_rate
    for row in (row for cut in cuts_of(case.project) for row in cut.of_itself):
        if rate is not None and row.frame_rate is not None and not same_rate(rate, row.frame_rate):
            found, expected = rate_text(row.frame_rate), rate_text(rate)
            return Raised(f"« {row.file} » est à {found}, le montage à {expected}.", found, expected)
    return None


def _rule(
    id: str, title: str, condition: Condition, fix: str, severity: Severity = Severity.WARNING
) -> TechnicalRule:
    is_of_source = id in ("MES-42", "MES-45")
    return TechnicalRule(
        id=id,
        scope=Scope.SOURCE if is_of_source else Scope.PROJECT,
        severity=severity,
        confidence=RuleConfidence.P,
        title=title,
        reads=(),
        reads_blank=_READ.get(id, ()),
        condition=condition,
        fix=fix,
        sources=("TRI", "MESURE") if id in ("MES-47", "MES-48") else ("MESURE",),
        advice=Advice.PICTURE,
        concerns=_has_cut,
    )


_READ = {
    "MES-42": ("source.cut_share",),
    "MES-48": ("workflow.locked_duration", "workflow.timeline_rate"),
    "MES-49": ("workflow.timeline_rate",),
}
CUTS = (
    _rule(
        "MES-42",
        "La part du montage qui vient d'une source est celle attendue.",
        _unlike_share,
        "Corriger la part attendue, ou revoir ce que cette source entraîne (accord, agrandissement, droits).",
    ),
    _rule(
        "MES-43",
        "Chaque bande du montage est celle d'une source déclarée.",
        _undeclared,
        "Déclarer la source et son nom de bande : caméra, archive, photo, fonds acheté.",
    ),
    _rule(
        "MES-44",
        "Chaque plan du montage a un nom de bande.",
        _without_reel,
        "Retrouver les médias de ces plans et leur donner un nom de bande avant la conformation.",
    ),
    _rule(
        "MES-45",
        "Chaque source déclarée sert au montage.",
        _unused,
        "Retirer la source de la fiche, ou vérifier que la liste est celle du bon montage.",
        Severity.INFO,
    ),
    _rule(
        "MES-46",
        "Les effets de vitesse du montage sont connus de la conformation.",
        _list_faults(MediaFault.SPEED, "des vitesses notées pour la conformation"),
        "Noter chaque effet (vitesse, méthode) pour la conformation et le refaire à l'étalonnage.",
        Severity.INFO,
    ),
    _rule(
        "MES-47",
        "Aucune liste de montage n'est plus récente que le verrouillage.",
        _after_lock,
        "Prévoir une reconformation image et son (1 à 2 jours), ou confirmer que rien n'a changé.",
    ),
    _rule(
        "MES-48",
        "La liste de montage a la durée verrouillée.",
        _unlike_lock,
        "Corriger la durée verrouillée, ou demander la liste du montage verrouillé.",
    ),
    _rule(
        "MES-49",
        "La liste de montage est à la cadence du montage.",
        _unlike_timeline,
        "Corriger la cadence déclarée, ou réexporter la liste.",
    ),
)
"""Every rule of the cut, in id order."""
