"""Every command: its keys, its words and its action. Key bindings, help, the palette, ``confbrowse keys`` and the README read it."""

from dataclasses import dataclass

from textual.binding import Binding, BindingType


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that a key does."""

    id: str
    """Stable: the name of the command under ``[keys]`` in config.toml."""
    keys: str
    """The default keys by Textual's names, separated by commas, such as ``s,space``."""
    label: str
    """As the key bar and the palette name it."""
    help: str
    """One sentence."""
    action: str
    """A Textual action of the class whose bindings these are."""
    footer: bool = False
    """Whether the key bar shows it."""
    synonyms: str = ""
    """Other words by which help and the palette find it."""
    gives_way: bool = False
    """Whether it takes a free key where the user has given its key, free in earlier versions, to another command."""

    @property
    def default_keys(self) -> tuple[str, ...]:
        """The default keys, one by one."""
        return tuple(self.keys.split(","))


@dataclass(frozen=True, slots=True)
class KeyScope:
    """The commands that one class of screen or widget declares."""

    heading: str
    """Above these commands in the README and in ``confbrowse keys``; several scopes may share one."""
    commands: tuple[Command, ...]
    active_in: frozenset[str]
    """Where the keys work: ``screen/widget with the focus`` on a screen that has several such widgets,
    else the name of a dialog or of a line that takes all keys. Two commands that are active in the same
    place cannot share a key."""


def bindings(*scopes: KeyScope) -> list[BindingType]:
    """Return the commands of *scopes* as Textual wants them in ``BINDINGS``."""
    return [
        Binding(one.keys, one.action, one.label, show=one.footer, tooltip=one.help, id=one.id)
        for scope in scopes
        for one in scope.commands
    ]


_BROWSE = frozenset({"browse/list", "browse/sidebar", "browse/abstract"})
_AGENDA = frozenset({"agenda/list", "agenda/abstract"})
_PLAN = frozenset({"plan/list", "plan/abstract"})
_FREE_TIME = frozenset({"free time/list", "free time/abstract"})
_NOW = frozenset({"now/list", "now/abstract"})
_TIMELINE = frozenset({"timeline/drawing", "timeline/abstract"})
_PEOPLE = frozenset({"people/list", "people/abstract"})
_SIMILAR = frozenset({"similar/list", "similar/abstract"})
_FOR_YOU = frozenset({"for you/list", "for you/abstract"})
_COMPARE = frozenset({"compare/list", "compare/abstract"})
_OVERVIEW = frozenset({"overview/cells"})
_PANES = (
    _BROWSE
    | _AGENDA
    | _PLAN
    | _FREE_TIME
    | _NOW
    | _TIMELINE
    | _PEOPLE
    | _SIMILAR
    | _FOR_YOU
    | _COMPARE
    | _OVERVIEW
)
_CLASH = frozenset({"clash"})
_TRIAGE = frozenset({"triage"})
_TALKS = _PANES | _CLASH | _TRIAGE
_MENUS = frozenset({"links", "export", "help", "palette", "choice", "import", "task", "prompt"})
_ABSTRACTS = frozenset(place for place in _PANES if place.endswith("/abstract"))
_LISTS = (_PANES - _ABSTRACTS) | _MENUS
_DIGITS = range(1, 10)

# One command a line.
# fmt: off

LIST = KeyScope("Lists", (
    Command("list.down", "j,down", "Down", "Move down.", "move(1)"),
    Command("list.up", "k,up", "Up", "Move up.", "move(-1)"),
    Command("list.top", "g,home", "Top", "Go to the first line.", "first"),
    Command("list.bottom", "G,end", "Bottom", "Go to the last line.", "last"),
    Command("list.half-down", "ctrl+d", "Half page down", "Move half a page down.", "page(0.5)"),
    Command("list.half-up", "ctrl+u", "Half page up", "Move half a page up.", "page(-0.5)"),
    Command("list.page-down", "pagedown", "Page down", "Move a page down.", "page(1)"),
    Command("list.page-up", "pageup", "Page up", "Move a page up.", "page(-1)"),
), _LISTS)

TALK = KeyScope("Talks", (
    Command("talk.star", "s,space", "Star", "Star or unstar the talk.", "star", footer=True, synonyms="bookmark favourite favorite save"),
    Command("talk.more-interest", "plus", "Interest up", "Raise your interest in the talk, up to 3.", "interest(1)", synonyms="rate rating priority more"),
    Command("talk.less-interest", "minus", "Interest down", "Lower your interest in the talk, down to 0.", "interest(-1)", synonyms="rate rating priority less"),
    Command("talk.hide", "x", "Hide", "Hide the talk from lists, or show it again; is:hidden finds hidden talks.", "hide", synonyms="dismiss ignore skip unhide"),
    Command("talk.later", "L", "Later", "Put the decision about the talk off, or no longer; is:later finds these talks.", "later", synonyms="defer postpone maybe snooze", gives_way=True),
    Command("talk.watch", "P", "Watch", "Add an author of the talk or the search to the watch list, or remove it: matching talks are marked in every list and come first in triage.", "watch", synonyms="follow alert author subscribe notify", gives_way=True),
    Command("talk.seen", "d", "Mark as seen", "Mark the talk as seen or unseen; reading it full screen also marks it as seen.", "seen", synonyms="read unread"),
    Command("talk.note", "e", "Edit note", "Write or edit a note on the talk.", "note", synonyms="comment annotate"),
    Command("marks.undo", "u", "Undo", "Undo the last change to your marks (also across sessions).", "undo", footer=True, synonyms="revert"),
    Command("marks.redo", "ctrl+r", "Redo", "Redo the change that was undone last.", "redo"),
), _TALKS)

LINKS = KeyScope("Talks", (
    Command("talk.open", "o", "Open", "Open the talk's best link: code, else paper, else the first. Without links, search for its title.", "open", footer=True, synonyms="browser url website"),
    Command("talk.links", "O", "Links", "List the talk's links, to open or copy one by its number.", "links", synonyms="url"),
    Command("talk.copy", "y", "Copy", "Copy the talk: y or Enter its citation, t its title, l its link, a its abstract.", "copy", synonyms="yank clipboard citation title abstract"),
    Command("talk.copy-citation", "ctrl+y", "Copy citation", "Copy the talk's title, authors, session and link at once.", "copy_citation", synonyms="yank clipboard cite reference", gives_way=True),
    Command("talk.copy-link", "Y", "Copy link", "Copy the talk's best link.", "copy_link", synonyms="yank clipboard url"),
), _TALKS)

CLASHES_AND_CLOCK = KeyScope("Talks", (
    Command("talk.clash", "c", "Clashes", "Compare the talk with your starred talks that clash with it, and keep one.", "clash", synonyms="conflict collision overlap"),
    Command("talk.clock", "T", "Time zone", "Choose the time zone: the event's, this computer's or any other.", "clock", synonyms="clock timezone utc"),
), _PANES)

EXPORT = KeyScope("Talks", (
    Command("browse.export", "E", "Export", "Export your agenda, the selected talks or those in view, to a file or the clipboard.", "export", synonyms="save download bibtex ical ics calendar"),
), _PANES)

VIEWS = KeyScope("Views", (
    Command("view.programme", "1", "Programme", "Show the programme.", "view('programme')", synonyms="schedule home"),
    Command("view.agenda", "a,2", "Agenda", "Show your starred talks by day; again to go back.", "view('agenda')", footer=True, synonyms="bookmarks favourites favorites plan"),
    Command("view.now", "t,3", "Now", "Show what is on, what comes next and how soon; again to go back.", "view('now')", synonyms="current upcoming"),
    Command("view.timeline", "4", "Timetable", "Show a day as a timetable, rooms across and time down; again to go back.", "view('timeline')", synonyms="timeline grid calendar rooms day"),
    Command("view.people", "5", "People", "Show who gives your starred talks, and all their talks; again to go back.", "view('people')", synonyms="speakers presenters authors"),
    Command("view.overview", "6", "Overview", "Show a programme in numbers: days by hours, sessions, kinds, rooms, authors and terms, each of which lists its talks; again to go back.", "view('overview')", synonyms="statistics heat map numbers summary", gives_way=True),
    Command("view.for-you", "U", "For you", "Show talks that you may like, learned from your marks, with the reasons; again to go back.", "view('for-you')", synonyms="recommend recommendations suggestions discover", gives_way=True),
    Command("talk.people", "p", "More by authors", "Show all talks by the authors of this one, in every programme.", "people", synonyms="speakers presenters people"),
    Command("talk.like", "m", "More like this", "Show the talks most similar to this one, from the whole library.", "like", synonyms="related recommend"),
), _PANES)

PANES = KeyScope("Panes", (
    Command("panes.read", "enter", "Read", "Show the talk full screen.", "zoom(True)", footer=True, synonyms="maximise"),
    Command("panes.zoom", "z", "Zoom", "Show the talk full screen, or all panes again.", "zoom", synonyms="maximise"),
    Command("panes.back", "escape", "Back", "Go back one step: out of the abstract, the search or this view.", "back", synonyms="cancel"),
    Command("panes.left", "h", "Previous pane", "Go to the previous pane.", "pane(-1)", synonyms="focus left"),
    Command("panes.right", "l", "Next pane", "Go to the next pane.", "pane(1)", synonyms="focus right"),
    Command("panes.next", "tab", "Next pane", "Go to the next pane.", "pane(1)", synonyms="focus"),
    Command("panes.previous", "shift+tab", "Previous pane", "Go to the previous pane.", "pane(-1)", synonyms="focus"),
    Command("panes.detail-down", "J", "Scroll down", "Scroll the abstract down from any pane.", "scroll_detail(1)"),
    Command("panes.detail-up", "K", "Scroll up", "Scroll the abstract up from any pane.", "scroll_detail(-1)"),
    Command("panes.select", "v", "Select", "Select several talks: s x d e E then apply to all of them and end the selection; + and - keep it, Esc ends it.", "select", synonyms="multiple range visual"),
    Command("panes.smaller", "less_than_sign", "Shrink pane", "Make this pane smaller.", "resize(-1)", synonyms="resize width"),
    Command("panes.larger", "greater_than_sign", "Enlarge pane", "Make this pane larger.", "resize(1)", synonyms="resize width"),
    Command("talk.raw", "equals_sign", "Show source", "Show title and abstract as in their source, or readable again.", "raw", synonyms="raw latex tex"),
), _PANES)

SESSION_NEIGHBOURS = KeyScope("Panes", (
    Command("talk.before", "left_parenthesis", "Previous talk", "Go to the previous talk of the session.", "beside(-1)"),
    Command("talk.after", "right_parenthesis", "Next talk", "Go to the next talk of the session.", "beside(1)"),
    Command("talk.presentation", "ampersand", "Oral or poster", "Go to the talk's other presentation: from an oral to its poster and back.", "presentation", synonyms="also paper twice", gives_way=True),
    Command("talk.star-presentation", "asterisk", "Star oral and poster", "Star the talk's other presentation too, such as the poster of an oral, or unstar it.", "star_presentation", synonyms="also other both bookmark", gives_way=True),
), _PANES)

LIBRARY = KeyScope("Programme", (
    Command("browse.sidebar", "b", "Sidebar", "Show or hide the sidebar.", "sidebar", footer=True, synonyms="tree"),
    Command("browse.add", "A", "Add", "Add a conference by URL, file or name, or import an agenda.", "add", synonyms="open programme"),
    Command("browse.update", "R", "Update", "Update the programme from its source and show what changed.", "renew", synonyms="refresh fetch sync"),
), _BROWSE)

SEARCH = KeyScope("Search, filter and sort", (
    Command("browse.search", "slash", "Search", "Search as you type: words of titles, people, sessions and abstracts, and fields such as author: or day:.", "search", footer=True, synonyms="find query saved"),
    Command("browse.also", "w", "Also", "Widen the search by a word near in meaning to one of its words, an acronym or its long form: those in the line below the results.", "also", synonyms="similar related synonyms near meaning acronym widen or", gives_way=True),
    Command("browse.save-search", "W", "Save search", "Save the search under a name: @name in a search, and in the filter menu, finds it again.", "save_search", synonyms="saved bookmark query watch", gives_way=True),
    Command("browse.clear", "F", "Clear search", "Clear the search.", "clear_search", synonyms="reset"),
), _BROWSE)

FILTER_AND_SORT = KeyScope("Search, filter and sort", (
    Command("browse.filter", "f", "Filter", "Add a filter to the list or remove it: starred, with code, on now, a room, a track, a session, a kind, a day, a saved search ...", "filter", footer=True, synonyms="room track session day narrow saved"),
    Command("browse.sort", "S", "Sort by", "Sort the list by start time, session, room, title, relevance, interest or for you.", "sort", synonyms="order"),
    Command("browse.details", "D", "Details", "Show titles over as many lines as they need, or in one line each.", "detail", synonyms="compact rows lines"),
), _BROWSE)

BROWSE = KeyScope("Programme", (
    Command("browse.session-before", "left_square_bracket", "Previous session", "Go to the previous session.", "jump('session', -1)"),
    Command("browse.session-next", "right_square_bracket", "Next session", "Go to the next session.", "jump('session', 1)"),
    Command("browse.day-before", "left_curly_bracket", "Previous day", "Go to the previous day.", "jump('day', -1)"),
    Command("browse.day-next", "right_curly_bracket", "Next day", "Go to the next day.", "jump('day', 1)"),
    Command("browse.triage", "X", "Triage", "Go through the talks in the list, or below the closed heading at the cursor, one at a time and star or hide each; the next time goes on where you stopped.", "triage", synonyms="review decide queue one by one inbox", gives_way=True),
    Command("browse.reload", "r", "Reload", "Reload the library from disk.", "reload", synonyms="refresh"),
    Command("browse.quit", "q", "Quit", "Go back, or quit; everything is saved.", "leave_or_quit", footer=True, synonyms="exit close"),
), _BROWSE)

EVERYWHERE = KeyScope("Everywhere", (
    Command("app.help", "question_mark,f1", "Help", "Search the keys that work here.", "help", synonyms="shortcuts"),
    Command("app.palette", "colon", "Command palette", "Find and run a command by its name; Ctrl-p also does so while you type.", "app.command_palette", synonyms="commands menu"),
    Command("app.theme", "C", "Theme", "Choose the colours: dark, light, high contrast or the terminal's own.", "app.change_theme", synonyms="color appearance"),
    Command("app.messages", "M", "Messages", "Show the last messages again, with their times.", "app.messages", synonyms="notifications errors log history", gives_way=True),
    Command("app.redraw", "ctrl+l", "Redraw", "Redraw the screen.", "app.redraw", synonyms="repaint"),
    Command("app.suspend", "ctrl+z", "Suspend", "Suspend to the shell; fg returns.", "app.suspend_process", synonyms="background"),
    Command("app.quit-now", "Q", "Quit now", "Quit at once; everything is saved.", "app.quit", synonyms="exit"),
), _TALKS)

FOLDING = KeyScope("Programme", (
    Command("list.fold", "left", "Fold", "Close the session, start time or room of this talk, so that only its heading is left.", "fold(False)", synonyms="collapse close heading group", gives_way=True),
    Command("list.unfold", "right", "Unfold", "Open the closed heading at the cursor; Enter does so too.", "fold(True)", synonyms="expand open heading group", gives_way=True),
    Command("list.fold-all", "Z", "Fold all", "Close every heading, for a table of contents; again to open them.", "fold_all", synonyms="collapse expand contents overview", gives_way=True),
), frozenset({"browse/list"}))

SEARCH_BAR = KeyScope("Search bar", (
    Command("search.keep", "enter", "Results", "Go to the results and keep the search.", "leave", footer=True),
    Command("search.leave", "escape", "Back", "Go to the results; a second Esc clears the search.", "leave", footer=True),
    Command("search.complete", "tab", "Complete", "Complete what you are typing; again for the next suggestion.", "complete", footer=True),
    Command("search.complete-back", "shift+tab", "Complete back", "Complete with the previous suggestion.", "complete(True)"),
    Command("search.down", "down", "Next", "Go to the next talk while typing.", "down", footer=True),
    Command("search.up", "up", "Previous", "Recall an earlier search that begins like the line; in the list, go to the previous talk.", "up", footer=True, synonyms="history"),
    Command("search.page-down", "pagedown", "Page down", "Move a page down while typing.", "page(1)"),
    Command("search.page-up", "pageup", "Page up", "Move a page up while typing.", "page(-1)"),
), frozenset({"search bar"}))

LINE_EDITOR = KeyScope("Search bar", (
    Command("search.left", "left", "Left", "Move one character left.", "edit('moved', -1)"),
    Command("search.right", "right", "Right", "Move one character right.", "edit('moved', 1)"),
    Command("search.word-left", "ctrl+left,alt+b", "Word left", "Move one word left.", "edit('moved_word', -1)"),
    Command("search.word-right", "ctrl+right,alt+f", "Word right", "Move one word right.", "edit('moved_word', 1)"),
    Command("search.start", "home,ctrl+a", "Start", "Go to the start of the line.", "edit('to_start')"),
    Command("search.end", "end,ctrl+e", "End", "Go to the end of the line.", "edit('to_end')"),
    Command("search.delete-before", "backspace", "Delete back", "Delete the character before the cursor.", "edit('without_before')"),
    Command("search.delete", "delete,ctrl+d", "Delete", "Delete the character under the cursor.", "edit('without_after')"),
    Command("search.delete-word", "ctrl+w,alt+backspace", "Delete word", "Delete the word before the cursor.", "edit('without_word_before')"),
    Command("search.delete-to-start", "ctrl+u", "Delete to start", "Delete to the start of the line.", "edit('without_all_before')"),
    Command("search.delete-to-end", "ctrl+k", "Delete to end", "Delete to the end of the line.", "edit('without_all_after')"),
), frozenset({"search bar", "find line"}))

SIDEBAR = KeyScope("Sidebar", (
    Command("sidebar.close", "left", "Collapse", "Collapse this part of the sidebar.", "fold(False)", synonyms="close fold"),
    Command("sidebar.open", "right", "Expand", "Expand this part of the sidebar.", "fold(True)", synonyms="open unfold"),
    Command("sidebar.narrow", "slash", "Find", "Filter the sidebar as you type.", "narrow", footer=True, synonyms="narrow search"),
    Command("sidebar.widen", "escape", "Show all", "Clear the filter and show the whole sidebar.", "widen", footer=True),
), frozenset({"browse/sidebar"}))

ABSTRACT = KeyScope("Abstract", (
    Command("detail.find", "slash", "Find", "Find words in the abstract as you type.", "find", footer=True, synonyms="search"),
    Command("detail.next-match", "n", "Next match", "Go to the next match.", "match(1)", footer=True),
    Command("detail.match-before", "N", "Previous match", "Go to the previous match.", "match(-1)"),
    Command("detail.end-find", "escape", "Done", "Clear the matches.", "end_find", footer=True),
    Command("detail.down", "j,down", "Down", "Scroll down.", "scroll(1)"),
    Command("detail.up", "k,up", "Up", "Scroll up.", "scroll(-1)"),
    Command("detail.top", "g,home", "Top", "Go to the start of the abstract.", "top"),
    Command("detail.bottom", "G,end", "Bottom", "Go to the end of the abstract.", "bottom"),
    Command("detail.page-down", "ctrl+d,pagedown", "Page down", "Scroll a page down.", "page(1)"),
    Command("detail.page-up", "ctrl+u,pageup", "Page up", "Scroll a page up.", "page(-1)"),
), _ABSTRACTS)

FIND_LINE = KeyScope("Find in the abstract", (
    Command("find.keep", "enter", "Abstract", "Go to the abstract and keep the matches; n and N go to the next and previous one.", "keep", footer=True),
    Command("find.leave", "escape", "Back", "Go to the abstract and clear the matches.", "leave", footer=True),
    Command("find.next", "down", "Next", "Go to the next match while typing.", "go(1)", footer=True),
    Command("find.previous", "up", "Previous", "Go to the previous match while typing.", "go(-1)", footer=True),
), frozenset({"find line"}))

AGENDA = KeyScope("Agenda and free time", (
    Command("agenda.fitting", "f", "Free time", "List the talks that fit your free time: the gap at the cursor, else the next one.", "fitting", footer=True, synonyms="gap fits"),
    Command("agenda.plan", "i", "Plan", "Propose the best plan for the day at the cursor: your stars without clashes, and what may interest you.", "plan", footer=True, synonyms="itinerary optimise optimize schedule best solve clashes", gives_way=True),
    Command("agenda.back", "q", "Back", "Go back to the programme.", "back", footer=True),
), _AGENDA)

FREE_TIME = KeyScope("Agenda and free time", (
    Command("fitting.back", "q", "Back", "Go back to the agenda.", "back", footer=True),
), _FREE_TIME)

PLAN = KeyScope("Plan", (
    Command("plan.apply", "A", "Apply", "Star what the plan has and unstar what it leaves out, in one step that u undoes.", "apply", footer=True, synonyms="accept use star all", gives_way=True),
    Command("plan.whole", "w", "All days", "Plan all days, or only this day again.", "whole", footer=True, gives_way=True),
    Command("plan.day-before", "left_curly_bracket", "Previous day", "Plan the previous day.", "day(-1)", gives_way=True),
    Command("plan.day-next", "right_curly_bracket", "Next day", "Plan the next day.", "day(1)", gives_way=True),
    Command("plan.back", "q", "Back", "Go back to the agenda without a change.", "back", footer=True),
), _PLAN)

CLASH = KeyScope("Clashing talks", (
    *(Command(f"clash.keep-{n}", str(n), "Keep", "Keep the talk with this number: star it and unstar those it clashes with.", f"keep({n})") for n in _DIGITS),
    Command("clash.keep", "enter", "Keep", "Keep the talk at the cursor: star it and unstar those it clashes with.", "keep", footer=True),
    Command("clash.next", "l,j,right,down,tab", "Next", "Go to the next talk.", "move(1)"),
    Command("clash.before", "h,k,left,up,shift+tab", "Previous", "Go to the previous talk.", "move(-1)"),
    Command("clash.close", "escape,q,c", "Close", "Close without changing a star.", "close", synonyms="cancel"),
), _CLASH)

TRIAGE = KeyScope("Triage", (
    Command("triage.skip", "j,down,right", "Skip", "Go to the next talk without a decision.", "go(1)", footer=True, synonyms="next pass"),
    Command("triage.back", "k,up,left", "Back", "Go back to the previous talk.", "go(-1)", footer=True, synonyms="previous"),
    Command("triage.later", "w", "Later", "Put the decision about the talk off and go to the next one; is:later finds it again.", "later", footer=True, synonyms="defer postpone maybe"),
    Command("triage.first", "g,home", "First talk", "Go back to the first talk.", "go_to_first", synonyms="restart again top"),
    Command("triage.compare", "c", "Compare", "Compare the talk with your starred talks that clash with it, side by side.", "clash", footer=True, synonyms="conflict clashes overlap"),
    Command("triage.sort", "S", "Sort by", "Sort the talks that are left by start time, session or what you may like, or shuffle them.", "sort", synonyms="order shuffle random"),
    Command("triage.scroll-down", "J,pagedown,ctrl+d", "Scroll down", "Scroll the abstract down.", "scroll_detail(1)"),
    Command("triage.scroll-up", "K,pageup,ctrl+u", "Scroll up", "Scroll the abstract up.", "scroll_detail(-1)"),
    Command("triage.quit", "q,escape", "Quit", "Go back to the list; the progress is saved.", "close", footer=True, synonyms="leave stop exit"),
), _TRIAGE)

NOW = KeyScope("Now", (
    Command("now.back", "q", "Back", "Go back to the programme.", "back", footer=True),
), _NOW)

TIMELINE = KeyScope("Timetable", (
    Command("timeline.whole", "w", "All or mine", "Show all rooms of the day, or only your starred talks.", "whole", footer=True),
    Command("timeline.day-before", "left_curly_bracket", "Previous day", "Show the previous day.", "day(-1)"),
    Command("timeline.day-next", "right_curly_bracket", "Next day", "Show the next day.", "day(1)"),
    Command("timeline.preview", "b", "Preview", "Show or hide the abstract beside the timetable.", "preview", footer=True, synonyms="abstract sidebar", gives_way=True),
    Command("timeline.rows", "D", "Time steps", "Show more of the day, with titles cut, or whole titles again.", "rows", synonyms="compact scale rows", gives_way=True),
    Command("timeline.back", "q", "Back", "Go back to the programme.", "back", footer=True),
), _TIMELINE)

TIMELINE_VIEW = KeyScope("Timetable", (
    Command("drawing.left", "h,left", "Left", "Go to the talk on the left.", "across(-1)"),
    Command("drawing.right", "l,right", "Right", "Go to the talk on the right.", "across(1)"),
    Command("drawing.find", "slash", "Find", "Go to a room, or to a talk of the day, by typing its name.", "find", footer=True, synonyms="jump room search", gives_way=True),
    Command("drawing.rooms-before", "left_square_bracket", "Previous rooms", "Show the previous page of rooms.", "turn(-1)", gives_way=True),
    Command("drawing.rooms-next", "right_square_bracket", "Next rooms", "Show the next page of rooms.", "turn(1)", gives_way=True),
), frozenset({"timeline/drawing"}))

PEOPLE = KeyScope("People", (
    Command("people.find", "slash", "Find", "Find a person by name.", "find", footer=True, synonyms="search speaker author"),
    Command("people.back", "q", "Back", "Go back to the previous view.", "back", footer=True),
), _PEOPLE)

SIMILAR = KeyScope("More like this", (
    Command("like.back", "q", "Back", "Go back to the previous view.", "back", footer=True),
), _SIMILAR)

FOR_YOU = KeyScope("For you", (
    Command("for-you.triage", "X", "Triage", "Go through these talks one at a time and star or hide each; the next time goes on where you stopped.", "triage", footer=True, synonyms="review decide queue one by one inbox", gives_way=True),
    Command("for-you.back", "q", "Back", "Go back to the programme.", "back", footer=True),
), _FOR_YOU)

COMPARE = KeyScope("Compare agendas", (
    Command("compare.back", "q", "Back", "Go back to the previous view.", "back", footer=True),
), _COMPARE)

OVERVIEW = KeyScope("Overview", (
    Command("overview.back", "q", "Back", "Go back to the programme.", "back", footer=True),
), _OVERVIEW)

CELL_GRID = KeyScope("Overview", (
    Command("overview.left", "h,left", "Left", "Go to the number on the left.", "across(-1)"),
    Command("overview.right", "l,right", "Right", "Go to the number on the right.", "across(1)"),
), _OVERVIEW)

NOTE = KeyScope("Note", (
    Command("note.keep", "escape,ctrl+s", "Save", "Save the note and close; u undoes that.", "keep", footer=True),
    Command("note.editor", "f2", "Editor", "Edit the note in $VISUAL or $EDITOR.", "editor", footer=True),
    Command("note.leave", "ctrl+g", "Cancel", "Close without saving.", "leave", footer=True),
), frozenset({"note"}))

MENU = KeyScope("Dialogs", (
    Command("menu.close", "escape,q", "Close", "Close the dialog.", "dismiss", synonyms="cancel"),
    Command("menu.choose", "enter", "Select", "Select the highlighted line.", "choose"),
), _MENUS)

CHOICE = KeyScope("Dialogs", (
    *(Command(f"choice.take-{n}", str(n), "Select", "Select the row with this number.", f"choose_number({n})") for n in _DIGITS),
), frozenset({"choice"}))

COPY = KeyScope("Dialogs", (
    Command("copy.citation", "y,enter", "Citation", "Copy title, authors, session and link.", "copy('citation')"),
    Command("copy.title", "t", "Title", "Copy the title.", "copy('title')"),
    Command("copy.link", "l", "Link", "Copy the best link.", "copy('link')"),
    Command("copy.abstract", "a", "Abstract", "Copy the abstract.", "copy('abstract')"),
    Command("copy.close", "escape,q", "Close", "Close without copying.", "dismiss", synonyms="cancel"),
), frozenset({"copy"}))

LINKS_DIALOG = KeyScope("Dialogs", (
    *(Command(f"links.open-{n}", str(n), "Open", "Open the link with this number.", f"choose_number({n})") for n in _DIGITS),
    Command("links.copy", "y", "Copy", "Copy the highlighted link.", "copy"),
), frozenset({"links"}))

EXPORT_DIALOG = KeyScope("Dialogs", (
    *(Command(f"export.take-{n}", str(n), "Select", "Select the format with this number.", f"choose_number({n})") for n in _DIGITS),
    Command("export.talks", "tab", "Other talks", "Export other talks: your agenda, the selected ones or those in view.", "next_portion"),
), frozenset({"export"}))

HELP = KeyScope("Dialogs", (
    Command("help.down", "down", "Down", "Move down.", "move(1)"),
    Command("help.up", "up", "Up", "Move up.", "move(-1)"),
    Command("help.page-down", "pagedown", "Page down", "Move a page down.", "page(1)"),
    Command("help.page-up", "pageup", "Page up", "Move a page up.", "page(-1)"),
    Command("help.guide", "tab", "Guide", "Read the guide, by topic.", "guide", synonyms="manual documentation tutorial"),
), frozenset({"help"}))

GUIDE = KeyScope("Dialogs", (
    Command("guide.down", "j,down", "Scroll down", "Scroll down.", "scroll('down')"),
    Command("guide.up", "k,up", "Scroll up", "Scroll up.", "scroll('up')"),
    Command("guide.page-down", "space,pagedown,ctrl+d", "Page down", "Scroll a page down.", "scroll('page_down')"),
    Command("guide.page-up", "pageup,ctrl+u", "Page up", "Scroll a page up.", "scroll('page_up')"),
    Command("guide.top", "g,home", "Top", "Go to the start of the text.", "scroll('home')"),
    Command("guide.bottom", "G,end", "Bottom", "Go to the end of the text.", "scroll('end')"),
    Command("guide.close", "escape,q,enter", "Close", "Close the dialog.", "dismiss"),
), frozenset({"guide"}))

PALETTE = KeyScope("Dialogs", (
    Command("palette.down", "down", "Down", "Move down.", "move(1)"),
    Command("palette.up", "up", "Up", "Move up.", "move(-1)"),
    Command("palette.page-down", "pagedown", "Page down", "Move a page down.", "page(1)"),
    Command("palette.page-up", "pageup", "Page up", "Move a page up.", "page(-1)"),
), frozenset({"palette"}))

MESSAGE = KeyScope("Dialogs", (
    Command("text.close", "escape,q,enter,o,y", "Close", "Close the dialog.", "dismiss"),
), frozenset({"message"}))

IMPORT = KeyScope("Import an agenda", (
    Command("import.mine", "m", "Mine", "Keep your note where both agendas have one.", "prefer('OURS')"),
    Command("import.theirs", "t", "Theirs", "Use their note where both agendas have one.", "prefer('THEIRS')"),
    Command("import.both", "b", "Both", "Keep both notes where both agendas have one.", "prefer('BOTH')"),
    Command("import.compare", "c", "Compare", "Compare their agenda with yours side by side.", "compare"),
), frozenset({"import"}))

TASK = KeyScope("Add or update a conference", (
    Command("errand.stop", "escape,q", "Stop or close", "Stop, and report what was saved by then; or close the dialog.", "stop_or_close"),
), frozenset({"task"}))

PROMPT = KeyScope("Add or update a conference", (
    Command("proposals.down", "down", "Down", "Move down.", "move(1)"),
    Command("proposals.up", "up", "Up", "Move up.", "move(-1)"),
    Command("proposals.complete", "tab", "Complete", "Complete with the highlighted suggestion.", "complete"),
), frozenset({"prompt"}))
# fmt: on

SCOPES = (
    LIST,
    TALK,
    LINKS,
    CLASHES_AND_CLOCK,
    EXPORT,
    VIEWS,
    PANES,
    SESSION_NEIGHBOURS,
    SEARCH,
    FILTER_AND_SORT,
    LIBRARY,
    BROWSE,
    FOLDING,
    EVERYWHERE,
    SEARCH_BAR,
    LINE_EDITOR,
    SIDEBAR,
    ABSTRACT,
    FIND_LINE,
    AGENDA,
    FREE_TIME,
    PLAN,
    CLASH,
    TRIAGE,
    NOW,
    TIMELINE,
    TIMELINE_VIEW,
    PEOPLE,
    SIMILAR,
    FOR_YOU,
    COMPARE,
    OVERVIEW,
    CELL_GRID,
    NOTE,
    MENU,
    CHOICE,
    COPY,
    LINKS_DIALOG,
    EXPORT_DIALOG,
    HELP,
    GUIDE,
    PALETTE,
    MESSAGE,
    IMPORT,
    TASK,
    PROMPT,
)
"""Every scope, in the order of the headings."""
COMMANDS = {one.id: one for scope in SCOPES for one in scope.commands}
"""Every command by its id, in the same order."""
