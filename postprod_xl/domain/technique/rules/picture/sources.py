"""Rules on the size, the gamma and the depth of the pictures of sources (IMG-01, 02, 07, 08, 09, 14)."""

from __future__ import annotations

from postprod_xl.domain.technique.facts.records import DeliverableFacts, SourceFacts
from postprod_xl.domain.technique.rules.figures import NO_BREAK, picture_parameter, share_text
from postprod_xl.domain.technique.rules.rule import (
    Advice,
    Case,
    Raised,
    RuleConfidence,
    Scope,
    TechnicalRule,
    filled,
)
from postprod_xl.domain.technique.spellings.colours import Gamma, gammas, is_log
from postprod_xl.domain.wording import listed
from postprod_xl.schema.technical_vocabulary import DeliverableType, Gop, SourceRole
from postprod_xl.schema.vocabulary import Severity


def _small_in_4k(case: Case) -> Raised | None:
    """Of those that `_may_be_small` lets through, all is filled and too small."""
    source, raster, share = case.the_source, filled(case.the_source.raster), filled(case.the_source.cut_share)
    width, most = (picture_parameter(name, case.day) for name in ("platform_width", "platform_small_share"))
    message = (
        f"La source {source.code} ({raster.width} px de large) représente {share_text(share)} du montage et "
        "devrait être agrandie pour un master 4K."
    )
    expected = f"{width} px, ou au plus {share_text(most)} du montage"
    return Raised(message, f"{raster.name}, {share_text(share)}", expected)


def _smaller_than_delivered(case: Case) -> Raised | None:
    source, widest = case.the_source, filled(_widest(case))
    raster, delivered = filled(source.raster), filled(widest.raster)
    if delivered.width <= raster.width:
        return None
    found, expected = raster.name, f"{delivered.name} ({widest.code})"
    message = f"La source {source.code} ({found}) est plus petite que le livrable le plus large, {expected}."
    return Raised(message, found, expected)


def _widest(case: Case) -> DeliverableFacts | None:
    """The deliverable with the widest picture, the first of equals."""
    sized = [deliverable for deliverable in case.project.deliverables if deliverable.raster]
    return max(sized, key=lambda it: it.raster.width if it.raster else 0, default=None)


def _several_gammas(case: Case) -> Raised | None:
    """A general word and a precise one, Log and S-Log3, are one gamma; photographs are no camera."""
    told: dict[Gamma, list[str]] = {}
    for source in case.project.sources:
        if source.gamma is not None and source.is_moving:
            told.setdefault(source.gamma, []).append(source.code)
    if case.project.workflow.colour_management or not _are_several(list(told)):
        return None
    named = [f"{gamma} ({', '.join(codes)})" for gamma, codes in told.items()]
    message = f"Plusieurs gammas de prise de vues sans gestion de couleur déclarée : {listed(named)}."
    return Raised(message, listed([str(gamma) for gamma in told]), "une gestion de couleur")


def _are_several(found: list[Gamma]) -> bool:
    return any(not gammas().agree(one, other) for at, one in enumerate(found) for other in found[:at])


def _log_without_lut(case: Case) -> Raised | None:
    """Of those that `_may_lack_lut` lets through, all is filled: Log, on proxies, without a LUT."""
    source = case.the_source
    message = f"Rushes {source.code} en {source.gamma} : pas de LUT prévue au montage pour les proxys."
    return Raised(message, "aucune LUT au montage", "une LUT Rec.709")


def _shallow_log(case: Case) -> Raised | None:
    """Of those that `_may_band` lets through, all is filled: a Log, and too few bits."""
    source, least = case.the_source, picture_parameter("log_bits", case.day)
    message = f"{source.code} : {source.gamma} en {source.bit_depth} bits, risque de bandes à l'étalonnage."
    return Raised(message, f"{source.bit_depth}{NO_BREAK}bits", f"{least}{NO_BREAK}bits au moins")


def _weak_main_camera(case: Case) -> Raised | None:
    faults = _below_platform(case.the_source, case)
    if not faults:
        return None
    width = picture_parameter("platform_width", case.day)
    bits = picture_parameter("platform_bits", case.day)
    message = f"La caméra principale {case.the_source.code} ne remplit pas le minimum plateforme : {', '.join(faults)}."
    return Raised(message, ", ".join(faults), f"{width} px de large, {bits} bits, 4:2:2 au moins, intra")


def _below_platform(source: SourceFacts, case: Case) -> list[str]:
    """What a source is less than a platform asks of the main camera; what is not known is not told."""
    width, bits = picture_parameter("platform_width", case.day), picture_parameter("platform_bits", case.day)
    told = []
    if source.raster is not None and source.raster.width < width:
        told.append(f"{source.raster.width} px de large")
    if source.bit_depth is not None and source.bit_depth < bits:
        told.append(f"{source.bit_depth} bits")
    if source.chroma is not None and source.chroma not in picture_parameter("platform_chroma", case.day):
        told.append(str(source.chroma))
    if source.gop is Gop.LONG:
        told.append("GOP long")
    return told


def _is_for_platform(case: Case) -> bool:
    return case.project.has_type(DeliverableType.NETFLIX)


def _may_be_small(case: Case) -> bool:
    """Whether a source may be too small for a platform, from what is filled in."""
    source = case.the_source
    width, most = (picture_parameter(name, case.day) for name in ("platform_width", "platform_small_share"))
    is_large = source.raster is not None and source.raster.width >= width
    is_little = source.cut_share is not None and source.cut_share <= most
    return _is_for_platform(case) and source.has_picture and not is_large and not is_little


def _may_be_enlarged(case: Case) -> bool:
    """Archives are enlarged, nobody can shoot them again; a platform has its own rule."""
    source = case.the_source
    is_asked = source.has_picture and source.role is not SourceRole.ARCHIVE and _widest(case) is not None
    return is_asked and not _is_for_platform(case)


def _may_lack_lut(case: Case) -> bool:
    source, workflow = case.the_source, case.project.workflow
    is_plain = source.gamma is not None and not is_log(source.gamma)
    return (
        source.is_moving and not is_plain and workflow.has_proxies is not False and not workflow.editing_lut
    )


def _may_band(case: Case) -> bool:
    source = case.the_source
    is_plain = source.gamma is not None and not is_log(source.gamma)
    is_deep = source.bit_depth is not None and source.bit_depth >= picture_parameter("log_bits", case.day)
    return source.is_moving and not is_plain and not is_deep


SOURCE_PICTURES = (
    TechnicalRule(
        id="IMG-01",
        scope=Scope.SOURCE,
        severity=Severity.BLOCKING,
        confidence=RuleConfidence.P,
        title="Une source plus petite que la 4K tient peu de place dans le master d'une plateforme.",
        reads=("source.raster", "source.cut_share"),
        condition=_small_in_4k,
        fix=(
            "Obtenir l'accord écrit de la plateforme, ou réduire la part de cette source ; l'agrandissement artificiel "
            "est refusé."
        ),
        sources=("NFLX72", "NFLXCAM"),
        advice=Advice.PICTURE,
        reads_blank=("deliverables.type",),
        concerns=_may_be_small,
    ),
    TechnicalRule(
        id="IMG-02",
        scope=Scope.SOURCE,
        severity=Severity.WARNING,
        confidence=RuleConfidence.K,
        title="Une source est au moins aussi large que le plus large des livrables.",
        reads=("source.role", "source.raster"),
        condition=_smaller_than_delivered,
        fix="Valider l'agrandissement en étalonnage ou livrer dans la définition native.",
        sources=("K",),
        advice=Advice.PICTURE,
        reads_blank=("deliverables.raster", "deliverables.type"),
        concerns=_may_be_enlarged,
    ),
    TechnicalRule(
        id="IMG-07",
        scope=Scope.PROJECT,
        severity=Severity.WARNING,
        confidence=RuleConfidence.K,
        title="Plusieurs gammas de prise de vues ont une gestion de couleur.",
        reads=(),
        condition=_several_gammas,
        fix=(
            "Choisir ACES, la gestion de couleur de Resolve ou une LUT par caméra, et l'écrire dans la fiche technique."
        ),
        sources=("K",),
        advice=Advice.PICTURE,
        reads_blank=("workflow.colour_management", "sources.gamma"),
    ),
    TechnicalRule(
        id="IMG-08",
        scope=Scope.SOURCE,
        severity=Severity.WARNING,
        confidence=RuleConfidence.K,
        title="Des rushes en Log ont une LUT au montage, sur leurs proxys.",
        reads=("source.gamma", "workflow.has_proxies"),
        condition=_log_without_lut,
        fix="Générer les proxys avec une LUT Rec.709 et transmettre la même LUT à l'étalonnage.",
        sources=("K",),
        advice=Advice.PICTURE,
        reads_blank=("workflow.editing_lut",),
        concerns=_may_lack_lut,
    ),
    TechnicalRule(
        id="IMG-09",
        scope=Scope.SOURCE,
        severity=Severity.WARNING,
        confidence=RuleConfidence.P,
        title="Un Log est enregistré en 10 bits au moins.",
        reads=("source.gamma", "source.bit_depth"),
        condition=_shallow_log,
        fix="Limiter l'usage, étalonner avec débruitage, et tourner en 10 bits pour la suite.",
        sources=("NFLXCAM",),
        advice=Advice.PICTURE,
        concerns=_may_band,
    ),
    TechnicalRule(
        id="IMG-14",
        scope=Scope.SOURCE,
        severity=Severity.BLOCKING,
        confidence=RuleConfidence.S,
        title="La caméra principale remplit le minimum d'une plateforme.",
        reads=("source.role",),
        condition=_weak_main_camera,
        fix=(
            "Changer de caméra ou de réglage (240 Mb/s à 24 i/s, 4:2:2 10 bits intra), ou obtenir une dérogation "
            "écrite avant tournage."
        ),
        sources=("NFLXCAM",),
        advice=Advice.PICTURE,
        reads_blank=("deliverables.type",),
        reads_each=("source.raster", "source.bit_depth", "source.chroma", "source.gop"),
        concerns=lambda case: (
            _is_for_platform(case) and case.the_source.role in (None, SourceRole.MAIN_CAMERA)
        ),
    ),
)
"""What a source can become once graded, enlarged and delivered."""
