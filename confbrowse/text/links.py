"""Links, in prose and in fields: found whole, made complete, told apart by what they lead to.

Authors write addresses amid TeX, Markdown and full stops, and without a scheme. A wrong link is
worse than none, so in prose an address without a scheme counts at the hosts known here only.
"""

import html
import re
from dataclasses import dataclass
from functools import cache

from confbrowse.model import LINK_KINDS, Link, LinkKind
from confbrowse.text.clean import clean_line

_MOST_LINKS = 200
_LONGEST_URL = 2_048


@dataclass(frozen=True, slots=True)
class _Sign:
    """What tells that a link is of a kind; one word, one host or the path is enough."""

    kind: LinkKind
    words: str = ""
    """Words of a label."""
    hosts: str = ""
    """Hosts, each with all the hosts below it."""
    path: str = "(?!)"
    """A pattern to be found in the path."""


_SIGNS = (
    _Sign(
        "slides",
        words="slide slides slideshow slideshare",
        hosts="slideshare.net speakerdeck.com",
        path=r"slides?\.pdf$|\.pptx?$|\.odp$|^/presentation/d/",
    ),
    _Sign(
        "poster",
        words="poster posters",
        path=r"(?:/posters?(?:pdfs)?/.*|poster)\.(?:pdf|png|jpe?g|gif|webp)$",
    ),
    _Sign(
        "video",
        words="video videos recording youtube slideslive vimeo",
        hosts="youtube.com youtu.be slideslive.com vimeo.com bilibili.com media.ccc.de underline.io",
        path=r"\.(?:mp4|webm|mkv)$",
    ),
    _Sign(
        "code",
        words="code codes github gitlab implementation repository repo software notebook colab",
        hosts="github.com gitlab.com bitbucket.org codeberg.org gitee.com huggingface.co "
        "4open.science colab.research.google.com",
    ),
    _Sign(
        "project",
        words="project website homepage demo",
        hosts="github.io gitlab.io sites.google.com netlify.app vercel.app",
    ),
    _Sign(
        "paper",
        words="paper papers arxiv openreview preprint manuscript doi",
        hosts="arxiv.org openreview.net doi.org aclanthology.org aclweb.org jmlr.org dl.acm.org "
        "proceedings.mlr.press papers.nips.cc proceedings.neurips.cc openaccess.thecvf.com "
        "ieeexplore.ieee.org link.springer.com semanticscholar.org biorxiv.org medrxiv.org "
        "ssrn.com hal.science",
    ),
    _Sign("other", words="supplement supplementary supplemental"),
    _Sign("paper", words="pdf", path=r"\.pdf$"),
    _Sign("other", hosts="bit.ly goo.gl tinyurl.com aka.ms zenodo.org kaggle.com osf.io"),
)
"""In the order they are asked: all the words first, then hosts and paths, row by row."""

_KNOWN_HOSTS = frozenset(host for sign in _SIGNS for host in sign.hosts.split())
_DEEPEST_KNOWN = max(host.count(".") for host in _KNOWN_HOSTS) + 1

_NOT_PLACE = re.compile(r"\Ahttps?://|[?#].*", re.DOTALL)

_LABEL = r"[^\W_][\w\u0300-\u036f\u0900-\u0eff-]*+"  # with the marks of Indic and Thai names
_NAME = rf"(?:{_LABEL}\.)+[^\W\d_]"
_HOST = rf"(?:{_NAME}[\w\u0300-\u036f\u0900-\u0eff-]*|\d{{1,3}}(?:\.\d{{1,3}}){{3}}|localhost)"
_URL = re.compile(rf"((?ai:https?))://((?i:{_HOST}))((?::\d{{1,5}})?(?:[/?#][^\s<>\"\\]*)?)")
"""Scheme, host, and the rest; no user name, which serves to disguise the host."""

_BARE = re.compile(rf"({_NAME}[\w-]+)(?::\d{{1,5}})?(/|\Z)")
_ARXIV_ID = r"\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[a-z]{2})?/\d{7}"
_ARXIV = re.compile(rf"arxiv:\s?({_ARXIV_ID})", re.IGNORECASE)
_DOI = re.compile(r"(?:doi:\s?)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_AMPERSAND = re.compile(r"&(?:amp;|#0*38;)+")

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
    found: dict[str, Link] = {}
    for candidate in _candidate().finditer(_unescaped(text)):
        address = _address(candidate)
        new = link(address, _label(candidate, address)) if address else None
        if new:
            place = new.url.rstrip("/")
            found[place] = new if new.label else found.get(place, new)
        if len(found) == _MOST_LINKS:
            break
    return tuple(found.values())


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
          | arxiv:\s?(?:{_ARXIV_ID})
          | doi:\s?10\.\d{{4,9}}/{_TAIL}
        )
        """,
        re.IGNORECASE | re.VERBOSE,
    )


def link(url: str, label: str | None = None, kind: str | None = None) -> Link | None:
    """Return the link that a field's *url* means; None if it is no address we would open.

    A *kind* that is one of ours is taken as it is; any other is told from label and address.

    An address is http or https, at most 2,048 characters, with a host and without a user name,
    blanks or anything unseen. The scheme may be missing before a known host or a domain with a
    path; ``arXiv:`` and ``doi:`` do as well.
    """
    parts = _URL.fullmatch(_completed(_AMPERSAND.sub("&", url.strip())))
    if not parts:
        return None
    complete = f"{parts[1].lower()}://{parts[2].lower()}{parts[3]}"
    if len(complete) > _LONGEST_URL or clean_line(complete, _LONGEST_URL) != complete:
        return None
    label = clean_line(label or "") or None
    known = next((one for one in LINK_KINDS if one == kind), None)
    return Link(known or kind_of(complete, label), complete, label)


def kind_of(url: str, label: str | None = None) -> LinkKind:
    """Return what *url* leads to, by the words of its *label*, else by its host and path."""
    words = set(re.findall("[a-z]+", label.lower())) if label and "://" not in label else set()
    for sign in _SIGNS:
        if not words.isdisjoint(sign.words.split()):
            return sign.kind
    host, slash, path = _NOT_PLACE.sub("", url[:_LONGEST_URL].lower()).partition("/")
    domains = _domains(host.partition(":")[0])
    for sign in _SIGNS:
        if not domains.isdisjoint(sign.hosts.split()) or re.search(sign.path, slash + path):
            return sign.kind
    return "other"


def _domains(host: str) -> set[str]:
    """Return *host* and the domains it lies in, as far as a known one could be among them."""
    labels = host.split(".")[-_DEEPEST_KNOWN:]
    return {".".join(labels[start:]) for start in range(len(labels))}


def _is_known(host: str) -> bool:
    """Whether *host* is a link even without a scheme."""
    return host.startswith("www.") or not _KNOWN_HOSTS.isdisjoint(_domains(host))


def _is_site(host: str) -> bool:
    """Whether *host* alone, without a path, is somebody's page: ``www.name.org``, ``x.github.io``."""
    return host.startswith("www.") or (host not in _KNOWN_HOSTS and kind_of(host) == "project")


def _completed(url: str) -> str:
    """Return *url* with the scheme and the host that its writer took for granted."""
    if arxiv := _ARXIV.fullmatch(url):
        return f"https://arxiv.org/abs/{arxiv[1]}"
    if doi := _DOI.fullmatch(url):
        return f"https://doi.org/{doi[1]}"
    if url.startswith("//"):
        return f"https:{url}"
    bare = _BARE.match(url)
    return f"https://{url}" if bare and (bare[2] or _is_known(bare[1].lower())) else url


def _unescaped(text: str) -> str:
    """Return *text* with what TeX, HTML and slips make of addresses undone."""
    text = _BROKEN_SCHEME.sub(r"\1://", text)
    text = _TEX_TILDE.sub("~", _TEX_ESCAPE.sub(r"\1\2", text))
    return _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)


def _address(candidate: re.Match[str]) -> str:
    """Return the address in *candidate*, without what follows it; empty if it is just a word."""
    host = (candidate["bare"] or "").lower()
    if host and not (_is_known(host) if candidate["path"] else _is_site(host)):
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
