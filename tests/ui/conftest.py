"""A screen for stories: fed by hand, with what it asks for written down."""

import gc
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.ui.sample_snapshots import TRACKS
from tui_player.messages.requests import Request
from tui_player.messages.snapshot import Snapshot
from tui_player.model.mood.moods import PLAIN_MOODS, Moods
from tui_player.model.music.coverage import Coverage
from tui_player.model.music.track import Track, TrackId
from tui_player.model.music.track_extras import ReadCover, ReadLyrics
from tui_player.model.picture import PixelSize
from tui_player.model.theme import Theme
from tui_player.ports.browser import BrowseLink, Browser, Page, Place, PlaceKind, Row, Sort
from tui_player.settings.themes import load_themes
from tui_player.ui.app import PlayerApp
from tui_player.ui.bridge import ScreenBridge
from tui_player.ui.options import ScreenSettings
from tui_player.ui.overlays.save_playlist import SavePlaylist
from tui_player.ui.terminal.capabilities import TerminalLook
from tui_player.ui.terminal.signals import EndSignals
from tui_player.ui.terminal.throughput import TerminalLine

SHIPPED_THEMES = Path(__file__).parents[2] / "themes"


class ListCatalog:
    """A library of a few tracks to look around in, as the port asks."""

    def __init__(self, tracks: tuple[Track, ...] = TRACKS) -> None:
        self.tracks = tracks
        self.shelves: dict[Place, tuple[Row, ...]] = {}  # of places with rows of their own
        self.found_coverage: Coverage | None = None

    def page(self, place: Place, sort: Sort, first: int, count: int) -> Page:
        rows = self.rows(place, sort)
        return Page(first, tuple(rows[first : first + count]), len(rows))

    def rows(self, place: Place, sort: Sort) -> Sequence[Row]:
        """All rows of a place."""
        if place in self.shelves:
            return self.shelves[place]
        if place.kind is PlaceKind.TOP:
            kinds = (PlaceKind.TRACKS, PlaceKind.ARTISTS, PlaceKind.PLAYLISTS)
            return tuple(BrowseLink(Place(kind, label=kind.value)) for kind in kinds)
        if place.kind is PlaceKind.ARTISTS:
            names = dict.fromkeys(track.artist for track in self.tracks)
            return tuple(BrowseLink(Place(PlaceKind.ARTIST, name, label=name), 1) for name in names)
        if place.kind is PlaceKind.ARTIST:
            return tuple(track for track in self.tracks if track.artist == place.key)
        if place.kind is PlaceKind.FOUND:
            return self.search(place.key)
        if place.kind is PlaceKind.TRACKS:
            return self.by_name() if sort is Sort.NAME else self.tracks
        return ()

    def by_name(self) -> tuple[Track, ...]:
        return tuple(sorted(self.tracks, key=lambda track: track.title))

    def search(self, text: str) -> tuple[Track, ...]:
        words = text.lower()
        return tuple(t for t in self.tracks if words in f"{t.artist} {t.title}".lower())

    def tracks_at(self, places: Sequence[Place], limit: int) -> tuple[TrackId, ...]:
        rows = (row for place in places for row in self.rows(place, Sort.AS_IS))
        return tuple(row.id for row in rows if isinstance(row, Track))[:limit]

    def coverage(self) -> Coverage | None:
        return self.found_coverage

    def close(self) -> None:
        """Nothing was opened."""


@dataclass
class Stage:
    """An app on a bridge, and everything it asked for."""

    app: PlayerApp
    bridge: ScreenBridge
    asked: list[Request] = field(default_factory=list)
    picture_wanted: list[PixelSize | None] = field(default_factory=list)
    first_paints: list[bool] = field(default_factory=list)
    spectrum_wanted: list[bool] = field(default_factory=list)


MakeStage = Callable[..., Stage]


def nobody_notes(theme_name: str) -> None:
    """The theme chosen on a stage is forgotten."""


@pytest.fixture(autouse=True)
def garbage_is_collected_again() -> Iterator[None]:
    """The screen sets the collector for one long run; tests make many screens."""
    thresholds = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*thresholds)


@pytest.fixture(scope="session")
def themes() -> tuple[Theme, ...]:
    """The themes that are shipped."""
    return load_themes([SHIPPED_THEMES]).themes


@pytest.fixture
def make_stage(themes: tuple[Theme, ...]) -> MakeStage:
    """Makes a stage; with `snapshot` given it is shown from the start."""

    def make(
        snapshot: Snapshot | None = None,
        *,
        look: TerminalLook | None = None,
        theme_name: str = "afterglow",
        line: TerminalLine | None = None,
        picture_on: bool = True,
        shows_pixels: Callable[[], bool] = lambda: False,
        keys: dict[str, tuple[str, ...]] | None = None,
        open_catalog: Callable[[], Browser] | None = ListCatalog,
        clock: Callable[[], float] | None = None,
        with_themes: tuple[Theme, ...] = themes,
        load_themes: Callable[[], tuple[Sequence[Theme], Sequence[str]]] | None = None,
        themes_stamp: Callable[[], object] | None = None,
        theme_kept: Callable[[str], None] | None = None,
        read_cover: ReadCover | None = None,
        read_lyrics: ReadLyrics | None = None,
        families: Sequence[str] = (),
        save_playlist: SavePlaylist | None = None,
        terminal_title: bool = False,
        signals: EndSignals | None = None,
        moods: Moods = PLAIN_MOODS,
    ) -> Stage:
        bridge = ScreenBridge()
        if snapshot is not None:
            bridge.publish(snapshot)
        asked: list[Request] = []
        wanted: list[PixelSize | None] = []
        painted: list[bool] = []
        spectrum_wanted: list[bool] = []
        app = PlayerApp(
            post=asked.append,
            bridge=bridge,
            settings=ScreenSettings(
                themes=with_themes,
                theme_name=theme_name,
                look=look or TerminalLook(),
                line=line or TerminalLine(),
                signals=signals,
                moods=moods,
                picture_on=picture_on,
                terminal_title=terminal_title,
                shows_pixels=shows_pixels,
                keys=keys or {},
                home="/home/ada",
                load_themes=load_themes,
                themes_stamp=themes_stamp,
                theme_kept=theme_kept or nobody_notes,
                read_cover=read_cover,
                read_lyrics=read_lyrics,
                families=lambda: families,
                save_playlist=save_playlist,
            ),
            open_browser=open_catalog,
            on_first_paint=lambda: painted.append(True),
            picture_wanted=wanted.append,
            spectrum_wanted=spectrum_wanted.append,
            clock=clock or time.monotonic,
        )
        return Stage(app, bridge, asked, wanted, painted, spectrum_wanted)

    return make
