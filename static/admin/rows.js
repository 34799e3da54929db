/* The desk by keyboard. Rows of a form are moved up and down by buttons, as unfold lets them be
   dragged: both say it by the field that holds a row's place. And what unfold opens by a click on no
   button can have the focus, and opens by Enter or the space bar. */
(() => {
  "use strict";
  const rowsOf = (formset) =>
    [...formset.querySelectorAll(":scope > .form-group:not(.empty-form)")].filter((row) => !row.hidden);

  const number = (formset) => {
    const name = formset.dataset.orderingField;
    rowsOf(formset).forEach((row, index) => {
      const place = row.querySelector(`input[name$="-${name}"]`);
      place.value = index + Number(formset.dataset.first ?? 0);
    });
    formset.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const say = (formset, text) => {
    let place = formset.parentElement.querySelector(":scope > output.desk-unseen");
    if (!place) {
      place = document.createElement("output");
      place.className = "desk-unseen";
      formset.before(place);
    }
    place.textContent = text;
  };

  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-move]");
    if (!button) return;
    const row = button.closest(".form-group");
    const formset = row.parentElement;
    const rows = rowsOf(formset);
    const other = rows[rows.indexOf(row) + (button.dataset.move === "up" ? -1 : 1)];
    if (!other) return say(formset, button.dataset.move === "up" ? "It is the first." : "It is the last.");
    if (button.dataset.move === "up") other.before(row);
    else other.after(row);
    number(formset);
    button.focus();
    say(formset, `Now ${rowsOf(formset).indexOf(row) + 1} of ${rows.length}.`);
  });

  const NATIVE = "a[href], button, input, select, textarea, summary, label, template";
  const OVERLAY = ".fixed, .inset-0, [id$='-close']";

  const open = (one) => {
    if (one.matches(NATIVE) || one.matches(OVERLAY) || one.closest(OVERLAY)) return;
    one.tabIndex = 0;
    if (!one.hasAttribute("role")) one.setAttribute("role", "button");
    const icon = one.matches(".material-symbols-outlined") ? one : null;
    if (icon) {
      icon.removeAttribute("aria-hidden");
      icon.setAttribute("aria-label", "Sidebar");
    }
    one.addEventListener("keydown", (event) => {
      if (event.target !== one || !["Enter", " "].includes(event.key)) return;
      event.preventDefault();
      one.click();
    });
  };

  const name = (row) => {
    for (const field of row.querySelectorAll("td[data-label] :is(input, select, textarea)")) {
      if (!field.labels?.length) field.setAttribute("aria-label", field.closest("td").dataset.label);
    }
  };

  addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[x-on\\:click]").forEach(open);
    document.querySelectorAll(".form-group:not(.empty-form)").forEach(name);
    document.querySelectorAll("a[href='/admin/']:not([aria-label])").forEach((link) => {
      if (link.querySelector(".material-symbols-outlined")) link.setAttribute("aria-label", "Home of the desk");
    });
  });
  document.addEventListener("formset:added", ({ target }) => name(target));
})();
