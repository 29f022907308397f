"""The conductor alone, with a feeder and a device that are played by the test."""

from tests.audio.outputs.test_output import RATE_HZ, FakeSpeaker
from tests.media_files import noise
from tui_player.audio.engine.engine import SoundEngine
from tui_player.audio.engine.feeder import Feeder
from tui_player.audio.engine.feeder_messages import Failed, Load, Loaded, Mark, Marked, Order, Play
from tui_player.audio.outputs.device_worker import DeviceReady
from tui_player.audio.pcm.mixer import Mixer
from tui_player.audio.pcm.ring_buffer import PcmRing
from tui_player.audio.protocol import Report
from tui_player.messages.commands import PlayNow, SetUpNext
from tui_player.messages.events import TrackEnded, TrackUnplayable

SECONDS = 2


class _FakeFeeder(Feeder):
    """Only notes what it is to do."""

    def __init__(self) -> None:
        self.orders: list[Order] = []

    def post(self, order: Order) -> None:
        self.orders.append(order)

    def stuck_on(self, limit_s: float) -> int | None:
        return None


class Bench:
    def __init__(self) -> None:
        self.now_s = 100.0
        self.told: list[Report] = []
        self.speaker = FakeSpeaker()
        self.mixer = Mixer(lambda: self.now_s)
        self.feeder = _FakeFeeder()
        self.playback = SoundEngine(
            self.told.append, lambda: self.feeder, self.speaker, self.mixer, lambda: self.now_s
        )

    def begin(self) -> None:
        """Let two seconds of a track sound, after which nothing follows."""
        self.playback.take(PlayNow(1, "a.wav"))
        load = self.feeder.orders[-1]
        assert isinstance(load, Load)
        ring = PcmRing(60 * RATE_HZ, history=RATE_HZ)
        ring.write(noise(SECONDS, sample_rate_hz=RATE_HZ).astype("float32"))
        self.playback.take(Loaded(load.generation, ring, RATE_HZ, Mark(0, load.play, SECONDS)))
        ring.finish()
        self.end = Marked(load.generation, Mark(ring.written, None))
        stream = self.speaker.wishes[-1].stream
        self.playback.take(DeviceReady(stream, "Speakers", "PulseAudio"))

    def hear_it_out(self) -> None:
        stream = self.speaker.wishes[-1].stream
        for _ in range(SECONDS * 10 + 20):
            self.mixer.render(stream, RATE_HZ // 10)
            self.now_s += 0.1
            self.playback.tick()

    def heard(self) -> list[Report]:
        return [r for r in self.told if isinstance(r, TrackEnded | TrackUnplayable)]


def test_a_follower_still_being_opened_when_all_was_heard_is_played_then() -> None:
    bench = Bench()
    bench.begin()
    bench.playback.take(bench.end)
    bench.playback.take(SetUpNext(2, "slow.wav", -3.0))
    bench.hear_it_out()
    assert bench.heard() == [TrackEnded(1)]
    last = bench.feeder.orders[-1]
    assert isinstance(last, Load)
    assert last.play == Play(2, "slow.wav", gain_db=-3.0)


def test_a_follower_that_was_refused_is_not() -> None:
    bench = Bench()
    bench.begin()
    bench.playback.take(bench.end)
    bench.playback.take(SetUpNext(2, "bad.wav"))
    bench.playback.take(Failed(bench.end.generation, 2, "it is damaged"))
    bench.hear_it_out()
    assert bench.heard() == [TrackUnplayable(2, "it is damaged"), TrackEnded(1)]
    assert not any(isinstance(order, Load) for order in bench.feeder.orders[1:])
