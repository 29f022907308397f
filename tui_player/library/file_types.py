"""Says which names are taken for music or playlists; names are bytes, as on the disk."""

# Music is also kept in what may hold a picture alone; films (MKV, AVI, MOV and others) are none.
PICTURE_SUFFIXES = frozenset((b".mp4", b".m4v", b".webm", b".3gp", b".3g2", b".asf", b".rm"))
# Whatever of these a decoder plays; the rest is named as unreadable, with the reason.
AUDIO_SUFFIXES = PICTURE_SUFFIXES | frozenset(
    (
        *(b".mp3", b".mp2", b".mp1", b".mpa", b".mpga", b".aac", b".m4a", b".m4b", b".m4r"),
        *(b".ogg", b".oga", b".opus", b".spx", b".flac", b".mka", b".weba", b".3ga", b".f4a"),
        *(b".wav", b".wave", b".bwf", b".rf64", b".w64", b".aif", b".aiff", b".aifc", b".caf"),
        *(b".au", b".snd", b".voc", b".nist", b".sph", b".wma", b".ra", b".amr", b".awb"),
        *(b".ape", b".wv", b".mpc", b".mp+", b".mpp", b".tta", b".tak", b".shn", b".dsf", b".dff"),
        *(b".ac3", b".eac3", b".ec3", b".dts", b".dtshd", b".thd", b".mlp", b".oma", b".qoa"),
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


PLAYLIST_SUFFIXES = frozenset((b".m3u", b".m3u8", b".pls", b".xspf", b".wpl"))
_DOT = ord(".")
_LIBRARY_SUFFIXES = AUDIO_SUFFIXES | PLAYLIST_SUFFIXES


def is_playlist_name(name: bytes) -> bool:
    """Whether a file of this name is taken for a list of others."""
    return suffix(name) in PLAYLIST_SUFFIXES and not is_hidden(name)


def is_library_name(name: bytes) -> bool:
    """Whether a file of this name is of interest at all."""
    # Asked of every file at every start: without the calls above it takes half the time.
    return name[name.rfind(b".") :].lower() in _LIBRARY_SUFFIXES and name[0] != _DOT
