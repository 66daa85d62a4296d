// Pictures in what is pasted. Those that came along as data are uploaded; of the others a notice says that they did not.
import { all } from "./tree.js";

const nameOf = (address) => decodeURIComponent(address.split(/[?#]/)[0].split("/").pop() ?? "").slice(0, 80);

function safeName(address) {
  try {
    return nameOf(address);
  } catch {
    return "";
  }
}

// Only the library's own, which carry their number, stay as they are (copied from a text of ours).
export function cleanPictures(body) {
  all(body, "img", (image) => {
    if (image.hasAttribute("data-file")) return;
    const address = image.getAttribute("src") ?? "";
    const width = Number(image.getAttribute("width")) || 99;
    const notice = body.ownerDocument.createElement("div");
    notice.setAttribute("data-picture-notice", "");
    notice.setAttribute("data-alt", image.getAttribute("alt") ?? "");
    if (/^data:image\/(png|jpeg|gif|webp|avif);base64,/i.test(address)) notice.setAttribute("data-content", address);
    else if (width <= 2 || !address || /^data:/i.test(address)) return image.remove(); // counting pixels, and drawings
    else {
      const url = URL.canParse(address) ? new URL(address) : null;
      notice.setAttribute("data-name", safeName(address) || "a picture");
      notice.setAttribute("data-from", /^https?:$/.test(url?.protocol) ? url.host : "");
    }
    place(image, notice);
    return image.remove();
  });
}

// After the paragraph that held it, so that no paragraph is cut in two; in a cell or an item where it was.
function place(image, notice) {
  const block = image.closest("p, h1, h2, h3, h4, h5, h6, a, picture, figure");
  const outer = block?.closest("figure") ?? block?.closest("p, h1, h2, h3, h4, h5, h6") ?? block;
  if (outer) outer.after(notice);
  else image.before(notice);
}
