"""Rules on proxies and on finding the originals again (IMG-10 to IMG-13)."""

from __future__ import annotations

from postprod_xl.domain.technique.rules.rule import Advice, Case, Raised, RuleConfidence, Scope, TechnicalRule
from postprod_xl.domain.technique.spellings.codecs import codec_facts
from postprod_xl.domain.technique.spellings.reels import reels_of
from postprod_xl.domain.wording import listed
from postprod_xl.schema.technical_vocabulary import ConformSource, Gop
from postprod_xl.schema.units import folded
from postprod_xl.schema.vocabulary import Severity


def _native_long_gop(case: Case) -> Raised | None:
    """Of those that `_may_be_native` lets through, all is filled: a camera's long GOP, and no proxy."""
    source = case.the_source
    message = f"{source.code} en {source.codec} GOP long montée en natif : lecture saccadée et conformation fragile."
    return Raised(message, f"{source.codec}, GOP long, sans proxy", "des proxys intra-image")


def _from_proxies(case: Case) -> Raised | None:
    if case.project.workflow.conform_from is not ConformSource.PROXIES:
        return None
    message = "La conformation est prévue depuis les proxys."
    return Raised(message, "les proxys", "les originaux caméra")


def _not_found_again(case: Case) -> Raised | None:
    source = case.the_source
    missing = [
        words
        for words, is_missing in (
            ("timecode", source.has_timecode is False),
            ("nom de bande", source.reel is not None and not reels_of(source.reel)),
        )
        if is_missing
    ]
    if not missing:
        return None
    told = " ni ".join(missing)
    message = f"{source.code} est sans {told} : la reconnexion aux originaux échouera."
    return Raised(message, f"sans {told}", "timecode et nom de bande")


def _same_reel(case: Case) -> Raised | None:
    told: dict[str, list[str]] = {}
    written: dict[str, str] = {}
    for source in case.project.sources:
        for reel in reels_of(source.reel or ""):
            written.setdefault(folded(reel), reel)
            told.setdefault(folded(reel), []).append(source.code)
    shared = {reel: codes for reel, codes in told.items() if len(codes) > 1}
    if not shared:
        return None
    named = [f"{written[reel]} ({listed(codes)})" for reel, codes in shared.items()]
    message = (
        f"Un nom de bande est celui de plusieurs sources : {listed(named)} ; la conformation peut prendre le mauvais "
        "plan."
    )
    return Raised(message, listed([written[reel] for reel in shared]), "un nom de bande par source")


def _may_be_native(case: Case) -> bool:
    source, codec = case.the_source, case.the_source.codec
    is_easy = source.gop is Gop.INTRA or (codec is not None and not codec_facts(codec).is_camera_long)
    return source.is_moving and not is_easy and not case.project.workflow.has_proxies


def _may_be_lost(case: Case) -> bool:
    return case.the_source.is_moving and case.project.workflow.has_proxies is not False


CONFORM = (
    TechnicalRule(
        id="IMG-10",
        scope=Scope.SOURCE,
        severity=Severity.WARNING,
        confidence=RuleConfidence.S,
        title="Un GOP long de caméra se monte sur des proxys.",
        reads=("source.codec", "source.gop", "workflow.has_proxies"),
        condition=_native_long_gop,
        fix="Créer des proxys intra-image (ProRes Proxy, DNxHR LB) en gardant nom de bande et timecode.",
        sources=("FIO",),
        advice=Advice.PICTURE,
        concerns=_may_be_native,
    ),
    TechnicalRule(
        id="IMG-11",
        scope=Scope.PROJECT,
        severity=Severity.BLOCKING,
        confidence=RuleConfidence.P,
        title="La conformation part des originaux.",
        reads=("workflow.conform_from",),
        condition=_from_proxies,
        fix="Reconformer depuis les originaux caméra ; les proxys ne servent qu'au montage.",
        sources=("KOS3", "K"),
        advice=Advice.PICTURE,
    ),
    TechnicalRule(
        id="IMG-12",
        scope=Scope.SOURCE,
        severity=Severity.BLOCKING,
        confidence=RuleConfidence.P,
        title="Une source montée sur proxys a un timecode et un nom de bande.",
        reads=("workflow.has_proxies",),
        condition=_not_found_again,
        fix=(
            "Renommer et timecoder les médias avant la création des proxys ; conserver le nom de fichier d'origine."
        ),
        sources=("NFLXCAM", "K"),
        advice=Advice.PICTURE,
        reads_each=("source.has_timecode", "source.reel"),
        concerns=_may_be_lost,
    ),
    TechnicalRule(
        id="IMG-13",
        scope=Scope.PROJECT,
        severity=Severity.BLOCKING,
        confidence=RuleConfidence.P,
        title="Chaque source a ses noms de bande à elle.",
        reads=(),
        condition=_same_reel,
        fix="Renommer les cartes (caméra + jour + numéro) et refaire les proxys concernés.",
        sources=("EDL97", "K"),
        advice=Advice.PICTURE,
        reads_blank=("sources.reel",),
    ),
)
"""What makes an edit on proxies find its originals."""
