// What a reader would call a fault of this page's layout, in sentences. See tests/layout.py.
() => {
  const width = document.documentElement.clientWidth;
  const faults = [];

  const nameOf = element => {
    const names = element.getAttribute("class");
    return element.localName + (names ? "." + names.trim().replace(/\s+/g, ".") : "");
  };

  for (const box of document.querySelectorAll("html, main")) {
    const over = box.scrollWidth - box.clientWidth;
    if (over > 0) faults.push(`${nameOf(box)} scrolls sideways by ${over}px`);
  }

  // The edges between which the texts of an element can be seen; nothing for those that are hidden,
  // that end in dots where there is no room, or that a reader scrolls to inside of their own box.
  const known = new Map([[document.body, {left: 0, right: width, isAfloat: false}]]);
  const edgesIn = box => {
    if (!known.has(box)) {
      const style = getComputedStyle(box);
      const isHidden = style.clipPath === "inset(50%)" || box.matches(".skip:not(:focus)");
      const endsInDots = style.textOverflow === "ellipsis";
      const isUnseen = isHidden || endsInDots || /auto|scroll/.test(style.overflowX);
      const edges = isUnseen ? null : edgesIn(box.parentElement);
      known.set(box, edges && within(edges, box, style));
    }
    return known.get(box);
  };
  const within = ({left, right, isAfloat}, box, style) => {
    isAfloat ||= /fixed|sticky/.test(style.position);
    if (!/hidden|clip/.test(style.overflowX)) return {left, right, isAfloat};
    const frame = box.getBoundingClientRect();
    return {left: Math.max(left, frame.left), right: Math.min(right, frame.right), isAfloat};
  };

  const lines = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    const words = text.data.trim().slice(0, 40);
    const element = text.parentElement;
    if (!words || !element.checkVisibility({visibilityProperty: true, opacityProperty: true})) continue;
    const edges = edgesIn(element);
    if (!edges) continue;
    const cell = element.closest("td, th"), isCompared = !edges.isAfloat && !element.closest("svg");
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const {left, right, top, bottom, width, height} of range.getClientRects()) {
      if (width < 1) continue;
      const over = Math.max(edges.left - left, right - edges.right);
      if (over > 1) faults.push(`“${words}” in ${nameOf(element)} is cut by ${over.toFixed(1)}px`);
      if (isCompared) lines.push({left, right, top, bottom, height, words, cell, text});
    }
  }

  // Words that lie on each other, and those of neighbouring cells that read as one. What stays in
  // place while the page scrolls lies on it by design.
  lines.sort((one, other) => one.top - other.top);
  lines.forEach((one, i) => {
    for (let j = i + 1; j < lines.length && lines[j].top <= one.bottom; j++) {
      const other = lines[j];
      if (one.text === other.text) continue;
      const height = Math.min(one.bottom, other.bottom) - other.top;
      if (height < Math.min(one.height, other.height) / 2) continue;
      const over = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const apart = one.cell && other.cell && one.cell !== other.cell ? 2 : -1;
      if (over > -apart) faults.push(`“${one.words}” runs into “${other.words}”`);
    }
  });

  return [...new Set(faults)];
}
