"""The front end without a screen: what it tells, which keys it takes, how it ends."""

import io
import os
import pty
import signal
import termios
import threading
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from typing import TextIO

import pytest

from tests.signals import signals_in_another_thread
from tests.ui.sample_snapshots import HAPPY, NOTHING_WORKS, PINNED_SAD, PLAYING, TRACKS
from tui_player.messages import requests
from tui_player.messages.events import CameraState
from tui_player.messages.requests import Request
from tui_player.messages.snapshot import CameraView, EndingView, Notice, RestView, Snapshot
from tui_player.model.music.track import Track
from tui_player.ui.bridge import ScreenBridge
from tui_player.ui.drawing.glyphs import ASCII, UNICODE
from tui_player.ui.keys.actions import ACTIONS, with_keys
from tui_player.ui.plain.changes import changes, state_lines
from tui_player.ui.plain.front_end import PlainFrontEnd, is_plain
from tui_player.ui.plain.search import SearchTracks
from tui_player.ui.terminal.signals import EndSignals


def told(old: Snapshot, new: Snapshot) -> list[str]:
    return list(changes(old, new, UNICODE))


def test_the_start_of_the_music_is_told_with_its_reason() -> None:
    assert told(Snapshot(), PLAYING) == [
        "Camera on.",
        "Looks happy: plays pop, dance, disco, funk, upbeat electronic.",
        "Plays Golden Hour, Kacey Musgraves · Golden Hour (2018) · country pop. "
        "Why: you look happy.",
        "Sounds on Built-in Audio.",
        "Library: 12 408 tracks.",
    ]


def test_what_moves_by_itself_is_not_told() -> None:
    now = PLAYING.now_playing
    assert now is not None
    flicker = replace(HAPPY, certainty=0.7, probabilities=(0.7, 0.3, 0, 0, 0, 0, 0))
    later = replace(PLAYING, now_playing=replace(now, position_s=150.0), mood=flicker)
    assert told(PLAYING, later) == []


def test_each_change_is_one_line() -> None:
    now = PLAYING.now_playing
    assert now is not None
    speaker, library = PLAYING.speaker, PLAYING.library
    closed = CameraView(CameraState.OFF)
    for new, lines in (
        (replace(PLAYING, paused=True), ["Paused."]),
        (replace(PLAYING, rate=1.2), ["Speed: 1.2×."]),
        (replace(PLAYING, camera=closed), ["Camera off."]),
        (replace(PLAYING, mood=PINNED_SAD.mood), ["Pinned: sad, until unpinned."]),
        (replace(PLAYING, now_playing=None), ["Nothing plays."]),
        (
            replace(PLAYING, now_playing=replace(now, opinion=-1)),
            ["Disliked in this mood."],
        ),
        (replace(PLAYING, speaker=replace(speaker, muted=True)), ["Muted."]),
        (replace(PLAYING, speaker=replace(speaker, volume_percent=40)), ["Volume 40 percent."]),
        (
            replace(PLAYING, library=replace(library, scanning=True)),
            ["Looking through /home/ada/Music."],
        ),
        (replace(PLAYING, notices=(Notice(1, "cannot play x.mp3"),)), ["cannot play x.mp3"]),
    ):
        assert told(PLAYING, new) == lines
    assert told(replace(PLAYING, paused=True), PLAYING) == ["Goes on."]
    assert told(replace(PLAYING, rate=1.2), PLAYING) == ["Normal speed."]
    assert any("speed 1.2×" in line for line in state_lines(replace(PLAYING, rate=1.2), UNICODE))
    unpinned = replace(PINNED_SAD, mood=replace(PINNED_SAD.mood, pin=None))
    assert told(PINNED_SAD, unpinned) == ["Unpinned: the music follows the face."]


def test_what_to_type_is_told_without_quotes() -> None:
    assert (
        "Camera off. You may not use /dev/video0: run sudo usermod -aG video $USER, "
        "then log out and in again." in told(Snapshot(), NOTHING_WORKS)
    )


def test_how_things_stand() -> None:
    assert list(state_lines(PLAYING, ASCII)) == [
        "Plays Golden Hour, Kacey Musgraves - Golden Hour (2018) - country pop, "
        "at 1:42 of 3:18. Why: you look happy.",
        "Face: looks happy :) 82 %. Camera on.",
        "Next: Dog Days Are Over; September; ?????.",
    ]
    assert next(state_lines(Snapshot(), ASCII)) == "Nothing plays."
    ending = EndingView("this track", sleep_min=28)
    told = list(state_lines(replace(PLAYING, ending=ending), ASCII))
    assert told[1] == "The music repeats this track, pauses in 28 min."


def test_only_actions_without_a_screen_are_offered() -> None:
    names = {action.name for action in ACTIONS if is_plain(action)}
    assert {"pause", "pin_sad", "quit", "help", "interrupt", "search"} <= names
    assert not names & {"themes", "palette", "speakers", "remove", "picture"}


@dataclass
class PlainStage:
    """The front end on a terminal of its own."""

    hand: int
    terminal: int
    bridge: ScreenBridge = field(default_factory=ScreenBridge)
    asked: list[Request] = field(default_factory=list)
    post: Callable[[Request], None] | None = None
    search: SearchTracks | None = None
    output: TextIO = field(default_factory=io.StringIO)

    @property
    def told(self) -> str:
        assert isinstance(self.output, io.StringIO)
        return self.output.getvalue()

    def run(
        self,
        on_start: Callable[[], None],
        keys: dict[str, tuple[str, ...]] | None = None,
        descriptor: int | None = None,
        signals: EndSignals | None = None,
    ) -> int:
        with nullcontext(signals) if signals is not None else EndSignals() as signals:
            front_end = PlainFrontEnd(
                post=self.post or self.asked.append,
                bridge=self.bridge,
                actions=with_keys(ACTIONS, keys or {}),
                charset=UNICODE,
                output=self.output,
                keys=self.terminal if descriptor is None else descriptor,
                signals=signals,
                search=self.search,
            )
            try:
                return front_end.run(on_start)
            finally:
                front_end.close()


@pytest.fixture
def stage() -> Iterator[PlainStage]:
    hand, terminal = pty.openpty()
    yield PlainStage(hand, terminal)
    os.close(hand)
    os.close(terminal)


def test_asked_from_elsewhere_to_quit_it_ends(stage: PlainStage) -> None:
    assert stage.run(stage.bridge.quit) == 0


def test_keys_become_requests_until_quit(stage: PlainStage) -> None:
    before = termios.tcgetattr(stage.terminal)
    assert stage.run(lambda: void(os.write(stage.hand, b"kn\x1b[C7?tq")), {"pause": ("k",)}) == 0
    assert stage.asked == [
        requests.TogglePause(),
        requests.Skip(),
        requests.SeekBy(5.0),
        next(a.request for a in ACTIONS if a.name == "pin_disgusted"),
    ]
    assert "k: pause, resume" in stage.told
    assert termios.tcgetattr(stage.terminal) == before


@pytest.mark.parametrize(
    ("keys", "greeting"),
    [
        ((), "tui-player.\n"),
        (("?", "f1"), "tui-player. Press ? for the keys.\n"),
        (("h",), "tui-player. Press h for the keys.\n"),
    ],
)
def test_the_key_for_the_keys_is_told(
    stage: PlainStage, keys: tuple[str, ...], greeting: str
) -> None:
    stage.run(lambda: void(os.write(stage.hand, b"q")), {"help": keys})
    assert stage.told.startswith(greeting)


def void(_: object) -> None:
    """Takes what a call returns and forgets it."""


def test_snapshots_of_another_thread_are_told(stage: PlainStage) -> None:
    def start() -> None:
        thread = threading.Thread(target=stage.bridge.publish, args=(PLAYING,))
        thread.start()
        thread.join()
        os.write(stage.hand, b"\nq")

    assert stage.run(start) == 0
    assert "Why: you look happy." in stage.told


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_signals_end_it_and_give_the_terminal_back(
    stage: PlainStage, number: signal.Signals
) -> None:
    handler = signal.getsignal(number)
    before = termios.tcgetattr(stage.terminal)
    assert stage.run(lambda: os.kill(os.getpid(), number)) == 128 + number
    assert signal.getsignal(number) is handler
    assert termios.tcgetattr(stage.terminal) == before


def test_a_signal_to_another_thread_ends_it(stage: PlainStage) -> None:
    with signals_in_another_thread(signal.SIGTERM):
        assert stage.run(lambda: None) == 143


def test_a_signal_that_came_before_the_start_ends_it_without_one(stage: PlainStage) -> None:
    started: list[bool] = []
    with EndSignals() as signals:
        os.kill(os.getpid(), signal.SIGTERM)
        assert stage.run(lambda: started.append(True), signals=signals) == 143
    assert not started


def test_a_terminal_that_is_gone_ends_it(stage: PlainStage) -> None:
    hand = os.dup(stage.hand)
    os.close(stage.hand)
    stage.hand = os.open(os.devnull, os.O_RDONLY)
    assert stage.run(lambda: os.close(hand)) == 128 + signal.SIGHUP


def test_an_output_that_nobody_reads_any_more_ends_it(stage: PlainStage) -> None:
    read, write = os.pipe()
    with open(write, "w", encoding="utf-8") as output:  # noqa: PTH123
        stage.output = output
        assert stage.run(lambda: os.close(read)) == 0


def test_without_a_terminal_no_keys_are_taken(stage: PlainStage) -> None:
    read, write = os.pipe()
    os.write(write, b"n")
    assert stage.run(lambda: os.kill(os.getpid(), signal.SIGTERM), descriptor=read) == 143
    os.close(read)
    os.close(write)
    assert stage.asked == []
    assert "Press ?" not in stage.told


@pytest.mark.parametrize(("stops", "asked"), [(False, 0), (True, None)])
def test_one_key_has_the_music_pause_after_this_track_or_not(
    stage: PlainStage, stops: bool, asked: int | None
) -> None:
    def start() -> None:
        ending = EndingView(stops_after_track=stops)
        stage.bridge.publish(replace(PLAYING, ending=ending))
        os.write(stage.hand, b"Zq")

    assert stage.run(start) == 0
    assert stage.asked == [requests.SleepAfter(asked)]


def test_keys_that_come_in_pieces_and_answers_of_the_terminal(stage: PlainStage) -> None:
    def start() -> None:
        for piece in (b"\x1b[", b"C", b"\x1b]11;rgb:0", b"0/11/22\x1b\\", b"\x1b[?62;22cn\x1b"):
            os.write(stage.hand, piece)
        os.write(stage.hand, "é".encode()[:1])
        os.write(stage.hand, "é".encode()[1:] + b"q")

    assert stage.run(start) == 0
    assert stage.asked == [requests.SeekBy(5.0), requests.Skip()]


def test_escape_alone_is_a_key(stage: PlainStage) -> None:
    """It ends the measuring of a face at rest, and only then does the run end."""

    def post(request: Request) -> None:
        stage.asked.append(request)
        os.write(stage.hand, b"q")

    def start() -> None:
        rest = RestView(seconds_left=9, is_seen=True)
        stage.bridge.publish(replace(PLAYING, mood=replace(PLAYING.mood, rest=rest)))
        os.write(stage.hand, b"\x1b")

    stage.post = post
    assert stage.run(start) == 0
    assert stage.asked == [requests.StopMeasuring()]


def test_keys_count_by_their_place(stage: PlainStage) -> None:
    assert stage.run(lambda: void(os.write(stage.hand, "тьй".encode()))) == 0
    assert stage.asked == [requests.Skip(), requests.ToggleMute()]


def test_a_letter_that_the_person_gave_a_meaning_keeps_it(stage: PlainStage) -> None:
    assert stage.run(lambda: void(os.write(stage.hand, "тq".encode())), {"mute": ("т",)}) == 0
    assert stage.asked == [requests.ToggleMute()]


def test_words_of_another_script_are_searched_for_as_they_are(stage: PlainStage) -> None:
    found: list[str] = []

    def search(words: str, limit: int) -> tuple[Track, ...]:
        found.append(words)
        return TRACKS[:2]

    stage.search = search
    assert stage.run(lambda: void(os.write(stage.hand, "т.тихий\rф2й\x1bq".encode()))) == 0
    assert found == ["тихий"]
    assert stage.asked == [requests.Skip(), requests.QueueTrack(TRACKS[1].id, first=False)]
