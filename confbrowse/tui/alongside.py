"""What goes on beside the screens: reminders of what begins soon, and the reader's files kept in step."""

from time import monotonic

from textual.driver import Driver
from textual.notifications import Notify, SeverityLevel

from confbrowse.agenda.timetable import Timetable
from confbrowse.settings.fields import Agenda
from confbrowse.tui.bearings import Bearings
from confbrowse.tui.keeping_up import Begin, KeepingUp
from confbrowse.tui.orderly import OrderlyApp
from confbrowse.tui.reminding import Reminders, osc9, reminder

_REMIND_SECONDS = 1.0
"""How often the clock is looked at for reminders."""
_FILES_SECONDS = 1.0
"""How often the reader's mirror and calendar are looked after, and how long marks rest before that."""
_BRIEF_SECONDS = 3.0
"""The longest that a notice stays which the next one may take away."""


class AlongsideApp(OrderlyApp):
    """Owns what nobody has to ask for."""

    def __init__(
        self,
        bearings: Bearings,
        agenda: Agenda,
        keeping: Begin | None,
        driver_class: type[Driver] | None,
    ) -> None:
        """*agenda* says of what and how to remind; *keeping* makes what keeps files up to date."""
        super().__init__(driver_class=driver_class)
        self.bearings = bearings
        self._reminders, self._remind_by = Reminders(agenda.remind), agenda.remind_by
        self._keeping = KeepingUp(keeping) if keeping else None
        self._notices_stay_until = 0.0

    @property
    def planned(self) -> Timetable:
        """What the reader starred."""
        raise NotImplementedError

    def go_alongside(self) -> None:
        """Begin."""
        self.set_interval(_REMIND_SECONDS, self._remind)
        if self._keeping:
            self._files_timer = self.set_interval(_FILES_SECONDS, self._look_after_files)

    def on_notify(self, event: Notify) -> None:
        """Let a notice take the place of brief ones before it, so that they never pile up over the text."""
        now = monotonic()
        if now >= self._notices_stay_until:
            self.clear_notifications()
        if event.notification.timeout > _BRIEF_SECONDS:
            ends = now + event.notification.timeout
            self._notices_stay_until = max(self._notices_stay_until, ends)

    def _remind(self) -> None:
        """Remind the reader of what begins soon."""
        at = self.bearings.now()
        for talk in self._reminders.due(self.planned, at):
            sentence = reminder(talk, at)
            self.notify(sentence, markup=False, timeout=30)
            if self._remind_by == "bell":
                self.bell()
            elif self._remind_by == "osc9" and self._driver:
                self._driver.write(osc9(sentence))

    def look_at_files(self) -> None:
        """Look at once what has become of the reader's files."""
        if self._keeping:
            self.run_worker(self._look(self._keeping, at_once=True), group="files")

    def _look_after_files(self) -> None:
        """Bring the reader's files up to date when marks rest; no more where there is none."""
        if self._keeping and self._keeping.is_idle:
            self._files_timer.stop()
        elif self._keeping and not self._keeping.is_busy:
            self.run_worker(self._look(self._keeping), group="files")

    async def _look(self, keeping: KeepingUp, *, at_once: bool = False) -> None:
        for notice in await keeping.look(at_once=at_once):
            severity: SeverityLevel = "error" if notice.failed else "information"
            self.notify(notice.sentence, severity=severity, markup=False, timeout=8)

    async def last_words(self) -> str:
        """Bring the reader's files up to date for the last time; return what is to be said of that."""
        notices = await self._keeping.look(at_once=True) if self._keeping else ()
        return "\n".join(one.sentence for one in notices)
