// What a style says and a tag should: Google Docs, Apple Notes and web pages write bold as a style or a class.
import { all, unwrap, wrapContent } from "./tree.js";

const MONOSPACE = /courier|consolas|menlo|monaco|monospace|roboto mono|source code|sfmono/i;

// A policy without inline styles and scripts makes the browser complain of every one, even in a document that is only
// parsed: they are renamed before; the styles are read by hand.
export function renameStyles(html) {
  return html
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/[\s"'/](style|on[a-z]+)(?=\s*=)/gi, (found, name) => `${found[0]} data-${name}`))
    .replace(/<style\b[^>]*>/gi, "<textarea data-sheet>")
    .replace(/<\/style\s*>/gi, "</textarea>");
}

// Rules of a <style> for one class, as Cocoa's and LibreOffice's writers have them, become styles of the elements.
export function inlineClasses(document) {
  for (const sheet of document.querySelectorAll("[data-sheet]")) {
    for (const [, tag, name, rules] of sheet.textContent.matchAll(/(\w+)\.([\w-]+)\s*\{([^}]*)\}/g)) {
      for (const element of document.body.querySelectorAll(`${tag}.${name}`)) {
        element.setAttribute("data-rules", rules);
      }
    }
  }
}

function ruleOf(element) {
  const probe = element.ownerDocument.createElement("span");
  probe.style.cssText = `${element.getAttribute("data-rules") ?? ""};${element.getAttribute("data-style") ?? ""}`;
  return probe.style;
}

const isBold = (weight) => weight === "bold" || weight === "bolder" || Number(weight) >= 600;

// Apple Notes has no headings in what it copies, only large type.
export function headingBySize(paragraph) {
  const size = parseFloat(ruleOf(paragraph).fontSize);
  if (!(size >= 18) || paragraph.textContent.length > 200) return null;
  return size >= 22 ? "h2" : "h3";
}

export function stylesToTags(body) {
  all(body, "b, strong", (element) => {
    const { fontWeight } = ruleOf(element);
    if (fontWeight && !isBold(fontWeight)) unwrap(element);
  });
  all(body, "i, em", (element) => ruleOf(element).fontStyle === "normal" && unwrap(element));
  all(body, "span, font", (element) => {
    const rule = ruleOf(element);
    const line = `${rule.textDecoration} ${rule.textDecorationLine}`;
    if (rule.display === "none" || /mso-hide:\s*all/i.test(element.getAttribute("data-style") ?? "")) return element.remove();
    if (isBold(rule.fontWeight) && !element.closest("b, strong, h1, h2, h3, h4, h5, h6, th")) wrapContent(element, "strong");
    if (rule.fontStyle === "italic" && !element.closest("i, em")) wrapContent(element, "em");
    if (line.includes("line-through")) wrapContent(element, "s");
    if (rule.verticalAlign === "super") wrapContent(element, "sup");
    if (rule.verticalAlign === "sub") wrapContent(element, "sub");
    const family = `${rule.fontFamily} ${element.getAttribute("face") ?? ""}`;
    if (MONOSPACE.test(family) && !element.closest("pre, code")) wrapContent(element, "code");
    return unwrap(element);
  });
}
