/* The desk by keyboard. Rows of a form are moved up and down by buttons, as unfold lets them be
   dragged: both say it by the field that holds a row's place. A row that is not saved yet goes
   without a loss to the others: unfold writes their HTML anew, and with it what was typed is gone.
   And what unfold opens by a click on no button can have the focus, and opens by Enter or the space
   bar. */
(() => {
  "use strict";
  const rowsOf = (formset) =>
    [...formset.querySelectorAll(":scope > .form-group:not(.empty-form)")].filter((row) => !row.hidden);

  const number = (formset) => {
    const name = formset.dataset.orderingField;
    const rows = rowsOf(formset);
    const given = Number(formset.dataset.first ?? 0);
    const first = given || Number(!rows[0]?.matches(".original")); // of a new row, 0 says "last"
    rows.forEach((row, index) => {
      row.querySelector(`input[name$="-${name}"]`).value = index + first;
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

  const NUMBERED = ["id", "name", "for", "aria-labelledby", "aria-describedby", "aria-controls"];

  const numberOf = (row, prefix) => {
    const field = row.querySelector(`[name^="${prefix}-"]`);
    return Number(field.name.slice(prefix.length + 1).split("-")[0]);
  };

  const renumber = (row, from, to) => {
    for (const one of row.querySelectorAll("*")) {
      for (const name of NUMBERED) {
        const text = one.getAttribute(name);
        if (text?.includes(from)) one.setAttribute(name, text.replaceAll(from, to));
      }
      if (one.dataset.context?.includes(from)) one.dataset.context = one.dataset.context.replaceAll(from, to);
    }
  };

  const remove = (row) => {
    const formset = row.parentElement;
    const { prefix } = JSON.parse(formset.dataset.inlineFormset).options;
    const total = formset.closest(".formset-wrapper").querySelector("input[name$='-TOTAL_FORMS']");
    const gone = numberOf(row, prefix);
    const next = row.nextElementSibling?.matches(".form-group:not(.empty-form)")
      ? row.nextElementSibling
      : row.previousElementSibling;
    row.remove();
    const left = [...formset.querySelectorAll(":scope > .form-group:not(.empty-form)")];
    left
      .map((one) => [numberOf(one, prefix), one])
      .filter(([index]) => index > gone)
      .sort(([one], [other]) => one - other)
      .forEach(([index, one]) => renumber(one, `${prefix}-${index}-`, `${prefix}-${index - 1}-`));
    total.value = Number(total.value) - 1;
    left.forEach((one, index) => {
      one.classList.toggle("last", index === left.length - 1);
      const counter = one.querySelector(":scope > .form-row .stacked-counter");
      if (counter) counter.textContent = index + 1;
    });
    formset.classList.toggle("empty", !left.length);
    formset.querySelector(".add-row")?.classList.remove("hidden");
    document.dispatchEvent(new CustomEvent("formset:removed", { detail: { formsetName: prefix } }));
    formset.dispatchEvent(new Event("change", { bubbles: true }));
    (next?.querySelector("input:not([type=hidden]), select, textarea") ?? formset.querySelector(".add-row"))?.focus();
    say(formset, "The row is removed.");
  };

  document.addEventListener(
    "click",
    (event) => {
      const bin = event.target.closest(".delete-template");
      if (!bin) return;
      event.stopImmediatePropagation();
      event.preventDefault();
      remove(bin.closest(".form-group"));
    },
    { capture: true },
  );

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
  // The first thing in a part of the page into which one can type, or where one can choose.
  const FIELDS = "input:not([type=hidden], [type=submit]), select, textarea, .select2-selection";
  const firstOf = (part, which) =>
    [...part.querySelectorAll(which)].find(
      (one) => !one.disabled && !one.matches(".select2-hidden-accessible") && one.checkVisibility(),
    );

  document.addEventListener("formset:added", ({ target }) => {
    name(target);
    setTimeout(() => firstOf(target, FIELDS)?.focus()); // once its choices have become what they are
  });

  document.addEventListener("click", (event) => {
    const form = event.target.matches(".desk-skip") && document.querySelector("#content-main form[novalidate]");
    if (!form) return;
    const parts = [...form.querySelectorAll("fieldset, .form-group")];
    const first = parts.map((part) => firstOf(part, `button, ${FIELDS}`)).find((one) => one); // a row begins with its place
    if (!first) return;
    event.preventDefault();
    first.focus();
  });

  // What is wrong is seen, wherever on the page it is said.
  addEventListener("load", () => {
    const said = [...document.querySelectorAll("#content-main form :is(.errornote, div.text-red-600)")];
    const wrong = said.filter((one) => one.checkVisibility() && one.textContent.trim());
    const first = wrong.find((one) => !one.matches(".desk-fault")) ?? wrong[0];
    first?.scrollIntoView({ block: "center" });
  });
})();
