/* Says beside a field of the desk what a number is read as, and how much too long a text is.
   Without this script the server says it. The rules for numbers are those of core/admin/numbers.py.
   And where two people changed the same, it asks which is right before anything is sent. */
(() => {
  "use strict";
  const WHOLE = "([0-9]+|[0-9]{1,3}(?:[ \\u00a0\\u2009\\u202f'\\u2019][0-9]{3})+)";
  const ways = {
    amount: [
      `${WHOLE}(?:[.,]([0-9]+))?`,
      "([0-9]{1,3}(?:,[0-9]{3})+)(?:\\.([0-9]+))?",
      "([0-9]{1,3}(?:\\.[0-9]{3})+)(?:,([0-9]+))?",
    ],
    degrees: ["([0-9]+)(?:[.,]([0-9]+))?"],
    whole: ["([0-9]+)()"],
  };
  const twoWays = /^[1-9][0-9]{0,2}[.,][0-9]{3}$/;

  const reading = (text, kind) => {
    const typed = text.trim();
    if (!typed) return "";
    const minus = /^[-\u2212]/.test(typed) ? "-" : "";
    const body = minus ? typed.slice(1) : typed;
    if (kind === "amount" && twoWays.test(body)) {
      const [whole, decimals] = body.split(/[.,]/);
      return `two ways to read it: write ${minus}${whole}${decimals}, or ${minus}${whole}.${decimals.slice(0, 2)}`;
    }
    for (const way of ways[kind]) {
      const found = body.match(new RegExp(`^${way}$`));
      if (!found) continue;
      const whole = found[1].replace(/[^0-9]/g, "");
      const grouped = kind === "amount" ? whole.replace(/\B(?=(\d{3})+$)/g, ",") : whole;
      return `read as ${minus}${grouped}${found[2] ? `.${found[2]}` : ""}`;
    }
    return "not a number";
  };

  const length = (text, most) => {
    const count = [...text.replace(/\r\n?/g, "\n").trim()].length;
    if (count > most) return `${count - most} too many: ${count} of at most ${most} characters`;
    return count > most * 0.8 ? `${count} of at most ${most} characters` : "";
  };

  const say = (field) => {
    const { number, most } = field.dataset;
    const text = number ? reading(field.value, number) : length(field.value, Number(most));
    let place = field.nextElementSibling;
    if (!place?.matches("output.desk-beside")) {
      place = document.createElement("output");
      place.className = "desk-beside";
      field.after(place);
    }
    place.textContent = text;
  };

  document.addEventListener("input", ({ target }) => {
    if (target.matches("[data-number], [data-most]")) say(target);
  });

  document.addEventListener("submit", (event) => {
    const open = [...event.target.querySelectorAll(".desk-merge fieldset")].find(
      (one) => !one.querySelector(":checked"),
    );
    if (!open) return;
    event.preventDefault();
    const first = open.querySelector("input[type=radio]");
    first.setCustomValidity("Choose which of the two is right, then save.");
    first.reportValidity();
    open.addEventListener("change", () => first.setCustomValidity(""), { once: true });
  }, { capture: true });
})();
