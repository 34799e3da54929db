/* Opens the place for a comment before a record is sent back without one, and says beside a row what
   is asked for there. Without this script the server asks for the comment, and the box above says it. */
(() => {
  "use strict";
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[name=_send_back]");
    const box = document.getElementById("send-back");
    if (!button || !box) return;
    const typed = [...box.querySelectorAll("textarea, [name=_remark]")].some((field) => field.value.trim());
    if (typed) return;
    event.preventDefault();
    box.open = true;
    box.scrollIntoView({ block: "center" });
    box.querySelector("textarea").focus({ preventScroll: true });
  });

  const showBesideRow = (item) => {
    const [prefix, key] = item.dataset.remark.split("-");
    const ids = document.querySelectorAll(`input[name^="${prefix}-"][name$="-id"]`);
    const id = [...ids].find((field) => field.value === key);
    if (!id) return;
    const row = [...document.querySelectorAll(`[name^="${id.name.slice(0, -2)}"]:not([type=hidden])`)];
    const words = row.filter((field) => field.matches("textarea, [type=text]:not([data-number])"));
    const field = words.at(-1) ?? row[0];
    if (!field) return;
    const note = document.createElement("span");
    note.className = "desk-remark";
    note.setAttribute("role", "note");
    note.textContent = item.querySelector("span").textContent;
    (field.closest("td") ?? field.parentElement).append(note);
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-remark*='-']").forEach(showBesideRow);
  });
})();
