"""A long list cut into pages, at a price that does not grow with the length of its rows."""

from __future__ import annotations

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from web.register.models import RegisterEntry


class EntryPaginator(Paginator):  # type: ignore[type-arg]  # takes no parameter at run time
    """Finds the ids of a page first, from an index, and only then reads those rows with all that belongs to them."""

    object_list: QuerySet[RegisterEntry]

    def page(self, number: int | str) -> Page[RegisterEntry]:
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        ids = list(self.object_list.values_list("pk", flat=True)[first : first + self.per_page])
        return Page(self.object_list.filter(pk__in=ids), number, self)
