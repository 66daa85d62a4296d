// Where a link leads: one of our articles, found by its title or its address, or an address of the web.
import { Trouble, ask } from "./asking.js";
import { openDialog } from "./dialog.js";
import { button, el, field } from "./dom.js";
import { Choices } from "./choices.js";

const PAUSE = 200; // ms after the last key
const STATES = { draft: "draft", scheduled: "scheduled", withdrawn: "withdrawn" };
const HELP = "Words of a title of ours, or an address.";
const REFUSAL = "Choose one of our articles, or write a whole address such as https://www.example.com/page.";

// What somebody typed as an address, or null: also without https://, as a mail address, or a place on this page.
function addressOf(text) {
  if (/^(https?:\/\/|mailto:|tel:)\S+$/i.test(text) || /^[/#]\S*$/.test(text)) return text;
  if (/^[^\s@/]+@[^\s@/]+\.[a-z]{2,}$/i.test(text)) return `mailto:${text}`;
  return /^(www\.)?[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}(\/\S*)?$/i.test(text) ? `https://${text}` : null;
}

export function openLinkDialog(editor, sources) {
  const now = editor.getAttributes("link");
  const isNew = !editor.isActive("link");
  const asksText = isNew && editor.state.selection.empty;
  const place = field("Leads to", { type: "text", autocomplete: "off", autocapitalize: "none", spellcheck: "false", help: sources ? HELP : "A whole address." });
  const text = field("Text", {});
  const refusal = el("p", { class: "writing-refusal", role: "alert" });
  const choices = new Choices(place.control, "Our articles");
  let chosen = null;
  let asked = new AbortController();
  let waiting;
  place.control.value = now.href ?? "";

  async function search() {
    asked.abort();
    asked = new AbortController();
    const typed = place.control.value.trim();
    const byAddress = /^(https?:\/\/|\/)/i.test(typed);
    if (!typed) return choices.show([]);
    try {
      const answer = await ask(sources.lookup, byAddress ? { address: typed } : { q: typed }, asked.signal);
      const articles = byAddress ? Object.values(answer.found) : answer.articles;
      choices.show(articles.map((article) => ({
        label: article.title,
        hint: [STATES[article.state], article.address].filter(Boolean).join(" · "),
        pick: () => choose(article),
      })), byAddress);
    } catch (error) {
      if (error instanceof Trouble) refusal.textContent = error.message;
    }
  }
  function choose(article) {
    chosen = article;
    place.control.value = article.address;
    if (asksText && !text.control.value) text.control.value = article.title;
    choices.show([]);
    refusal.textContent = "";
  }
  place.control.addEventListener("input", () => {
    chosen = null;
    clearTimeout(waiting);
    if (sources) waiting = setTimeout(search, PAUSE);
  });

  const dialog = openDialog(editor, isNew ? "Link" : "Change link", [place.row, choices.list, asksText ? text.row : null, refusal].filter(Boolean), {
    submit: isNew ? "Insert" : "Save",
    onSubmit() {
      const typed = place.control.value.trim();
      const href = chosen ? chosen.address : addressOf(typed);
      if (!href) {
        refusal.textContent = REFUSAL;
        place.control.focus();
        return false;
      }
      const isSame = href === now.href;
      const article = chosen ? String(chosen.id) : isSame ? now.article : null;
      setLink(editor, { ...now, href, article }, asksText ? text.control.value.trim() || typed : null);
      return true;
    },
    more: isNew ? [] : [button("Remove link", () => {
      editor.chain().extendMarkRange("link").unsetLink().run();
      dialog.close();
    }, { kind: "is-danger" })],
  });
  place.control.select();
}

function setLink(editor, attrs, text) {
  const chain = editor.chain();
  if (text !== null) {
    chain.insertContent([{ type: "text", text, marks: [{ type: "link", attrs }] }]);
    chain.command(({ tr, state }) => tr.removeStoredMark(state.schema.marks.link)); // what is typed next is no link
  } else chain.extendMarkRange("link").setMark("link", attrs);
  chain.setMeta("preventAutolink", true).run();
}
