/* Rows of a form by keyboard: moved up and down by buttons, in the order in which they are saved.
   unfold lets them be dragged; both say the same by the field that holds a row's place. */
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
})();
