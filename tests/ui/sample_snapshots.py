"""Snapshots as a real evening gives them, for stories and pictures of the screen."""

import math

from tui_player.messages.events import CameraState, SpeakerState
from tui_player.messages.snapshot import (
    CameraView,
    LibraryView,
    MoodView,
    NowPlaying,
    Pin,
    Snapshot,
    SpeakerView,
    UpNextEntry,
)
from tui_player.model.device_states import FaceSight
from tui_player.model.mood.emotion import Emotion
from tui_player.model.mood.face_reading import FaceBox
from tui_player.model.music.lyrics import LyricLine, Lyrics
from tui_player.model.music.track import Track, TrackId
from tui_player.model.music.track_extras import CoverRead, LyricsRead
from tui_player.model.music.unreadable_file import UnreadableFile
from tui_player.model.picture import CameraPicture, Picture


def track(
    title: str,
    artist: str = "",
    album: str = "",
    genre: str = "",
    year: int | None = None,
    duration_s: float | None = 215.0,
) -> Track:
    """A track whose path follows from its title."""
    return Track(
        id=TrackId(f"{title}.flac"),
        path=f"/music/{title}.flac",
        title=title,
        artist=artist,
        album=album,
        genres=(genre,) if genre else (),
        families=(genre,) if genre else (),
        duration_s=duration_s,
        year=year,
    )


GOLDEN = track("Golden Hour", "Kacey Musgraves", "Golden Hour", "country pop", 2018, 198.0)
TRACKS: tuple[Track, ...] = (
    track("Dog Days Are Over", "Florence + the Machine", "Lungs", "indie pop", 2009, 252),
    track("September", "Earth, Wind & Fire", "The Best of", "disco", 1978, 215),
    track("夜に駆ける", "YOASOBI", "THE BOOK", "j-pop", 2021, 261),
    track("Don't Stop 'til You Get Enough", "Michael Jackson", "Off the Wall", "disco", 1979, 365),
    track("Ça plane pour moi ❤️ 👋🏽", "Plastic Bertrand", "An 1", "punk", 1978, 180),
    track("Lady (Hear Me Tonight) (Extended Summer Mix)", "Modjo", "Modjo", "house", 2000, 307),
    track("사랑을 했다 (LOVE SCENARIO)", "iKON", "Return", "k-pop", 2018, 209),
    track("Get Lucky", "Daft Punk", "Random Access Memories", "funk", 2013, 369),
    track("caf\udce9 del mar", "", "", "", None, None),
    track("Rasputin", "Boney M.", "Nightflight to Venus", "disco", 1978, 263),
    track("Mr. Blue Sky", "Electric Light Orchestra", "Out of the Blue", "pop", 1977, 303),
    track("Dancing Queen", "ABBA", "Arrival", "pop", 1976, 231),
)

HAPPY = MoodView(
    emotion=Emotion.HAPPY,
    certainty=0.82,
    probabilities=(0.82, 0.03, 0.02, 0.11, 0.01, 0.0, 0.01),
    sight=FaceSight.FACE,
    families=("pop", "dance", "disco", "funk", "upbeat electronic"),
)
PLAYING = Snapshot(
    mood=HAPPY,
    camera=CameraView(CameraState.OK, "", 5.0),
    now_playing=NowPlaying(1, GOLDEN, "you look happy", 102.0, 198.0, opinion=1),
    up_next=tuple(
        UpNextEntry(10 + n, t, "you asked for it" if n == 0 else "you look happy", n == 0)
        for n, t in enumerate(TRACKS)
    ),
    speaker=SpeakerView(SpeakerState.OK, "Built-in Audio", "PulseAudio"),
    library=LibraryView("/home/ada/Music", 12_408, 31),
)
PINNED_SAD = Snapshot(
    mood=MoodView(
        emotion=Emotion.SAD,
        certainty=0.64,
        probabilities=(0.04, 0.64, 0.05, 0.2, 0.02, 0.04, 0.01),
        sight=FaceSight.FACE,
        pin=Pin(Emotion.SAD),
        families=("acoustic", "folk", "singer-songwriter", "classical", "ballads"),
    ),
    camera=CameraView(CameraState.OK, "", 5.0),
    now_playing=NowPlaying(2, TRACKS[2], "pinned: sad", 61.0, 261.0),
    paused=True,
    up_next=PLAYING.up_next[3:8],
    speaker=SpeakerView(SpeakerState.OK, volume_percent=40, muted=True),
    library=LibraryView(
        "/home/ada/Music",
        3_201,
        12,
        scanning=True,
        scan_done=3_201,
        scan_total=12_408,
        unreadable=(UnreadableFile("/home/ada/Music/broken.mp3", "no audio in it"),),
    ),
)
NOTHING_WORKS = Snapshot(
    camera=CameraView(
        CameraState.NO_PERMISSION,
        "You may not use /dev/video0: run `sudo usermod -aG video $USER`, "
        "then log out and in again.",
    ),
    speaker=SpeakerView(
        SpeakerState.SILENT, sentence="No sound device: tracks run on in silence until one appears"
    ),
    library=LibraryView(
        "/home/ada/Music", 0, 0, sentence="No music in ~/Music yet: put files there"
    ),
)


def portrait(width: int = 64, height: int = 48, shift: float = 0.0) -> CameraPicture:
    """A drawn person in front of a lit wall; `shift` moves them sideways (fraction of width)."""
    rgb = bytearray()
    centre = width * (0.5 + shift)
    for y in range(height):
        for x in range(width):
            rgb += bytes(_portrait_pixel(x, y, width, height, centre))
    box = FaceBox(0.5 + shift - 0.17, 0.16, 0.34, 0.5)
    return CameraPicture(width, height, bytes(rgb), box)


def _portrait_pixel(x: int, y: int, width: int, height: int, centre: float) -> tuple[int, int, int]:
    across, down = (x - centre) / height, y / height - 0.4
    face = math.hypot(across / 0.2, down / 0.27)
    eye = min(math.hypot(abs(across) - 0.08, (down + 0.05) * 1.5), 1)
    smile = abs(down - 0.12 + across * across * 3) < 0.018 and abs(across) < 0.1
    if face < 1:
        if eye < 0.03 or smile:
            return (70, 35, 40)
        light = 1 - 0.25 * face + 0.2 * across
        return (int(225 * light), int(175 * light), int(145 * light))
    if math.hypot(across / 0.24, (down + 0.06) / 0.3) < 1 and down < 0.1:
        return (60, 42, 35)
    if math.hypot(across / 0.5, (down - 0.62) / 0.36) < 1:
        return (45, 80, 120)
    glow = 90 + int(60 * x / width) - int(30 * y / height)
    return (glow, glow - 10, glow + 15)


def cover(side: int = 96) -> Picture:
    """A drawn sleeve: a low sun over the sea."""
    rgb = bytearray()
    for y in range(side):
        for x in range(side):
            down = y / side
            sun = math.hypot(x / side - 0.5, down - 0.55)
            if down < 0.6:
                colour = (250, 220, 120) if sun < 0.2 else (200 - y, 90 + y // 2, 120)
            else:
                gleam = abs(x / side - 0.5) < 0.16 - (down - 0.6) / 4 and y % 6 < 3
                colour = (240, 190, 110) if gleam else (30, 50 + x // 3, 100)
            rgb += bytes(colour)
    return Picture(side, side, bytes(rgb))


_WORDS = """The harbour lights come on
one by one by one
夜に駆ける 夜に駆ける
and all the boats are dreaming

Hold on to the golden hour
hold on, it will not stay, it never stayed for anybody who was not already leaving
사랑을 했다 우리가 만나
지우지 못할 추억이 됐다

Hold on to the golden hour
The harbour lights go out""".splitlines()
_SUNG_EVERY_S = 12.0
SUNG_AT_S = 6 * _SUNG_EVERY_S + 1.0
COVER = CoverRead(GOLDEN.id, cover())
LYRICS = LyricsRead(
    GOLDEN.id,
    Lyrics(
        tuple(LyricLine(words, n * _SUNG_EVERY_S) for n, words in enumerate(_WORDS)),
        is_synced=True,
    ),
)
SPECTRUM = bytes(
    int(230 * (0.25 + 0.75 * abs(math.sin(n * 1.7))) * (1 - n / 44)) for n in range(32)
)
