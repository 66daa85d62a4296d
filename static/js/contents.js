// The table of contents: open where there is room beside the text, and marking where the reader is.

const box = document.querySelector("[data-contents]");

function openWhereItFits() {
  const wide = matchMedia("(width >= 64rem)");
  const adapt = () => { box.open = wide.matches; };
  adapt();
  wide.addEventListener("change", adapt);
}

function markWhileReading() {
  const links = new Map([...box.querySelectorAll("a")].map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
  const headings = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  let marked;
  const mark = () => {
    const read = headings.findLast((heading) => heading.getBoundingClientRect().top < innerHeight / 3);
    const link = links.get(read?.id);
    if (link === marked) return;
    marked?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "true");
    marked = link;
  };
  addEventListener("scroll", () => requestAnimationFrame(mark), { passive: true });
  mark();
}

if (box) {
  openWhereItFits();
  markWhileReading();
}
