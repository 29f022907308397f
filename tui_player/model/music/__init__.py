"""Values about music: tracks, genres, loudness, lyrics and what was learned of them."""
