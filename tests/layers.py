"""The parts of confbrowse from top to bottom, who may use which, and who may use what lies outside.

    __main__
    cli
    tui
    errand   exchange   indexing   proposing   renewing
    ingest   marks
    door   merge   plugins   stores
    catalogue   exporters   readers
    identity   people   place   search   settings   talk_json   web
    agenda   changes   editor   fetch   last_view   line   opening   web_cache   whole_file
    text
    clipboard   crash   errors   garbage   model   paths

Parts on one line do not know each other. What anybody above may use is ``errors``, ``model`` and
``text``; who uses the rest is written down too, and no more than that is true.
"""

LAYERS = (
    {"__main__"},
    {"cli"},
    {"tui"},
    {"errand", "exchange", "indexing", "proposing", "renewing"},
    {"ingest", "marks"},
    {"door", "merge", "plugins", "stores"},
    {"catalogue", "exporters", "readers"},
    {"identity", "people", "place", "search", "settings", "talk_json", "web"},
    {
        *("agenda", "changes", "editor", "fetch", "last_view", "line", "opening", "web_cache"),
        "whole_file",
    },
    {"text"},
    {"clipboard", "crash", "errors", "garbage", "model", "paths"},
)
HEIGHT = {part: -depth for depth, layer in enumerate(LAYERS) for part in layer}
USERS = {
    "agenda": {"cli", "exchange", "exporters", "search", "tui"},
    "catalogue": {"cli", "door", "ingest", "proposing"},
    "changes": {"cli", "renewing"},
    "cli": {"__main__"},
    "clipboard": {"cli", "tui"},
    "crash": {"__main__"},
    "door": {"ingest"},
    "editor": {"tui"},
    "errand": {"tui"},
    "exchange": {"cli", "tui"},
    "exporters": {"cli", "exchange", "tui"},
    "fetch": {"cli", "door", "ingest", "renewing"},
    "garbage": {"indexing", "ingest"},
    "identity": {"merge", "readers"},
    "indexing": {"cli", "tui"},
    "ingest": {"cli", "renewing"},
    "last_view": {"__main__", "tui"},
    "line": {"web"},
    "marks": {"cli", "exchange", "tui"},
    "merge": {"ingest"},
    "opening": {"cli", "tui"},
    "paths": {"__main__", "cli", "proposing", "tui"},
    "people": {"cli", "tui"},
    "place": {"cli", "tui"},
    "plugins": {"cli", "ingest"},
    "readers": {"cli", "door", "ingest", "plugins"},
    "proposing": {"tui"},
    "renewing": {"cli"},
    "search": {"cli", "indexing", "tui"},
    "settings": {"catalogue", "cli", "proposing", "tui"},
    "stores": {"cli", "exchange", "indexing", "ingest", "marks", "renewing", "tui"},
    "talk_json": {"cli", "exchange", "exporters", "readers", "stores"},
    "tui": {"__main__", "cli"},
    "web": {"cli", "door", "ingest", "renewing"},
    "web_cache": {"cli", "web"},
    "whole_file": {"exchange"},
}
KEEPERS: dict[str, set[str]] = {
    "argparse": {"cli"},
    "asyncio": {"tui"},
    "icalendar": {"exchange", "readers"},
    "numpy": {"search"},
    "platformdirs": {"paths"},
    "rapidfuzz": {"search"},
    "rich": {"text", "tui"},
    "selectolax": {"readers", "text"},
    "socket": {"line"},
    "sqlite3": {"stores"},
    "subprocess": {"clipboard", "editor", "errand", "opening"},
    "tempfile": {"cli", "editor"},
    "termios": {"last_view"},
    "textual": {"tui"},
    "threading": {"line", "opening", "tui"},
    "urllib3": {"line", "web"},
    "xml": {"readers"},
    "yaml": {"readers"},
    **{door: set() for door in ("http", "pickle", "ssl", "urllib.request", "webbrowser")},
}
"""Who may use what lies outside; the last are for nobody."""
