r"""TeX between the formulas: ``\textbf{words}``, ``Eq.~\ref{sum}``, lists, an author's own names.

A backslash that begins no command stays, as in paths; so does a command whose argument never ends.
"""

import re
from collections.abc import Callable

from confbrowse.text.readable import names
from confbrowse.text.readable.formula import formula, formula_at
from confbrowse.text.readable.held import SIGNS, Held
from confbrowse.text.readable.letters import script
from confbrowse.text.readable.tape import DEEPEST, Tape

_SPECIAL = re.compile(r"[\\{}^_]")
_PATH = re.compile(r"(?<!\w)(?:[A-Za-z]:\\|\\\\(?=\w+\\))[^\s\"'<>|,;()]*")
_LITERAL = frozenset("$%&#_{}*<>()")
_TEXT_LIKE = names.WITH_ARGUMENT | names.UPRIGHT
_OWN_SHORT = frozenset(name for name in names.AUTHORS_OWN if len(name) == 1)
_FORMULAS = frozenset(
    [
        *(name for name in names.SYMBOLS if name.isalpha() and name not in _OWN_SHORT),
        *names.FUNCTIONS,
        *names.ACCENTS,
        *names.ALPHABETS,
        *names.PLAIN_FONTS,
        *names.FRACTIONS,
        *names.BINOMIALS,
        *("sqrt", "overset", "underset", "stackrel", "ensuremath", "not", "mathrm", "mathsf"),
        "|",
    ]
) - {"space", "quad", "qquad", "thinspace", "enspace"}
_BLANKS = frozenset([*",;: \n\t", "quad", "qquad", "thinspace", "enspace", "space"])
_SECTIONS = frozenset(
    ["section", "subsection", "subsubsection", "paragraph", "subparagraph", "chapter"]
)


def prose(text: str, held: Held) -> str:
    """Return *text* without its commands; what it shows as it is, is set aside in *held*."""
    if ":\\" in text or r"\\" in text:
        text = _PATH.sub(lambda path: held.hold(path[0]), text)
    tape = Tape(text)
    return _Prose(tape, held).read(len(text), 0)


class _Prose:
    """Reads one text; the lists it is within are counted on the way."""

    def __init__(self, tape: Tape, held: Held) -> None:
        self.tape, self.held = tape, held
        self.lists: list[int] = []
        """Of each list begun, the number of its last item; -1 where items have none."""

    def read(self, end: int, depth: int) -> str:
        """Return what stands before *end*, and pass it."""
        tape, shown = self.tape, list[str]()
        while tape.at < end:
            mark = _SPECIAL.search(tape.text, tape.at, end)
            stop = mark.start() if mark else end
            shown.append(tape.text[tape.at : stop])
            tape.at = stop
            if mark:
                shown.append(self._special(mark[0], end, depth, _last(shown)))
        return "".join(shown)

    def _special(self, sign: str, end: int, depth: int, before: str) -> str:
        if sign == "\\":
            return self._command(end, depth, before)
        if sign == "{":
            return self._group(end, depth, before)
        self.tape.skip(1)
        close = self.tape.close(end)
        if sign == "}" or close is None or not before.strip():
            return sign
        body = self.tape.text[self.tape.at + 1 : close]
        self.tape.at = close + 1
        return script(formula(body), sign)

    def _group(self, end: int, depth: int, before: str) -> str:
        """Return what the braces hold; with them, where they are no braces of TeX."""
        tape = self.tape
        close = tape.close(end)
        inner = tape.text[tape.at + 1 : close] if close else ""
        if close is None or inner[:1].isspace() or ("," in inner and "\\" not in inner):
            tape.skip(1)
            return "{"
        text = self._inner(end, depth)
        is_parted = re.match(f"[{SIGNS}]", before) and text[:2].isalpha() and len(text) > 1
        return f" {text}" if is_parted else text

    def _inner(self, end: int, depth: int) -> str:
        """Return what the group under the head shows; empty where there is none."""
        tape = self.tape
        close = tape.close(end)
        if close is None:
            return ""
        if depth >= DEEPEST:
            inner = tape.text[tape.at : close + 1]
            tape.at = close + 1
            return inner
        tape.skip(1)
        text = self.read(close, depth + 1)
        tape.at = close + 1
        return text

    def _command(self, end: int, depth: int, before: str) -> str:
        tape, start = self.tape, self.tape.at
        name = tape.command(end)
        if name in _LITERAL:
            return name
        if name in _BLANKS or name == "\\":
            tape.option(end) if name == "\\" else None
            return " "
        needed = 2 if name in names.FRACTIONS | names.BINOMIALS | {"textcolor", "href"} else 1
        if not tape.has_groups(needed, end):
            for _ in range(needed):
                self._pass(end)
            return tape.text[start : tape.at]
        if name in _HANDLERS:
            return _HANDLERS[name](self, end, depth)
        if name in _TEXT_LIKE and tape.past_blanks(end) == "{":
            return self._set_off(name, self._inner(end, depth))
        if name in names.SILENT:
            tape.past_blanks(end)
            return ""
        if name in _FORMULAS:
            tape.at = start
            return formula_at(tape, end)
        return self._unknown(name, start, end, depth, before)

    @staticmethod
    def _set_off(name: str, text: str) -> str:
        """Return *text*, a heading as a paragraph of its own."""
        return f"\n\n{text.strip()}\n\n" if name in _SECTIONS else text

    def _unknown(self, name: str, start: int, end: int, depth: int, before: str) -> str:
        """Return the name of an author's own command; what is none, as it is written."""
        tape = self.tape
        is_group = tape.text.startswith("{", tape.at)
        is_own = (
            len(name) > 1 and name.isalpha() and not (before.isalnum() or before in tuple(":\\"))
        )
        if not is_own or tape.text.startswith("\\", tape.at):
            self._pass(end)
            return tape.text[start : tape.at]
        inner = self._inner(end, depth) if is_group else ""
        return f"{name}({inner})" if inner else name

    def _pass(self, end: int) -> None:
        """Pass the group under the head, if there is one."""
        close = self.tape.close(end)
        self.tape.at = self.tape.at if close is None else close + 1

    def spare(self, end: int, _depth: int) -> str:
        """Pass an argument that nobody is to read."""
        self.tape.raw(end)
        return ""

    def cited(self, end: int, _depth: int) -> str:
        """Return what is cited, in square brackets; what is said about it follows."""
        said: list[str] = []
        while (option := self.tape.option(end)) is not None and len(said) < 2:
            said.append(option.replace("~", " "))
        key = self.tape.raw(end)
        return f"[{', '.join(filter(None, [key, *said]))}]"

    def address(self, end: int, _depth: int) -> str:
        """Return an address, whatever signs are in it."""
        return self.held.hold(self.tape.raw(end))

    def link(self, end: int, depth: int) -> str:
        """Return the words of a link, and its address where they do not say it."""
        address = self.held.released(self.tape.raw(end))
        words = self._argument(end, depth)
        if not words or self.held.released(words) == address:
            return self.held.hold(address)
        return f"{words} ({self.held.hold(address)})" if address else words

    def coloured(self, end: int, depth: int) -> str:
        """Return what has a colour."""
        self.tape.raw(end)
        return self._argument(end, depth)

    def footnote(self, end: int, depth: int) -> str:
        """Return a footnote, in square brackets."""
        text = self._argument(end, depth).strip()
        return f" [{text}]" if text else ""

    def raised(self, end: int, depth: int) -> str:
        """Return what stands above the line."""
        return script(self._argument(end, depth), "^")

    def lowered(self, end: int, depth: int) -> str:
        """Return what stands below the line."""
        return script(self._argument(end, depth), "_")

    def begin(self, end: int, _depth: int) -> str:
        """Begin an environment: a list counts its items."""
        kind = self.tape.raw(end)
        self.tape.option(end)
        if kind in ("itemize", "enumerate", "description"):
            self.lists.append(0 if kind == "enumerate" else -1)
            return "\n"
        return " "

    def ended(self, end: int, _depth: int) -> str:
        """End an environment."""
        kind = self.tape.raw(end)
        if kind in ("itemize", "enumerate", "description"):
            self.lists = self.lists[:-1]
            self.tape.past_blanks(end)
            return "\n\n"
        return " "

    def item(self, end: int, _depth: int) -> str:
        """Begin an item on a line of its own."""
        label = self.tape.option(end)
        self.tape.past_blanks(end)
        if label:
            return f"\n•  {label} "
        if self.lists and self.lists[-1] >= 0:
            self.lists[-1] += 1
            return f"\n{self.lists[-1]}.  "
        return "\n•  "

    def paragraph(self, end: int, _depth: int) -> str:
        """Begin a paragraph."""
        self.tape.past_blanks(end)
        return "\n\n"

    def verbatim(self, end: int, _depth: int) -> str:
        """Return what stands between two of any sign, as it is."""
        tape = self.tape
        sign = tape.text[tape.at : tape.at + 1]
        close = tape.text.find(sign, tape.at + 1, min(end, tape.at + 200)) if sign.strip() else -1
        if close < 0:
            return r"\verb"
        inner = tape.text[tape.at + 1 : close]
        tape.at = close + 1
        return self.held.hold(inner)

    def _argument(self, end: int, depth: int) -> str:
        return self._inner(end, depth) if self.tape.past_blanks(end) == "{" else ""


def _last(shown: list[str]) -> str:
    return next((part[-1] for part in reversed(shown[-4:]) if part), "")


_HANDLERS: dict[str, Callable[[_Prose, int, int], str]] = {
    **dict.fromkeys(names.SPARE_ARGUMENT, _Prose.spare),
    **dict.fromkeys(names.CITATIONS, _Prose.cited),
    **dict.fromkeys(("url", "nolinkurl", "path"), _Prose.address),
    **dict.fromkeys(("footnote", "footnotetext"), _Prose.footnote),
    **dict.fromkeys(("textcolor", "colorbox"), _Prose.coloured),
    "href": _Prose.link,
    "textsuperscript": _Prose.raised,
    "textsubscript": _Prose.lowered,
    "begin": _Prose.begin,
    "end": _Prose.ended,
    "item": _Prose.item,
    "par": _Prose.paragraph,
    "verb": _Prose.verbatim,
}
