"""The rows of a place in the library, as far as they have come: a sequence with holes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:
    from tui_player.ports.browser import Row

PAGE_ROWS = 200
# The pages around the cursor are kept; the others come again when they are wanted.
_KEPT_PAGES = 24


class PagedRows(Sequence["Row | None"]):
    """As long as all rows; None where a page has not come yet. Never changed."""

    def __init__(self, total: int = 0, pages: dict[int, tuple[Row, ...]] | None = None) -> None:
        self._total = total
        self._pages = pages or {}

    def __len__(self) -> int:
        return self._total

    @overload
    def __getitem__(self, index: int) -> Row | None: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Row | None]: ...

    def __getitem__(self, index: int | slice) -> Row | Sequence[Row | None] | None:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(self._total))]
        if not 0 <= index < self._total:
            raise IndexError(index)
        page = self._pages.get(index // PAGE_ROWS, ())
        place = index % PAGE_ROWS
        return page[place] if place < len(page) else None

    def __iter__(self) -> Iterator[Row | None]:
        return (self[index] for index in range(self._total))

    def has_page_of(self, index: int) -> bool:
        """Whether the page with this row has come."""
        return index // PAGE_ROWS in self._pages

    def with_page(self, first: int, rows: tuple[Row, ...], total: int) -> PagedRows:
        """These rows and one more page, that begins with row number `first`."""
        number = first // PAGE_ROWS
        pages = {**self._pages, number: rows}
        if len(pages) > _KEPT_PAGES:
            farthest = max(pages, key=lambda each: abs(each - number))
            del pages[farthest]
        return PagedRows(total, pages)


def page_start(index: int) -> int:
    """The number of the first row of the page with this one."""
    return index - index % PAGE_ROWS
