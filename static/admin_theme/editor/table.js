// A table begins with a row of headings and grows by its buttons: no question is asked first.
import { Table as PlainTable } from "django-prose-editor/editor";

export const Table = PlainTable.extend({
  addCommands() {
    const start = { rows: 3, cols: 3, withHeaderRow: true };
    return { ...this.parent?.(), insertTableWithOptions: () => ({ commands }) => commands.insertTable(start) };
  },
  // A wide one scrolls in its frame, for the keyboard, too.
  addNodeView() {
    const make = this.parent?.();
    return (
      make &&
      ((given) => {
        const view = make(given);
        view.dom.tabIndex = 0;
        return view;
      })
    );
  },
});
