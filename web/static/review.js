// «Chờ xem»: keys of the review screen, and the picture that follows the field. The form works without.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const form = document.getElementById("review");
  const sheets = document.getElementById("sheets");
  const confirmButton = document.getElementById("confirm");
  const help = document.getElementById("help");
  const helpButton = document.getElementById("help-button");
  const shownAt = performance.now();
  const ZOOMS = ["zoom-1", "zoom-2", "zoom-3"];
  const TOO_SOON = 300; // milliseconds: nobody has looked at a letter in this time
  let zoom = 0;
  form.elements.field_follows.value = "no"; // from here on the field is seen to follow the unit

  const isTyping = (element) => element.matches("textarea, select, input:not([type=radio]):not([type=checkbox])");

  const showPart = (part) => {
    for (const mark of sheets.querySelectorAll("rect.current")) mark.classList.remove("current");
    const marks = sheets.querySelectorAll(`rect[data-part="${part}"]`);
    for (const mark of marks) mark.classList.add("current");
    if (!marks.length) return;
    const box = marks[0].getBoundingClientRect();
    const pane = sheets.getBoundingClientRect();
    sheets.scrollTop += box.top - pane.top - pane.height / 4;
    if (zoom) sheets.scrollLeft += box.left - pane.left - pane.width / 8;
  };

  const setZoom = (wanted) => {
    zoom = Math.min(Math.max(wanted, 0), ZOOMS.length - 1);
    sheets.classList.remove(...ZOOMS);
    sheets.classList.add(ZOOMS[zoom]);
  };

  const turnPage = (step) => {
    const pages = [...sheets.querySelectorAll(".sheet")];
    const top = sheets.getBoundingClientRect().top;
    const current = pages.findLastIndex((page) => page.getBoundingClientRect().top <= top + 8);
    const target = pages[Math.min(Math.max(current + step, 0), pages.length - 1)];
    if (target) sheets.scrollTop += target.getBoundingClientRect().top - top;
  };

  const chooseUnit = (radio) => {
    radio.checked = true;
    radio.focus();
    followUnit(radio);
  };

  const followUnit = (radio) => {
    const field = form.elements.field;
    field.value = radio.dataset.field;
    field.required = true;
    if (!radio.dataset.field) field.focus(); // nothing speaks for a field of this unit: the clerk says which
  };

  const toggleHelp = () => {
    help.hidden = !help.hidden;
    helpButton.setAttribute("aria-expanded", String(!help.hidden));
  };

  const follow = (rel) => {
    const link = document.querySelector(`a[rel=${rel}]`);
    if (link) link.click();
  };

  form.addEventListener("focusin", (event) => {
    const cell = event.target.closest("[data-part]");
    if (cell) showPart(cell.dataset.part);
  });
  for (const radio of form.querySelectorAll("input[name=unit]")) radio.addEventListener("change", () => followUnit(radio));
  helpButton.addEventListener("click", toggleHelp);
  form.addEventListener("submit", () => { confirmButton.setAttribute("aria-busy", "true"); });

  document.addEventListener("keydown", (event) => {
    const at = document.activeElement || document.body;
    if (event.key === "Enter") {
      // A key held down must not send letters that nobody has seen.
      if (event.repeat || performance.now() - shownAt < TOO_SOON) event.preventDefault();
      else if (event.ctrlKey || at.matches("textarea, select")) {
        event.preventDefault();
        form.requestSubmit(confirmButton);
      }
      return;
    }
    if (event.key === "PageDown" || event.key === "PageUp") {
      event.preventDefault();
      turnPage(event.key === "PageDown" ? 1 : -1);
      return;
    }
    if (event.key === "Escape" && isTyping(at)) {
      confirmButton.focus();
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey || isTyping(at)) return;
    const unit = /^[1-9]$/.test(event.key) && form.querySelector(`input[data-key="${event.key}"]`);
    if (unit) chooseUnit(unit);
    else if (event.key === "j" || event.key === "J") follow("next");
    else if (event.key === "k" || event.key === "K") follow("prev");
    else if (event.key === "?") toggleHelp();
    else if (event.key === "+" || event.key === "=") setZoom(zoom + 1);
    else if (event.key === "-") setZoom(zoom - 1);
    else return;
    event.preventDefault();
  });

  // The focus was set before this file was read.
  const cell = document.activeElement && document.activeElement.closest("#review [data-part]");
  if (cell) showPart(cell.dataset.part);
});
