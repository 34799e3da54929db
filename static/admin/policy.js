/* What unfold's libraries do to styles, in the way that the desk's content security policy allows. */
(() => {
  "use strict";
  // htmx would write a style for indicators, which no page of the desk has.
  htmx.config.includeIndicatorStyles = false;

  // Alpine says by an attribute how wide the bar below a list is: the same, without the attribute.
  const setAttribute = Element.prototype.setAttribute;
  Element.prototype.setAttribute = function set(name, value) {
    if (name === "style") this.style.cssText = value;
    else setAttribute.call(this, name, value);
  };
})();
