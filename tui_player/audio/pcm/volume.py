"""The volume scale: how loud each percent is."""


def gain_of(percent: int) -> float:
    """Return the factor on the samples, 0 to 1, for a volume of 0 to 100 percent.

    Cubic, as PulseAudio maps its sliders (pa_sw_volume_to_linear): 50 % is −18 dB, which is
    heard as about half as loud or a little less; 100 % leaves every sample as it is.
    """
    return (min(max(percent, 0), 100) / 100) ** 3
