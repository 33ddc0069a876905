"""URLs in plain ASCII, as programs look them up, so that a look-alike host is visible."""

import re
import unicodedata

from confbrowse.text.patterns import lazy_pattern

_UNCHANGED_BY_BROWSERS = "ßς"
"""Letters that browsers keep in a host name, although Python's idna codec would change them."""
_PARTS = lazy_pattern(r"(https?://)([^/?#:\[\]]*+)(.*)", re.IGNORECASE | re.DOTALL)


def ascii_host(name: str) -> str:
    """Return the host *name* in punycode, as browsers look it up; it may be invalid."""
    folded = "".join(
        letter
        if letter in _UNCHANGED_BY_BROWSERS
        else unicodedata.normalize("NFKC", letter).casefold()
        for letter in name
    )
    labels = unicodedata.normalize("NFC", folded).replace("。", ".").split(".")
    return ".".join(
        label if label.isascii() else f"xn--{label.encode('punycode').decode()}" for label in labels
    )


def ascii_url(url: str) -> str:
    """Return *url* with its host in punycode and every other non-ASCII character percent-encoded."""
    if url.isascii():
        return url
    scheme, host, rest = parts.groups() if (parts := _PARTS.match(url)) else ("", "", url)
    return f"{scheme}{ascii_host(host)}{_percent_encoded(rest)}"


def with_printed_form(url: str) -> str:
    """Return *url* in ASCII, followed by the printed form in brackets if its host is not ASCII."""
    found = _PARTS.match(url)
    return f"{ascii_url(url)} ({url})" if found and not found[2].isascii() else ascii_url(url)


def _percent_encoded(text: str) -> str:
    return "".join(
        letter if letter.isascii() else "".join(f"%{byte:02X}" for byte in letter.encode())
        for letter in text
    )
