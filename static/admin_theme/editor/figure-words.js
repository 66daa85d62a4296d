// From a picture as the library tells of it (blog/admin/picture_library.py) to what stands in the text.

export function imageOf(schema, { id, src, alt, width, height }) {
  return schema.nodes.image.create({ src, alt, width, height, file: String(id) });
}

export function figureOf(schema, picture) {
  const { figure, caption } = schema.nodes;
  const words = captionOf(schema, picture.caption ? [schema.text(picture.caption)] : [], picture.credit);
  return figure.create(null, [imageOf(schema, picture), caption.create(null, words)]);
}

export function captionOf(schema, nodes, credit) {
  if (!credit) return nodes;
  return [...nodes, ...(nodes.length ? [schema.text(" ")] : []), schema.text(credit, [schema.marks.credit.create()])];
}
