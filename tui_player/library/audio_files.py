"""Says which names are taken for music or playlists; names are bytes, as on the disk."""

AUDIO_SUFFIXES = frozenset(
    (
        *(b".mp3", b".flac", b".ogg", b".oga", b".opus", b".wav", b".m4a", b".m4b", b".aac"),
        *(b".wma", b".aif", b".aiff", b".ape", b".wv", b".mka", b".mpc", b".tta"),
    )
)


def suffix(name: bytes) -> bytes:
    """The ending of a file name with its dot, in lower case."""
    dot = name.rfind(b".")
    return name[dot:].lower() if dot >= 0 else b""


def is_hidden(name: bytes) -> bool:
    """Whether a file or folder is left alone: it begins with a dot, as AppleDouble files do."""
    return name.startswith(b".")


def is_audio_name(name: bytes) -> bool:
    """Whether a file of this name is taken for music."""
    return suffix(name) in AUDIO_SUFFIXES and not is_hidden(name)


PLAYLIST_SUFFIXES = frozenset((b".m3u", b".m3u8", b".pls"))
_DOT = ord(".")
_LIBRARY_SUFFIXES = AUDIO_SUFFIXES | PLAYLIST_SUFFIXES


def is_playlist_name(name: bytes) -> bool:
    """Whether a file of this name is taken for a list of others."""
    return suffix(name) in PLAYLIST_SUFFIXES and not is_hidden(name)


def is_library_name(name: bytes) -> bool:
    """Whether a file of this name is of interest at all."""
    # Asked of every file at every start: without the calls above it takes half the time.
    return name[name.rfind(b".") :].lower() in _LIBRARY_SUFFIXES and name[0] != _DOT
