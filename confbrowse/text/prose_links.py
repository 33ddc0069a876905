"""Links in prose: found whole, amid TeX, Markdown, HTML and full stops.

Authors write addresses without a scheme, too. A wrong link is worse than none, so such an address
counts at the hosts that ``links`` knows only.
"""

import html
import re
from functools import cache

from confbrowse.model import Link
from confbrowse.text.links import ARXIV_ID, ends_of_known, is_known, is_site, link

_MOST_LINKS = 200
_STOP = (
    r"\s\x00-\x1f\x7f-\xa0\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"  # unseen
    r"\"<>\\^`{|}\[\]"  # no part of any address, yet often next to one
    r"“”„‘’«»‹›–—―…。，、；：！？（）「」『』【】《》〈〉"
)
_TAIL = rf"(?:[^{_STOP}()]++|\([^{_STOP}()]*+\))++"  # a bracket belongs to it if it is closed
_AFTER_A_LINK = ".,;:!?*'$"
"""What ends a sentence or an emphasis, not an address."""

_BROKEN_SCHEME = re.compile(r"(https?) ?:? ?// ?(?!http)", re.IGNORECASE)
_TEX_ESCAPE = re.compile(r"\{\\([_%#&~])\}|\\([_%#&~])(?:\{\})?")
_TEX_TILDE = re.compile(r"\$\\sim\s?\$|\\sim(?![a-zA-Z])\s?|\\textasciitilde(?:\{\})?\s?|∼")
_ENTITY = re.compile(r"&(?:lt|gt|quot|apos|nbsp|#0*3[49]);")

_LABEL_REACH = 300
_MARKDOWN = re.compile(r"\[([^\[\]]+)\]{1,2}\(<?\Z")
_TEX = re.compile(r"\}\s?\{(?:\\[a-z]+\{)?([^{}]+)\}")
_ANCHOR = re.compile(r"<a\s[^<>]*href\s?=\s?[\"']?\Z", re.IGNORECASE)
_ANCHOR_TEXT = re.compile(r"[^<>]*>(.*?)</a", re.IGNORECASE | re.DOTALL)
_EMPHASIS = " *_`"
_TAG = re.compile(r"<[^<>]*>")


def links_in(text: str) -> tuple[Link, ...]:
    """Return the distinct links of *text*, at most 200, in the order they appear.

    Markdown, TeX and HTML give a link its label. A link broken over two lines ends with the first.
    """
    if _first_sign(text) < 0:
        return ()
    text = _unescaped(text)
    begin = text.rfind(" ", 0, max(_first_sign(text), 0)) + 1
    found: dict[str, Link] = {}
    for candidate in _candidate().finditer(text, begin):
        address = _address(candidate)
        new = link(address, _label(candidate, address)) if address else None
        if new:
            place = new.url.rstrip("/")
            found[place] = new if new.label else found.get(place, new)
        if len(found) == _MOST_LINKS:
            break
    return tuple(found.values())


def _first_sign(text: str) -> int:
    """Return where *text* may hold its first link, -1 where it holds none, as most abstracts do.

    An address has a scheme or a prefix, begins with ``www.`` or ends like a host that is known.
    """
    small = text.lower()
    if not text.isascii():
        small = small.replace("ı", "i").replace("i\u0307", "i")  # what counts as an i, small
    places = [small.find(sign) for sign in ("//", "arxiv:", "doi:", "www.")]
    if end := _end_of_known().search(small):
        places.append(end.start())
    return min((place for place in places if place >= 0), default=-1)


@cache
def _end_of_known() -> re.Pattern[str]:
    return re.compile(rf"\.(?:{'|'.join(sorted(ends_of_known()))})")


@cache  # made when the first text is searched: it takes longer than reading a screenful of talks
def _candidate() -> re.Pattern[str]:
    """Return a pattern for what may be an address; its groups tell one without a scheme."""
    return re.compile(
        rf"""
        https?://{_TAIL}
      | (?<![\w@/.-])  # not the end of a mail address, nor of a path
        (?:
            (?P<bare>[a-z0-9-]{{1,63}}+(?:\.[a-z0-9-]{{1,63}}+)++)(?<=[a-z])(?![\w@])
            (?::\d{{1,5}})?(?:/(?P<path>{_TAIL})?)?
          | arxiv:\s?(?:{ARXIV_ID})
          | doi:\s?10\.\d{{4,9}}/{_TAIL}
        )
        """,
        re.IGNORECASE | re.VERBOSE,
    )


def _unescaped(text: str) -> str:
    """Return *text* with what TeX, HTML and slips make of addresses undone."""
    text = _BROKEN_SCHEME.sub(r"\1://", text)
    text = _TEX_TILDE.sub("~", _TEX_ESCAPE.sub(r"\1\2", text))
    return _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)


def _address(candidate: re.Match[str]) -> str:
    """Return the address in *candidate*, without what follows it; empty if it is just a word."""
    host = (candidate["bare"] or "").lower()
    if host and not (is_known(host) if candidate["path"] else is_site(host)):
        return ""
    emphasised = candidate.string.endswith("_", 0, candidate.start())
    return candidate[0].rstrip(_AFTER_A_LINK + "_" * emphasised)


def _label(candidate: re.Match[str], address: str) -> str | None:
    """Return the words that the text around *candidate* shows for its *address*, if any."""
    before = candidate.string[max(candidate.start() - _LABEL_REACH, 0) : candidate.start()]
    after = candidate.string[candidate.end() : candidate.end() + _LABEL_REACH]
    if before.endswith("\\href{"):
        words = _TEX.match(after)
    elif _ANCHOR.search(before):
        words = _ANCHOR_TEXT.match(after)
    else:
        words = _MARKDOWN.search(before)
    label = _TAG.sub("", words[1]).strip(_EMPHASIS) if words else ""
    return None if "://" in label or ("." in label and label in address) else label
