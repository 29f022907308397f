"""The parts that carry commands out: built together, each command handed to the one it is for.

Imported only once the screen is up: what it brings along takes its time.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tui_player.audio.loudness.worker import LoudnessMeter
from tui_player.audio.player import Player
from tui_player.history.worker import HistoryStore
from tui_player.library.scanner.worker import LibraryScanner
from tui_player.messages.commands import (
    Command,
    MeasureLoudness,
    OpenCamera,
    ReleaseCamera,
    Remember,
    ScanFolder,
    UseFamilies,
)
from tui_player.messages.events import Emit
from tui_player.model.music.genres import GenreFamilies
from tui_player.model.picture import ShowPicture
from tui_player.settings.paths import UserPaths
from tui_player.settings.run_settings import RunSettings
from tui_player.vision.cameras.replay import ReplayedCamera, load_readings
from tui_player.vision.recorder import ReadingRecorder
from tui_player.vision.worker import MoodCamera


class Worker(Protocol):
    """A thread or process with one owner."""

    def start(self) -> None:
        """Begin."""

    def stop(self) -> None:
        """End, within a limit."""


@dataclass(frozen=True, slots=True)
class Workers:
    """Every part with a thread or process of its own, each with its mailbox."""

    player: Player
    camera: MoodCamera | ReplayedCamera
    scanner: LibraryScanner
    history: HistoryStore
    meter: LoudnessMeter
    recorder: ReadingRecorder | None = None

    @property
    def in_order_of_start(self) -> tuple[Worker, ...]:
        """What is needed longest comes first: it is stopped last."""
        recorder = () if self.recorder is None else (self.recorder,)
        return (self.history, self.player, *recorder, self.camera, self.scanner, self.meter)

    def post(self, command: Command) -> None:
        """Put a command into the mailbox of the part it is for."""
        match command:
            case OpenCamera() | ReleaseCamera():
                self.camera.post(command)
            case ScanFolder() | UseFamilies():
                self.scanner.post(command)
            case Remember():
                self.history.post(command)
            case MeasureLoudness():
                self.meter.post(command)
            case _:
                self.player.post(command)


def build_workers(
    player: Player,
    settings: RunSettings,
    paths: UserPaths,
    index_file: Path,
    families: GenreFamilies,
    emit: Emit,
    show_picture: ShowPicture,
) -> Workers:
    """The parts of one run, none but the player started; raises ReadingLogError for a bad
    recording.
    """
    recorder = None
    if settings.record_readings is not None:
        recorder = ReadingRecorder(settings.record_readings, emit)
    return Workers(
        player=player,
        camera=_camera(settings, emit if recorder is None else recorder.emit, show_picture),
        scanner=LibraryScanner(
            settings.folder,
            index_file,
            families,
            emit,
            settings.ignore,
            tag_encoding=settings.tag_encoding,
        ),
        history=HistoryStore(paths.history_file, emit),
        meter=LoudnessMeter(emit),
        recorder=recorder,
    )


def _camera(
    settings: RunSettings, emit: Emit, show_picture: ShowPicture
) -> MoodCamera | ReplayedCamera:
    """The camera, or the recording that takes its place."""
    if settings.replay is not None:
        return ReplayedCamera(load_readings(settings.replay), emit)
    return MoodCamera(
        settings.camera,
        settings.model,
        emit,
        show_picture,
        analyses_per_s=settings.analyses_per_s,
        turn_deg=settings.camera_turn_deg,
    )
