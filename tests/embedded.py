"""Puts pictures and lyrics into the tags of sound files, as taggers do."""

import base64
import struct
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import mutagen
import mutagen.aiff
import mutagen.apev2
import mutagen.asf
import mutagen.flac
import mutagen.id3
import mutagen.mp4
import mutagen.wave

FRONT, BACK, ICON, OTHER = 3, 4, 1, 0
_ASF: Any = mutagen.asf
_ASF_BYTES = 1
_APE_NAMES = {FRONT: "Cover Art (Front)", BACK: "Cover Art (Back)", OTHER: "Cover Art (Other)"}


def embed_pictures(
    path: Path, pictures: Iterable[tuple[int, bytes]], mime: str = "image/png"
) -> None:
    """Put pictures into a file, each of a type as ID3v2 numbers them."""
    match path.suffix:
        case ".flac":
            flac = mutagen.flac.FLAC(path)
            for kind, data in pictures:
                flac.add_picture(_flac_picture(kind, data, mime))
            flac.save()
        case ".ogg" | ".opus":
            ogg: Any = mutagen.File(path)
            ogg["metadata_block_picture"] = [
                base64.b64encode(_flac_picture(kind, data, mime).write()).decode()
                for kind, data in pictures
            ]
            ogg.save()
        case ".m4a":
            m4a = mutagen.mp4.MP4(path)
            m4a["covr"] = [mutagen.mp4.MP4Cover(data) for _, data in pictures]
            m4a.save()
        case ".wma":
            asf = mutagen.asf.ASF(path)
            asf["WM/Picture"] = [
                _ASF.ASFValue(_asf_picture(kind, data, mime), _ASF_BYTES) for kind, data in pictures
            ]
            asf.save()
        case ".wv" | ".tta" | ".ape" | ".mpc":
            ape = mutagen.apev2.APEv2()
            for kind, data in pictures:
                value = b"cover.png\0" + data
                ape[_APE_NAMES[kind]] = mutagen.apev2.APEValue(value, mutagen.apev2.BINARY)
            ape.save(path)
        case _:
            tags = id3_of(path)
            for number, (kind, data) in enumerate(pictures):
                tags.add(mutagen.id3.APIC(mime=mime, type=kind, desc=str(number), data=data))
            save_id3(path, tags)


def id3_of(path: Path) -> Any:
    """The ID3v2 tag of a file, or a new one."""
    if path.suffix in (".wav", ".aiff"):
        file: Any = (mutagen.wave.WAVE if path.suffix == ".wav" else mutagen.aiff.AIFF)(path)
        return file.tags if file.tags is not None else mutagen.id3.ID3()
    try:
        return mutagen.id3.ID3(path)
    except mutagen.id3.ID3NoHeaderError:
        return mutagen.id3.ID3()


def save_id3(path: Path, tags: Any) -> None:
    """Write an ID3v2 tag where the kind of file has it."""
    if path.suffix not in (".wav", ".aiff"):
        tags.save(path)
        return
    file: Any = (mutagen.wave.WAVE if path.suffix == ".wav" else mutagen.aiff.AIFF)(path)
    if file.tags is None:
        file.add_tags()
    for frame in tags.values():
        file.tags.add(frame)
    file.save()


def _flac_picture(kind: int, data: bytes, mime: str) -> mutagen.flac.Picture:
    picture = mutagen.flac.Picture()
    picture.type, picture.mime, picture.data = kind, mime, data
    return picture


def _asf_picture(kind: int, data: bytes, mime: str) -> bytes:
    """Microsoft's "WM/Picture": type, size, MIME type and description in UTF-16, the picture."""
    texts = f"{mime}\0\0".encode("utf-16-le")
    return struct.pack("<BI", kind, len(data)) + texts + data
