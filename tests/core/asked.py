"""What a person may ask of the Director at any moment, as strategies."""

from hypothesis import strategies as st

from tui_player.messages import requests
from tui_player.messages.requests import Request
from tui_player.model.mood.emotion import Emotion
from tui_player.model.mood.pin_span import PinSpan

FEW_MOODS = (Emotion.HAPPY, Emotion.SAD, Emotion.SURPRISED)

PINNING: st.SearchStrategy[Request] = st.sampled_from(
    [requests.TogglePin(), requests.Unpin(), requests.RejectMood(), requests.NextGoal()]
    + [requests.PinMood(e) for e in FEW_MOODS]
    + [requests.PinMood(Emotion.SAD, PinSpan(tracks=n)) for n in (1, 2)]
    + [requests.PinMood(Emotion.HAPPY, PinSpan(seconds=60.0))]
    + [requests.PinFor(PinSpan(tracks=1)), requests.PinFor(PinSpan(seconds=30.0))]
)
TRANSPORT: st.SearchStrategy[Request] = st.sampled_from(
    [requests.TogglePause(), requests.Skip(), requests.Back(), requests.ToggleMute()]
    + [requests.SeekBy(s) for s in (-60.0, 5.0, 170.0)]
    + [requests.SeekTo(0.99), requests.SeekToTime(3.5), requests.ResetRate()]
    + [requests.ChangeVolume(s) for s in (-60, 5, 60)]
    + [requests.ChangeRate(s) for s in (-3, 4)]
    + [requests.ChangeMusicNow(), requests.Like(), requests.Dislike(), requests.Undo()]
    + [requests.NextRepeat(), requests.SleepAfter(0), requests.SleepAfter(1)]
    + [requests.SleepAfter(None), requests.ToggleCamera(), requests.Rescan()]
    + [requests.ShuffleQueued(), requests.ClearQueued(), requests.LookAtLearned()]
    + [requests.ForgetLearned(None), requests.ForgetLearned(Emotion.SAD)]
    + [requests.MeasureNeutralFace(), requests.ForgetNeutralFace()]
    + [requests.KeepMoodHistory(True), requests.EraseMoodHistory()]
)
