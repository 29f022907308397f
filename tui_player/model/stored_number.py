"""Whole numbers as a database can hold them, whatever a file or a disk gives."""

# SQLite's integers have 64 bits, one of them for the sign ("Datatypes In SQLite").
LARGEST = 2**63 - 1


def stored(number: int) -> int:
    """The number, or the nearest one that can be stored.

    A file's time in nanoseconds fits from 1678 to 2262; clocks without a battery and broken
    archives give others.
    """
    return number if -LARGEST <= number <= LARGEST else LARGEST if number > 0 else -LARGEST
