"""The checks of `clairmeta` on a DCP folder, without opening its essence.

The library looks at ASSETMAP, at the lists, at their signatures and at the name. Its checks of picture, sound and
subtitles need programs that no package index carries (`asdcp-info`, `asdcp-unwrap`, `sox`): they are not run, and that
is said. Nothing here starts a program.
"""

from __future__ import annotations

import importlib
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from postprod_xl.documents.media.dcp_folders.paths import asset_map_of, inside
from postprod_xl.documents.media.dcp_folders.reading import read_dcp
from postprod_xl.documents.media.dcp_folders.records import DcpFinding
from postprod_xl.documents.media.dcp_folders.words import FRENCH_CHECKS
from postprod_xl.documents.media.records import Unread
from postprod_xl.documents.media.untrusted import INSTALL, MEBIBYTE, UnreadableMedia, bytes_of, xml_root
from postprod_xl.schema.vocabulary import Severity

_MODULES = ("global", "vol", "am", "pkl", "cpl", "sign", "isdcf_dcnc")
_HASHES = "check_assets_pkl_hash"
"""Its check of hashes reads every byte with no progress for us: `check_hashes` does it."""
_SEVERITIES = {"ERROR": "Erreur", "WARNING": Severity.WARNING.value, "INFO": "Information"}
_FAULT = "internal_error"
_LARGEST_XML = 16 * MEBIBYTE
_LONGEST = 300


def check_dcp(folder: Path) -> tuple[DcpFinding, ...] | Unread:
    """What `clairmeta` finds wrong in a DCP folder, in the order of its checks.

    Returns
    -------
    tuple of DcpFinding or Unread
        Empty when nothing is wrong. Unread when the library is not installed, when the folder is no DCP, when one of
        its XML files is suspect or leaves the folder (the library would follow it), or when the library fails.
    """
    facts = read_dcp(folder)
    if isinstance(facts, Unread):
        return facts
    try:
        _refuse_suspect(folder)
        with _silent():
            return tuple(_findings(folder))
    except UnreadableMedia as refusal:
        return refusal.unread(facts.folder)
    except ImportError:
        return Unread(facts.folder, "contrôles du DCP non faits : clairmeta n'est pas installé", INSTALL)
    except Exception as error:  # noqa: BLE001 - what a library does with a bad file is not ours to foresee
        fault = f"{type(error).__name__} : {error}"[:_LONGEST]
        return Unread(facts.folder, f"contrôles du DCP non faits : clairmeta s'est arrêté ({fault})")


def _refuse_suspect(folder: Path) -> None:
    """Refuse what the library would open without our care: it parses every XML of the folder, and follows paths."""
    for path in sorted(folder.glob("*.xml")) + [path for path in [asset_map_of(folder)] if path]:
        if not path.resolve().is_relative_to(folder.resolve()):
            raise UnreadableMedia(f"contrôles du DCP non faits : « {path.name} » sort du dossier")
        try:
            root = xml_root(bytes_of(path, _LARGEST_XML))
        except UnreadableMedia as refusal:
            raise UnreadableMedia(
                f"contrôles du DCP non faits : « {path.name} », {refusal.reason}"
            ) from refusal
        for written in root.iterfind("{*}AssetList/{*}Asset/{*}ChunkList/{*}Chunk/{*}Path"):
            if inside(folder, written.text or "") is None:
                raise UnreadableMedia(
                    "contrôles du DCP non faits : ASSETMAP nomme un fichier hors du dossier"
                )


@contextmanager
def _silent() -> Iterator[None]:
    """Nothing of what the library logs: on its import already it writes that programs are missing."""
    logger = logging.getLogger("Clairmeta")
    was, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = was


def _findings(folder: Path) -> Iterator[DcpFinding]:
    dcp_module, report = importlib.import_module("clairmeta.dcp"), importlib.import_module("clairmeta.report")
    profile = importlib.import_module("clairmeta.profile").get_default_profile()
    dcp = dcp_module.DCP(str(folder.resolve()))
    dcp.parse(probe=False)
    dcp.checks = [execution for module in _MODULES for execution in _run(dcp, module)]
    report.CheckReport(dcp, profile)  # grades each error in place
    yield from _faults(dcp.checks)
    for execution in dcp.checks:
        for error in execution.errors:
            if error.name != _FAULT and error.criticality in _SEVERITIES:
                yield _finding_of(execution, error, folder)


def _run(dcp: Any, module: str) -> list[Any]:
    checker = importlib.import_module(f"clairmeta.dcp_check_{module}").Checker(dcp)
    checker.bypass_list = [_HASHES]
    found: list[Any] = checker.run_checks()
    return found


def _faults(executions: Iterable[Any]) -> Iterator[DcpFinding]:
    """One line for the checks that stopped by themselves: what they look at is not known to be right."""
    names = [run.name for run in executions for error in run.errors if error.name == _FAULT]
    if names:
        which = ", ".join(dict.fromkeys(names))
        yield DcpFinding(
            _FAULT, Severity.WARNING.value, "", f"contrôles que clairmeta n'a pas su mener à bien : {which}"
        )


def _finding_of(execution: Any, error: Any, folder: Path) -> DcpFinding:
    where = [str(name) for name in execution.asset_stack if str(name) != str(folder.resolve())]
    subject = FRENCH_CHECKS.get(execution.name, execution.short_desc())
    said = " ".join(str(error.message).split())[:_LONGEST]
    message = f"{subject} : {said}" if said else str(subject)
    return DcpFinding(error.full_name(), _SEVERITIES[error.criticality], " › ".join(where), message)
