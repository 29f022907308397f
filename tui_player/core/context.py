"""What all controllers share: the present moment, notices, undo and the memory of the past."""

from tui_player.core.memory import Memory
from tui_player.core.notices import NoticeBoard
from tui_player.core.undo import UndoList
from tui_player.messages.commands import Command, Remember
from tui_player.messages.facts import Fact
from tui_player.messages.snapshot import Notice
from tui_player.model.clock import Moment
from tui_player.model.severity import Severity


class CoreContext:
    """The common ground of the controllers, changed only on the engine thread.

    The Director sets the time before each turn and collects the facts to write after it.
    """

    def __init__(self, memory: Memory) -> None:
        self.undo = UndoList()
        self._notices = NoticeBoard()
        self._memory = memory
        self._facts: list[Fact] = []
        self._now = Moment(0.0, 0.0)

    @property
    def now(self) -> Moment:
        """The present moment."""
        return self._now

    @property
    def now_s(self) -> float:
        """The present moment in steady seconds."""
        return self._now.steady_s

    def set_time(self, now: Moment) -> None:
        """A turn begins at this moment."""
        self._now = now

    @property
    def memory(self) -> Memory:
        """All that is known of the past."""
        return self._memory

    def remember(self, fact: Fact) -> None:
        """Take one fact into memory, and into the facts to be written."""
        self._memory = self._memory.with_fact(fact)
        self._facts.append(fact)

    def take_facts(self) -> list[Command]:
        """The facts not written yet, as commands."""
        facts, self._facts = self._facts, []
        return [Remember(fact) for fact in facts]

    def notify(self, text: str, severity: Severity = Severity.INFORMATION) -> None:
        """Show one sentence for a while."""
        self._notices.post(text, self.now_s, severity)

    @property
    def notices(self) -> tuple[Notice, ...]:
        """The notices still worth showing, oldest first."""
        return self._notices.fresh(self.now_s)
