// Markdown within a line: CommonMark's code, emphasis, links, pictures, breaks; and ~~struck~~ text.

export const escape = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");

const RULES = [
  [/^\\([\\`*_{}[\]()#+\-.!~|<>])/, ([, sign]) => escape(sign)],
  [/^(`+)([^`]|[^`][^]*?[^`])\1(?!`)/, ([, , code]) => `<code>${escape(code.replace(/\n/g, " ").replace(/^ (.*) $/, "$1"))}</code>`],
  [/^!\[([^\]]*)\]\(\s*<?([^\s)>]+)>?(?:\s+["'(][^"')]*["')])?\s*\)/, ([, alt, address]) => `<img src="${escape(address)}" alt="${escape(alt)}">`],
  [/^\[((?:[^[\]]|\[[^\]]*\])+)\]\(\s*<?((?:[^\s()<>]|\([^\s()]*\))+)>?(?:\s+["'(]([^"')]*)["')])?\s*\)/, ([, text, address, title]) => `<a href="${escape(address)}"${title ? ` title="${escape(title)}"` : ""}>${inline(text)}</a>`],
  [/^<((?:https?:\/\/|mailto:)[^\s<>]+)>/, ([, address]) => `<a href="${escape(address)}">${escape(address.replace(/^mailto:/, ""))}</a>`],
  [/^https?:\/\/[^\s<>]*[^\s<>.,;:!?'")\]]/, ([address]) => `<a href="${escape(address)}">${escape(address)}</a>`],
  [/^(\*\*|__)(?=\S)([^]*?\S)\1(?![*_])/, ([, , text]) => `<strong>${inline(text)}</strong>`],
  [/^~~(?=\S)([^]*?\S)~~/, ([, text]) => `<s>${inline(text)}</s>`],
  [/^\*(?=[^\s*])([^]*?[^\s*])\*(?!\*)/, ([, text]) => `<em>${inline(text)}</em>`],
  [/^_(?=[^\s_])([^]*?[^\s_])_(?![\p{L}\p{N}_])/u, ([, text]) => `<em>${inline(text)}</em>`],
  [/^(?: {2,}|\\)\n\s*/, () => "<br>"],
];

export function inline(text) {
  let html = "";
  let rest = text;
  let before = "";
  while (rest) {
    const isInWord = /[\p{L}\p{N}]$/u.test(before);
    const rule = RULES.map(([pattern, write]) => [pattern.exec(rest), write]).find(([found, write]) => found && !(isInWord && /^_|^http/.test(found[0]) && write));
    if (rule) {
      const [found, write] = rule;
      html += write(found);
      rest = rest.slice(found[0].length);
      before = found[0];
    } else {
      const plain = /^[\p{L}\p{N} ,.;:?()'"-]+?(?=[\\`*_![<~]|https?:| {2,}\n|$)|^[^]/u.exec(rest)[0];
      html += escape(plain);
      rest = rest.slice(plain.length);
      before = plain;
    }
  }
  return html;
}
