"""What panes need of the app that shows them: the styles of its theme, and its key hints."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from rich.style import Style
    from textual.widget import Widget

    from tui_player.ui.keys.hints import KeyHints


class StyledApp(Protocol):
    """An app that has a style for each kind of text, and knows which keys hold."""

    looks: Mapping[str, Style]
    hints: KeyHints


def styles_of(widget: Widget) -> Mapping[str, Style]:
    """The style of each kind of text in the present theme of the app that shows a widget."""
    return cast(StyledApp, widget.app).looks


def hints_of(widget: Widget) -> KeyHints:
    """The keys that hold in the app that shows a widget."""
    return cast(StyledApp, widget.app).hints
