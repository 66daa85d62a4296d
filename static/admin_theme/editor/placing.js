// Where between the blocks a figure goes.
import { figureOf } from "./figure-words.js";

// The nearest place at or after `position` where a figure may stand between blocks.
export function between(doc, position) {
  const $place = doc.resolve(position);
  for (let depth = $place.depth; depth >= 0; depth -= 1) {
    const parent = $place.node(depth);
    const index = $place.indexAfter(depth);
    const isHere = depth === $place.depth && !parent.inlineContent;
    if (!parent.inlineContent && parent.canReplaceWith(index, index, doc.type.schema.nodes.figure)) {
      return isHere ? position : $place.after(depth + 1);
    }
  }
  return doc.content.size;
}

export function insertPicture(editor, position, picture) {
  const { tr, doc, schema } = editor.state;
  const $place = doc.resolve(position);
  const figure = figureOf(schema, picture);
  const before = $place.nodeBefore;
  // An empty paragraph gives way, unless it is the only place left to write in.
  if (before?.type.name === "paragraph" && !before.content.size) tr.replaceWith(position - before.nodeSize, position, figure);
  else tr.insert(position, figure);
  const end = tr.mapping.map(position);
  if (end === tr.doc.content.size) tr.insert(end, schema.nodes.paragraph.create());
  editor.view.dispatch(tr.setMeta("preventAutolink", true));
}
