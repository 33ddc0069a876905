"""Every regular expression of the program, and inputs on which each of them does the most work.

``all_patterns`` reads the source for every call of ``re``, so that a new pattern cannot escape: one
that the source does not spell out must be named in ``BUILT``, with what builds it. ``attacks``
derives inputs from the tree that a pattern is parsed into: what each repeated part matches, many
times, after what leads there, with and without a mismatch at the end.
"""

import ast
import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import confbrowse
from confbrowse.text.patterns import LazyPattern

_PARSER: Any = importlib.import_module("re._parser")  # it has no types and no public name
_FLAGS_AT = {"compile": 1, "sub": 4, "subn": 4, "split": 3}
"""The place of the flags among the arguments; 2 for the other calls."""
_CALLS = frozenset(("match", "fullmatch", "search", "findall", "finditer", *_FLAGS_AT))
_ALL = frozenset(("match", "fullmatch", "search"))
_LETTERS = (97, 65, 48, 32, 10, *range(1, 127), 0xE9, 0x2022)


@dataclass(frozen=True)
class Found:
    """A pattern, its place, and the methods by which it is used."""

    where: str
    pattern: re.Pattern[Any]
    methods: frozenset[str] = _ALL

    @property
    def runs(self) -> list[Callable[[Any], object]]:
        """A function that runs it over a text in the ways in which it is used."""
        runs: list[Callable[[Any], object]] = []
        if "match" in self.methods:
            runs.append(self.pattern.match)
        if "fullmatch" in self.methods:
            runs.append(self.pattern.fullmatch)
        if self.methods - {"match", "fullmatch"}:
            runs.append(self.pattern.findall)
        return runs


@cache
def modules() -> tuple[ModuleType, ...]:
    """Return every module of the program."""
    names = [one.name for one in pkgutil.walk_packages(confbrowse.__path__, "confbrowse.")]
    return tuple(importlib.import_module(name) for name in names if not name.endswith("__main__"))


@cache
def text_of(module: ModuleType) -> str:
    """Return the source of *module*."""
    assert module.__file__
    return Path(module.__file__).read_text(encoding="utf-8")


@cache
def source_of(module: ModuleType) -> ast.Module:
    """Return the parsed source of *module*."""
    return ast.parse(text_of(module))


def all_patterns(
    built: Mapping[str, Callable[[], object]],
) -> tuple[list[Found], list[str]]:
    """Return every pattern of the program, and where one is built that *built* does not name.

    *built* holds by place (``module:function``) what returns the patterns that are built there, in
    tuples or tables or alone.
    """
    found: list[Found] = []
    unknown = []
    for module in modules():
        if "re." not in text_of(module):
            continue
        for inside, call in _calls(source_of(module)):
            try:
                pattern = _spelt_out(call, module)
            except NameError:
                where = f"{module.__name__}:{inside}"
                if where not in built:
                    unknown.append(f"{where}, line {call.lineno}")
                continue
            found.append(Found(f"{module.__name__}:{call.lineno}", pattern, _methods(call, module)))
    for where, build in built.items():
        found += [Found(f"{where}-{at}", one) for at, one in enumerate(_within(build()))]
    return found, unknown


def _within(value: object) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, LazyPattern):
        yield re.compile(value.pattern, value.flags)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _within(one)


def _calls(tree: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    """Yield each call of ``re``, with the name of the function that it stands in."""

    def walk(node: ast.AST, inside: str) -> Iterator[tuple[str, ast.Call]]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Call) and _called(child):
                yield inside, child
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
                yield from walk(child, child.name)
            else:
                yield from walk(child, inside)

    return walk(tree, "")


def _called(call: ast.Call) -> str:
    at = call.func
    if isinstance(at, ast.Attribute) and isinstance(at.value, ast.Name) and at.value.id == "re":
        return at.attr if at.attr in _CALLS else ""
    return "compile" if isinstance(at, ast.Name) and at.id == "lazy_pattern" else ""


def _spelt_out(call: ast.Call, module: ModuleType) -> re.Pattern[Any]:
    """Return the pattern of *call*. Raises NameError where a local name is needed for it."""
    place = _FLAGS_AT.get(_called(call), 2)
    named = [one.value for one in call.keywords if one.arg == "flags"]
    flags = [*named, *call.args[place : place + 1]]
    text = _value(call.args[0], module)
    return re.compile(text, _value(flags[0], module) if flags else 0)


def _value(node: ast.expr, module: ModuleType) -> Any:
    code = compile(ast.Expression(node), "pattern", "eval")
    return eval(code, dict(vars(module)))  # noqa: S307 - the program's own source


def _methods(call: ast.Call, module: ModuleType) -> frozenset[str]:
    """Return the methods by which the pattern of *call* is used; all if they are unknown."""
    if _called(call) != "compile":
        return frozenset((_called(call),))
    for node in source_of(module).body:
        if isinstance(node, ast.Assign) and node.value is call:
            names = [target.id for target in node.targets if isinstance(target, ast.Name)]
            return frozenset().union(*(_uses(name, module) for name in names)) or _ALL
    return _ALL


def _uses(name: str, module: ModuleType) -> frozenset[str]:
    """Return the methods called on *name*; all of them if it is passed on, or never used."""
    asked = [module] if name.startswith("_") else modules()
    looked_at = [one for one in asked if name in text_of(one)]
    used = frozenset[str]().union(*(_attributes_in(one).get(name, ()) for one in looked_at))
    return _ALL if "" in used else (used - {"pattern", "flags"} or _ALL)


@cache
def _attributes_in(module: ModuleType) -> Mapping[str, set[str]]:
    """Return the attributes that *module* takes of each name, and ``""`` if it takes the name itself."""
    taken: dict[str, set[str]] = {}
    of_attributes = set()
    for node in ast.walk(source_of(module)):  # an attribute comes before the name it is taken of
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            of_attributes.add(node.value)
            taken.setdefault(node.value.id, set()).add(node.attr)
        elif (
            isinstance(node, ast.Name)
            and isinstance(node.ctx, ast.Load)
            and node not in of_attributes
        ):
            taken.setdefault(node.id, set()).add("")
    return taken


def attacks(pattern: re.Pattern[Any]) -> Iterator[tuple[str, str, str]]:
    """Yield a prefix, a part to repeat and a suffix, so that *pattern* works hardest."""
    is_text = isinstance(pattern.pattern, str)
    flags = pattern.flags & ~(re.UNICODE if not is_text else 0)
    samples = _Samples()
    whole = samples.of(_PARSER.parse(pattern.pattern, flags))
    starts = list(dict.fromkeys(["", *(before for before, _ in samples.repeated)]))
    letters = samples.letters()
    pairs = [a + b for a in letters for b in letters if a != b] if len(letters) < 7 else []
    repeated = [pump for _, pump in samples.repeated]
    for pump in dict.fromkeys([*letters, *repeated, *starts, whole, whole[:-1], "\r\n", *pairs]):
        for start in [one for one in starts if len(one) < 300][:8] if pump else []:
            for end in ("", "\n!"):
                yield start, pump, end


class _Samples:
    """Texts that the parts of a parsed pattern match."""

    def __init__(self) -> None:
        self.repeated: list[tuple[str, str]] = []
        """The text before each repeated part, and a text that the part matches."""
        self._sets: dict[frozenset[int], None] = {}

    def letters(self) -> list[str]:
        """Return one letter for each set of letters that the pattern does not distinguish."""
        kinds: dict[tuple[bool, ...], str] = {}
        for code in _LETTERS:
            sign = tuple(code in one for one in self._sets)
            if any(sign):
                kinds.setdefault(sign, chr(code))
        return list(kinds.values())[:16]

    def of(self, nodes: Any, before: str = "") -> str:
        """Return a text that *nodes*, which follow *before*, match."""
        told = ""
        for kind, value in nodes:
            told += self._of_one(str(kind), value, before + told)
        return told

    def _of_one(self, kind: str, value: Any, before: str) -> str:
        if kind == "LITERAL":
            self._sets[frozenset((value,))] = None
            return chr(value)
        if kind in ("NOT_LITERAL", "ANY", "IN"):
            codes = _codes(kind, value)
            self._sets[codes] = None
            return next((chr(code) for code in (97, 48, 32, *sorted(codes)) if code in codes), "")
        if kind == "BRANCH":
            return [self.of(one, before) for one in value[1]][0]  # noqa: RUF015 - looks at them all
        if kind == "SUBPATTERN":
            return self.of(value[-1], before)
        if kind == "ATOMIC_GROUP":
            return self.of(value, before)
        if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            least, most, inner = value
            one = self.of(inner, before)
            if most > 1:
                self.repeated.append((before, one))
            return one * max(min(int(least), 5), 1)
        if kind in ("ASSERT", "ASSERT_NOT", "GROUPREF_EXISTS"):
            self.of(value[1], before)
        return ""


def _codes(kind: str, value: Any) -> frozenset[int]:
    """Return those of the letters looked at that a set of a pattern holds."""
    every = frozenset(_LETTERS)
    if kind == "ANY":
        return every - {10}
    if kind == "NOT_LITERAL":
        return every - {value}
    found: set[int] = set()
    for what, told in value:
        name = str(what)
        if name == "LITERAL":
            found.add(told)
        elif name == "RANGE":
            found |= {*range(told[0], min(told[1], 0x3000) + 1)}
        elif name == "CATEGORY":
            sign = str(told).rpartition("_")[2][0].lower()
            sign = sign.upper() if "_NOT_" in str(told) else sign
            found |= {code for code in every if re.match(rf"\{sign}", chr(code))}
    is_negated = any(str(what) == "NEGATE" for what, _ in value)
    return frozenset(every - found) if is_negated else frozenset(found)
