"""Stories of looking around in the Library: places, marks, orders, families, playlists."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests.ui.conftest import ListCatalog, MakeStage, Stage
from tests.ui.reading import screen_text, until_found, until_shown
from tests.ui.sample_snapshots import GOLDEN, PLAYING, TRACKS
from tui_player.messages import requests
from tui_player.model.errors import PlaylistExistsError
from tui_player.model.music.coverage import Coverage
from tui_player.model.music.family_overrides import artist_scope, track_scope
from tui_player.model.music.track import Track
from tui_player.model.music.unreadable_file import UnreadableFile
from tui_player.ports.browser import BrowseLink, Page, Place, PlaceKind, Sort
from tui_player.ui.library.rows import LibraryRows
from tui_player.ui.panes.up_next import UpNextPane

ABBA = TRACKS[11]
SIZE = (120, 36)


def told_by(stage: Stage) -> str:
    return screen_text(stage).splitlines()[-1]


async def test_from_the_top_to_a_track_and_back(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=SIZE) as pilot:
        await until_found(pilot, len(TRACKS))
        await pilot.press("E")
        await until_shown(pilot, stage, "Playlists")
        await pilot.press("down", "enter")
        await until_shown(pilot, stage, "Library › Artists")
        await pilot.press("end", "enter")
        await until_shown(pilot, stage, "Artists › ABBA")
        await until_shown(pilot, stage, "Dancing Queen")
        await pilot.press("a", "backspace")
        await until_found(pilot, len(TRACKS))
        rows = stage.app.query_one(LibraryRows)
        row = rows.current
        assert isinstance(row, BrowseLink)
        assert row.place.key == "ABBA", "the cursor is where it was left"
        await pilot.press("escape")
        assert stage.app.query_one(UpNextPane).has_focus
    assert stage.asked == [requests.QueueTrack(ABBA.id)]


@pytest.mark.parametrize(
    "ways", [["E", "down", "enter"], ["E", "E"], ["J"], ["E", "/", "x", "escape"]]
)
async def test_escape_leads_back_to_where_one_looked_before(
    make_stage: MakeStage, ways: list[str]
) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=SIZE) as pilot:
        await until_found(pilot, len(TRACKS))
        rows = stage.app.query_one(LibraryRows)
        await pilot.press("tab", "down", "down")
        await pilot.press(*ways, "escape")
        await until_found(pilot, len(TRACKS))
        await until_shown(pilot, stage, "Library · / search")
        assert rows.current == TRACKS[2]
        assert rows.has_focus


async def test_keys_are_told_where_they_work(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=SIZE) as pilot:
        await until_found(pilot, len(TRACKS))
        await pilot.press("tab")
        await until_shown(pilot, stage, "1 of 12 · Enter play · a queue last · e next · . mark")
        await pilot.press(".")
        await until_shown(pilot, stage, "1 marked · Enter plays them")
        await pilot.press(".", "E")
        await until_shown(pilot, stage, "Enter open · a queue last · N play all")


async def test_what_is_marked_is_queued_together(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=SIZE) as pilot:
        await until_found(pilot, len(TRACKS))
        await pilot.press("tab", ".", "down", "insert", "up", "insert", ".")
        await pilot.press("a", "e")
        await pilot.pause()
    assert stage.asked == [
        requests.QueueTracks((TRACKS[0].id, TRACKS[3].id)),
        requests.QueueTrack(TRACKS[4].id, first=True),
    ], "marked twice is not marked, and what was queued is marked no longer"


async def test_a_place_is_played_whole(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=SIZE) as pilot:
        await until_found(pilot, len(TRACKS))
        await pilot.press("E")
        await until_shown(pilot, stage, "Playlists")
        await pilot.press("N")
        for _ in range(1000):
            if stage.asked:
                break
            await pilot.pause(0.01)
    assert stage.asked == [requests.PlayTracks(tuple(track.id for track in TRACKS))]


async def test_a_list_is_played_from_a_track_on(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=SIZE) as pilot:
        await until_found(pilot, len(TRACKS))
        await pilot.press("tab", "end", "up", "N")
        await pilot.pause()
    assert stage.asked == [requests.PlayTracks((TRACKS[10].id, TRACKS[11].id))]


async def test_the_order_goes_round(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=SIZE) as pilot:
        await until_found(pilot, len(TRACKS))
        await pilot.press("tab", "S")
        await until_shown(pilot, stage, "Library › All tracks · by name")
        rows = stage.app.query_one(LibraryRows)
        first = rows.rows[0]
        assert isinstance(first, Track)
        assert first.title == min(track.title for track in TRACKS)
        await pilot.press("S", "S", "S", "S")
        await until_shown(pilot, stage, "Library · / search · E explore")


async def test_a_place_keeps_its_cursor_while_the_library_grows(make_stage: MakeStage) -> None:
    catalog = ListCatalog()
    stage = make_stage(PLAYING, open_catalog=lambda: catalog)
    async with stage.app.run_test(size=SIZE) as pilot:
        await until_found(pilot, len(TRACKS))
        await pilot.press("tab", "down", "down")
        catalog.tracks = (replace(ABBA, id=TRACKS[0].id, title="A new one"), *TRACKS)
        stage.bridge.publish(replace(PLAYING, library=replace(PLAYING.library, tracks=13)))
        await until_found(pilot, len(TRACKS) + 1)
        assert stage.app.query_one(LibraryRows).current == TRACKS[2]


async def test_searching_in_a_place_comes_back_to_it(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=SIZE) as pilot:
        await until_found(pilot, len(TRACKS))
        await pilot.press("E")
        await until_shown(pilot, stage, "Playlists")
        await pilot.press("down", "enter")
        await until_shown(pilot, stage, "Library › Artists")
        await pilot.press("/", *"lucky")
        await until_found(pilot, 1)
        await pilot.press("escape")
        await until_shown(pilot, stage, "Library › Artists")
        assert isinstance(stage.app.query_one(LibraryRows).current, BrowseLink)


async def test_missing_entries_of_a_playlist_are_told(make_stage: MakeStage) -> None:
    class WithPlaylist(ListCatalog):
        def page(self, place: Place, sort: Sort, first: int, count: int) -> Page:
            if place.kind is PlaceKind.PLAYLISTS:
                mix = Place(PlaceKind.PLAYLIST, "/lists/mix.m3u", label="mix")
                return Page(0, (BrowseLink(mix, 2, "lists"),), 1)
            if place.kind is PlaceKind.PLAYLIST:
                return Page(0, (), 0, sentence="gone.mp3 is not in the music folder.")
            return super().page(place, sort, first, count)

    stage = make_stage(PLAYING, open_catalog=WithPlaylist)
    async with stage.app.run_test(size=SIZE) as pilot:
        await until_found(pilot, len(TRACKS))
        await pilot.press("E")
        await until_shown(pilot, stage, "Playlists")
        await pilot.press("end", "enter")
        await until_shown(pilot, stage, "mix")
        await pilot.press("enter")
        await until_shown(pilot, stage, "gone.mp3 is not in the music folder.")


async def test_tracks_of_an_album_show_their_numbers(make_stage: MakeStage) -> None:
    album = Place(PlaceKind.ALBUM, "Arrival", "ABBA", label="Arrival")
    catalog = ListCatalog()
    catalog.shelves[Place(PlaceKind.ARTIST, "ABBA")] = (BrowseLink(album, 1, "1976"),)
    catalog.shelves[album] = (replace(ABBA, track_number=2),)
    stage = make_stage(PLAYING, open_catalog=lambda: catalog)
    async with stage.app.run_test(size=SIZE) as pilot:
        await until_found(pilot, len(TRACKS))
        await pilot.press("E")
        await until_shown(pilot, stage, "Playlists")
        await pilot.press("down", "enter")
        await until_shown(pilot, stage, "Library › Artists")
        await pilot.press("end", "enter")
        await until_shown(pilot, stage, "Artists › ABBA")
        await until_shown(pilot, stage, "1976")
        await pilot.press("enter")
        await until_shown(pilot, stage, "›   2  Dancing Queen")


class TestFamilies:
    async def test_are_given_to_a_track_or_all_of_its_artist(self, make_stage: MakeStage) -> None:
        stage = make_stage(PLAYING, families=("rock", "folk"))
        async with stage.app.run_test(size=SIZE) as pilot:
            await until_found(pilot, len(TRACKS))
            await pilot.press("tab", "end", "f")
            await until_shown(pilot, stage, "Give a genre family to")
            await pilot.press("end", "enter")
            await until_shown(pilot, stage, "Genre family of ABBA")
            await pilot.press("down", "enter")
            await pilot.pause()
        assert stage.asked == [requests.GiveFamily(artist_scope("ABBA"), "folk", "ABBA")]

    async def test_are_taken_back(self, make_stage: MakeStage) -> None:
        nameless = replace(TRACKS[8], album="")
        stage = make_stage(
            PLAYING, families=("rock",), open_catalog=lambda: ListCatalog((nameless,))
        )
        async with stage.app.run_test(size=SIZE) as pilot:
            await until_found(pilot, 1)
            await pilot.press("tab", "f")
            await until_shown(pilot, stage, "as its tags say")
            await pilot.press("home", "enter")
            await pilot.pause()
        (asked,) = stage.asked
        assert isinstance(asked, requests.GiveFamily)
        assert (asked.scope, asked.family) == (track_scope(nameless.id), "")

    async def test_are_for_artists_albums_and_tracks_alone(self, make_stage: MakeStage) -> None:
        stage = make_stage(PLAYING, families=("rock",))
        async with stage.app.run_test(size=SIZE) as pilot:
            await until_found(pilot, len(TRACKS))
            await pilot.press("E")
            await until_shown(pilot, stage, "Playlists")
            await pilot.press("f")
            await until_shown(pilot, stage, "A genre family is given to artists")


async def test_coverage_tells_what_no_mood_chooses(make_stage: MakeStage) -> None:
    catalog = ListCatalog()
    catalog.found_coverage = Coverage(
        tracks=40,
        per_mood={"happy": 412, "sad": 3},
        untagged=2,
        unknown_genres=(("Splonk", 7),),
        unreadable=(UnreadableFile("bad.mp3", "the file is empty"),),
    )
    stage = make_stage(PLAYING, open_catalog=lambda: catalog)
    async with stage.app.run_test(size=SIZE) as pilot:
        await pilot.press("C")
        await until_shown(pilot, stage, "happy 412 · sad 3, thin")
        text = screen_text(stage)
        assert "Thin: so few that they come again soon." in text
        assert "Splonk (7)" in text
        assert "bad.mp3: the file is empty" in text
        assert "2 tracks without a genre" in text
        await pilot.press("escape")
        await pilot.pause()
        assert "Splonk" not in screen_text(stage)


class TestSavingUpNext:
    @pytest.fixture
    def saved(self) -> list[tuple[str, int, bool]]:
        return []

    @pytest.fixture
    def stage(self, make_stage: MakeStage, saved: list[tuple[str, int, bool]]) -> Stage:
        def save(name: str, tracks: Sequence[Track], may_replace: bool) -> Path:
            saved.append((name, len(tracks), may_replace))
            if name == "full":
                raise OSError(28, "No space left on device")
            if name == "happy" and not may_replace:
                raise PlaylistExistsError("happy.m3u8")
            return Path("/home/ada/lists") / name

        return make_stage(PLAYING, save_playlist=save)

    async def test_it_is_named_after_the_mood_and_nothing_is_overwritten_unasked(
        self, stage: Stage, saved: list[tuple[str, int, bool]]
    ) -> None:
        async with stage.app.run_test(size=SIZE) as pilot:
            await pilot.press("ctrl+s", "enter")
            await until_shown(pilot, stage, "happy.m3u8 is there already: Enter again replaces it")
            assert saved == [("happy", 12, False)]
            await pilot.press("enter")
            await until_shown(pilot, stage, "saved 12 tracks as ~/lists/happy")
        assert saved[1:] == [("happy", 12, True)]

    async def test_another_name_is_asked_about_anew(
        self, stage: Stage, saved: list[tuple[str, int, bool]]
    ) -> None:
        async with stage.app.run_test(size=SIZE) as pilot:
            await pilot.press("ctrl+s", "enter")
            await until_shown(pilot, stage, "Enter again")
            await pilot.press(*"x", "enter")
            await until_shown(pilot, stage, "saved 12 tracks")
        assert saved[-1][2] is False

    async def test_a_failure_is_told(self, stage: Stage) -> None:
        async with stage.app.run_test(size=SIZE) as pilot:
            await pilot.press("ctrl+s", *"full", "enter")
            await until_shown(pilot, stage, "could not be saved: No space left on device")

    async def test_nothing_is_no_playlist(self, make_stage: MakeStage) -> None:
        stage = make_stage(replace(PLAYING, up_next=()))
        async with stage.app.run_test(size=SIZE) as pilot:
            await pilot.press("ctrl+s")
            await until_shown(pilot, stage, "Nothing is up next: there is nothing to save.")


async def test_browsing_has_room_on_a_small_screen(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(60, 16)) as pilot:
        await until_found(pilot, len(TRACKS))
        await pilot.press("E")
        await until_shown(pilot, stage, "Playlists")
        await pilot.press("escape")
        await pilot.pause()
        assert "Playlists" not in screen_text(stage)


async def test_the_frame_tells_what_can_be_done_with_what_was_found(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await until_found(pilot, len(TRACKS))
        await pilot.press("/", "d", "a", "f", "t")
        await until_found(pilot, 1)
        told = stage.app.library.border_subtitle
        assert told == "1 of 1 found · Enter plays · ↓ then a queues · e next"
        await pilot.press("x")
        await until_found(pilot, 0)
        assert "Enter" not in str(stage.app.library.border_subtitle)


async def test_the_keys_are_told_at_once_in_a_pane_that_has_just_appeared(
    make_stage: MakeStage,
) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(60, 16)) as pilot:
        await pilot.press("E")
        await until_shown(pilot, stage, "Playlists")
        await until_shown(pilot, stage, "Enter open")


async def test_the_album_of_what_plays_is_shown_with_the_cursor_on_it(
    make_stage: MakeStage,
) -> None:
    catalog = ListCatalog()
    album = Place(PlaceKind.ALBUM, GOLDEN.album, GOLDEN.artist)
    catalog.shelves[album] = (TRACKS[0], GOLDEN, TRACKS[1])
    stage = make_stage(PLAYING, open_catalog=lambda: catalog)
    async with stage.app.run_test(size=SIZE) as pilot:
        await until_found(pilot, len(TRACKS))
        await pilot.press("J")
        await until_found(pilot, 3)
        assert stage.app.library.tracks.current == GOLDEN
        assert "Library › Kacey Musgraves › Golden Hour" in screen_text(stage)
        await pilot.press("escape")
        await pilot.pause()
        assert stage.app.up_next.has_focus


async def test_the_frame_tells_the_keys_that_were_chosen(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING, keys={"queue_last": ("b",), "search": ("ctrl+f",), "browse": ()})
    async with stage.app.run_test(size=SIZE) as pilot:
        await until_found(pilot, len(TRACKS))
        assert stage.app.library.border_title == "Library · ctrl+f search"
        await pilot.press("tab")
        await pilot.pause()
        assert "b queue last · e next" in str(stage.app.library.border_subtitle)
        await pilot.press("ctrl+f", "a")
        await until_shown(pilot, stage, "↓ then b queues")
