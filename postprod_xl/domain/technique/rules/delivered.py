"""The families of deliverables that several rules speak of."""

from __future__ import annotations

from postprod_xl.schema.technical_vocabulary import DeliverableType

FRENCH_PADS = frozenset({DeliverableType.PAD_HD, DeliverableType.PAD_UHD, DeliverableType.PAD_ARTE})
PADS = FRENCH_PADS | {DeliverableType.PAD_UK}
ADVERTS = frozenset({DeliverableType.ADVERT})
DCPS = frozenset({DeliverableType.DCP_2K, DeliverableType.DCP_4K})
NETFLIX = frozenset({DeliverableType.NETFLIX})
HOME_VIEWING = PADS | NETFLIX | {DeliverableType.STREAMING}
"""What is watched in a living room: a mix made for a theatre does not suit it."""
SOUND_48_24 = PADS | ADVERTS | DCPS | NETFLIX | {DeliverableType.IMF}
WITHOUT_SOUND = frozenset({DeliverableType.SUBTITLES, DeliverableType.LTO})
PROGRAMMES = HOME_VIEWING | DCPS | {DeliverableType.IMF, DeliverableType.PRORES}
"""What holds the whole programme, picture and sound."""
