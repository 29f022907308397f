"""What is done to sound after it was played: room, echo, distortion, loudness, fades."""

import numpy as np

from tui_player.commands.demo.music.voices import SAMPLE_RATE, Sound

# Delays of the room's echoes in seconds, left and right, with no common measure.
_ROOM_S = ((0.0297, 0.0371, 0.0437), (0.0311, 0.0353, 0.0459))
# How loud a track is, and the peak that it never exceeds, both of full scale 1.
LOUDNESS_RMS = 0.13
HIGHEST_PEAK = 0.9
FADE_IN_S, FADE_OUT_S = 0.02, 3.5


def with_room(sound: Sound, share: float, decay_s: float) -> Sound:
    """Sound in a room whose echoes fall by 60 dB in so long (M. R. Schroeder, 1962)."""
    dry: Sound = dulled(sound.mean(axis=0), 5)
    sides = [
        sum(_echoed(dry, delay_s, 0.001 ** (delay_s / decay_s)) for delay_s in delays)
        for delays in _ROOM_S
    ]
    wet: Sound = np.stack([np.asarray(side, np.float32) for side in sides])
    mixed: Sound = sound + np.float32(share / 2) * wet
    return mixed


def with_echo(sound: Sound, share: float, delay_s: float) -> Sound:
    """Sound that comes back again and again, each time at half of its loudness."""
    echoes = np.stack([_echoed(side, delay_s, 0.5) - side for side in sound])
    mixed: Sound = sound + np.float32(share) * echoes
    return mixed


def _echoed(side: Sound, delay_s: float, gain: float) -> Sound:
    """y[n] = x[n] + gain · y[n - delay], a block of one delay at a time."""
    delay = int(delay_s * SAMPLE_RATE)
    blocks = -(-side.size // delay)
    padded = np.zeros(blocks * delay, np.float32)
    padded[: side.size] = side
    rows = padded.reshape(blocks, delay)
    for block in range(1, blocks):
        rows[block] += np.float32(gain) * rows[block - 1]
    return padded[: side.size]


def distorted(sound: Sound, drive: float) -> Sound:
    """Sound through an amplifier turned up too far, and the dull loudspeaker behind it."""
    over: Sound = np.tanh(drive * sound)
    return np.stack([dulled(dulled(side, 4), 3) for side in over])


def dulled(side: Sound, samples: int) -> Sound:
    """The mean of so many neighbouring samples: what is high gets quieter."""
    totals = np.cumsum(np.concatenate([np.zeros(samples), side]), dtype=np.float64)
    dull: Sound = ((totals[samples:] - totals[:-samples]) / samples).astype(np.float32)
    return dull


def mastered(sound: Sound) -> Sound:
    """As loud as the other tracks, its peaks rounded off below full scale, faded in and out."""
    level = float(np.sqrt(np.mean(sound**2))) or 1.0
    gain = np.float32(LOUDNESS_RMS / level / HIGHEST_PEAK)
    shaped: Sound = np.float32(HIGHEST_PEAK) * np.tanh(gain * sound)
    fade_in, fade_out = (
        np.linspace(0.0, 1.0, int(seconds * SAMPLE_RATE), dtype=np.float32) ** 2
        for seconds in (FADE_IN_S, FADE_OUT_S)
    )
    shaped[:, : fade_in.size] *= fade_in
    shaped[:, -fade_out.size :] *= fade_out[::-1]
    return shaped
