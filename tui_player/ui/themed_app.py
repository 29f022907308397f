"""An app in the colours of a theme: the first one, the chosen one, and files edited meanwhile."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rich.style import Style
from textual.app import App

from tui_player.model.severity import Severity
from tui_player.model.theme import Theme
from tui_player.ui.drawing.palette import terminal_variables, textual_theme
from tui_player.ui.drawing.styles import styles
from tui_player.ui.keys.ordered_dispatch import OrderedKeysApp
from tui_player.ui.options import ScreenSettings

if TYPE_CHECKING:
    from tui_player.ui.keys.hints import KeyHints
    from tui_player.ui.overlays.theme import ThemeChooser

DEFAULT_THEME = "afterglow"
# How soon an edited theme is seen.
_LOOKS_EVERY_S = 2.0


class ThemedApp(OrderedKeysApp):
    """Paints in one of the themes, which may change while it runs.

    A theme is loaded anew when its file changes; one that is broken then keeps its colours of
    before, and what is wrong is told once.
    """

    hints: "KeyHints"

    def __init__(self, settings: ScreenSettings) -> None:
        depth = settings.look.colours
        self._settings = settings
        self._is_theme_chosen = False
        # With the terminal's own colours Textual must not turn them into its own RGB.
        super().__init__(
            ansi_color=None if depth.are_the_themes else True, language=settings.language
        )
        self._stamp: object = None
        self._told_problems: Sequence[str] = ()
        self.themes = settings.themes
        self.looks: Mapping[str, Style] = {}
        self._choose_first_theme()

    def _fatal_error(self) -> None:
        """Tell of an error that ends the app without what the functions held at that moment.

        Textual tells that too, and the camera's picture may be among it.
        """
        from rich.traceback import Traceback

        self.panic(Traceback(show_locals=False, width=None))

    def tell(self, text: str, severity: Severity = Severity.INFORMATION) -> None:
        """Show the person a sentence."""
        raise NotImplementedError

    def offer_themes(self) -> None:
        """Let the person choose from the themes there are now."""
        raise NotImplementedError

    def watch_theme_files(self) -> None:
        """Begin to look for themes that are edited; to be called once there is time for it."""
        if self._settings.themes_stamp is not None:
            self.run_worker(self.look_for_edits(), group="themes")
            self.set_interval(
                _LOOKS_EVERY_S,
                lambda: self.run_worker(self.look_for_edits(), group="themes", exclusive=True),
            )

    async def look_for_edits(self) -> None:
        """Load the themes anew if one was edited since the last look."""
        if self._settings.themes_stamp is None:
            return
        stamp = await asyncio.to_thread(self._settings.themes_stamp)
        before, self._stamp = self._stamp, stamp
        if before is not None and stamp != before:
            await self.load_themes()

    async def load_themes(self) -> None:
        """Read the themes anew, and paint in the present one as it is now."""
        if self._settings.load_themes is None:
            return
        themes, problems = await asyncio.to_thread(self._settings.load_themes)
        for problem in problems:
            if problem not in self._told_problems:
                self.tell(problem, Severity.WARNING)
        self._told_problems = problems
        if themes:
            self._take_themes(themes)
            self.themes = themes
            self.offer_themes()
            self.mutate_reactive(ThemedApp.theme)

    def get_css_variables(self) -> dict[str, str]:
        """The theme's; none before one is chosen, as Textual's own is not painted in."""
        return super().get_css_variables() if self._is_theme_chosen else {}

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The terminal's own colours, for want of any theme."""
        return terminal_variables(self._settings.moods)

    def _choose_first_theme(self) -> None:
        """Before the style sheet is read, so that the first paint is in the right colours."""
        by_name = {theme.name: theme for theme in self.themes}
        if by_name:
            wanted = (self._settings.theme_name, DEFAULT_THEME, next(iter(by_name)))
            name = next(name for name in wanted if name in by_name)
            self._take_themes([by_name[name]])
            self.set_reactive(App.theme, name)
        self._is_theme_chosen = True
        self.stylesheet.set_variables(self.get_css_variables())
        self.watch_theme()

    def watch_theme(self) -> None:
        """Work the looks of lines out for this theme, once for all panes."""
        theme = self.current_theme
        variables = (
            theme.variables
            if "tp-text" in theme.variables
            else terminal_variables(self._settings.moods)
        )
        self.looks = styles(variables, in_own_colours=not theme.ansi)

    def take_all_themes(self) -> None:
        """Let each theme be painted in; the first paint wants but one of them."""
        self._take_themes(self.themes)

    def _take_themes(self, themes: Sequence[Theme]) -> None:
        for theme in themes:
            self.register_theme(
                textual_theme(theme, self._settings.look.colours, self._settings.moods)
            )

    def on_theme_chooser_shown(self, message: "ThemeChooser.Shown") -> None:
        """Paint in the theme that is looked at."""
        if message.name in self.available_themes:
            self.theme = message.name

    async def on_theme_chooser_kept(self, message: "ThemeChooser.Kept") -> None:
        """Stay with it, also the next time."""
        self.theme = message.name
        self.tell(f"theme: {self.theme}")
        try:
            await asyncio.to_thread(self._settings.theme_kept, message.name)
        except OSError as error:
            self.tell(f"the theme could not be noted: {error.strerror}", Severity.WARNING)
