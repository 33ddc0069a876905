"""Why a list is empty, and what to do about it, in sentences."""

from confbrowse.tui.finder import Reply

_MOST_DEMANDS = 3


def why_empty(query: str, reply: Reply | None, *, has_library: bool, left_out: int) -> str:
    """Return why no talk is listed; *left_out* are hidden ones."""
    if not has_library:
        return "The library is empty. A brings a programme in."
    if query:
        return no_match(query, reply)
    if left_out:
        return "Every talk here is hidden; is:hidden finds them, u takes the last mark back."
    return "No talk here."


def no_match(query: str, reply: Reply | None) -> str:
    """Return why nothing matches *query*, as far as *reply*, which may be to another, tells."""
    said = [f"No talk here matches “{query}”."]
    if reply and reply.question.text == query:
        if reply.answer.hidden:
            said.append(f"{reply.answer.hidden:,} that you hid would; is:hidden finds them.")
        for demand, count in reply.hiding[:_MOST_DEMANDS]:
            said.append(f"Without {demand} there would be {count:,}.")
        if reply.elsewhere:
            said.append(f"Elsewhere in the library are {reply.elsewhere:,}; b shows where.")
        if reply.offers:
            said.append(f"Did you mean {' or '.join(reply.offers)}?")
    return " ".join([*said, "F takes the search away."])
