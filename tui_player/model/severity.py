"""How much a notice matters."""

from enum import StrEnum


class Severity(StrEnum):
    """How a notice is shown: the worse, the longer."""

    INFORMATION = "information"
    WARNING = "warning"
    ERROR = "error"
