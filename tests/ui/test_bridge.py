"""The bridge is safe before the app runs, while it runs and after it has gone."""

import threading

from textual.message import Message

from tests.ui.conftest import MakeStage
from tests.ui.sample_snapshots import PINNED_SAD, PLAYING, portrait
from tui_player.ui.bridge import PictureTaken, ScreenBridge, SnapshotPublished


def test_without_an_app_the_newest_is_kept() -> None:
    bridge = ScreenBridge()
    bridge.publish(PLAYING)
    bridge.publish(PINNED_SAD)
    assert bridge.snapshot is PINNED_SAD
    assert bridge.picture is None


def test_attaching_wakes_for_what_is_already_there() -> None:
    bridge = ScreenBridge()
    bridge.publish(PLAYING)
    woken: list[Message] = []

    def post(message: Message) -> bool:
        woken.append(message)
        return True

    bridge.attach(post)
    assert [type(message) for message in woken] == [SnapshotPublished]


def test_a_newer_message_replaces_a_waiting_one_of_its_kind() -> None:
    assert SnapshotPublished().can_replace(SnapshotPublished())
    assert not SnapshotPublished().can_replace(PictureTaken())
    assert PictureTaken().can_replace(PictureTaken())


def test_a_closed_loop_is_not_an_error() -> None:
    def closed(message: Message) -> bool:
        raise RuntimeError("Event loop is closed")

    bridge = ScreenBridge()
    bridge.attach(closed)
    bridge.publish(PLAYING)
    bridge.show_picture(None)
    assert bridge.snapshot is PLAYING


async def test_publishing_from_another_thread_reaches_the_screen(make_stage: MakeStage) -> None:
    stage = make_stage()
    async with stage.app.run_test(size=(120, 36)) as pilot:
        thread = threading.Thread(target=stage.bridge.publish, args=(PLAYING,))
        thread.start()
        thread.join()
        await pilot.pause()
        assert stage.app.snapshot is PLAYING


async def test_publishing_after_the_app_has_gone_does_nothing(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(120, 36)):
        pass
    stage.bridge.publish(PINNED_SAD)
    stage.bridge.show_picture(portrait())
    assert stage.app.snapshot is PLAYING


async def test_asked_from_elsewhere_to_quit_the_screen_closes(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        thread = threading.Thread(target=stage.bridge.quit)
        thread.start()
        thread.join()
        await pilot.pause()
        assert not stage.app.is_running
    assert stage.app.return_code == 0
