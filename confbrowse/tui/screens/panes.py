"""What screens with a list beside an abstract share: panes, focus, sizes, zoom, the two ribbons."""

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.events import Resize
from textual.reactive import var
from textual.widget import Widget

from confbrowse.model import NO_MARK, Talk
from confbrowse.place import LIST_SHARES
from confbrowse.text.cells import Drawn
from confbrowse.tui.keys import is_letter
from confbrowse.tui.screens.selecting import SelectingScreen
from confbrowse.tui.screens.talk_screen import Desk
from confbrowse.tui.widgets.detail_pane import DetailPane
from confbrowse.tui.widgets.line_list import LineList
from confbrowse.tui.widgets.line_view import LineView
from confbrowse.tui.widgets.ribbon import Ribbon, Rule, key_pieces
from confbrowse.tui.widgets.typing_line import TypingLine

SIDE_BY_SIDE = 120
"""The least width of a window, in columns, that has the abstract beside its list."""
_WIDTHS = [(0, "-narrow"), (80, "-medium"), (SIDE_BY_SIDE, "-wide")]
_SHARE_STEP = 5
_REST_SECONDS = 0.03
"""How long the cursor rests on a talk before its abstract is shown."""


class _Panes(Widget):
    """What the panes stand in; it draws nothing itself."""

    BLANK = True


class PanesScreen(SelectingScreen):
    """Owns which panes are on screen; subclasses own what is in them.

    From 120 columns on, panes stand side by side; from 80 the abstract stands below its list;
    below 80 one pane is on screen at a time.
    """

    AUTO_FOCUS = "TalkList, AgendaList"
    HORIZONTAL_BREAKPOINTS = _WIDTHS
    BINDINGS = [
        Binding("enter", "zoom(True)", "Read", tooltip="Show the talk on the whole screen.", id="panes.read"),
        Binding("z", "zoom", "Zoom", tooltip="Show the talk on the whole screen, or all panes again.", id="panes.zoom", show=False),
        Binding("escape", "back", "Back", tooltip="One step back: out of the abstract, the filter, this view.", id="panes.back", show=False),
        Binding("h", "pane(-1)", "Pane left", tooltip="Go to the pane before.", id="panes.left", show=False),
        Binding("l", "pane(1)", "Pane right", tooltip="Go to the next pane.", id="panes.right", show=False),
        Binding("tab", "pane(1)", "Next pane", tooltip="Go to the next pane.", id="panes.next", show=False),
        Binding("shift+tab", "pane(-1)", "Pane before", tooltip="Go to the pane before.", id="panes.previous", show=False),
        Binding("J", "scroll_detail(1)", "Abstract down", tooltip="Scroll the abstract down, from anywhere.", id="panes.detail-down", show=False),
        Binding("K", "scroll_detail(-1)", "Abstract up", tooltip="Scroll the abstract up, from anywhere.", id="panes.detail-up", show=False),
        Binding("v", "select", "Select", tooltip="Select talks from here on: s + - x d e then act on all of them; Esc ends it.", id="panes.select", show=False),
        Binding("less_than_sign", "resize(-1)", "Smaller", tooltip="Make this pane smaller.", id="panes.smaller", show=False),
        Binding("greater_than_sign", "resize(1)", "Larger", tooltip="Make this pane larger.", id="panes.larger", show=False),
        Binding("equals_sign", "raw", "Source", tooltip="Show title and abstract as their source has them, or readable again.", id="talk.raw", show=False),
    ]  # fmt: skip

    zoomed: var[bool] = var(False)
    """Whether the talk has the whole screen."""
    list_share: var[int] = var(45)
    """Per cent of the room that the list takes beside or above the abstract."""

    raw: var[bool] = var(False)
    """Whether texts are shown as their source has them, and not as they are read."""

    def __init__(self, desk: Desk, main_list: LineList) -> None:
        super().__init__(desk, main_list)
        self.detail = DetailPane()
        self.detail.measure = desk.settings.screen.measure
        self.status, self.key_bar = Ribbon(id="status"), Ribbon(id="keys")

    def compose(self) -> ComposeResult:
        """Lay out the ribbons and, between them, the panes; at once as the window needs it."""
        self._soon = self.set_interval(_REST_SECONDS, self.show_talk, pause=True)
        width = self.app.size.width
        self.add_class(next(name for least, name in reversed(_WIDTHS) if width >= least))
        self._share_room(width)
        yield self.status
        with _Panes():
            yield from self.compose_left()
            yield self.main_list
            yield Rule()
            yield self.detail
        yield self.key_bar

    def compose_left(self) -> ComposeResult:
        """Lay out what stands left of the list."""
        yield from ()

    def on_mount(self) -> None:
        """Follow the cursor, and keep the keys in the ribbon those that work."""
        self.watch(self.main_list, "cursor", self._follow, init=False)
        self.bindings_updated_signal.subscribe(self, lambda _: self._show_keys())

    def on_resize(self, event: Resize) -> None:
        """Lay the panes out for the new size, and show as many keys as fit now."""
        self._share_room(event.size.width)
        self._show_keys()
        self.show_status()

    def pointed(self) -> Talk | None:
        """Return the talk under the cursor of the list; None where there is none."""
        raise NotImplementedError

    def _follow(self) -> None:
        """Make the talk under the cursor the one that keys act on, before the next key comes."""
        self.talk = self.pointed()

    @on(LineList.Highlighted)
    def _follow_lines(self, event: LineList.Highlighted) -> None:
        """Do so, too, where the lines under the cursor have changed."""
        if event.list is self.main_list:
            self._follow()

    def watch_talk(self) -> None:
        """Show the talk once the cursor rests.

        A key that moves the cursor is answered by the cursor alone, at once; the abstract follows
        when the next key is not there yet, so that a key held down does not paint every abstract.
        """
        self._soon.reset()
        self._soon.resume()

    def show_talk(self) -> None:
        """Show the talk in the abstract's pane and in the status line."""
        self._soon.pause()
        self.detail.talk = self.talk
        self.show_marks_of_talk()
        self.show_status()
        if self.zoomed:
            self.see()

    def show_marks_of_talk(self) -> None:
        """Show in the abstract's pane what the reader said about the talk."""
        talk = self.talk
        self.detail.mark = self.marks.get(talk.id, NO_MARK) if talk else NO_MARK
        self.detail.partners = self.partners()
        self.detail.clock = self._clock
        self.detail.is_cancelled = bool(talk and talk.id in self.cancelled)

    def clock_changed(self) -> None:
        """Show the time of the talk by the clock that is chosen now."""
        self.show_marks_of_talk()
        self.show_status()

    def show_status(self) -> None:
        """Bring the status line up to date."""
        self.status.left, self.status.right = self.status_pieces()

    def status_pieces(self) -> tuple[Drawn, Drawn]:
        """Return the left and right part of the status line."""
        raise NotImplementedError

    def _show_keys(self) -> None:
        typing = isinstance(self.focused, TypingLine)
        keys = [
            (self.app.get_key_display(active.binding), active.binding.description)
            for active in self.active_bindings.values()
            if active.enabled and self._is_named(active.binding, typing=typing)
        ]
        first_of = {word: (key, word) for key, word in reversed(keys)}
        ordered = list(dict.fromkeys(first_of[word] for _, word in keys))
        self.key_bar.right = ((" F1 " if typing else " ? ", "line--when"), ("Help", "line--faint"))
        self.key_bar.left = key_pieces(ordered, max(self.size.width - 10, 0))

    def _is_named(self, binding: Binding, *, typing: bool) -> bool:
        """Return whether the ribbon names *binding*: not while its key is typed as a letter."""
        leads_back = self.zoomed and binding.action == "back"
        return (binding.show or leads_back) and not (typing and is_letter(binding.key))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave out what is done already: to give the talk the whole screen."""
        if action == "zoom" and parameters == (True,) and self.zoomed:
            return False
        return super().check_action(action, parameters)

    def panes(self) -> list[Widget]:
        """Return the panes that can be gone to, from left to right."""
        return [self.main_list, self.detail]

    def watch_zoomed(self, zoomed: bool) -> None:
        """Give the talk the whole screen, or take it back."""
        self.set_class(zoomed, "-zoomed")
        self.refresh_bindings()
        if zoomed:
            self._end_selection()
            self.see()
        self.go_to(self.detail if zoomed else self.main_list)

    def watch_list_share(self) -> None:
        """Share the room anew between list and abstract."""
        self._share_room(self.size.width)

    def watch_raw(self, raw: bool) -> None:
        """Show list and abstract in the other form."""
        self.main_list.raw = self.detail.raw = raw

    def _share_room(self, width: int) -> None:
        """Give list and abstract their shares: of the width side by side, of the height otherwise."""
        beside = width >= SIDE_BY_SIDE
        for pane, share in (
            (self.main_list, self.list_share),
            (self.detail, 100 - self.list_share),
        ):
            pane.styles.width = f"{share}fr" if beside else "100%"
            pane.styles.height = "100%" if beside else f"{share}fr"

    @on(LineView.EdgeDragged)
    def _drag_edge(self, event: LineView.EdgeDragged) -> None:
        if self.has_class("-wide") and event.view is self.main_list:
            room = self.main_list.region.width + self.detail.region.width
            self._share(event.x + 1 - self.main_list.region.x, room)
        elif isinstance(event.view, Rule):
            room = self.main_list.region.height + self.detail.region.height
            self._share(event.y - self.main_list.region.y, room)

    def _share(self, of_list: int, room: int) -> None:
        """Give the list so many of the cells in *room*, as nearly as per cents go."""
        share = round(100 * of_list / max(room, 1))
        self.list_share = max(LIST_SHARES[0], min(LIST_SHARES[-1], share))

    def go_to(self, pane: Widget) -> None:
        """Focus *pane* once it is on screen."""
        self.call_after_refresh(pane.focus)

    @on(LineList.Chosen)
    def _read_chosen(self, event: LineList.Chosen) -> None:
        """Read the talk that was clicked a second time."""
        if event.list is self.main_list:
            self.zoomed = True

    def action_raw(self) -> None:
        """Show texts as their source has them, or readable again."""
        self.raw = not self.raw

    def action_zoom(self, zoomed: bool | None = None) -> None:
        """Show the talk on the whole screen, or all panes again."""
        if self.talk:
            self.zoomed = not self.zoomed if zoomed is None else zoomed

    def action_back(self) -> None:
        """Go one step back."""
        if self.main_list.selected:
            self._end_selection()
        elif self.zoomed:
            self.zoomed = False
        elif self.focused is not self.main_list:
            self.go_to(self.main_list)
        else:
            self.leave()

    def action_select(self) -> None:
        """Select from the line at the cursor on, or end that."""
        if self.main_list.selected or self.zoomed or not self.talk:
            self._end_selection()
        else:
            self.main_list.selected_from = self.main_list.cursor
            self.go_to(self.main_list)
            self.show_status()

    def _end_selection(self) -> None:
        self.main_list.selected_from = None
        self.show_status()

    def leave(self) -> None:
        """Go back from the list itself."""

    def action_pane(self, step: int) -> None:
        """Go to the next pane, or the one before; round the corner at the ends."""
        panes = self.panes()
        at = panes.index(self.focused) if self.focused in panes else 0
        pane = panes[(at + step) % len(panes)]
        if pane is self.detail and self.has_class("-narrow"):
            self.action_zoom(True)
        elif self.zoomed:
            self.zoomed = False
        else:
            self.go_to(pane)

    def action_scroll_detail(self, pages: int) -> None:
        """Scroll the abstract by half a page."""
        self.detail.scroll_lines(pages * max(self.detail.size.height // 2, 1))

    def action_resize(self, step: int) -> None:
        """Make the list or the abstract larger or smaller."""
        sign = -1 if self.focused is self.detail else 1
        self._share(self.list_share + sign * step * _SHARE_STEP, 100)
