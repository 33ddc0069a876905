"""The numbers of a talk's links, behind the addresses in its abstract: ``github.com/a/b [1]``."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from confbrowse.model import Link

_GOES_ON = r"(?![\w/#?=&%~+-]|[.:@,]\w)"
"""What must not follow: the address would be another, longer one."""
_NAMES = {
    "arxiv.org": ("arxiv", r"/(?:abs|pdf)/(.+?)(?:v\d+)?(?:\.pdf)?$"),
    "doi.org": ("doi", "/(.+)$"),
}
"""How papers at these hosts are called in texts, and what of the path is their name."""


def numbered(text: str, links: Sequence[Link]) -> str:
    """Return *text* with the number that each of *links* has, counted from 1, behind its address."""
    if not any(mark in text for mark in "./:"):
        return text
    forms = [(form, number) for number, link in enumerate(links, 1) for form in _forms(link.url)]
    if not forms:
        return text
    forms.sort(key=lambda one: -len(one[0]))  # the longest address counts
    pattern = "|".join(f"({form})" for form, _ in forms)
    address = re.compile(rf"(?<![\w.@/-])(?:{pattern}){_GOES_ON}", re.IGNORECASE)
    return address.sub(lambda found: f"{found[0]} [{forms[(found.lastindex or 1) - 1][1]}]", text)


def _forms(url: str) -> list[str]:
    """Return patterns for the forms in which *url* stands in texts."""
    parts = urlsplit(url)
    rest = url[len(parts.scheme) + 3 :].removeprefix("www.").rstrip("/")
    forms = [rf"(?:https?://)?(?:www\.)?{re.escape(rest)}/?"]
    name, path = _NAMES.get(parts.netloc.removeprefix("www."), ("", ""))
    if name and (found := re.match(path, parts.path)):
        forms.append(rf"{name}:\s?{re.escape(found[1])}(?:v\d+)?")
    return forms
