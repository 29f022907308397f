"""Knows which parts of the music folder lie on network disks, where nobody tells of changes."""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

# What others change on these, inotify never tells (inotify(7), "Limitations and caveats").
NETWORK_TYPES = frozenset(
    (
        *("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "ncpfs"),
        *("davfs", "virtiofs", "vboxsf", "prl_fs", "drvfs", "fuse.sshfs", "fuse.rclone"),
        *("fuse.gvfsd-fuse", "fuse.davfs2", "fuse.glusterfs", "fuse.s3fs", "fuse.smbnetfs"),
        *("fuse.curlftpfs", "fuse.vmhgfs-fuse", "fuse.ceph", "fuse.httpdirfs"),
    )
)
CHECK_EVERY_S = 180.0


@dataclass(frozen=True, slots=True)
class NetworkDisks:
    """What is mounted, as the kernel tells it (proc(5), mountinfo), and how often to look there."""

    table: Path = Path("/proc/self/mountinfo")
    check_every_s: float = CHECK_EVERY_S

    def is_any_mounted(self) -> bool:
        """Whether there is any network disk, wherever it is mounted."""
        return any(kind in NETWORK_TYPES for _, kind in self._mounts())

    def places(self, folder: bytes, links: Mapping[bytes, bytes]) -> dict[bytes, str]:
        """The parts of the folder on network disks, by their paths under it, and their kinds.

        That is b"" for the whole folder. `links` are followed links: path under it, and target.
        Empty where the system has no such table.
        """
        mounts = dict(self._mounts())  # of several at one point, the last one is seen
        home = os.path.realpath(folder)
        places = {b"": _type_at(home, mounts)}
        places |= {link: _type_at(target, mounts) for link, target in links.items()}
        below = home.rstrip(b"/") + b"/"
        places |= {
            point[len(below) :]: kind for point, kind in mounts.items() if point.startswith(below)
        }
        return {place: kind for place, kind in places.items() if kind in NETWORK_TYPES}

    def _mounts(self) -> Iterator[tuple[bytes, str]]:
        """Mount points and file system types, in the order of mounting."""
        try:
            lines = self.table.read_bytes().splitlines()
        except OSError:
            return
        for line in lines:
            place, separator, source = line.partition(b" - ")
            fields = place.split(b" ")
            if separator and len(fields) > 4:
                yield _unescaped(fields[4]), source.split(b" ")[0].decode("ascii", "replace")


def sentence_on(places: Mapping[bytes, str], check_every_s: float) -> str:
    """What to tell a person of these network disks; nothing if there are none."""
    if not places:
        return ""
    where = "This folder lies" if b"" in places else "A part of this folder lies"
    kinds = ", ".join(sorted(set(places.values())))
    return (
        f"{where} on a network disk ({kinds}), which tells of no changes: new and removed files"
        f" are looked for every {check_every_s / 60:.0f} minutes. Press u to look now, also for"
        " changed tags."
    )


def _type_at(path: bytes, mounts: Mapping[bytes, str]) -> str:
    """The type of the file system that a real path lies on; empty if nobody knows."""
    while path not in mounts:
        if path in (b"/", b""):
            return ""
        path = path.rpartition(b"/")[0] or b"/"
    return mounts[path]


def _unescaped(field: bytes) -> bytes:
    r"""A field of the table, in which spaces and the like are written as octal numbers (\040)."""
    return re.sub(rb"\\([0-7]{3})", lambda match: bytes([int(match[1], 8) & 0xFF]), field)
