// Which site an address belongs to; blog/embeds.py knows the same ones and decides what a page shows.

const PROVIDERS = {
  youtube: /^(?:(?:www\.|m\.)?youtube(?:-nocookie)?\.com\/(?:watch\?(?:.*&)?v=|shorts\/|live\/|embed\/)|youtu\.be\/)[\w-]{11}(?![\w-])/i,
  vimeo: /^(?:(?:www\.)?vimeo\.com\/\d{1,12}(?:\/[0-9a-f]{6,20})?\/?|player\.vimeo\.com\/video\/\d{1,12}\/?)(?:[?#]|$)/i,
  x: /^(?:www\.|mobile\.)?(?:x|twitter)\.com\/\w{1,20}\/status\/\d{1,20}/i,
  mastodon: /^[\w.-]+\.[a-z]{2,}\/@[\w.-]+(?:@[\w.-]+)?\/\d{1,20}\/?(?:[?#]|$)/i,
};
const TITLES = { youtube: "Video on YouTube", vimeo: "Video on Vimeo", x: "Post on X", mastodon: "Post on Mastodon" };

// One plain web address and nothing else, or null.
export function addressIn(text) {
  const trimmed = text.trim();
  if (!/^https?:\/\/[^\s<>"\\]+$/i.test(trimmed) || !URL.canParse(trimmed)) return null;
  const url = new URL(trimmed);
  return url.username || url.password ? null : url.href;
}

export function providerOf(address) {
  const rest = address.replace(/^https?:\/\//i, "");
  return Object.keys(PROVIDERS).find((name) => PROVIDERS[name].test(rest)) ?? "page";
}

export const titleFor = (address) => TITLES[providerOf(address)] ?? new URL(address).host.replace(/^www\./, "");
