"""Kills a scanning player at random moments, and checks what the next start makes of it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.benchmarks.libraries import genre_families
from tests.library.consistency import assert_in_step
from tests.media_files import write_audio
from tui_player.history.fact_tables import read_memory
from tui_player.history.schema import open_history
from tui_player.library.index.catalog import LibraryCatalog
from tui_player.library.scanner.scan_once import scan_once
from tui_player.model.music.track import TrackId

DEADLINE_S = 60.0
ALBUM_FILES = 20


@dataclass
class KilledLibrary:
    """A folder of many small files, whose scans are cut short."""

    place: Path
    chance: Random
    remembered: set[TrackId] = field(default_factory=set)

    @property
    def music(self) -> Path:
        return self.place / "music"

    @property
    def index(self) -> Path:
        return self.place / "library.db"

    @property
    def history(self) -> Path:
        return self.place / "history.db"

    def write_files(self, count: int) -> None:
        original = write_audio(self.place / "a.mp3", 0.3, tags={"genre": "Rock"})
        for number in range(count):
            path = self.music / f"album {number // ALBUM_FILES}" / f"{number}.mp3"
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(original, path)

    def change_some(self) -> None:
        """What a person may do while no player runs; now and then the index is deleted."""
        for path in sorted(self.music.rglob("*.mp3")):
            match self.chance.randrange(12):
                case 0:
                    os.utime(path, (self.chance.randrange(10**9),) * 2)
                case 1:
                    path.rename(path.with_name(f"{self.chance.randrange(10**9)}.mp3"))
                case 2:
                    copy = path.with_name(f"{self.chance.randrange(10**9)}.mp3")
                    shutil.copyfile(path, copy)
                case 3:
                    path.unlink()
        if self.chance.random() < 0.3:
            for file in self.place.glob("library.db*"):
                file.unlink()

    def scan_and_kill(self, longest_s: float) -> None:
        """Kill a player within so many seconds from the beginning of its scan."""
        with self._player() as player:
            moment_s = self.chance.uniform(0.0, longest_s)
            try:
                player.wait(moment_s)
            except subprocess.TimeoutExpired:
                pass
            else:
                raise AssertionError("the player ended by itself")
            self.remembered |= self._memory()
            player.kill()

    def seconds_of_a_scan(self, clock: Callable[[], float]) -> float:
        """How long a whole scan takes now."""
        with self._player() as player:
            assert player.stdout is not None
            begun_s = clock()
            assert player.stdout.readline() == "done\n"
            return clock() - begun_s

    def check(self) -> None:
        """Scan as at the next start; then all must be as it is in the folder and was before."""
        scan_once(self.music, self.index, genre_families(), lambda _: None, lambda: False)
        assert_in_step(self.index)
        catalog = LibraryCatalog.open(self.index, self.music)
        found = {str(track.id) for track in catalog.search("", 10**6)}
        catalog.close()
        assert found == {str(p.relative_to(self.music)) for p in self.music.rglob("*.mp3")}
        lost = self.remembered - self._memory()
        assert not lost, "what was in the history is still there"

    def _memory(self) -> set[TrackId]:
        with closing(open_history(self.history)) as connection:
            return set(read_memory(connection).last_heard_unix_s)

    @contextmanager
    def _player(self) -> Iterator[subprocess.Popen[str]]:
        """A player that has begun; killed in the end."""
        command = [sys.executable, "-m", "tests.library.scan_to_be_killed"]
        player = subprocess.Popen(
            [*command, self.music, self.index, self.history], stdout=subprocess.PIPE, text=True
        )
        try:
            assert player.stdout is not None
            assert player.stdout.readline() == "go\n"
            yield player
        finally:
            player.kill()
            player.wait(DEADLINE_S)
            if player.stdout is not None:
                player.stdout.close()
