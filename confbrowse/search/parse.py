"""Read what somebody typed as a Query, whatever it is."""

from confbrowse.search.fields import TEXT_FIELDS
from confbrowse.search.query import Clause, Condition, Fault, Phrase, Query, Term, Word
from confbrowse.search.scan import Part, owned, pieces
from confbrowse.search.values import Values
from confbrowse.text.slugs import words

LONGEST = 400
"""So many characters are read, and so many has what is understood, written down again."""
MOST = 24
"""So many demands are read."""


def parse(text: str) -> Query:
    """Return what *text* asks for, and what of it could not be understood; never raises.

    What stands at its very end is being typed: where it may still become right, it is neither
    demanded nor found faulty. A blank behind it says that it is finished.
    """
    clauses: list[Clause] = []
    faults: list[Fault] = []
    size = 0
    for piece in pieces(text[:LONGEST]):
        clause, found = _clause(piece, len(text))
        size += len(str(clause)) + 1 if clause else 0
        if clause and (len(clauses) == MOST or size > LONGEST + 1):
            faults.append(Fault(piece[0].start, len(text), "The query is too long from here on."))
            return Query(tuple(clauses), tuple(faults))
        clauses += [clause] if clause else []
        faults += found
    if len(text) > LONGEST:
        sentence = f"Only the first {LONGEST} characters are read."
        faults.append(Fault(LONGEST, len(text), sentence))
    return Query(tuple(clauses), tuple(faults))


def _clause(piece: tuple[Part, ...], typed_to: int) -> tuple[Clause | None, list[Fault]]:
    terms: list[Term] = []
    faults: list[Fault] = []
    for part, owner in owned(piece):
        if "-" in part.signs and part is not piece[0]:
            sentence = "A minus counts for the whole group: put it first."
            faults += [Fault(part.start, part.end, sentence)] if part.value else []
            continue
        if fault := _fault(part, owner, part.end == typed_to):
            faults.append(fault)
        if term := _term(part, owner):
            terms.append(term)
    return Clause(tuple(terms), "-" in piece[0].signs) if terms else None, faults


def _term(part: Part, owner: Part) -> Term | None:
    """Return what *part* demands; None where that is nothing, or nothing yet."""
    field = owner.field
    if field and field.values:
        value = None if owner.misspelt else _value(part, field.values)
        return Condition(field.name, value) if value else None
    if not words(part.value):
        return None
    name = TEXT_FIELDS[field.name] if field and not owner.misspelt else None
    if part.quoted:
        return Phrase(" ".join(part.value.split()), name, part.closed)
    return Word(part.value, name, "=" in part.signs)


def _value(part: Part, values: Values) -> str | None:
    """Return what *part* says of a condition, in its one right form; None where it is no value."""
    # the sign of =word, but a part of the value in interest:=>2
    with_sign = values.read(f"={_typed(part)}") if "=" in part.signs else None
    return with_sign or values.read(_typed(part))


def _fault(part: Part, owner: Part, is_last: bool) -> Fault | None:
    """Return what is wrong with *part*; None where nothing is, or it may still become right."""
    field = owner.field
    if not field:
        return None
    if owner.misspelt:
        sentence = f"There is no such field; did you mean {field.name}?"
        fault = Fault(part.start, part.value_start, sentence, f"{field.name}:")
        return fault if part is owner else None
    if not _typed(part):
        missing = Fault(part.start, part.end, f"Something is missing after {field.name}.")
        return None if is_last else missing
    values = field.values
    if not values or _value(part, values) or (is_last and values.is_begun(_typed(part))):
        return None
    return _wrong(part, field.name, values)


def _wrong(part: Part, name: str, values: Values) -> Fault:
    """Return the fault of a *part* with what is none of *values*."""
    meant = values.near(_typed(part))
    offer = f"{name}:{meant}" if part.is_named else meant
    return Fault(part.start, part.end, f"{name}: takes {values.said}.", meant and offer)


def _typed(part: Part) -> str:
    return part.value.strip().lower()
