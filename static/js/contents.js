// The table of contents: open where there is room beside the text, and marking where the reader is.

const box = document.querySelector("[data-contents]");

if (box) {
  const wide = matchMedia("(width >= 64rem)");
  const adapt = () => { box.open = wide.matches; };
  adapt();
  wide.addEventListener("change", adapt);

  const links = new Map([...box.querySelectorAll("a")].map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
  const headings = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  const mark = () => {
    const read = headings.findLast((heading) => heading.getBoundingClientRect().top < innerHeight / 3);
    for (const [id, link] of links) {
      if (id === read?.id) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  const watcher = new IntersectionObserver(mark, { rootMargin: "-33% 0px 0px 0px" });
  headings.forEach((heading) => watcher.observe(heading));
}
