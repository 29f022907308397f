"""What each key asks of the player, by the name of its action."""

from collections.abc import Mapping
from types import MappingProxyType

from tui_player.messages import requests
from tui_player.messages.requests import Request
from tui_player.model.mood.emotion import EMOTIONS

KEY_REQUESTS: Mapping[str, Request] = MappingProxyType(
    {
        "pause": requests.TogglePause(),
        "skip": requests.Skip(),
        "back": requests.Back(),
        "seek_back": requests.SeekBy(-5.0),
        "seek_forward": requests.SeekBy(5.0),
        "leap_back": requests.SeekBy(-60.0),
        "leap_forward": requests.SeekBy(60.0),
        "quieter": requests.ChangeVolume(-4),
        "louder": requests.ChangeVolume(4),
        "mute": requests.ToggleMute(),
        "slower": requests.ChangeRate(-1),
        "faster": requests.ChangeRate(1),
        "normal_speed": requests.ResetRate(),
        "repeat": requests.NextRepeat(),
        "like": requests.Like(),
        "dislike": requests.Dislike(),
        "toggle_pin": requests.TogglePin(),
        "unpin": requests.Unpin(),
        "reject": requests.RejectMood(),
        "goal": requests.NextGoal(),
        "neutral_face": requests.MeasureNeutralFace(),
        "forget_neutral_face": requests.ForgetNeutralFace(),
        "change_now": requests.ChangeMusicNow(),
        "camera": requests.ToggleCamera(),
        "shuffle_queued": requests.ShuffleQueued(),
        "clear_queued": requests.ClearQueued(),
        "undo": requests.Undo(),
        "rescan": requests.Rescan(),
        **{f"pin_{emotion.value}": requests.PinMood(emotion) for emotion in EMOTIONS},
    }
)
