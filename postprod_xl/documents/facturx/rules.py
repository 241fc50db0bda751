"""The official rules of electronic invoices, run without a network: EN 16931, and those of France for a French client.

They need `saxonche`, the extra `validate`: 100 MB that issuing does without, and says so.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec

NOT_RUN = (
    "les règles officielles (EN 16931, BR-FR) n'ont pas été passées sur le fichier, seuls nos contrôles de calcul "
    'l\'ont été : pip install ".[validate]" les installe'
)
"""What issuing says where the extra is not installed."""
FAILED = (
    "les règles officielles (EN 16931, BR-FR) n'ont pas pu être passées sur le fichier, seuls nos contrôles de calcul "
    "l'ont été : réinstallez saxonche"
)
"""What issuing says where the process of the rules fails."""
_HARMLESS = frozenset({"warning", "information", "info"})
_MODULE = "postprod_xl.documents.facturx.saxon"
_LONGEST_SECONDS = 120


@dataclass(frozen=True)
class Objection:
    """What a rule says of an invoice: its id, as BR-CO-15, its text in the language of the rule, whether it blocks.

    A rule without flag blocks: so does the official validator with what these schematrons write as a report.
    """

    rule: str
    text: str
    is_blocking: bool

    @classmethod
    def of(cls, said: Mapping[str, str]) -> Objection:
        """The objection that a report tells: its id, its flag, its text."""
        return cls(said["id"], said["text"], said["flag"] not in _HARMLESS)


def can_run() -> bool:
    """Whether the rules can be run here."""
    return find_spec("saxonche") is not None


def objections(xmls: Sequence[bytes], *, french: bool) -> list[list[Objection]]:
    """What the rules say of each XML, in one process of their own; nothing of one that follows them.

    Parameters
    ----------
    xmls
        Invoices of the EN 16931 profile.
    french
        Whether the rules of France hold as well: those of invoices between two French companies.

    Raises
    ------
    RuntimeError
        The process failed: nothing is known of the invoices.
    """
    given = json.dumps({"xmls": [xml.decode() for xml in xmls], "france": french})
    run = subprocess.run(
        [sys.executable, "-m", _MODULE],
        input=given.encode(),
        capture_output=True,
        check=False,
        timeout=_LONGEST_SECONDS,
    )
    if run.returncode:
        raise RuntimeError(run.stderr.decode(errors="replace")[-2000:])
    return [[Objection.of(each) for each in said] for said in json.loads(run.stdout)]
