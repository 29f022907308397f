"""The window's title tells the track, harmlessly, and is given back in the end."""

from dataclasses import replace

from tests.ui.conftest import MakeStage
from tests.ui.sample_snapshots import PLAYING, track
from tui_player.messages.snapshot import NowPlaying, Snapshot
from tui_player.ui.drawing.glyphs import ASCII, UNICODE
from tui_player.ui.terminal.title import TerminalTitle


def titled(*snapshots: Snapshot) -> list[str]:
    written: list[str] = []
    title = TerminalTitle(UNICODE, written.append)
    for snapshot in snapshots:
        title.show(snapshot)
    title.bring_back_old()
    return written


def test_the_title_is_written_once_a_track_and_given_back() -> None:
    later = replace(PLAYING, now_playing=replace(PLAYING.now_playing, position_s=120.0))  # type: ignore[type-var]
    assert titled(PLAYING, later, replace(later, paused=True)) == [
        "\x1b[22;2t\x1b]2;▶ Golden Hour – Kacey Musgraves\x1b\\",
        "\x1b]2;‖ Golden Hour – Kacey Musgraves\x1b\\",
        "\x1b[23;2t",
    ]


def test_nothing_is_given_back_that_was_not_taken() -> None:
    assert titled() == []


def test_a_tag_cannot_end_the_sequence() -> None:
    evil = track("a\x1b\\\x07\x9c\x1b]0;b\n" + "x" * 300)
    (written, _) = titled(Snapshot(now_playing=NowPlaying(1, evil, "shuffled")))
    told = written.removeprefix("\x1b[22;2t\x1b]2;").removesuffix("\x1b\\")
    assert told.isprintable()
    assert len(told) < 120


def test_an_ascii_terminal_gets_ascii() -> None:
    written: list[str] = []
    TerminalTitle(ASCII, written.append).show(PLAYING)
    assert written == ["\x1b[22;2t\x1b]2;> Golden Hour - Kacey Musgraves\x1b\\"]


async def test_the_screen_sets_it_unless_it_is_switched_off(make_stage: MakeStage) -> None:
    for is_on in (True, False):
        stage = make_stage(terminal_title=is_on)
        written: list[str] = []
        stage.app._write = written.append  # type: ignore[method-assign,assignment]
        async with stage.app.run_test(size=(80, 24)) as pilot:
            stage.bridge.publish(PLAYING)
            for _ in range(500):
                if stage.app.snapshot is not None:
                    break
                await pilot.pause(0.01)
        assert any("Golden Hour" in text for text in written) is is_on
        assert (written[-1:] == ["\x1b[23;2t"]) is is_on
