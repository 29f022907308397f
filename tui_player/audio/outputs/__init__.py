"""Where PCM goes: PulseAudio, miniaudio's devices, or nowhere."""
