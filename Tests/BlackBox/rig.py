"""File systems of a test's own: small tmpfs mounts, and ext4 on an image that lives in one."""

import shutil
import subprocess

from harness import Skip, require_root


def run(*command):
    """Runs a system command; skips the test where the machine does not allow it."""
    try:
        done = subprocess.run([str(part) for part in command], stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, check=False)
    except FileNotFoundError as error:
        raise Skip(f"{command[0]} is not installed") from error
    if done.returncode != 0:
        raise Skip(f"{' '.join(map(str, command))}: {done.stderr.strip()}")
    return done.stdout


class Mounts:
    """Mounts made in order and taken away in reverse, whatever happens in between."""

    def __init__(self):
        require_root()
        self.points = []

    def tmpfs(self, point, size):
        """A tmpfs of `size` (as mount takes it: `24m`) on a new directory."""
        point.mkdir(parents=True)
        run("mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", point)
        self.points.append(point)
        return point

    def ext4_image(self, image, size):
        """Makes a sparse ext4 image with few inodes, so that little but data is ever written to it."""
        run("truncate", "-s", size, image)
        run("mkfs.ext4", "-q", "-N", "512", "-J", "size=4", "-E", "lazy_itable_init=0,lazy_journal_init=0", image)
        return image

    def loop(self, image, point):
        """Mounts an image on a new directory."""
        point.mkdir(parents=True, exist_ok=True)
        run("mount", "-o", "loop", image, point)
        self.points.append(point)
        return point

    def unmount(self, point):
        """Unmounts now. The process that used it must have ended; a loop with errors needs force."""
        self.points.remove(point)
        done = subprocess.run(["umount", str(point)], capture_output=True, check=False)
        if done.returncode != 0:
            subprocess.run(["umount", "-l", str(point)], capture_output=True, check=False)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for point in reversed(list(self.points)):
            self.unmount(point)


def copy_image(source, destination):
    """Copies an image as it is in the tmpfs now: only what was written back is in it."""
    run("cp", "--sparse=always", source, destination)


def require_tool(name):
    """Skips the test unless a program is installed."""
    if shutil.which(name) is None:
        raise Skip(f"{name} is not installed")
