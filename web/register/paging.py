"""A long list cut into pages, at a price that does not grow with the length of its rows."""

from __future__ import annotations

from functools import cached_property

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from web.register.models import RegisterEntry

AT_ONCE = 2000  # ids: a shorter list needs no query of its own to be counted


class EntryPaginator(Paginator):  # type: ignore[type-arg]  # takes no parameter at run time
    """Finds the ids of a page first, from an index, and only then reads those rows with all that belongs to them."""

    object_list: QuerySet[RegisterEntry]

    @cached_property
    def count(self) -> int:
        return len(self._first_ids) if self._is_short else self.object_list.count()

    def page(self, number: int | str) -> Page[RegisterEntry]:
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        last = first + self.per_page
        ids = self._first_ids[first:last] if last <= len(self._first_ids) or self._is_short else self._ids(first, last)
        return Page(self.object_list.filter(pk__in=ids), number, self)

    @property
    def _is_short(self) -> bool:
        return len(self._first_ids) < AT_ONCE

    @cached_property
    def _first_ids(self) -> list[int]:
        return self._ids(0, AT_ONCE)

    def _ids(self, first: int, last: int) -> list[int]:
        return list(self.object_list.values_list("pk", flat=True)[first:last])
