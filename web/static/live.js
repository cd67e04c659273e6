// «Hôm nay»: when the moving part is asked for again. Without this file the page reloads itself.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const live = () => document.getElementById("live");
  const isBusy = () => {
    const region = live();
    const at = document.activeElement;
    // Nobody looks, somebody types there, or has something open there: leave it as it is.
    return document.hidden || !region || region.querySelector("details[open]") || (region.contains(at) && at.matches("input, textarea"));
  };
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt === live() && isBusy()) event.preventDefault();
  });
  document.body.addEventListener("htmx:afterSettle", () => {
    const note = document.getElementById("live-note");
    if (live() && note.textContent !== live().dataset.note) note.textContent = live().dataset.note;
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && live() && window.htmx) window.htmx.trigger(live(), "refresh");
  });
});
