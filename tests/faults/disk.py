"""A disk that can be filled to the byte: a small tmpfs that only this process sees, else the largest size of a file."""

import ctypes
import os
import resource
from pathlib import Path

CLONE_NEWNS = 0x00020000
CLONE_NEWUSER = 0x10000000
MS_REC_PRIVATE = 0x4000 | 0x40000
PAGE = 4096


class Disk:
    """A real disk of a few MiB at `root`; only a forked child may make one, for it moves into a world of its own."""

    def __init__(self, root: Path, *, size: int) -> None:
        root.mkdir()
        self.root, self.is_real = root, _mounted(root, size)
        self._ballast = root / "ballast"

    def fill(self, free: int) -> None:
        """Leave room for this many bytes, and no more."""
        if not self.is_real:
            largest = max(path.stat().st_size for path in self.root.rglob("*") if path.is_file())
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest + free, resource.RLIM_INFINITY))
            return
        disk = os.statvfs(self.root)
        with self._ballast.open("ab") as file:
            file.write(bytes(max(0, disk.f_bavail * disk.f_frsize - free)))

    def relieve(self) -> None:
        """Make room again."""
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        self._ballast.unlink(missing_ok=True)


def _mounted(root: Path, size: int) -> bool:
    """Mount a tmpfs that vanishes with this process; False where neither root nor a user namespace may."""
    libc = ctypes.CDLL(None, use_errno=True)
    uid, gid = os.geteuid(), os.getegid()
    if libc.unshare(CLONE_NEWNS if uid == 0 else CLONE_NEWNS | CLONE_NEWUSER) != 0:
        return False
    if uid:
        Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
        Path("/proc/self/uid_map").write_text(f"{uid} {uid} 1", encoding="ascii")
        Path("/proc/self/gid_map").write_text(f"{gid} {gid} 1", encoding="ascii")
    libc.mount(b"none", b"/", None, MS_REC_PRIVATE, None)
    mounted: int = libc.mount(b"tmpfs", str(root).encode(), b"tmpfs", 0, f"size={size}".encode())
    return mounted == 0
