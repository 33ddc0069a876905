"""Start confbrowse: the browser, or a command."""

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    from confbrowse.paths import places
    from confbrowse.stores.library import Library
    from confbrowse.stores.agenda import Agenda
    from confbrowse.place import load
    from confbrowse.tui.app import ConfbrowseApp
    p = places()
    ConfbrowseApp(Library.at(p.library), Agenda.at(p.agenda), load(p.place), place_file=p.place).run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
