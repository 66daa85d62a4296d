// Small moves in a parsed document. Nothing here runs or loads anything: it comes from DOMParser.

export const BLOCKS = "p, h1, h2, h3, h4, h5, h6, ul, ol, li, table, blockquote, pre, hr, figure, aside, dl, div, section, article";

export function unwrap(element) {
  element.replaceWith(...element.childNodes);
}

export function rename(element, tag, attributes = {}) {
  if (element.localName === tag) return element;
  const other = element.ownerDocument.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) other.setAttribute(name, value);
  other.append(...element.childNodes);
  element.replaceWith(other);
  return other;
}

// Puts all that is in `element` into a new element within it.
export function wrapContent(element, tag) {
  const inner = element.ownerDocument.createElement(tag);
  inner.append(...element.childNodes);
  element.append(inner);
}

export const isBlank = (element) => !/[^\s\u00a0\u200b\ufeff]/.test(element.textContent) && !element.querySelector("img, hr, table, iframe, [data-picture-notice]");

export function all(root, selector, visit) {
  for (const element of [...root.querySelectorAll(selector)]) if (root.contains(element)) visit(element);
}
