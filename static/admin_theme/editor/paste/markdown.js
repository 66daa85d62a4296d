// Markdown as it is pasted: headings, lists in lists, quotes, fenced code, tables, lines. CommonMark 0.31 and the tables
// of GitHub, as far as people write them by hand; what is none stays text.
import { escape, inline } from "./markdown-inline.js";

const HEADING = /^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$/;
const FENCE = /^( {0,3})(`{3,}|~{3,})\s*([\w+#.-]*)/;
const ITEM = /^(\s*)([-*+]|\d{1,9}[.)])(\s+)(?=\S)/;
const QUOTE = /^ {0,3}> ?/;
const RULE = /^ {0,3}([-*_])(?:\s*\1){2,}\s*$/;
const DIVIDER = /^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*$/;

// One clear sign, or several weak ones: a single line with a dash is no list.
export function isMarkdown(text) {
  const lines = text.split(/\r?\n/);
  const items = lines.filter((line) => ITEM.test(line)).length;
  const clear = lines.some((line, place) => HEADING.test(line) || FENCE.test(line) || (DIVIDER.test(line) && line.includes("|") && lines[place - 1]?.includes("|")));
  const inLine = /\[[^\]\n]+\]\((https?:\/\/|mailto:|\/|#)[^)\s]*\)|(^|[\s(])\*\*\S[^*\n]*\S\*\*|(^|[\s(])`[^`\n]+`/.test(text);
  const quoted = lines.some((line) => QUOTE.test(line));
  return clear || inLine || items > 1 || (quoted && lines.length > 1);
}

export const markdownToHtml = (text) => blocks(withoutFrontMatter(text.replace(/\r\n?/g, "\n").replace(/\t/g, "    ")).split("\n"));

const withoutFrontMatter = (text) => text.replace(/^---\n(?:[\w-]+:.*\n|\s+.*\n)+---\n/, "");

function blocks(lines) {
  const out = [];
  let place = 0;
  while (place < lines.length) {
    const [html, next] = block(lines, place);
    out.push(html);
    place = next;
  }
  return out.join("");
}

function block(lines, place) {
  const line = lines[place];
  if (!line.trim()) return ["", place + 1];
  const fence = FENCE.exec(line);
  if (fence) return code(lines, place, fence);
  const heading = HEADING.exec(line);
  if (heading) return [`<h${heading[1].length}>${inline(heading[2])}</h${heading[1].length}>`, place + 1];
  if (RULE.test(line)) return ["<hr>", place + 1];
  if (QUOTE.test(line)) return quote(lines, place);
  if (ITEM.test(line)) return list(lines, place);
  if (line.includes("|") && DIVIDER.test(lines[place + 1] ?? "") && lines[place + 1].includes("-")) return table(lines, place);
  return paragraph(lines, place);
}

function code(lines, place, [, indent, fence, language]) {
  const end = lines.findIndex((line, number) => number > place && line.trim().startsWith(fence) && !line.trim().replaceAll(fence[0], ""));
  const last = end < 0 ? lines.length : end;
  const text = lines.slice(place + 1, last).map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line)).join("\n");
  const named = language ? ` class="language-${escape(language.toLowerCase())}"` : "";
  return [`<pre><code${named}>${escape(text)}</code></pre>`, last + 1];
}

function quote(lines, place) {
  let end = place;
  while (end < lines.length && (QUOTE.test(lines[end]) || (lines[end].trim() && end > place && isPlain(lines[end])))) end += 1;
  return [`<blockquote>${blocks(lines.slice(place, end).map((line) => line.replace(QUOTE, "")))}</blockquote>`, end];
}

const isPlain = (line) => ![HEADING, FENCE, ITEM, QUOTE, RULE].some((pattern) => pattern.test(line));

function list(lines, place) {
  const [, indent, sign] = ITEM.exec(lines[place]);
  const isOrdered = /\d/.test(sign);
  const items = [];
  let end = place;
  while (end < lines.length) {
    const item = ITEM.exec(lines[end]);
    if (item && item[1].length < indent.length + 2 && item[1].length >= indent.length && /\d/.test(item[2]) === isOrdered) {
      items.push([lines[end].slice(item[0].length)]);
      end += 1;
    } else if (lines[end].trim() && items.length && (/^\s/.test(lines[end]) ? indentOf(lines[end]) > indent.length : isPlain(lines[end]) && lines[end - 1].trim())) {
      items.at(-1).push(lines[end]);
      end += 1;
    } else if (!lines[end].trim() && goesOn(lines[end + 1] ?? "", indent)) {
      items.at(-1).push("");
      end += 1;
    } else break;
  }
  const start = Number.parseInt(sign, 10);
  const html = items.map(([first, ...rest]) => `<li>${itemOf(first, rest)}</li>`).join("");
  return [isOrdered ? `<ol${start === 1 ? "" : ` start="${start}"`}>${html}</ol>` : `<ul>${html}</ul>`, end];
}

const indentOf = (line) => /^\s*/.exec(line)[0].length;
const goesOn = (line, indent) => (ITEM.test(line) ? indentOf(line) >= indent.length : Boolean(line.trim()) && indentOf(line) > indent.length + 1);

function itemOf(first, rest) {
  const least = Math.min(...rest.filter((line) => line.trim()).map(indentOf));
  return blocks([first.replace(/^\[[ x]\] /i, ""), ...rest.map((line) => line.slice(Number.isFinite(least) ? least : 0))]);
}

function cells(line) {
  return line.trim().replace(/^\||\|$/g, "").split(/(?<!\\)\|/).map((cell) => inline(cell.trim().replaceAll("\\|", "|")));
}

function table(lines, place) {
  let end = place + 2;
  while (end < lines.length && lines[end].includes("|") && lines[end].trim()) end += 1;
  const head = cells(lines[place]);
  const row = (line) => `<tr>${head.map((_, column) => `<td>${cells(line)[column] ?? ""}</td>`).join("")}</tr>`;
  return [`<table><tr>${head.map((cell) => `<th>${cell}</th>`).join("")}</tr>${lines.slice(place + 2, end).map(row).join("")}</table>`, end];
}

function paragraph(lines, place) {
  let end = place + 1;
  while (end < lines.length && lines[end].trim() && isPlain(lines[end]) && !/^ {0,3}(=+|-+)\s*$/.test(lines[end])) end += 1;
  const text = inline(lines.slice(place, end).map((line) => line.trimStart()).join("\n").trimEnd());
  const underline = /^ {0,3}(=+|-+)\s*$/.exec(lines[end] ?? "");
  if (!underline || !(lines[end] ?? "").trim()) return [`<p>${text}</p>`, end];
  const tag = underline[1].startsWith("=") ? "h1" : "h2";
  return [`<${tag}>${text}</${tag}>`, end + 1];
}
