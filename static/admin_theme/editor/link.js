// Links. Those to our own articles carry the article's number, so that a changed address breaks none.
import { Extension, Link as PlainLink } from "django-prose-editor/editor";
import { ask } from "./asking.js";
import { openLinkDialog } from "./link-dialog.js";

export const Link = PlainLink.extend({
  addAttributes() {
    const article = {
      default: null,
      parseHTML: (link) => link.getAttribute("data-article"),
      renderHTML: (attributes) => (attributes.article ? { "data-article": attributes.article } : {}),
    };
    return { article, ...this.parent?.() };
  },
  addOptions() {
    return { ...this.parent?.(), markdownLinks: true }; // [text](address) while typing
  },
  addCommands() {
    return {
      ...this.parent?.(),
      addLink: () => ({ editor }) => {
        openLinkDialog(editor, editor.storage.ownLinks);
        return true;
      },
    };
  },
});

// Where to ask for our articles; and what is pasted with an address of ours gets its number.
export const OwnLinks = Extension.create({
  name: "ownLinks",
  addOptions: () => ({ lookup: "", site: "" }),
  addStorage() {
    return { ...this.options };
  },
  onTransaction({ transaction }) {
    if (transaction.docChanged && transaction.getMeta("uiEvent") === "paste") identify(this.editor, this.options);
  },
});

const isOurs = (href, site) => href?.startsWith(`${site}/`) || href?.startsWith(`${location.origin}/`) || /^\/(?!\/)/.test(href ?? "");
const withoutSite = (href, site) => [site, location.origin].reduce((rest, start) => (rest.startsWith(`${start}/`) ? rest.slice(start.length) : rest), href);

function eachOwnLink(doc, site, visit) {
  doc.descendants((node, position) => {
    const mark = node.marks.find(({ type, attrs }) => type.name === "link" && !attrs.article && isOurs(attrs.href, site));
    if (mark) visit(mark, position, position + node.nodeSize);
  });
}

async function identify(editor, { lookup, site }) {
  const addresses = new Set();
  eachOwnLink(editor.state.doc, site, ({ attrs }) => addresses.add(withoutSite(attrs.href, site)));
  if (!addresses.size) return;
  const answer = await ask(lookup, [...addresses].map((address) => ["address", address])).catch(() => null);
  if (!answer || editor.isDestroyed) return; // without an answer the server finds them when the article is saved
  const { tr } = editor.state;
  eachOwnLink(editor.state.doc, site, (mark, from, to) => {
    const found = answer.found[withoutSite(mark.attrs.href, site)];
    if (found) tr.addMark(from, to, mark.type.create({ ...mark.attrs, article: String(found.id), href: withoutSite(mark.attrs.href, site) }));
  });
  if (tr.docChanged) editor.view.dispatch(tr.setMeta("addToHistory", false).setMeta("preventAutolink", true));
}
