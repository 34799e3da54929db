/* Suggestions while typing, on every input with data-suggest: an ARIA combobox with a list.
   Without this script the form works as it is. */
(() => {
  "use strict";
  const WAIT = 120; // milliseconds after a key before the server is asked

  const enhance = (input, number) => {
    const list = document.createElement("ul");
    list.id = `suggestions-${number}`;
    list.className = "suggestions";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Suggestions");
    list.hidden = true;
    const status = document.createElement("span");
    status.className = "hidden";
    status.setAttribute("role", "status");
    input.after(list, status);
    for (const [name, value] of Object.entries({
      role: "combobox", autocomplete: "off", "aria-autocomplete": "list",
      "aria-expanded": "false", "aria-controls": list.id,
    })) input.setAttribute(name, value);

    let timer, request, active = -1;
    const options = () => [...list.children];

    const close = () => {
      list.hidden = true;
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };

    const activate = (index) => {
      const all = options();
      if (!all.length) return;
      active = (index + all.length) % all.length;
      all.forEach((option, i) => option.setAttribute("aria-selected", String(i === active)));
      input.setAttribute("aria-activedescendant", all[active].id);
      all[active].scrollIntoView({ block: "nearest" });
    };

    const show = ({ suggestions, is_mended: isMended }) => {
      list.replaceChildren(...suggestions.map((suggestion, i) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${i}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        const name = document.createElement("span");
        name.textContent = suggestion.name;
        if (suggestion.spelling) { // the name under which it was found, in whichever language
          const spelling = document.createElement("bdi");
          spelling.textContent = suggestion.spelling;
          name.append(" ", spelling);
        }
        const kind = document.createElement("small");
        kind.textContent = suggestion.kind;
        option.append(name, kind);
        option.addEventListener("mousedown", (event) => event.preventDefault());
        option.addEventListener("click", () => { location.href = suggestion.url; });
        return option;
      }));
      active = -1;
      input.removeAttribute("aria-activedescendant");
      list.hidden = !suggestions.length;
      if (isMended) list.dataset.heading = "Did you mean";
      else delete list.dataset.heading;
      list.setAttribute("aria-label", isMended ? "Did you mean" : "Suggestions");
      input.setAttribute("aria-expanded", String(!list.hidden));
      const count = suggestions.length;
      const known = isMended ? "Nothing begins like this. Did you mean one of these? " : "";
      status.textContent = count ? `${known}${count} suggestion${count > 1 ? "s" : ""}` : "";
    };

    const ask = async () => {
      const typed = input.value.trim();
      request?.abort();
      if (typed.length < 2) return close();
      request = new AbortController();
      try {
        const answer = await fetch(`/suggest/?q=${encodeURIComponent(typed.slice(0, 80))}`, { signal: request.signal });
        if (answer.ok && document.activeElement === input) show(await answer.json());
      } catch (error) {
        if (error.name !== "AbortError") close(); // a lost connection: the form still works
      }
    };

    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT);
    });
    input.addEventListener("keydown", (event) => {
      if (list.hidden) {
        if (event.key === "ArrowDown" && input.value.trim().length > 1) { event.preventDefault(); ask(); }
        return;
      }
      if (event.key === "ArrowDown") { event.preventDefault(); activate(active + 1); }
      else if (event.key === "ArrowUp") { event.preventDefault(); activate(active < 0 ? -1 : active - 1); }
      else if (event.key === "Escape") { event.preventDefault(); close(); }
      else if (event.key === "Enter" && active >= 0) { event.preventDefault(); options()[active].click(); }
      else if (event.key === "Tab") close();
    });
    input.addEventListener("blur", close);
  };

  document.querySelectorAll("input[data-suggest]").forEach(enhance);
})();

/* The menu closes by Escape, and where the focus or a click goes elsewhere, so that it hides nothing. */
(() => {
  "use strict";
  const menu = document.querySelector("details.menu");
  if (!menu) return;
  const closeUnlessIn = (target) => { if (!menu.contains(target)) menu.open = false; };
  document.addEventListener("focusin", (event) => closeUnlessIn(event.target));
  document.addEventListener("click", (event) => closeUnlessIn(event.target));
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
})();
