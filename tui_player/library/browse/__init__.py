"""Read-only views of the index: pages of artists, albums, genres, folders and playlists."""
