// Links without what followed their readers around, and without the detour over Google.
import { all, unwrap } from "./tree.js";

const TRACKING = /^(utm_[a-z0-9_]+|gclid|dclid|gbraid|wbraid|fbclid|msclkid|twclid|ttclid|yclid|mc_cid|mc_eid|igshid|_hs(enc|mi)|vero_id|oly_(anon|enc)_id)$/i;

export function plainAddress(address) {
  if (!URL.canParse(address)) return address;
  let url = new URL(address);
  const target = url.searchParams.get("q") ?? url.searchParams.get("url") ?? "";
  if (/(^|\.)google\.[a-z.]+$/.test(url.hostname) && url.pathname === "/url" && /^https?:\/\//i.test(target)) url = new URL(target);
  const tracked = [...url.searchParams.keys()].filter((name) => TRACKING.test(name));
  if (!tracked.length) return url.href === new URL(address).href ? address : url.href;
  for (const name of tracked) url.searchParams.delete(name);
  return url.href;
}

export function cleanLinks(body) {
  // The sign beside a heading that links to it: a browser copies it, with the whole address.
  all(body, ":is(h1, h2, h3, h4, h5, h6) a[href*='#']", (link) => /^\s*[#¶§🔗∞]\s*$/u.test(link.textContent) && link.remove());
  all(body, "a", (link) => {
    const address = (link.getAttribute("href") ?? "").trim();
    // A place in the other document, a file of somebody's disk, a script, an address of a comment.
    if (!/^(https?:\/\/|mailto:|tel:|\/(?!\/)|#(fn|s)-)/i.test(address) || !link.textContent.trim() && !link.querySelector("img")) unwrap(link);
    else link.setAttribute("href", plainAddress(address));
  });
}

// Whole addresses in plain words become links; in code they stay what they are.
export function linkAddresses(body) {
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) if (!walker.currentNode.parentElement.closest("a, code, pre")) texts.push(walker.currentNode);
  for (const text of texts) {
    const parts = text.data.split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?')\]])/i);
    if (parts.length > 1) text.replaceWith(...parts.map((part, place) => (place % 2 ? linkTo(body, part) : part)));
  }
}

function linkTo(body, address) {
  const link = body.ownerDocument.createElement("a");
  link.setAttribute("href", plainAddress(address));
  link.textContent = address;
  return link;
}
