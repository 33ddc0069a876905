"""The letters of a text, whatever program saved it."""

from confbrowse.readers.reader import Remark

_MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_GUESSED = "it is not in UTF-8; its letters were read as Western European, and some may be wrong"
_DAMAGED = "some of its letters are damaged and shown as \ufffd"
_LOST = "\ufffd"


def in_utf8(raw: bytes) -> bytes:
    """Return *raw* in UTF-8 where its first bytes say that it is in UTF-16; XML says so itself."""
    encoding = _MARKS.get(raw[:2])
    if encoding is None:
        return raw
    text = raw[2:].decode(encoding, errors="replace")
    return raw if text.lstrip().startswith("<?xml") else text.encode(errors="replace")


def decoded(raw: bytes) -> tuple[str, list[Remark]]:
    """Return *raw* as text without NULs, and a warning where it is not all in UTF-8."""
    text = raw.decode("utf-8-sig", errors="replace").replace("\0", "")
    lost = text.count(_LOST)
    if not lost or (text.endswith(_LOST) and lost == 1):  # cut off in the middle of a letter
        return text.removesuffix(_LOST) if lost else text, []
    sound = sum(not letter.isascii() for letter in text) - lost
    if sound < lost:
        text = raw.decode("cp1252", errors="replace").replace("\0", "")
    why = _GUESSED if sound < lost else _DAMAGED
    return text, [Remark(None, "", why, left_out=False)]
