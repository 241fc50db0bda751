"""Rules on the pictures of files for broadcast and on what attests them (IMG-06, 16 to 22)."""

from __future__ import annotations

from postprod_xl.domain.technique.rules.asked import asked_by_rule, declared_text, not_met
from postprod_xl.domain.technique.rules.attested import unattested
from postprod_xl.domain.technique.rules.delivered import PADS
from postprod_xl.domain.technique.rules.rule import Advice, Case, Raised, RuleConfidence, Scope, TechnicalRule
from postprod_xl.domain.technique.spellings.containers import Container, Shim, containers
from postprod_xl.schema.technical_vocabulary import DeliverableType, PieceNature
from postprod_xl.schema.vocabulary import Severity

_FRENCH_HD = frozenset({DeliverableType.PAD_HD})
_UK = frozenset({DeliverableType.PAD_UK})
_UHD = frozenset({DeliverableType.PAD_UHD})


def _not_709(case: Case) -> Raised | None:
    if (asked := not_met(case, "IMG-06")) is None:
        return None
    found = declared_text(case, asked)
    message = f"Le PAD HD doit être en {asked.expected} ; {case.the_deliverable.code} est en {found}."
    return Raised(message, found, asked.expected)


def _other_french_codec(case: Case) -> Raised | None:
    if (asked := not_met(case, "IMG-16")) is None:
        return None
    found, code = declared_text(case, asked), case.the_deliverable.code
    message = f"{code} en {found} : le PAD fichier français (CST-RT-040) demande du {asked.expected}."
    return Raised(message, found, asked.expected)


def _not_as_10(case: Case) -> Raised | None:
    """Two facts: the container, that a tool sees to be OP1a, and the report that attests AS-10, that none sees."""
    if not asked_by_rule(case, "IMG-17"):
        return None
    expected = Container.MXF_OP1A
    other = [shown for shown, is_right in _containers(case, expected) if not is_right]
    if other:
        message = f"Conteneur {other[0]} : le PAD fichier attendu est un {expected} contraint AS-10."
        return Raised(message, other[0], f"{expected}, rapport AS-10 joint")
    said = f"{case.object_code} : le rapport AS-10 manque ({{fault}}) ; un outil ne voit que l'OP1a."
    return unattested(case, PieceNature.AS10, said, "un rapport AS-10 daté, signé et conforme")


def _containers(case: Case, expected: Container) -> list[tuple[str, bool]]:
    """The container declared, else those that the files of the deliverable are seen in, and whether each is right.

    One said to follow another constraint, AS-11, is the file of another country.
    """
    declared = case.the_deliverable.container
    files = case.project.measured_of(case.the_deliverable)
    seen = [declared] if declared is not None else [file.container for file in files]
    return [
        (
            f"MXF {found.shim}" if found.shim else str(found.container),
            found.shim in (None, Shim.AS_10) and containers().agree(found.container, expected),
        )
        for found in seen
        if found is not None
    ]


def _other_british_codec(case: Case) -> Raised | None:
    if (asked := not_met(case, "IMG-18")) is None:
        return None
    found = declared_text(case, asked)
    code = case.the_deliverable.code
    message = f"Le Royaume-Uni (AS-11 DPP HD) attend de l'{asked.expected} ; {code} est en {found}."
    return Raised(message, found, asked.expected)


def _other_hdr(case: Case) -> Raised | None:
    if (asked := not_met(case, "IMG-19")) is None:
        return None
    found, code = declared_text(case, asked), case.the_deliverable.code
    message = f"{case.the_deliverable.recipient} diffuse l'UHD en {asked.expected} ; {code} est en {found}."
    return Raised(message, found, asked.expected)


def _titles_unchecked(case: Case) -> Raised | None:
    said = (
        f"Titres et sous-titres de {case.object_code} : vérification dans la zone de sûreté (EBU R95) non attestée, "
        "{fault}."
    )
    return unattested(case, PieceNature.TITLE_SAFE, said, "un contrôle daté, signé et conforme")


def _flashes_untested(case: Case) -> Raised | None:
    said = (
        f"{case.object_code} : test d'épilepsie photosensible (PSE) non attesté, {{fault}} ; il est obligatoire au "
        "Royaume-Uni."
    )
    return unattested(case, PieceNature.PSE, said, "un test PSE daté, signé et conforme")


def _no_textless(case: Case) -> Raised | None:
    project = case.project
    if not project.workflow.has_foreign_sales or any(it.has_textless for it in project.deliverables):
        return None
    message = "Des ventes à l'étranger sont prévues sans éléments sans texte (textless)."
    return Raised(message, "aucun livrable avec textless", "un livrable avec textless")


def _may_be_asked_hdr(case: Case) -> bool:
    return case.the_deliverable.recipient is None or bool(asked_by_rule(case, "IMG-19"))


BROADCAST_PICTURES = (
    TechnicalRule(
        id="IMG-06",
        scope=Scope.DELIVERABLE,
        severity=Severity.BLOCKING,
        confidence=RuleConfidence.S,
        title="Un PAD HD est en Rec.709.",
        reads=("deliverable.colour_space",),
        condition=_not_709,
        fix="Produire une version SDR Rec.709 (trim ou conversion contrôlée).",
        sources=("MEDIABANK", "PEACH"),
        advice=Advice.PICTURE,
        only_for=_FRENCH_HD,
    ),
    TechnicalRule(
        id="IMG-16",
        scope=Scope.DELIVERABLE,
        severity=Severity.BLOCKING,
        confidence=RuleConfidence.S,
        title="Un PAD HD est dans le codec de CST-RT-040.",
        reads=("deliverable.codec",),
        condition=_other_french_codec,
        fix="Réencoder en XDCAM HD422 1080i25, 4:2:2, trame supérieure en premier.",
        sources=("RT040A", "RT040B", "MEDIABANK"),
        advice=Advice.LABORATORY,
        only_for=_FRENCH_HD,
    ),
    TechnicalRule(
        id="IMG-17",
        scope=Scope.DELIVERABLE,
        severity=Severity.BLOCKING,
        confidence=RuleConfidence.S,
        title="Un PAD HD est un MXF OP1a, et un rapport AS-10 l'atteste.",
        reads=(),
        condition=_not_as_10,
        fix="Réemballer avec un outil AS-10 (profil HIGH HD 2014) et joindre son rapport et le fichier XML.",
        sources=("RT040A", "RT040B"),
        advice=Advice.LABORATORY,
        only_for=_FRENCH_HD,
        reads_blank=("pieces.nature",),
        reads_each=("deliverable.container",),
    ),
    TechnicalRule(
        id="IMG-18",
        scope=Scope.DELIVERABLE,
        severity=Severity.BLOCKING,
        confidence=RuleConfidence.S,
        title="Un PAD pour le Royaume-Uni est en AVC-Intra 100.",
        reads=("deliverable.codec",),
        condition=_other_british_codec,
        fix="Encoder en AVC-Intra 100 AS-11, avec test PSE.",
        sources=("AS11", "HYBRIK"),
        advice=Advice.LABORATORY,
        only_for=_UK,
    ),
    TechnicalRule(
        id="IMG-19",
        scope=Scope.DELIVERABLE,
        severity=Severity.WARNING,
        confidence=RuleConfidence.S,
        title="Un PAD UHD est dans la courbe que son diffuseur émet.",
        reads=("deliverable.recipient", "deliverable.gamma"),
        condition=_other_hdr,
        fix="Demander le cahier des charges à jour et prévoir une conversion PQ→HLG contrôlée.",
        sources=("SATIS",),
        advice=Advice.PICTURE,
        only_for=_UHD,
        concerns=_may_be_asked_hdr,
    ),
    TechnicalRule(
        id="IMG-20",
        scope=Scope.DELIVERABLE,
        severity=Severity.WARNING,
        confidence=RuleConfidence.S,
        title="Les titres d'un PAD sont vérifiés dans la zone de sûreté.",
        reads=(),
        condition=_titles_unchecked,
        fix="Contrôler synthés, génériques et sous-titres avec le gabarit du diffuseur, et joindre le contrôle.",
        sources=("R95", "ARTE1"),
        advice=Advice.PICTURE,
        only_for=PADS,
        reads_blank=("pieces.nature",),
    ),
    TechnicalRule(
        id="IMG-21",
        scope=Scope.DELIVERABLE,
        severity=Severity.BLOCKING,
        confidence=RuleConfidence.S,
        title="Un PAD pour le Royaume-Uni a passé le test PSE.",
        reads=(),
        condition=_flashes_untested,
        fix="Passer le fichier dans un analyseur agréé et joindre le rapport.",
        sources=("PSE", "HYBRIK"),
        advice=Advice.LABORATORY,
        only_for=_UK,
        reads_blank=("pieces.nature",),
    ),
    TechnicalRule(
        id="IMG-22",
        scope=Scope.PROJECT,
        severity=Severity.WARNING,
        confidence=RuleConfidence.P,
        title="Des ventes internationales ont des éléments sans texte.",
        reads=("workflow.has_foreign_sales",),
        condition=_no_textless,
        fix="Prévoir un master sans texte ou les plans propres en fin de master, dès la conformation.",
        sources=("ME", "BLOCK"),
        advice=Advice.PICTURE,
        reads_blank=("deliverables.has_textless",),
    ),
)
"""What broadcasters take; what a recipient's profile asks is read from it."""
