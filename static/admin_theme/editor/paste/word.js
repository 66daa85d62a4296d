// Word sends lists as paragraphs: "mso-list:l0 level2 lfo1" in the style, and the sign in a span marked as to be ignored
// (or, in Word for the web, lists of one item each with aria-level). Its comments hold whole old documents.
import { all, rename, unwrap } from "./tree.js";

const LIST = /mso-list:\s*l\d+\s+level(\d+)/i;

export function isWord(html) {
  return /mso-|urn:schemas-microsoft-com:office|class="?Mso|MacDrafts/i.test(html);
}

export function cleanWord(body) {
  all(body, "o\\:p, w\\:sdt, v\\:shape, v\\:shapetype, xml", (element) => (element.textContent.trim() ? unwrap(element) : element.remove()));
  // Footnotes and comments lead to places that are not copied.
  all(body, 'a[href^="#_ftn"], a[href^="#_edn"], a[href^="#_msocom"], .MsoCommentReference', (element) => element.remove());
  all(body, "p.MsoTitle", (element) => rename(element, "h1"));
  all(body, "p.MsoSubtitle", (element) => rename(element, "h2"));
  all(body, "p.MsoQuote, p.MsoIntenseQuote", (element) => {
    const quote = body.ownerDocument.createElement("blockquote");
    element.replaceWith(quote);
    quote.append(element);
  });
  gatherLists(body);
}

function levelOf(element) {
  const found = LIST.exec(element.getAttribute("data-style") ?? "");
  return found ? Number(found[1]) : 0;
}

// The sign tells whether it is counted: a number, a letter or a roman number with a dot or a bracket.
function takeSign(element) {
  const ignored = [...element.querySelectorAll("[data-style]")].find((one) => /mso-list:\s*ignore/i.test(one.getAttribute("data-style")));
  const sign = (ignored?.textContent ?? "").replaceAll("\u00a0", " ").trim();
  ignored?.remove();
  const counted = /^\(?([0-9]+|[a-z]{1,4})[.)]/i.exec(sign);
  return { isOrdered: Boolean(counted), start: Number(counted?.[1]) || 1 };
}

function gatherLists(body) {
  let open = []; // the lists that stand open, outermost first
  let last = null;
  all(body, "p, h1, h2, h3, h4, h5, h6, li", (paragraph) => {
    const level = levelOf(paragraph);
    if (!level || paragraph.localName === "li" || /^h/.test(paragraph.localName)) return;
    if (!last || next(last) !== paragraph) open = [];
    const { isOrdered, start } = takeSign(paragraph);
    const item = body.ownerDocument.createElement("li");
    const depth = Math.min(level, open.length + 1);
    open = open.slice(0, depth);
    if (!open[depth - 1]) {
      const list = body.ownerDocument.createElement(isOrdered ? "ol" : "ul");
      if (isOrdered && start > 1) list.setAttribute("start", start);
      if (depth === 1) paragraph.before(list);
      else open[depth - 2].lastElementChild.append(list);
      open.push(list);
    }
    open[depth - 1].append(item);
    item.append(...paragraph.childNodes);
    paragraph.remove();
    last = open[0];
  });
}

function next(element) {
  return element.nextElementSibling;
}
