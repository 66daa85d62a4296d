// What other programs leave on the clipboard, as the plain HTML that a text of ours may hold: structure, no looks.
import { cleanLinks, linkAddresses } from "./links.js";
import { cleanPictures } from "./pictures.js";
import { headingBySize, inlineClasses, renameStyles, stylesToTags } from "./styles.js";
import { BLOCKS, all, isBlank, rename, unwrap } from "./tree.js";
import { cleanWord, isWord } from "./word.js";

const GONE = "script, style, meta, link, title, noscript, template, svg, math, object, embed, video, audio, canvas, map, button, input, select, textarea, colgroup, col, [hidden], [aria-hidden=true]:not(img)";
const RENAMED = { h1: "h2", h5: "h4", h6: "h4", dt: "p", dd: "p", address: "p", del: "s", strike: "s", b: "strong", i: "em", kbd: "code", samp: "code", tt: "code" };
const UNWRAPPED = "u, ins, mark, small:not(figcaption small), big, abbr, cite, q, var, time, label, center, nobr, o\\:p, google-sheets-html-origin, main, header, footer, section, article, nav, form, fieldset, details, summary, picture, dl, hgroup, thead, tfoot, tbody, span, font";
const KEPT = { a: ["href", "title", "data-article"], img: ["src", "alt", "data-file", "data-decorative", "width", "height"], ol: ["start"], td: ["colspan", "rowspan"], th: ["colspan", "rowspan"], code: ["class"], aside: ["class"], figure: ["class", "data-provider"], div: ["data-picture-notice", "data-content", "data-name", "data-from", "data-alt"] };

export function cleanPasted(html) {
  const document = new DOMParser().parseFromString(renameStyles(html), "text/html");
  const { body } = document;
  inlineClasses(document);
  dropComments(body);
  if (isWord(html)) cleanWord(body);
  all(body, GONE, (element) => element.remove());
  all(body, "iframe", embedFrame);
  all(body, '[data-style*="display:none"], [data-style*="display: none"]', (element) => element.remove());
  all(body, "p[data-rules]", (paragraph) => {
    const tag = headingBySize(paragraph);
    if (tag) rename(paragraph, tag);
  });
  stylesToTags(body);
  all(body, "b, strong, i, em, s, u, code, a", (element) => element.querySelector(BLOCKS) && unwrap(element)); // Google's wrapper, and others' errors
  for (const [from, to] of Object.entries(RENAMED)) all(body, from, (element) => rename(element, to));
  cleanPictures(body);
  all(body, UNWRAPPED, unwrap);
  all(body, "div:not([data-picture-notice])", (div) => (div.querySelector(BLOCKS) ? unwrap(div) : rename(div, "p")));
  all(body, "br", (line) => line.parentElement.matches("body, ul, ol, table, tr, blockquote") && [...line.parentElement.children].some((one) => one.matches(BLOCKS)) && line.remove());
  nestLists(body);
  splitAtBreaks(body);
  all(body, "h2, h3, h4", (heading) => all(heading, "strong", unwrap));
  headTables(body);
  cleanLinks(body);
  linkAddresses(body);
  all(body, "strong, em, s, sub, sup, code, a", (element) => !element.textContent && !element.firstElementChild && element.remove());
  all(body, "p, h2, h3, h4, li, blockquote, ul, ol", (element) => isBlank(element) && element.remove());
  plainBlanks(body);
  dropAttributes(body);
  return body.innerHTML;
}

function dropComments(body) {
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_COMMENT);
  const found = [];
  while (walker.nextNode()) found.push(walker.currentNode);
  for (const comment of found) comment.remove();
}

// A player becomes the embed of its page; what else was framed is gone.
function embedFrame(frame) {
  const address = frame.getAttribute("src") ?? "";
  if (!/^https:\/\/(www\.youtube(-nocookie)?\.com\/embed|player\.vimeo\.com\/video)\//.test(address)) return frame.remove();
  const link = frame.ownerDocument.createElement("a");
  link.setAttribute("href", address);
  link.textContent = frame.getAttribute("title") || "Video";
  const figure = frame.ownerDocument.createElement("figure");
  figure.className = "embed";
  figure.append(link);
  return frame.replaceWith(figure);
}

// A list right inside of a list, as Google Docs and old editors write it, belongs to the item before.
function nestLists(body) {
  all(body, "ul > ul, ul > ol, ol > ul, ol > ol", (list) => {
    const before = list.previousElementSibling;
    if (before?.localName === "li") return before.append(list);
    const item = body.ownerDocument.createElement("li");
    list.replaceWith(item);
    return item.append(list);
  });
}

// Two breaks in a row were meant as a new paragraph; breaks at the ends mean nothing.
function splitAtBreaks(body) {
  all(body, "p", (paragraph) => {
    const isBreak = (node) => node?.localName === "br";
    const parts = [[]];
    const nodes = [...paragraph.childNodes].filter((node) => node.nodeType !== 3 || node.data.trim() || !isBreak(node.nextSibling) || !isBreak(node.previousSibling));
    for (let place = 0; place < nodes.length; place += 1) {
      if (isBreak(nodes[place]) && isBreak(nodes[place + 1])) {
        while (isBreak(nodes[place + 1])) place += 1;
        parts.push([]);
      } else parts.at(-1).push(nodes[place]);
    }
    for (const part of parts.slice(0, -1)) {
      const other = body.ownerDocument.createElement("p");
      other.append(...part);
      paragraph.before(other);
    }
    paragraph.replaceChildren(...parts.at(-1));
  });
  all(body, "p, h2, h3, h4, li, td, th", (block) => {
    while (block.firstChild?.localName === "br") block.firstChild.remove();
    while (block.lastChild?.localName === "br" || (block.lastChild?.nodeType === 3 && !block.lastChild.data.trim() && block.lastChild.previousSibling?.localName === "br")) block.lastChild.remove();
  });
}

// A first row that is bold throughout is the head that its program had no tag for.
function headTables(body) {
  all(body, "table", (table) => {
    const cells = [...(table.querySelector("tr")?.children ?? [])];
    const isHead = cells.every((cell) => cell.textContent.trim() && [...cell.querySelectorAll("strong")].map((one) => one.textContent).join("").trim() === cell.textContent.trim());
    for (const cell of isHead && table.querySelectorAll("tr").length > 1 ? cells : []) {
      rename(cell, "th", Object.fromEntries(["colspan", "rowspan"].filter((name) => cell.hasAttribute(name)).map((name) => [name, cell.getAttribute(name)])));
    }
    all(table, "th strong", unwrap);
  });
}

// No-break spaces that programs put in for layout; those before French signs or after a number stay.
function plainBlanks(body) {
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { currentNode: node } = walker;
    if (!node.parentElement.closest("pre")) node.data = node.data.replace(/[\u200b\ufeff]/g, "").replace(/(?<![\d«])\u00a0(?![:;!?»%])/g, " ");
  }
}

function dropAttributes(body) {
  all(body, "*", (element) => {
    const kept = KEPT[element.localName] ?? [];
    for (const { name } of [...element.attributes]) if (!kept.includes(name)) element.removeAttribute(name);
  });
}
