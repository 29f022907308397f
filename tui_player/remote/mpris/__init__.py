"""MPRIS: media keys, media widgets and `playerctl` over D-Bus."""
