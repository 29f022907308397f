"""A screen that meets an error is closed in words, and tells nothing of what it had to show."""

from pathlib import Path

from tests.media_files import write_audio
from tests.terminal import LEAVES_ALTERNATE_SCREEN, TerminalSession, session_environ

SEEN = "seen-seen-"
# The program, with a screen that cannot show its first snapshot while it holds a picture.
FAILING = (
    "-c",
    "import sys\n"
    "from tui_player.cli import main\n"
    "from tui_player.ui.app import PlayerApp\n"
    "def fail(app):\n"
    "    picture = 'seen-' * 2\n"
    "    raise ValueError('no room for ' + str(len(picture)))\n"
    "PlayerApp._show_snapshot = fail\n"
    "sys.exit(main(sys.argv[1:]))\n",
)


def test_the_log_tells_where_it_failed_and_no_picture(tmp_path: Path, own_home: Path) -> None:
    write_audio(tmp_path / "One.flac", seconds=2)
    arguments = [str(tmp_path), "--no-camera"]
    with TerminalSession(arguments, session_environ(own_home), command=FAILING) as program:
        program.wait_for("the screen met an error and was closed")
        assert program.wait_for_end() == 2
    assert LEAVES_ALTERNATE_SCREEN in program.written
    log = (own_home / ".local/state/tui-player/tui-player.log").read_text()
    assert "ValueError: no room for 10" in log
    assert SEEN not in log
    assert SEEN.encode() not in program.written
