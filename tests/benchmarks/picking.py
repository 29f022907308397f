"""What choosing tracks costs, beside the raw look-ups it cannot do without.

Run from the checkout: python -m tests.benchmarks.picking [TRACKS ...]
One choice fills Up next with twelve tracks, as a change of mood does; one more is what each
track's end asks for. The past is full: half of the mood's tracks had their turn and rest, a tenth
of them taught something. The ratio is to as many look-ups of a track by its number as the draw has
candidates. Times are medians, in milliseconds on this machine.
"""

import random
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from tests.benchmarks.libraries import write_rows
from tests.benchmarks.library_answers import median_ms
from tui_player.core.memory import Memory
from tui_player.core.selection.picker import CANDIDATES_PER_FAMILY, Picker, Situation
from tui_player.core.selection.schedule import ContextRules
from tui_player.core.selection.shuffle_bag import Turns
from tui_player.core.settings import PickerSettings
from tui_player.core.taste.feedback import turn_of_play
from tui_player.core.taste.taste import Learned
from tui_player.library.index.catalog import LibraryCatalog
from tui_player.library.index.schema import open_for_reading
from tui_player.model.clock import Moment
from tui_player.model.mood.emotion import Emotion
from tui_player.model.mood.plan import MusicTarget
from tui_player.model.music.taste import Lesson, TrackName
from tui_player.model.music.track import Track
from tui_player.settings.config import Config, load_rules

WISH = MusicTarget(Emotion.SAD, "you look sad")
NOW = Moment(0.0, 1_790_000_000.0)
UP_NEXT = 12
BUSY = ContextRules.from_entries([{"days": ["sat", "sun"], "weights": {"folk": 1.5}}])


def tracks_of_mood(catalog: LibraryCatalog, families: tuple[str, ...]) -> Iterator[Track]:
    """All tracks that a mood plays."""
    seen = set()
    for family in families:
        for track in catalog.sample((family,), 10_000_000, random.Random(1)):
            if track.id not in seen:
                seen.add(track.id)
                yield track


def long_past(tracks: list[Track]) -> Memory:
    """A past in which half of the mood's tracks had their turn, and a tenth taught something."""
    tracks = random.Random(3).sample(tracks, len(tracks))
    turned, taught = tracks[: len(tracks) // 2], tracks[: len(tracks) // 10]
    emotion = WISH.emotion
    assert emotion is not None
    lessons = {(t.id, emotion): Lesson(n % 4, n % 2) for n, t in enumerate(taught)}
    opinions = {(t.id, emotion): 1 for t in taught[::10]}
    names = {t.id: TrackName.of(t) for t in taught}
    return Memory(
        last_heard_unix_s={t.id: NOW.unix_s - 3_600.0 * n for n, t in enumerate(turned)},
        opinions=opinions,
        learned=Learned.of(lessons, names, opinions),
        turns=turns_of(turned),
    )


def turns_of(tracks: list[Track]) -> dict[str | None, Turns]:
    """A bag in which these had their turn, one after another."""
    return {WISH.emotion: Turns.of((t.id, n) for n, t in enumerate(tracks, start=1))}


def told(name: str, ours_ms: float, raw_ms: float) -> str:
    return f"  {name:<32}{ours_ms:8.2f} ms{ours_ms / raw_ms:8.1f} x the raw look-ups"


def measure(index: Path, folder: Path, tracks: int) -> list[str]:
    rules = load_rules(Config())
    catalog = LibraryCatalog.open(index, folder, rules.families_by_mood)
    raw = open_for_reading(index)
    families = rules.rule(Emotion.SAD).family_names
    of_mood = list(tracks_of_mood(catalog, families))
    candidates = sum(CANDIDATES_PER_FAMILY for f in families if catalog.counts().get(f))
    picker = Picker(catalog, rules, random.Random(1), PickerSettings(BUSY))
    randomness = random.Random(2)

    def look_up() -> None:
        for _ in range(candidates):
            number = randomness.randrange(tracks) + 1
            raw.execute("SELECT * FROM track WHERE id = ?", (number,)).fetchone()

    raw_ms = median_ms(look_up)
    lines = [f"  {len(of_mood)} tracks of the mood, {candidates} candidates: {raw_ms:.2f} ms raw"]
    pasts = {
        "no past": Memory(),
        "a long past": long_past(of_mood),
        "two styles all heard": replace(Memory(), turns=turns_of(of_mood[: len(of_mood) // 2])),
    }
    for past, memory in pasts.items():
        situation = Situation(memory, NOW, heard=of_mood[-12:], planned=of_mood[-3:])
        for count in (UP_NEXT, 1):
            ours_ms = median_ms(lambda s=situation, n=count: picker.pick(WISH, n, s))  # type: ignore[misc]
            lines.append(told(f"{count} chosen, {past}", ours_ms, raw_ms))
    memory = pasts["a long past"]
    turn = turn_of_play(of_mood[-1], Emotion.SAD, memory, len(of_mood), by_hand=True)
    turn_ms = median_ms(lambda: memory.with_fact(turn))
    lines.append(told("a turn remembered, a long past", turn_ms, raw_ms))
    catalog.close()
    raw.close()
    return lines


def main(sizes: list[int]) -> None:
    """Print what choosing costs at each size of library."""
    for tracks in sizes:
        with tempfile.TemporaryDirectory() as temporary:
            index = Path(temporary) / "library.db"
            start = time.perf_counter()
            write_rows(index, Path(temporary), tracks)
            print(f"{tracks} tracks (written in {time.perf_counter() - start:.0f} s):")
            print(*measure(index, Path(temporary), tracks), sep="\n")


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or [1_000, 100_000])
