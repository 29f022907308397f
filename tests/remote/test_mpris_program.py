"""The real program on a message bus: from a widget's call to the sound, and back."""

from pathlib import Path

from tests.media_files import write_audio
from tests.remote.peer import Peer
from tests.terminal import TerminalSession, session_environ
from tui_player.remote.mpris.interfaces import APPLICATION


def title(peer: Peer) -> object:
    metadata = peer.get("Metadata")
    return metadata["xesam:title"][1] if metadata else None


def test_a_widget_shows_and_steers_what_plays(
    tmp_path: Path, own_home: Path, address: str, peer: Peer
) -> None:
    music = tmp_path / "music"
    music.mkdir()
    for name in ("First", "Second"):
        write_audio(music / f"{name}.flac", 60.0, tags={"title": name})
    environ = session_environ(own_home, DBUS_SESSION_BUS_ADDRESS=address)
    with TerminalSession(["--no-camera", str(music)], environ) as program:
        program.wait_for("Now playing")
        peer.wait_for()
        program.wait_until(lambda: peer.get("PlaybackStatus") == "Playing")
        peer.call("Pause")
        program.wait_until(lambda: peer.get("PlaybackStatus") == "Paused")
        other = "Second" if title(peer) == "First" else "First"
        peer.call("OpenUri", "s", (music / f"{other}.flac").as_uri())
        program.wait_until(lambda: title(peer) == other)
        program.wait_until(lambda: peer.get("Position") > 0)
        peer.call("Quit", interface=APPLICATION)
        assert program.wait_for_end() == 0
