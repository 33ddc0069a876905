"""Links: made whole from what a field says, and told apart by what they lead to."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from confbrowse.model import LINK_KINDS, Link, LinkKind
from confbrowse.text.clean import clean_line

_LONGEST_URL = 2_048


@dataclass(frozen=True, slots=True)
class _Sign:
    """What tells that a link is of a kind; one word, one host or the path is enough."""

    kind: LinkKind
    words: str = ""
    """Words of a label."""
    hosts: str = ""
    """Hosts, each with all the hosts below it."""
    path: str = ""
    """A pattern to be found in the path, if any."""


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

_KINDS = {str(kind): kind for kind in LINK_KINDS}
_WORDS = tuple((sign.kind, frozenset(sign.words.split())) for sign in _SIGNS)
_KNOWN_HOSTS = frozenset(host for sign in _SIGNS for host in sign.hosts.split())
_DEEPEST_KNOWN = max(host.count(".") for host in _KNOWN_HOSTS) + 1

_NOT_PLACE = re.compile(r"\Ahttps?://|[?#].*", re.DOTALL)

_LABEL = r"[^\W_][\w\u0300-\u036f\u0900-\u0eff-]*+"  # with the marks of Indic and Thai names
_NAME = rf"(?:{_LABEL}\.)+[^\W\d_]"
_HOST = rf"(?:{_NAME}[\w\u0300-\u036f\u0900-\u0eff-]*|\d{{1,3}}(?:\.\d{{1,3}}){{3}}|localhost)"
_URL = re.compile(rf"((?ai:https?))://((?i:{_HOST}))((?::\d{{1,5}})?(?:[/?#][^\s<>\"\\]*)?)")
"""Scheme, host, and the rest; no user name, which serves to disguise the host."""

_BARE = re.compile(rf"({_NAME}[\w-]+)(?::\d{{1,5}})?(/|\Z)")
ARXIV_ID = r"\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[a-z]{2})?/\d{7}"
_ARXIV = re.compile(rf"arxiv:\s?({ARXIV_ID})", re.IGNORECASE)
_DOI = re.compile(r"(?:doi:\s?)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_AMPERSAND = re.compile(r"&(?:amp;|#0*38;)+")


def link(url: str, label: str | None = None, kind: str | None = None) -> Link | None:
    """Return the link that a field's *url* means; None if it is no address we would open.

    A *kind* that is one of ours is taken as it is; any other is told from label and address.

    An address is http or https, at most 2,048 characters, with a host and without a user name,
    blanks or anything unseen. The scheme may be missing before a known host or a domain with a
    path; ``arXiv:`` and ``doi:`` do as well.
    """
    parts = _URL.fullmatch(_completed(_AMPERSAND.sub("&", url.strip()))) if url else None
    if not parts:
        return None
    complete = f"{parts[1].lower()}://{parts[2].lower()}{parts[3]}"
    if len(complete) > _LONGEST_URL or clean_line(complete, _LONGEST_URL) != complete:
        return None
    label = clean_line(label or "") or None
    known = _KINDS.get(kind) if kind else None
    return Link(known or kind_of(complete, label), complete, label)


def kind_of(url: str, label: str | None = None) -> LinkKind:
    """Return what *url* leads to, by the words of its *label*, else by its host and path."""
    if label and (told := _kind_of_words(label)):
        return told
    host, slash, path = _NOT_PLACE.sub("", url[:_LONGEST_URL].lower()).partition("/")
    domains = _domains(host.partition(":")[0])
    for kind, hosts, pattern in _places():
        if not domains.isdisjoint(hosts) or (pattern and pattern.search(slash + path)):
            return kind
    return "other"


@lru_cache(maxsize=1024)  # most links of a programme have one of a few labels
def _kind_of_words(label: str) -> LinkKind | None:
    words = set() if "://" in label else set(re.findall("[a-z]+", label.lower()))
    return next((kind for kind, known in _WORDS if not words.isdisjoint(known)), None)


@cache  # made when the first address is looked at
def _places() -> tuple[tuple[LinkKind, frozenset[str], re.Pattern[str] | None], ...]:
    """Return the hosts and the pattern of paths that tell each kind, in the order they are asked."""
    return tuple(
        (sign.kind, frozenset(sign.hosts.split()), re.compile(sign.path) if sign.path else None)
        for sign in _SIGNS
    )


def _domains(host: str) -> set[str]:
    """Return *host* and the domains it lies in, as far as a known one could be among them."""
    labels = host.split(".")[-_DEEPEST_KNOWN:]
    return {".".join(labels[start:]) for start in range(len(labels))}


def ends_of_known() -> frozenset[str]:
    """Return what the names of known hosts end with: ``com``, ``org``, ..."""
    return frozenset(host.rpartition(".")[2] for host in _KNOWN_HOSTS)


def is_known(host: str) -> bool:
    """Whether *host* is a link even without a scheme."""
    return host.startswith("www.") or not _KNOWN_HOSTS.isdisjoint(_domains(host))


def is_site(host: str) -> bool:
    """Whether *host* alone, without a path, is somebody's page: ``www.name.org``, ``x.github.io``."""
    return host.startswith("www.") or (host not in _KNOWN_HOSTS and kind_of(host) == "project")


def _completed(url: str) -> str:
    """Return *url* with the scheme and the host that its writer took for granted."""
    if url.startswith(("https://", "http://")):
        return url
    if arxiv := _ARXIV.fullmatch(url):
        return f"https://arxiv.org/abs/{arxiv[1]}"
    if doi := _DOI.fullmatch(url):
        return f"https://doi.org/{doi[1]}"
    if url.startswith("//"):
        return f"https:{url}"
    bare = _BARE.match(url)
    return f"https://{url}" if bare and (bare[2] or is_known(bare[1].lower())) else url
