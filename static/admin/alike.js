/* Says beside a title, name or address, while it is typed, which records may be the same already.
   core/admin/alike.py answers. In a window of "add another", one of them can be taken instead. Without
   this script, the checks say it when the record is saved. */
addEventListener("DOMContentLoaded", () => {
  "use strict";
  const PAUSE = 350; // milliseconds without a letter
  const asked = document.getElementById("desk-alike");
  const form = asked?.closest("form");
  if (!form) return;
  const { url, kind, own, names, address, fields } = asked.dataset;
  const all = fields.split(" ");
  const field = (name) => form.elements.namedItem(name);
  const watched = [...names.split(" "), address].filter((name) => name && field(name));
  if (!watched.length) return;

  const places = new Map();
  for (const name of watched) {
    const place = document.createElement("div");
    place.className = "desk-alike";
    place.setAttribute("aria-live", "polite");
    place.id = `desk-alike-${name}`;
    field(name).after(place);
    places.set(name, place);
  }
  const main = places.get(watched[0]);

  const question = () => {
    const query = new URLSearchParams({ kind, own });
    for (const name of all) {
      for (const value of new FormData(form).getAll(name)) {
        if (typeof value === "string" && value) query.append(name, value.slice(0, 500));
      }
    }
    return query.toString().length > 1800 ? null : query;
  };

  const line = (record) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = record.url;
    link.target = "_blank";
    link.rel = "noopener";
    link.className = "text-link";
    link.textContent = record.text;
    const hint = document.createElement("span");
    hint.className = "desk-unseen";
    hint.textContent = " (opens in a new tab)";
    link.append(hint);
    item.append(link);
    if (record.state) item.append(` (${record.state})`);
    if (record.used) item.append(`, used by ${record.used}`);
    if (window.opener?.dismissAddRelatedObjectPopup && /[?&]_popup=1/.test(location.search)) {
      const take = document.createElement("button");
      take.type = "button";
      take.textContent = "Use it";
      take.setAttribute("aria-label", `Use ${record.text}`);
      take.className = "desk-take";
      take.addEventListener("click", () => {
        window.opener.dismissAddRelatedObjectPopup(window, String(record.key), record.text);
      });
      item.append(" ", take);
    }
    return item;
  };

  const show = (place, records, more, words) => {
    if (!records.length) return place.replaceChildren();
    const said = document.createElement("p");
    said.textContent = words;
    const list = document.createElement("ul");
    list.append(...records.map(line));
    if (more) {
      const rest = document.createElement("li");
      rest.textContent = `and ${more} more`;
      list.append(rest);
    }
    place.replaceChildren(said, list);
  };

  let known = "";
  let underway = null;
  const ask = async () => {
    const query = question();
    if (query === null || query.toString() === known) return;
    known = query.toString();
    underway?.abort();
    underway = new AbortController();
    try {
      const response = await fetch(`${url}?${query}`, { signal: underway.signal });
      if (!response.ok) return;
      const { alike, more } = await response.json();
      const atAddress = places.get(address);
      const ofPage = atAddress ? alike.filter((one) => one.by === "page") : [];
      const others = alike.filter((one) => !ofPage.includes(one));
      if (atAddress) show(atAddress, ofPage, 0, "This address stands here already:");
      if (main !== atAddress) show(main, others, more, "There may be one already:");
    } catch (error) {
      if (error.name !== "AbortError") known = "";
    }
  };

  let waiting = 0;
  form.addEventListener("input", ({ target }) => {
    if (!all.includes(target.name)) return;
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE);
  });
  form.addEventListener("change", ({ target }) => {
    if (all.includes(target.name)) ask();
  });
  for (const name of watched) {
    field(name).addEventListener("focus", ask, { once: true });
  }
});
