"""A Director on a stage: a small library, a clock by hand, a face that shows what is asked."""

from random import Random

from tests.fakes import ListCatalog
from tests.makers import face_reading, track
from tui_player.core.director import Director
from tui_player.core.director_settings import DirectorSettings
from tui_player.core.memory import Memory
from tui_player.core.selection.rules import MoodRules
from tui_player.messages import events, requests
from tui_player.messages.commands import Command, PlayNow
from tui_player.messages.events import CameraState
from tui_player.messages.snapshot import Snapshot
from tui_player.model.clock import Moment
from tui_player.model.mood.emotion import EMOTIONS, Emotion

RULES = MoodRules.from_table(
    {emotion.value: {"plays": {f"{emotion} music": 1.0}} for emotion in EMOTIONS}
)
DAY_UNIX_S = 1_790_000_000.0


class Stage:
    """A Director in front of a library with 20 tracks for each mood, and a clock by hand."""

    def __init__(
        self,
        settings: DirectorSettings | None = None,
        memory: Memory | None = None,
        catalog: ListCatalog | None = None,
        rules: MoodRules = RULES,
    ) -> None:
        self.catalog = (
            catalog
            if catalog is not None
            else ListCatalog(track(f"{e} {i}", f"{e} music") for e in EMOTIONS for i in range(20))
        )
        self.memory = memory or Memory()  # at the start
        self.director = Director(
            settings or DirectorSettings(folder="~/Music"),
            rules,
            self.catalog,
            self.memory,
            Random(3),
        )
        self.now_s = 0.0
        self.commands: list[Command] = self.director.start(self.moment)

    @property
    def moment(self) -> Moment:
        return Moment(self.now_s, DAY_UNIX_S + self.now_s)

    @property
    def snapshot(self) -> Snapshot:
        return self.director.snapshot()

    @property
    def up_next_moods(self) -> set[str]:
        return {e.track.families[0].removesuffix(" music") for e in self.snapshot.up_next}

    def tell(self, event: events.Event) -> list[Command]:
        """Hand over one event; what the player would answer to an order to play is told too."""
        commands = self.director.handle(event, self.moment)
        self.commands += commands
        for command in commands:
            if isinstance(command, PlayNow):
                commands += self.tell(events.TrackStarted(command.play_id, 180.0))
        return commands

    def ask(self, request: requests.Request) -> list[Command]:
        return self.tell(events.UserAsked(request))

    def library_is_read(self) -> list[Command]:
        return self.tell(events.LibraryChanged(tracks=len(self.catalog.tracks), genres=7))

    def look(self, emotion: Emotion, for_s: float = 6.0, faces_seen: int = 1) -> None:
        """The face shows an emotion for a while, five frames a second."""
        self.tell(events.CameraChanged(CameraState.OK))
        for _ in range(round(for_s * 5)):
            self.now_s += 0.2
            self.tell(events.FaceRead(face_reading(emotion, faces_seen=faces_seen)))


def playing(stage: Stage) -> str:
    now = stage.snapshot.now_playing
    assert now is not None
    return now.track.title
