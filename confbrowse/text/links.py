"""Links: made complete from a field, found in prose, and classified by what they lead to."""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from urllib.parse import quote, urljoin

from confbrowse.model import LINK_KINDS, Link, LinkKind
from confbrowse.text.clean import clean_line
from confbrowse.text.patterns import lazy_pattern

_MAX_URL_CHARS = 2_048


@dataclass(frozen=True, slots=True)
class _KindRule:
    """How to recognise a kind of link; one matching word, host or path is enough."""

    kind: LinkKind
    words: str = ""
    """Words in the label."""
    hosts: str = ""
    """Hosts, including their subdomains."""
    path: str = ""
    """A pattern searched in the path, if any."""


_KIND_RULES = (
    _KindRule(
        "slides",
        words="slide slides slideshow slideshare",
        hosts="slideshare.net speakerdeck.com",
        path=r"slides?\.pdf$|\.pptx?$|\.odp$|^/presentation/d/",
    ),
    _KindRule(
        "poster",
        words="poster posters",
        path=r"\A(?=.*\.(?:pdf|png|jpe?g|gif|webp)\Z)(?:.*?/posters?(?:pdfs)?/|.*poster\.\w+\Z)",
    ),
    _KindRule(
        "video",
        words="video videos recording youtube slideslive vimeo",
        hosts="youtube.com youtu.be slideslive.com vimeo.com bilibili.com media.ccc.de underline.io",
        path=r"\.(?:mp4|webm|mkv)$",
    ),
    _KindRule(
        "code",
        words="code codes github gitlab implementation repository repo software notebook colab",
        hosts="github.com gitlab.com bitbucket.org codeberg.org gitee.com huggingface.co "
        "4open.science colab.research.google.com",
    ),
    _KindRule(
        "project",
        words="project website homepage demo",
        hosts="github.io gitlab.io sites.google.com netlify.app vercel.app",
    ),
    _KindRule(
        "paper",
        words="paper papers arxiv openreview preprint manuscript doi",
        hosts="arxiv.org openreview.net doi.org aclanthology.org aclweb.org jmlr.org dl.acm.org "
        "proceedings.mlr.press papers.nips.cc proceedings.neurips.cc openaccess.thecvf.com "
        "ieeexplore.ieee.org link.springer.com semanticscholar.org biorxiv.org medrxiv.org "
        "ssrn.com hal.science",
    ),
    _KindRule("other", words="supplement supplementary supplemental"),
    _KindRule("paper", words="pdf", path=r"\.pdf$"),
    _KindRule(
        "chat",
        words="chat chatroom irc discord zulip mattermost",
        hosts="matrix.to discord.gg discord.com slack.com zulipchat.com libera.chat",
    ),
    _KindRule("feedback", path=r"/feedback/?$"),
    _KindRule("other", hosts="bit.ly goo.gl tinyurl.com aka.ms zenodo.org kaggle.com osf.io"),
)
"""In order of priority: first the words of all rules, then hosts and paths, row by row."""

_KINDS = {str(kind): kind for kind in LINK_KINDS}
_WORDS = tuple((sign.kind, frozenset(sign.words.split())) for sign in _KIND_RULES)
_KNOWN_HOSTS = frozenset(host for sign in _KIND_RULES for host in sign.hosts.split())
_MAX_KNOWN_LABELS = max(host.count(".") for host in _KNOWN_HOSTS) + 1

_LATER_KINDS: tuple[LinkKind, ...] = ("chat", "feedback", "slides")
_LATER_SIGNS = lazy_pattern(
    r"chat|irc|matrix\.to|discord|slack|feedback|presentation", re.IGNORECASE
)
"""In the label or URL of what may be one of them: earlier versions told none or few of these."""

_SCHEME_AND_QUERY = lazy_pattern(r"\Ahttps?://|[?#].*", re.DOTALL)

_LABEL = r"[^\W_][\w\u0300-\u036f\u0900-\u0eff-]*+"  # including the marks of Indic and Thai names
_NAME = rf"(?:{_LABEL}\.)+[^\W\d_]"
_HOST = rf"(?:{_NAME}[\w\u0300-\u036f\u0900-\u0eff-]*|\d{{1,3}}(?:\.\d{{1,3}}){{3}}|localhost)"
_URL = lazy_pattern(rf"((?ai:https?))://((?i:{_HOST}))((?::\d{{1,5}})?(?:[/?#][^\s<>\"\\]*)?)")
"""Scheme, host, and the rest; no user name, as it can disguise the host."""

_BARE = lazy_pattern(rf"({_NAME}[\w-]+)(?::\d{{1,5}})?(/|\Z)")
ARXIV_ID = r"\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[a-z]{2})?/\d{7}"
_ARXIV = lazy_pattern(rf"arxiv:\s?({ARXIV_ID})", re.IGNORECASE)
_DOI = lazy_pattern(r"(?:doi:\s?)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_SCHEMES = lazy_pattern(r"(?:(?P<last>(?ai:h{0,2}t{1,3}ps?))(?::/{0,3}|;//|//):?(?=[\w.-]))++")
"""One scheme or more, perhaps misspelt: ``http://https://``, ``https:/``, ``htttp//``."""
_SPACE = lazy_pattern(" ")
_COMMON_DOMAINS = frozenset(
    [
        "com",
        "org",
        "net",
        "edu",
        "gov",
        "info",
        "io",
        "dev",
        "app",
        "ai",
        "fr",
        "de",
        "eu",
        "uk",
        "ch",
        "at",
        "nl",
        "be",
        "it",
        "es",
        "pt",
        "cz",
        "se",
        "no",
        "fi",
        "dk",
        "gr",
        "hu",
        "ro",
        "jp",
        "cn",
        "kr",
        "tw",
        "sg",
        "in",
        "br",
        "ca",
        "au",
        "nz",
        "us",
        "ac",
        "tech",
        "cloud",
        "page",
        "site",
        "wiki",
        "blog",
        "social",
    ]
)
"""Top-level domains of a host without a scheme; none is also the extension of a file."""
_AMPERSAND = lazy_pattern(r"&(?:amp;|#0*38;)+")


def make_link(url: str, label: str | None = None, kind: str | None = None) -> Link | None:
    """Return the link in a field with this *url*; None if it is not a URL that may be opened.

    The *kind* is used as in ``known_kind``; otherwise it is derived from label and URL.

    A URL is http or https, at most 2,048 characters, with a host and without a user name or
    invisible characters. Spaces are encoded as browsers do, a repeated or misspelt scheme is
    corrected. The scheme may be missing before a known host, a host in a common top-level domain or
    one with a path; ``arXiv:`` and ``doi:`` are also accepted.
    """
    parts = _URL.fullmatch(_repaired(url)) if url else None
    if not parts:
        return None
    complete = f"{parts[1].lower()}://{parts[2].lower()}{parts[3]}"
    if len(complete) > _MAX_URL_CHARS or clean_line(complete, _MAX_URL_CHARS) != complete:
        return None
    label = clean_line(label or "") or None
    return Link(known_kind(kind, complete, label) or kind_of(complete, label), complete, label)


def known_kind(kind: str | None, url: str, label: str | None) -> LinkKind | None:
    """Return the *kind* that a source, or an earlier version, gives a link; None if that is unknown.

    What is called a paper or nothing special may be a chat, a feedback form or slides.
    """
    known = _KINDS.get(kind) if kind else None
    if known in ("other", "paper") and _LATER_SIGNS.search(f"{label or ''} {url}"):
        told = kind_of(url, label)
        return told if told in _LATER_KINDS else known
    return known


def shown_address(url: str) -> str:
    """Return *url* without what says nothing: scheme, ``www.`` and a slash at the end."""
    return url.partition("://")[2].removeprefix("www.").rstrip("/")


def host_of(url: str) -> str:
    """Return the host of *url*, without ``www.``; empty if it is no URL."""
    return re.split(r"[/?#]", shown_address(url), maxsplit=1)[0]


_SEARCHES = {
    "arxiv": ("arXiv", "https://arxiv.org/search/?searchtype=title&query={title}"),
    "scholar": ("Google Scholar", "https://scholar.google.com/scholar?q={title}"),
    "site": ("{site}, by DuckDuckGo", "https://duckduckgo.com/?q=site:{site}%20{title}"),
}
SEARCHES = tuple(_SEARCHES)
"""Where a title can be searched for; ``site`` is the programme's own."""
_LONGEST_TITLE = 200


def title_searches(title: str, page: str, names: Iterable[str]) -> tuple[Link, ...]:
    """Return links that search for *title*, in the order of *names*, which are some of SEARCHES.

    *page* is where the programme was read from: a URL, or a file, whose site is unknown.
    """
    site = host_of(page) if page.startswith(("https://", "http://")) else ""
    words = quote(title[:_LONGEST_TITLE], safe="")
    found = (
        make_link(
            pattern.format(title=words, site=site),
            label.format(site=site),
            "other",
        )
        for name in names
        for label, pattern in (_SEARCHES[name],)
        if site or name != "site"
    )
    return tuple(link for link in found if link)


def resolve_url(base: str, written: str) -> str:
    """Return the URL of *written* relative to the page *base*; *written* itself if it is invalid."""
    try:
        return urljoin(base, written)
    except ValueError:  # for example https://[
        return written


def kind_of(url: str, label: str | None = None) -> LinkKind:
    """Return what *url* leads to, by the words of its *label*, else by its host and path."""
    if label and (kind := _kind_by_label(label)):
        return kind
    host, slash, path = _SCHEME_AND_QUERY.sub("", url[:_MAX_URL_CHARS].lower()).partition("/")
    domains = _domains(host.partition(":")[0])
    if label and path.endswith(".pdf") and "presentation" in label.casefold():
        return "slides"
    for kind, hosts, pattern in _location_rules():
        if not domains.isdisjoint(hosts) or (pattern and pattern.search(slash + path)):
            return kind
    return "other"


@lru_cache(maxsize=1024)  # most links of a programme share a few labels
def _kind_by_label(label: str) -> LinkKind | None:
    words = set() if "://" in label else set(re.findall("[a-z]+", label.lower()))
    return next((kind for kind, known in _WORDS if not words.isdisjoint(known)), None)


@cache  # built on first use
def _location_rules() -> tuple[tuple[LinkKind, frozenset[str], re.Pattern[str] | None], ...]:
    """Return hosts and path pattern for each kind, in order of priority."""
    return tuple(
        (sign.kind, frozenset(sign.hosts.split()), re.compile(sign.path) if sign.path else None)
        for sign in _KIND_RULES
    )


def _domains(host: str) -> set[str]:
    """Return *host* and its parent domains, as far as they can be known hosts."""
    labels = host.split(".")[-_MAX_KNOWN_LABELS:]
    return {".".join(labels[start:]) for start in range(len(labels))}


def known_top_level_domains() -> frozenset[str]:
    """Return the last labels of known hosts: ``com``, ``org``, ..."""
    return frozenset(host.rpartition(".")[2] for host in _KNOWN_HOSTS)


def is_known_host(host: str) -> bool:
    """Return whether *host* is a link even without a scheme."""
    return host.startswith("www.") or not _KNOWN_HOSTS.isdisjoint(_domains(host))


def _is_host(name: str) -> bool:
    """Return whether *name* is a host rather than a file: known, or in a common top-level domain."""
    return is_known_host(name) or name.rpartition(".")[2] in _COMMON_DOMAINS


def is_site(host: str) -> bool:
    """Return whether *host* alone is a personal or project page: ``www.name.org``, ``x.github.io``."""
    return host.startswith("www.") or (host not in _KNOWN_HOSTS and kind_of(host) == "project")


def _repaired(url: str) -> str:
    """Return *url* with one scheme, and without spaces."""
    url = _with_scheme(_AMPERSAND.sub("&", url.strip()))
    if schemes := _SCHEMES.match(url):
        is_secure = schemes["last"].lower().endswith("s")
        url = f"http{'s' if is_secure else ''}://{url[schemes.end() :]}"
    return _SPACE.sub("%20", url) if url.startswith(("http://", "https://")) else url


def _with_scheme(url: str) -> str:
    """Return *url* with the scheme and host that its author left out."""
    if url.startswith(("https://", "http://")):
        return url
    if arxiv := _ARXIV.fullmatch(url):
        return f"https://arxiv.org/abs/{arxiv[1]}"
    if doi := _DOI.fullmatch(url):
        return f"https://doi.org/{doi[1]}"
    if url.startswith("//"):
        return f"https:{url}"
    without_scheme = _BARE.match(url)
    return (
        f"https://{url}"
        if without_scheme and (without_scheme[2] or _is_host(without_scheme[1].lower()))
        else url
    )


# Links in prose, amid TeX, Markdown, HTML and punctuation.
#
# Authors also write URLs without a scheme. A wrong link is worse than none, so these are accepted only
# for known hosts.

_MAX_LINKS = 200
_STOP_CHARS = (
    r"\s\x00-\x1f\x7f-\xa0\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"  # invisible
    r"\"<>\\^`{|}\[\]"  # never part of a URL, but often next to one
    r"“”„‘’«»‹›–—―…。，、；：！？（）「」『』【】《》〈〉"
)
_URL_TAIL = rf"(?:[^{_STOP_CHARS}()]++|\([^{_STOP_CHARS}()]*+\))++"  # a bracket is part of the URL if it is closed
_TRAILING = ".,;:!?*'$"
"""Punctuation that ends a sentence or an emphasis, not a URL."""

_BROKEN_SCHEME = lazy_pattern(r"(https?) ?:? ?// ?(?!http)", re.IGNORECASE)
_TEX_ESCAPE = lazy_pattern(r"\{\\([_%#&~])\}|\\([_%#&~])(?:\{\})?")
_TEX_TILDE = lazy_pattern(r"\$\\sim\s?\$|\\sim(?![a-zA-Z])\s?|\\textasciitilde(?:\{\})?\s?|∼")
_ENTITY = lazy_pattern(r"&(?:lt|gt|quot|apos|nbsp|#0*3[49]);")

_LABEL_DISTANCE = 300
_MARKDOWN = lazy_pattern(r"\[([^\[\]]+)\]{1,2}\(<?\Z")
_TEX = lazy_pattern(r"\}\s?\{(?:\\[a-z]+\{)?([^{}]+)\}")
_ANCHOR = lazy_pattern(r"<a\s[^<>]*href\s?=\s?[\"']?\Z", re.IGNORECASE)
_ANCHOR_TEXT = lazy_pattern(r"[^<>]*>(.*?)</a", re.IGNORECASE | re.DOTALL)
_EMPHASIS = " *_`"
_TAG = lazy_pattern(r"<[^<>]*>")


def links_in(text: str) -> tuple[Link, ...]:
    """Return the distinct links of *text*, at most 200, in order of appearance.

    Markdown, TeX and HTML give a link its label. A link broken over two lines ends with the first.
    """
    if _first_position(text) < 0:
        return ()
    text = _unescaped(text)
    begin = text.rfind(" ", 0, max(_first_position(text), 0)) + 1
    found: dict[str, Link] = {}
    for candidate in _candidate_pattern().finditer(text, begin):
        url = _url_of(candidate)
        found_link = make_link(url, _label(candidate, url)) if url else None
        if found_link:
            key = found_link.url.rstrip("/")
            found[key] = found_link if found_link.label else found.get(key, found_link)
        if len(found) == _MAX_LINKS:
            break
    return tuple(found.values())


def _first_position(text: str) -> int:
    """Return where *text* may contain its first link; -1 if it has none, as most abstracts.

    A link has a scheme or a prefix, begins with ``www.`` or ends like a known host.
    """
    lowered = text.lower()
    if not text.isascii():
        lowered = lowered.replace("ı", "i").replace("i\u0307", "i")  # other letters that lower to i
    positions = [lowered.find(marker) for marker in ("//", "arxiv:", "doi:", "www.")]
    if domain := _known_domain_pattern().search(lowered):
        positions.append(domain.start())
    return min((position for position in positions if position >= 0), default=-1)


@cache
def _known_domain_pattern() -> re.Pattern[str]:
    return re.compile(rf"\.(?:{'|'.join(sorted(known_top_level_domains()))})")


@cache  # compiled on first use, as it takes longer than reading a screenful of talks
def _candidate_pattern() -> re.Pattern[str]:
    """Return a pattern for possible URLs; its groups mark those without a scheme."""
    return re.compile(
        rf"""
        https?://{_URL_TAIL}
      | (?<![\w@/.-])  # not the end of an email address or a path
        (?:
            (?P<bare>[a-z0-9-]{{1,63}}+(?:\.[a-z0-9-]{{1,63}}+)++)(?<=[a-z])(?![\w@])
            (?::\d{{1,5}})?(?:/(?P<path>{_URL_TAIL})?)?
          | arxiv:\s?(?:{ARXIV_ID})
          | doi:\s?10\.\d{{4,9}}/{_URL_TAIL}
        )
        """,
        re.IGNORECASE | re.VERBOSE,
    )


def _unescaped(text: str) -> str:
    """Return *text* with the TeX, HTML and typing artefacts in URLs undone."""
    text = _BROKEN_SCHEME.sub(r"\1://", text)
    text = _TEX_TILDE.sub("~", _TEX_ESCAPE.sub(r"\1\2", text))
    return _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)


def _url_of(candidate: re.Match[str]) -> str:
    """Return the URL in *candidate*, without trailing punctuation; empty if it is just a word."""
    host = (candidate["bare"] or "").lower()
    if host and not (is_known_host(host) if candidate["path"] else is_site(host)):
        return ""
    emphasised = candidate.string.endswith("_", 0, candidate.start())
    return candidate[0].rstrip(_TRAILING + "_" * emphasised)


def _label(candidate: re.Match[str], url: str) -> str | None:
    """Return the label that the text around *candidate* gives to its *url*, if any."""
    before = candidate.string[max(candidate.start() - _LABEL_DISTANCE, 0) : candidate.start()]
    after = candidate.string[candidate.end() : candidate.end() + _LABEL_DISTANCE]
    if before.endswith("\\href{"):
        words = _TEX.match(after)
    elif _ANCHOR.search(before):
        words = _ANCHOR_TEXT.match(after)
    else:
        words = _MARKDOWN.search(before)
    label = _TAG.sub("", words[1]).strip(_EMPHASIS) if words else ""
    return None if "://" in label or ("." in label and label in url) else label
