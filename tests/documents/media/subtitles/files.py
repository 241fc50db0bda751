"""Files of subtitles made for the tests."""

from __future__ import annotations

from collections.abc import Sequence


def stl(
    cues: Sequence[bytes], rate: bytes = b"STL25.01", start: bytes = b"10000000", blocks: int | None = None
) -> bytes:
    """An EBU STL in French and ISO 6937 (Tech 3264, tables 1 and 2)."""
    head = bytearray(b" " * 1024)
    count = b"%05d" % len(cues)
    for at, value in {
        0: b"850", 3: rate, 11: b"0", 12: b"00", 14: b"0F", 16: b"LA MER", 238: count, 243: count,
        248: b"001", 251: b"40", 253: b"23", 255: b"1", 256: start, 264: start,
    }.items():  # fmt: skip
        head[at : at + len(value)] = value
    return bytes(head) + b"".join(cues)


def tti(number: int, start: Sequence[int], end: Sequence[int], text: bytes, **fields: int) -> bytes:
    """A block of an EBU STL: `status` is cumulative, `block` its place in an extension, `comment` its flag."""
    status, block, comment = (fields.get(name, 0) for name in ("status", "block", "comment"))
    return (
        bytes([0]) + number.to_bytes(2, "little") + bytes([block or 0xFF, status, *start, *end, 20, 2, comment])
        + text.ljust(112, b"\x8f")
    )  # fmt: skip


SRT = """1
00:00:04,000 --> 00:00:05,500
La mer monte.

2
00:00:05,540 --> 00:00:07,000
<i>Elle descend.</i>
Et puis elle remonte encore.

3
00:00:09,000 --> 00:00:09,640
Ah !
"""

VTT = """WEBVTT

00:00:04.000 --> 00:00:05.500
La mer monte.

00:00:05.540 --> 00:00:07.000
<i>Elle descend.</i>
Et puis elle remonte encore.

00:00:09.000 --> 00:00:09.640
Ah !
"""

TTML = """<?xml version="1.0" encoding="UTF-8"?>
<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttp="http://www.w3.org/ns/ttml#parameter" xml:lang="fr"{parameters}>
<body><div>
<p begin="00:00:04.000" end="00:00:05.500">La mer monte.</p>
<p begin="00:00:05.540" end="00:00:07.000"><span>Elle descend.</span><br/>Et puis elle remonte encore.</p>
<p begin="00:00:09.000" end="00:00:09.640">Ah !</p>
</div></body></tt>"""

INTEROP = """<?xml version="1.0" encoding="UTF-8"?>
<DCSubtitle Version="1.0"><SubtitleID>1</SubtitleID><MovieTitle>La Mer</MovieTitle><ReelNumber>1</ReelNumber>
<Language>French</Language><Font Id="f">
<Subtitle SpotNumber="1" TimeIn="00:00:04:000" TimeOut="00:00:05:125">
<Text VPosition="8" VAlign="bottom">La mer monte.</Text></Subtitle>
<Subtitle SpotNumber="2" TimeIn="00:00:05:135" TimeOut="00:00:07:000">
<Text VPosition="14" VAlign="bottom">Elle descend.</Text>
<Text VPosition="8" VAlign="bottom">Et puis elle <Font Italic="yes">remonte</Font> encore.</Text></Subtitle>
<Subtitle SpotNumber="3" TimeIn="00:00:09:000" TimeOut="00:00:09:160"><Text VPosition="8" VAlign="bottom">Ah !</Text>
</Subtitle></Font></DCSubtitle>"""

SMPTE = """<?xml version="1.0" encoding="UTF-8"?>
<SubtitleReel xmlns="http://www.smpte-ra.org/schemas/428-7/2010/DCST"><Id>urn:uuid:1</Id>
<ContentTitleText>La Mer</ContentTitleText><ReelNumber>1</ReelNumber><Language>fr</Language><EditRate>25 1</EditRate>
<TimeCodeRate>25</TimeCodeRate><StartTime>00:00:00:00</StartTime><SubtitleList><Font ID="f">
<Subtitle SpotNumber="1" TimeIn="00:00:04:00" TimeOut="00:00:05:12"><Text Vposition="8">La mer monte.</Text></Subtitle>
<Subtitle SpotNumber="2" TimeIn="00:00:05:13" TimeOut="00:00:07:00"><Text Vposition="14">Elle descend.</Text>
<Text Vposition="8">Et puis elle remonte encore.</Text></Subtitle>
<Subtitle SpotNumber="3" TimeIn="00:00:09:00" TimeOut="00:00:09:16"><Text Vposition="8">Ah !</Text></Subtitle>
</Font></SubtitleList></SubtitleReel>"""

FILM_STL = stl([
    tti(1, (10, 0, 4, 0), (10, 0, 5, 12), b"La mer monte."),
    tti(2, (10, 0, 5, 13), (10, 0, 7, 0), b"Elle descend.\x8aEt puis elle remonte encore."),
    tti(3, (10, 0, 9, 0), (10, 0, 9, 16), b"Ah !"),
])  # fmt: skip
