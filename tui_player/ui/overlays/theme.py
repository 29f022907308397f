"""Chooses the colours: the screen shows each theme while the cursor is on it."""

from collections.abc import Sequence

from textual.message import Message
from textual.widget import Widget

from tui_player.model.theme import Theme
from tui_player.ui.drawing.glyphs import Charset
from tui_player.ui.overlays.chooser import Choice, ChoiceList, Chooser


class ThemeChooser(Chooser):
    """The themes by name; without Enter the one before comes back."""

    BORDER_TITLE = "Theme"

    class Shown(Message):
        """Paint in this theme, for now or again."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    class Kept(Message):
        """Paint in this theme from now on."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def __init__(self, charset: Charset, themes: Sequence[Theme]) -> None:
        super().__init__(charset, id="themes")
        self._themes = themes
        self._before = ""
        self._is_taken = False

    def prepare(self) -> Widget:
        """The theme of this moment is the one to come back to."""
        self._before = self.app.theme
        self._is_taken = False
        self.choices.show_rows(())
        self.offer(self._themes)
        return self.choices

    def offer(self, themes: Sequence[Theme]) -> None:
        """Let these be chosen from."""
        self._themes = themes
        self.show(
            [
                Choice(t.name, t.name, "dark" if t.dark else "light", t.name == self._before)
                for t in themes
            ]
        )

    def on_choice_list_reached(self, message: ChoiceList.Reached) -> None:
        """Show how it looks."""
        message.stop()
        if self.is_open:
            self.post_message(self.Shown(message.choice.label))

    def on_choice_list_taken(self, message: ChoiceList.Taken) -> None:
        """Keep it."""
        message.stop()
        self._is_taken = True
        self.post_message(self.Kept(message.choice.label))
        self.close()

    def give_up(self) -> None:
        """Back to the theme before, unless another was taken."""
        if not self._is_taken:
            self.post_message(self.Shown(self._before))
