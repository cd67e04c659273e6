"""The search page: what a person may see, best first, with the place where the words stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.views.decorators.http import require_GET

from web.register import permissions, queries, search
from web.register.models import PageText, RegisterEntry
from web.register.permissions import require
from web.register.search import Found, Part, Place, Snippet, marked, snippet_of, words_of
from web.register.search_form import SearchForm
from web.register.views.lists import signed_in

PAGE_SIZE = 20
NOTHING = Snippet(0, (), 0, is_phrase=False)
PAGES_AT_FIRST = 30  # of a letter; the rest is looked through only when the words are not on these


@dataclass(frozen=True, slots=True)
class Result:
    entry: RegisterEntry
    subject: tuple[Part, ...]
    snippet: Snippet | None


@require_GET
def search_page(request: HttpRequest) -> HttpResponse:
    """Without words: the newest letters that pass the filters."""
    staff = signed_in(request)
    require(permissions.can_search(staff))
    form = SearchForm(request.GET)
    found = Found()
    is_narrowed = any(value for name, value in request.GET.items() if name in form.fields and name != "q")
    is_asked = form.is_valid() and (is_narrowed or bool(form.text))
    if is_asked:
        among = queries.searchable_by(staff, form.filters)
        found = search.find(form.text, among) if form.text else search.newest(among)
    page = Paginator(found.ids, PAGE_SIZE).get_page(request.GET.get("trang"))
    query = request.GET.copy()
    query.pop("trang", None)
    results = _results(list(page), found)
    context = {
        "form": form,
        "is_asked": is_asked,
        "is_narrowed": is_narrowed,
        "found": found,
        "page": page,
        "results": results,
        "corrected": _as_written(found, results) if found.is_corrected else "",
        "query": query.urlencode(),
    }
    return render(request, "register/search.html", context)


def _results(ids: Sequence[int], found: Found) -> list[Result]:
    places = dict(zip(found.ids, found.places, strict=True))
    entries = queries.found_entries(ids)
    # The page of a restricted letter is recorded each time it is opened: nothing of its text stands here.
    in_body = [entry.pk for entry in entries if places[entry.pk] >= Place.BODY_PHRASE and not entry.is_restricted]
    snippets = _snippets(in_body, found.words)
    return [Result(entry, marked(capfirst(entry.subject), found.words), snippets.get(entry.pk)) for entry in entries]


def _as_written(found: Found, results: list[Result]) -> str:
    """The corrected words as the first letter found writes them, with their marks."""
    parts = [part for result in results[:1] for part in (*result.subject, *(result.snippet or NOTHING).parts)]
    written = {words_of(part.text)[0]: part.text.lower() for part in reversed(parts) if part.is_found}
    return " ".join(written.get(word, word) for word in found.words)


def _snippets(entry_ids: list[int], words: tuple[str, ...]) -> dict[int, Snippet]:
    """The best place of each letter: the phrase, else most of the words close together."""
    best: dict[int, Snippet] = {}
    _look_through(queries.page_texts(entry_ids, up_to=PAGES_AT_FIRST), words, best)
    missing = [entry_id for entry_id in entry_ids if entry_id not in best]
    if missing:
        _look_through(queries.page_texts(missing, after=PAGES_AT_FIRST), words, best)
    return best


def _look_through(pages: QuerySet[PageText], words: tuple[str, ...], best: dict[int, Snippet]) -> None:
    for text in pages:
        known = best.get(text.entry_id)
        if known is not None and known.is_phrase:
            continue
        snippet = snippet_of(text.text, text.number, words)
        if snippet is not None and (known is None or snippet.worth > known.worth):
            best[text.entry_id] = snippet
