"""FFmpeg's way into files, for whatever reads sound or pictures."""
