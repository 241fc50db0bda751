"""Our tab in the ribbon of a workbook in use, beside a person's tabs, groups and buttons."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from postprod_xl.engines.ooxml.errors import Refused
from postprod_xl.engines.ooxml.parts.ribbon import PART, add_ribbon, link_ribbon, remove_ribbon, ribbon_part
from postprod_xl.engines.ooxml.spans import Element, elements
from postprod_xl.workbook.make.ribbon import CALLBACK

if TYPE_CHECKING:
    from postprod_xl.engines.ooxml.parts.package import Package

_FRAMES = frozenset(("customUI", "ribbon", "tabs"))
_OWN_NAMESPACE = re.compile(rb'\sxmlns="[^"]*"')


def renew_ribbon(package: Package, ribbon: bytes) -> bool:
    """Make the tab of a ribbon that of `ribbon`, beside a person's tabs, groups and buttons; whether it changed.

    Parameters
    ----------
    package
        The workbook; one without ribbon gets this one.
    ribbon
        A whole part with one tab of our own. Where a group of its identifier stands in the workbook, wherever a
        person moved it, the group is replaced there; the others go to the end of the tab.

    Raises
    ------
    Refused
        The part is damaged, or an element of a person's has an identifier of ours: Office would show no ribbon.
    """
    part = ribbon_part(package)
    if part is None and PART not in package:
        add_ribbon(package, ribbon)
        return True
    old = package.read(part or PART)
    new = _merged(old, ribbon, part or PART)
    package.replace(part or PART, new)
    if part is None:
        link_ribbon(package)
    return new != old or part is None


def withdraw_ribbon(package: Package, ribbon: bytes) -> bool:
    """Take our groups, and our tab once it is empty, out of the ribbon of a workbook; whether it changed.

    A ribbon of ours alone goes with its part.
    """
    part = ribbon_part(package)
    if part is None:
        return False
    text, own_tab = package.read(part), _tab_of(elements(ribbon, PART))
    groups = _identifiers(own_tab.children)
    cut = [found for found in elements(text, part).walk() if _is_ours(found, own_tab, groups)]
    outer = [one for one in cut if not any(_holds(other, one) for other in cut if other is not one)]
    for element in reversed(outer):
        text = text[: element.start] + text[element.end :]
    if all(element.name in _FRAMES for element in elements(text, part).walk()):
        remove_ribbon(package, part)
    elif outer:
        package.replace(part, text)
    return bool(outer)


def _is_ours(element: Element, own_tab: Element, groups: set[str]) -> bool:
    """Whether an element is a group of ours, or our tab without a group of anyone else."""
    if element.name == "group":
        return element.attributes.get("id") in groups
    alone = all(child.attributes.get("id") in groups for child in element.children)
    return _is_tab(element, own_tab) and alone


def _is_tab(element: Element, own_tab: Element) -> bool:
    return element.name == "tab" and element.attributes.get("id") == own_tab.attributes["id"]


def _merged(old: bytes, ribbon: bytes, part: str) -> bytes:
    held, own_tab = elements(old, part), _tab_of(elements(ribbon, PART))
    prefix = _prefix(old, held)
    groups = {element.attributes["id"]: element for element in own_tab.children}
    found = (element for element in held.walk() if element.name == "group")
    standing = [element for element in found if element.attributes.get("id") in groups]
    _refuse_twins(held, own_tab, standing)
    edits = [
        (
            group.start,
            group.end,
            _renewed(old, group, _spelled(ribbon, groups[group.attributes["id"]], prefix)),
        )
        for group in standing
    ]
    absent = [group for name, group in groups.items() if name not in _identifiers(standing)]
    tab = next((element for element in held.walk() if _is_tab(element, own_tab)), None)
    if absent or tab is None:
        edits.append(_insertion(old, held, tab, _new_tab(ribbon, own_tab, absent, prefix, tab), prefix))
    for start, end, text in sorted(edits, reverse=True):
        old = old[:start] + text + old[end:]
    return old


def _renewed(old: bytes, group: Element, text: bytes) -> bytes:
    """The text of a group of ours, what a person put in the one that stands kept at its end."""
    kept = b"".join(old[child.start : child.end] for child in group.children if not _is_own_button(child))
    end = text.rindex(b"</")
    return text[:end] + kept + text[end:]


def _is_own_button(element: Element) -> bool:
    """Whether a button is ours, of this version or of another: it calls back what is named after it."""
    name = element.attributes.get("id", "")
    return element.name == "button" and element.attributes.get("onAction") == CALLBACK + name


def _new_tab(
    ribbon: bytes, own_tab: Element, groups: list[Element], prefix: bytes, standing: Element | None
) -> bytes:
    """Our groups, in our tab where the workbook has none."""
    text = b"\n".join(_spelled(ribbon, group, prefix) for group in groups)
    if standing is not None:
        return text
    opening = _spelled_tags(ribbon[own_tab.start : own_tab.inner], prefix)
    return opening + b"\n" + text + b"\n</" + prefix + b"tab>"


def _insertion(
    old: bytes, held: Element, tab: Element | None, text: bytes, prefix: bytes
) -> tuple[int, int, bytes]:
    """Where our groups or our tab go: the innermost of `tab`, `tabs`, `ribbon` and the root that the part has."""
    ribbon = held.child("ribbon")
    tabs = ribbon.child("tabs") if ribbon else None
    if tab is not None:
        return _at_end(old, tab, text)
    if tabs is not None:
        return _at_end(old, tabs, text)
    text = b"<%stabs>%s</%stabs>" % (prefix, text, prefix)
    if ribbon is not None:
        # The tabs stand after the Quick Access Toolbar and before the contextual ones ([MS-CUSTOMUI2] 2.2.36).
        later = ribbon.child("contextualTabs")
        return (later.start, later.start, text) if later else _at_end(old, ribbon, text)
    text = b"<%sribbon>%s</%sribbon>" % (prefix, text, prefix)
    later = held.child("backstage") or held.child("contextMenus")
    return (later.start, later.start, text) if later else _at_end(old, held, text)


def _at_end(old: bytes, element: Element, text: bytes) -> tuple[int, int, bytes]:
    if element.closing != element.end:
        return element.closing, element.closing, text
    opening = old[element.start : element.inner]
    tag = re.match(rb"<([^\s/>]+)", opening)
    assert tag is not None
    return element.start, element.end, opening[:-2].rstrip() + b">" + text + b"</" + tag[1] + b">"


def _refuse_twins(held: Element, own_tab: Element, standing: list[Element]) -> None:
    """Refuse an identifier of ours borne by another element: the schema wants them unique."""
    ours = _identifiers(own_tab.walk())
    for element in held.walk():
        name = element.attributes.get("id")
        is_own = _is_own_button(element) and any(_holds(group, element) for group in standing)
        if name in ours and not (
            is_own or any(element is one for one in standing) or _is_tab(element, own_tab)
        ):
            raise Refused(
                f"le ruban du classeur a déjà un élément « {name} », qui n'est pas du programme : renommez-le."
            )


def _holds(outer: Element, inner: Element) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _tab_of(root: Element) -> Element:
    return next(element for element in root.walk() if element.name == "tab")


def _identifiers(found: Iterable[Element]) -> set[str]:
    return {element.attributes["id"] for element in found if "id" in element.attributes}


def _prefix(data: bytes, root: Element) -> bytes:
    tag = re.match(rb"<(?:([\w.-]+):)?", data[root.start :])
    return tag[1] + b":" if tag and tag[1] else b""


def _spelled(ribbon: bytes, element: Element, prefix: bytes) -> bytes:
    return _spelled_tags(ribbon[element.start : element.end], prefix)


def _spelled_tags(text: bytes, prefix: bytes) -> bytes:
    return re.sub(rb"<(/?)(?=\w)", rb"<\1" + prefix, _OWN_NAMESPACE.sub(b"", text)) if prefix else text
