"""The words of `ctl`: every one is a request that the player knows, and slips are told."""

import io
import json

import pytest

from tui_player.commands.ctl.grammar import WORDS, WordsError, order_of, parse, typed_paths
from tui_player.messages import requests
from tui_player.model.mood.emotion import Emotion
from tui_player.model.mood.pin_span import PinSpan
from tui_player.model.music.repeat import Repeat
from tui_player.model.music.track import TrackId
from tui_player.remote.control.messages import Ask, read_message

A, B = TrackId("a.mp3"), TrackId("b/c\udce9.mp3")


def asked(words: str, *ids: TrackId) -> list[requests.Request]:
    """What the player would understand."""
    order = order_of(parse(words.split()), ids)
    messages = [read_message(json.dumps(request).encode()) for request in order.requests]
    assert all(isinstance(message, Ask) for message in messages)
    return [message.request for message in messages if isinstance(message, Ask)]


@pytest.mark.parametrize(
    ("words", "request_"),
    [
        ("pause", requests.SetPaused(True)),
        ("play", requests.SetPaused(False)),
        ("toggle", requests.TogglePause()),
        ("next", requests.Skip()),
        ("back", requests.Back()),
        ("change", requests.ChangeMusicNow()),
        ("album", requests.PlayRandomAlbum()),
        ("seek 1:30", requests.SeekToTime(90.0)),
        ("seek 1:02:03.5", requests.SeekToTime(3723.5)),
        ("seek 90", requests.SeekToTime(90.0)),
        ("seek +10", requests.SeekBy(10.0)),
        ("seek -10", requests.SeekBy(-10.0)),
        ("seek -1:30", requests.SeekBy(-90.0)),
        ("seek 50%", requests.SeekTo(0.5)),
        ("seek 250%", requests.SeekTo(1.0)),
        ("volume 60", requests.SetVolume(60)),
        ("volume 60%", requests.SetVolume(60)),
        ("volume +5", requests.ChangeVolume(5)),
        ("volume -5", requests.ChangeVolume(-5)),
        ("volume mute", requests.ToggleMute()),
        ("mood sad", requests.PinMood(Emotion.SAD)),
        ("mood sad --tracks 3", requests.PinMood(Emotion.SAD, PinSpan(tracks=3))),
        ("mood sad --minutes 30", requests.PinMood(Emotion.SAD, PinSpan(seconds=1800))),
        ("mood follow", requests.Unpin()),
        ("sleep 30", requests.SleepAfter(30)),
        ("sleep track", requests.SleepAfter(0)),
        ("sleep off", requests.SleepAfter(None)),
        ("repeat", requests.NextRepeat()),
        ("repeat track", requests.SetRepeat(Repeat.TRACK)),
        ("repeat queue", requests.SetRepeat(Repeat.QUEUE)),
        ("repeat off", requests.SetRepeat(Repeat.OFF)),
        ("camera", requests.ToggleCamera()),
        ("undo", requests.Undo()),
    ],
)
def test_words_become_requests(words: str, request_: requests.Request) -> None:
    assert asked(words) == [request_]


def test_paths_become_the_tracks_there() -> None:
    assert asked("play a b", A, B) == [requests.PlayTracks((A, B))]
    assert asked("queue a b", A, B) == [requests.QueueTracks((A, B))]
    assert asked("queue --next a", A) == [requests.QueueTracks((A,), first=True)]


@pytest.mark.parametrize("words", ["volume", "mood"])
def test_some_words_only_tell(words: str) -> None:
    assert asked(words) == []


# These are no requests: they read, or end the player.
NO_REQUESTS = {"status", "watch", "search", "quit"}
MORE = {"seek": "50%", "queue": "a", "sleep": "5", "search": "a"}


@pytest.mark.parametrize("word", sorted(WORDS.keys() - NO_REQUESTS - {"volume", "mood"}))
def test_every_word_asks_for_something(word: str) -> None:
    assert asked(f"{word} {MORE.get(word, '')}", A)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("seek 1:75", "no time"),
        ("seek 1:2:3:4", "no time"),
        ("seek ten", "no time"),
        ("seek +", "no time"),
        ("seek -1:60", "no time"),
        ("seek 1e3", "no time"),
        ("seek ٣", "no time"),
        ("seek 9999%", "no time"),
        ("seek", "required"),
        ("volume 101", "no volume"),
        ("volume loud", "no volume"),
        ("mood glad", "there is no mood 'glad'"),
        ("mood sad --tracks 0", "no number from 1 to 9999"),
        ("mood sad --tracks 2 --minutes 3", "not allowed with"),
        ("sleep 0", "no number"),
        ("queue", "required"),
        ("pause now", "unrecognized arguments"),
        ("", "required"),
    ],
)
def test_slips_are_told(words: str, sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as leaving:
        parse(words.split())
    assert leaving.value.code == 2
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("puase", "no word 'puase'; did you mean 'pause'"),
        ("fly", "--help"),
        ("mood follow --tracks 3", "for a mood that is held"),
        ("mood --minutes 3", "for a mood that is held"),
    ],
)
def test_words_that_mean_nothing_are_told(words: str, sentence: str) -> None:
    with pytest.raises(WordsError, match=sentence):
        parse(words.split())


def test_every_word_has_help(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["--help"], *([word, "--help"] for word in WORDS)):
        with pytest.raises(SystemExit) as leaving:
            parse(words)
        assert leaving.value.code == 0
    told = capsys.readouterr().out
    assert all(f"    {word} " in told for word in WORDS)


def test_paths_may_come_from_another_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("one path.mp3\n\ntwo.mp3\n"))
    assert typed_paths(["a.mp3", "-", "b.mp3"]) == ["a.mp3", "one path.mp3", "two.mp3", "b.mp3"]
