// The editor's own small parts, where imported bodies need a little more of them.
import { Code as PlainCode, ListItem as PlainListItem, Superscript as PlainSuperscript } from "django-prose-editor/editor";

// Footnotes point to each other by ids, which the editor would drop.
const keepsId = {
  addAttributes() {
    return { ...this.parent?.(), id: { default: null } };
  },
};
export const ListItem = PlainListItem.extend(keepsId);

// Above links in rank, so that a footnote's number stays around its link.
export const Superscript = PlainSuperscript.extend({ ...keepsId, priority: 1100 });

// The editor's own takes links away from code, and links of that kind are common in what we write.
export const Code = PlainCode.extend({ excludes: "" });
