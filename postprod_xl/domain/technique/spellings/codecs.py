"""Picture codecs: one name each, from the spellings of people, cameras, MediaInfo and ffprobe (`codecs.toml`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from postprod_xl.domain.technique.spellings.lexicon import Lexicon, lexicon, tables
from postprod_xl.domain.technique.spellings.written import Written, known
from postprod_xl.schema.technical_vocabulary import Chroma, Gop


class Codec(StrEnum):
    """A codec, as a French technical sheet names it."""

    XDCAM_HD422_50 = "XDCAM HD422 50"
    XDCAM_HD_35 = "XDCAM HD 35"
    XDCAM_HD_25 = "XDCAM HD 25"
    XDCAM_HD_18 = "XDCAM HD 18"
    XDCAM_EX = "XDCAM EX"
    IMX_50 = "IMX 50"
    IMX_40 = "IMX 40"
    IMX_30 = "IMX 30"
    HDV = "HDV"
    MPEG2 = "MPEG-2"
    AVC_INTRA_50 = "AVC-Intra 50"
    AVC_INTRA_100 = "AVC-Intra 100"
    AVC_INTRA_200 = "AVC-Intra 200"
    AVC_LONGG = "AVC-LongG"
    XAVC_I = "XAVC-I"
    XAVC_L = "XAVC-L"
    XAVC_S = "XAVC S"
    XAVC_HS = "XAVC HS"
    XF_AVC_I = "XF-AVC Intra"
    XF_AVC_L = "XF-AVC Long"
    XF_AVC_S = "XF-AVC S"
    XF_HEVC_S = "XF-HEVC S"
    AVCHD = "AVCHD"
    H264 = "H.264"
    HEVC = "HEVC"
    PRORES_PROXY = "ProRes 422 Proxy"
    PRORES_LT = "ProRes 422 LT"
    PRORES_422 = "ProRes 422"
    PRORES_HQ = "ProRes 422 HQ"
    PRORES_4444 = "ProRes 4444"
    PRORES_4444_XQ = "ProRes 4444 XQ"
    PRORES = "ProRes"
    PRORES_RAW = "ProRes RAW"
    PRORES_RAW_HQ = "ProRes RAW HQ"
    DNXHD_LB = "DNxHD LB (36)"
    DNXHD_SQ = "DNxHD SQ (120)"
    DNXHD_HQ = "DNxHD HQ (185)"
    DNXHD_HQX = "DNxHD HQX (185x)"
    DNXHD = "DNxHD"
    DNXHR_LB = "DNxHR LB"
    DNXHR_SQ = "DNxHR SQ"
    DNXHR_HQ = "DNxHR HQ"
    DNXHR_HQX = "DNxHR HQX"
    DNXHR_444 = "DNxHR 444"
    DNXHR = "DNxHR"
    VC3 = "VC-3"
    JPEG2000 = "JPEG 2000"
    JPEG_XS = "JPEG XS"
    REDCODE = "REDCODE"
    ARRIRAW = "ARRIRAW"
    BRAW = "BRAW"
    X_OCN = "X-OCN"
    SONY_RAW = "RAW F55"
    CANON_RAW = "Cinema RAW Light"
    N_RAW = "N-RAW"
    CINEMA_DNG = "CinemaDNG"
    CINEFORM = "CineForm"
    DVCPRO_HD = "DVCPRO HD"
    DVCPRO_50 = "DVCPRO 50"
    DVCAM = "DVCAM"
    DV = "DV"
    CANOPUS_HQX = "Canopus HQX"
    UNCOMPRESSED = "Non compressé"
    DPX = "DPX"
    OPEN_EXR = "OpenEXR"
    TIFF = "TIFF"
    FFV1 = "FFV1"
    MJPEG = "Motion JPEG"
    MPEG4 = "MPEG-4 Visual"
    VP9 = "VP9"
    AV1 = "AV1"


@dataclass(frozen=True)
class CodecFacts:
    """What a codec is.

    Parameters
    ----------
    family
        The codecs that one decoder reads: MPEG-2, H.264, HEVC, ProRes, DNx, RAW…
    gop
        Intra or long; None when it exists in both: its file or its camera says which.
    chroma
        Its colour sampling; None when it exists in several, or records the sensor.
    is_raw
        Whether it records the sensor before its picture is made.
    is_camera_long
        Whether its long GOP is one of those that slow an edit down and are transcoded first (facts A1.2: FIO).
    """

    family: str
    gop: Gop | None
    chroma: Chroma | None
    is_raw: bool
    is_camera_long: bool


@cache
def codecs() -> Lexicon[Codec]:
    """The codecs that we know, in all their spellings."""
    return lexicon(Codec, "codecs.toml", "codec", "un codec")


@cache
def codec_facts(codec: Codec) -> CodecFacts:
    """What a codec is."""
    held = tables("codecs.toml")["codec"][codec.name]
    gop, chroma = held.get("gop"), held.get("chroma")
    raw = held.get("raw", False)
    return CodecFacts(
        held["family"],
        Gop(gop) if gop else None,
        Chroma.RAW if raw else Chroma(chroma) if chroma else None,
        raw,
        held.get("camera_long", False),
    )


def read_codec(text: str) -> Written[Codec]:
    """The codec that somebody or a tool names.

    >>> read_codec("XDCAM HD 422").value.value, read_codec("apch").value.value, read_codec("XAVC").value
    ('XDCAM HD422 50', 'ProRes 422 HQ', None)
    """
    found = codecs().read(text)
    return found if found.is_known or "@" not in text else _without_profile(found)


def _without_profile(found: Written[Codec]) -> Written[Codec]:
    """The format of « AVC High 4:2:2 Intra@L4.1 », as MediaInfo writes format, profile and level."""
    words = found.text.partition("@")[0].split()
    formats = (codecs().read(" ".join(words[:last])) for last in range(len(words) - 1, 0, -1))
    return next((known(found.text, read.value) for read in formats if read.value is not None), found)


def codec_of_track(
    codec: str | None, profile: str | None, commercial_name: str | None, codec_id: str | None
) -> Written[Codec]:
    """The codec of a picture track in the words of a tool, the most precise that is known.

    The commercial name comes first, then the format with its profile (ProRes 422 HQ), the identifier (`apch`), the
    format alone. A file that MediaInfo calls `MPEG Video` without commercial name is MPEG-2, no more.

    >>> codec_of_track("ProRes", "422 HQ", None, "apch").value.value
    'ProRes 422 HQ'
    >>> codec_of_track("AVC", "High 4:2:2 Intra@L4.1", None, "avc1").value.value
    'H.264'
    """
    with_profile = f"{codec} {profile}" if codec and profile else None
    found = codecs().first_known(commercial_name, with_profile, codec_id, codec)
    return Written(codec or found.text, found.state, found.value, found.note)


_GOP = re.compile(r"(?:M=[0-9]+, *)?N=(?P<length>[0-9]+)")
_INTRA_PROFILE = re.compile(r"\bIntra\b", re.IGNORECASE)


def gop_of(codec: Codec | None, structure: str | None = None, profile: str | None = None) -> Gop | None:
    """Whether frames are whole, from the file first, then from the codec; None when neither says.

    Parameters
    ----------
    structure
        As MediaInfo writes it: `N=1`, `M=3, N=12`.
    profile
        `High 4:2:2 Intra@L4.1`.

    Examples
    --------
    >>> gop_of(Codec.H264, "M=3, N=12").value, gop_of(Codec.H264, None, "High 4:2:2 Intra@L4.1").value
    ('Long', 'Intra')
    >>> gop_of(Codec.PRORES_HQ).value, gop_of(Codec.H264)
    ('Intra', None)
    """
    match = _GOP.fullmatch(structure or "")
    if match:
        return Gop.INTRA if int(match["length"]) == 1 else Gop.LONG
    if _INTRA_PROFILE.search(profile or ""):
        return Gop.INTRA
    return codec_facts(codec).gop if codec else None
