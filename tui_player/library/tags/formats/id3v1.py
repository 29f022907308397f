"""Reads the ID3v1 tag that ends many an mp3 file."""

from tui_player.library.tags.formats.fields import Fields, code_page_text

ID3V1_BYTES = 128
_NO_GENRE = 255
# id3.org, "ID3v1": what is where in it.
_PLACES = {
    "title": slice(3, 33),
    "artist": slice(33, 63),
    "album": slice(63, 93),
    "year": slice(93, 97),
}


def read_id3v1(tail: bytes) -> Fields:
    """What the tag holds that `tail` ends with; nothing if it ends with none."""
    tag = tail[-ID3V1_BYTES:]
    if tag[:3] != b"TAG" or len(tag) < ID3V1_BYTES:
        return {}
    texts = {name: tag[place].partition(b"\0")[0].strip(b" ") for name, place in _PLACES.items()}
    fields = {name: [code_page_text(text)] for name, text in texts.items() if text}
    if not tag[125] and tag[126]:  # version 1.1: the number of the track ends the comment
        fields["tracknumber"] = [str(tag[126])]
    if tag[127] != _NO_GENRE:
        fields["genre"] = [str(tag[127])]
    return fields
