"""Lines on standard output, for the commands that show no screen."""

import sys


def print_line(text: str) -> None:
    """Print a line, in whatever letters standard output can show."""
    encoding = sys.stdout.encoding or "utf-8"
    # No screen is up, and what comes next may take long.
    print(text.encode(encoding, "replace").decode(encoding), flush=True)  # noqa: T201
