"""The library part of the screen, and what it says when there is nothing to play."""

from tui_player.core.library.status import LibraryStatus
from tui_player.messages.events import LibraryChanged, LibraryTroubled, ScanProgressed
from tui_player.model.music.unreadable_file import UnreadableFile


def test_an_empty_folder_says_what_to_put_there_once_it_was_scanned() -> None:
    keeper = LibraryStatus("~/Music")
    assert keeper.view.sentence == ""
    keeper.take(ScanProgressed(0, None))
    assert keeper.view.sentence == ""
    keeper.take(LibraryChanged(tracks=0, genres=0))
    assert keeper.view.sentence.startswith("No music in ~/Music yet.")
    keeper.take(LibraryChanged(tracks=1, genres=1))
    assert keeper.view.sentence == ""


def test_a_folder_of_broken_files_names_the_first() -> None:
    keeper = LibraryStatus("~/Music")
    broken = [UnreadableFile(f"/home/a/Music/{i}.mp3", "the file is empty") for i in range(3)]
    keeper.take(LibraryChanged(tracks=0, genres=0, unreadable=tuple(broken)))
    assert keeper.view.sentence == (
        "None of the 3 music files here can be played. 0.mp3: the file is empty."
    )
    keeper.take(LibraryChanged(tracks=0, genres=0, unreadable=tuple(broken[:1])))
    assert keeper.view.sentence == (
        "The only music file here cannot be played: 0.mp3: the file is empty."
    )


def test_trouble_is_said_first_and_until_it_is_over() -> None:
    keeper = LibraryStatus("~/Music")
    keeper.take(LibraryTroubled("The folder has gone."))
    keeper.take(LibraryChanged(tracks=0, genres=0))
    assert keeper.view.sentence == "The folder has gone."
    keeper.take(LibraryTroubled(""))
    assert keeper.view.sentence.startswith("No music in")


def test_scanning_tells_how_far_it_is() -> None:
    keeper = LibraryStatus("~/Music")
    keeper.take(ScanProgressed(7, 20))
    assert (keeper.view.scanning, keeper.view.scan_done, keeper.view.scan_total) == (True, 7, 20)
    keeper.take(LibraryChanged(tracks=5, genres=1, finished=False))
    assert keeper.view.scanning
    assert keeper.has_tracks
