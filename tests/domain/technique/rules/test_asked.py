"""What a recipient asks, where nothing is declared."""

from __future__ import annotations

from postprod_xl.domain.technique.rules.asked import not_met
from postprod_xl.schema.technical_vocabulary import DeliverableType
from tests.domain.technique.cases import a_project, cases


def test_what_nobody_declared_is_not_refused():
    unsaid, other = cases(
        "IMG-16",
        a_project(
            deliverable=[
                {"type": DeliverableType.PAD_HD},
                {"type": DeliverableType.PAD_HD, "codec": "H.264"},
            ]
        ),
    )
    assert not_met(unsaid, "IMG-16") is None
    refused = not_met(other, "IMG-16")
    assert refused is not None
    assert refused.expected == "XDCAM HD422 50"
