// What people type who know Markdown: "1. " begins a list (the editor's own has that switched off), "[text](address)" a
// link (see link.js). Headings, lists, quotes, code, lines and emphasis the editor knows by itself.
import { OrderedList as PlainOrderedList, wrappingInputRule } from "django-prose-editor/editor";

export const OrderedList = PlainOrderedList.extend({
  addInputRules() {
    const joinPredicate = (match, node) => node.childCount + node.attrs.start === Number(match[1]);
    return [wrappingInputRule({ find: /^(\d{1,4})[.)]\s$/, type: this.type, getAttributes: ([, start]) => ({ start: Number(start) }), joinPredicate })];
  },
});
