"""Follows the scanner: what is in the music folder, told as the library part of the screen."""

from dataclasses import replace

from tui_player.messages.events import LibraryChanged, LibraryTroubled, ScanProgressed
from tui_player.messages.snapshot import LibraryView
from tui_player.model.music.unreadable_file import UnreadableFile

ScannerReport = ScanProgressed | LibraryChanged | LibraryTroubled


class LibraryStatus:
    """The music folder as last heard of, changed only on the engine thread by the Director."""

    def __init__(self, folder: str) -> None:
        self._facts = LibraryView(folder=folder)
        self._trouble = ""
        self._was_scanned = False

    @property
    def has_tracks(self) -> bool:
        """Whether there is anything to play."""
        return self._facts.tracks > 0

    @property
    def is_in_trouble(self) -> bool:
        """Whether the folder cannot be read as it should."""
        return bool(self._trouble)

    @property
    def view(self) -> LibraryView:
        """The library part of the screen."""
        return replace(self._facts, sentence=self._trouble or self._what_an_empty_one_needs())

    def take(self, event: ScannerReport) -> None:
        """Take in news of the scanner."""
        match event:
            case ScanProgressed(done, total):
                self._facts = replace(self._facts, scanning=True, scan_done=done, scan_total=total)
            case LibraryTroubled(sentence):
                self._trouble = sentence
                self._facts = replace(self._facts, scanning=False)
            case LibraryChanged():
                self._was_scanned |= event.finished
                self._facts = replace(
                    self._facts,
                    tracks=event.tracks,
                    genres=event.genres,
                    unreadable=event.unreadable,
                    scanning=not event.finished,
                )

    def _what_an_empty_one_needs(self) -> str:
        facts = self._facts
        if facts.tracks or facts.scanning or not self._was_scanned:
            return ""
        if facts.unreadable:
            return _nothing_playable(facts.unreadable)
        return (
            f"No music in {facts.folder} yet. Put mp3, flac, ogg, opus, m4a or wav files there: "
            "they show up by themselves."
        )


def _nothing_playable(files: tuple[UnreadableFile, ...]) -> str:
    """One sentence on a folder in which no file can be played, with the first as example."""
    first = files[0]
    name = first.path.rpartition("/")[2]
    if len(files) == 1:
        return f"The only music file here cannot be played: {name}: {first.reason}."
    return f"None of the {len(files)} music files here can be played. {name}: {first.reason}."
