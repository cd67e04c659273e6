// Pages that follow what happens, without a reload: the moving part of «Hôm nay» (#live, htmx asks for it), and pages
// whose <main> says data-look-again="seconds". Without this file they reload themselves.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const live = () => document.getElementById("live");
  const main = () => document.getElementById("main");
  // Nobody looks, or somebody works there: leave it as it is.
  const isLeftAlone = (region, focusable) => {
    const at = document.activeElement;
    return document.hidden || region.querySelector("details[open]") || (region !== at && region.contains(at) && at.matches(focusable));
  };

  // A page that asks by itself is no click of a person: it does not keep anybody signed in.
  document.body.addEventListener("htmx:configRequest", (event) => {
    event.detail.headers["X-Vanthu-Quiet"] = "1";
  });
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt === live() && isLeftAlone(live(), "input, textarea")) event.preventDefault();
  });
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    // Sent on to another page: signed out meanwhile. Show that page as a whole.
    const { xhr, requestConfig } = event.detail;
    const asked = new URL(requestConfig.path, location.href).pathname;
    if (xhr.responseURL && new URL(xhr.responseURL).pathname !== asked) {
      event.detail.shouldSwap = false;
      location.reload();
    }
  });
  document.body.addEventListener("htmx:afterSettle", () => {
    const note = document.getElementById("live-note");
    if (live() && note && note.textContent !== live().dataset.note) note.textContent = live().dataset.note;
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && live() && window.htmx) window.htmx.trigger(live(), "refresh");
  });

  // A table that is wider than a small screen scrolls within its card; the keyboard must reach it there.
  const FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex]";
  const openToKeyboard = () => {
    for (const card of document.querySelectorAll(".card")) {
      if (card.scrollWidth > card.clientWidth && !card.querySelector(FOCUSABLE)) card.tabIndex = 0;
    }
  };
  openToKeyboard();
  window.addEventListener("resize", openToKeyboard);
  document.body.addEventListener("htmx:afterSettle", openToKeyboard);

  const lookAgain = () => {
    const seconds = Number(main().dataset.lookAgain);
    if (!seconds) return;
    setTimeout(async () => {
      if (!isLeftAlone(main(), "*")) {
        const wanted = { target: "#main", select: "#main", swap: "outerHTML" };
        await window.htmx.ajax("GET", location.href, wanted).catch(() => {}); // no connection: try again
      }
      lookAgain();
    }, seconds * 1000);
  };
  lookAgain();
});
