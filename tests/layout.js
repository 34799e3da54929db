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

  // The edges between which a text can be seen; nothing for one that is hidden, that ends in dots
  // where there is no room, or that a reader scrolls to inside of its own box.
  const edgesFor = text => {
    let [left, right, isAfloat] = [0, width, false];
    for (let box = text.parentElement; box !== document.body; box = box.parentElement) {
      const style = getComputedStyle(box);
      const isHidden = style.clipPath === "inset(50%)" || box.matches(".skip:not(:focus)");
      isAfloat ||= /fixed|sticky/.test(style.position);
      const endsInDots = style.textOverflow === "ellipsis";
      if (isHidden || endsInDots || /auto|scroll/.test(style.overflowX)) return null;
      if (/hidden|clip/.test(style.overflowX)) {
        const frame = box.getBoundingClientRect();
        [left, right] = [Math.max(left, frame.left), Math.min(right, frame.right)];
      }
    }
    return {left, right, isAfloat};
  };

  const lines = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    const words = text.data.trim().slice(0, 40);
    const element = text.parentElement;
    if (!words || !element.checkVisibility({visibilityProperty: true, opacityProperty: true})) continue;
    const edges = edgesFor(text);
    if (!edges) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const line of range.getClientRects()) {
      if (line.width < 1) continue;
      const over = Math.max(edges.left - line.left, line.right - edges.right);
      if (over > 1) faults.push(`“${words}” in ${nameOf(element)} is cut by ${over.toFixed(1)}px`);
      if (!edges.isAfloat && !element.closest("svg")) lines.push({line, words, cell: element.closest("td, th"), text});
    }
  }

  // Words that lie on each other, and those of neighbouring cells that read as one. What stays in
  // place while the page scrolls lies on it by design.
  lines.sort((one, other) => one.line.top - other.line.top);
  lines.forEach((one, i) => {
    for (const other of lines.slice(i + 1)) {
      if (other.line.top > one.line.bottom) break;
      if (one.text === other.text) continue;
      const height = Math.min(one.line.bottom, other.line.bottom) - other.line.top;
      if (height < Math.min(one.line.height, other.line.height) / 2) continue;
      const over = Math.min(one.line.right, other.line.right) - Math.max(one.line.left, other.line.left);
      const apart = one.cell && other.cell && one.cell !== other.cell ? 2 : -1;
      if (over > -apart) faults.push(`“${one.words}” runs into “${other.words}”`);
    }
  });

  return [...new Set(faults)];
}
