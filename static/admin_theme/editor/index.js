// Our additions to the rich text editor, by the names that blog/body.py and config/rich_text.py ask for. What has the
// name of one of the editor's parts stands in for it.
export { Callout } from "./callout.js";
export { CleanPaste } from "./clean-paste.js";
export { CodeBlock } from "./code-block.js";
export { Count } from "./count.js";
export { Embed } from "./embed.js";
export { Caption, Credit, Figure, Image } from "./figure.js";
export { Help } from "./help.js";
export { Link, OwnLinks } from "./link.js";
export { Code, ListItem, Superscript } from "./marks.js";
export { Menu } from "./menu.js";
export { PictureNotice } from "./paste/notice.js";
export { Pictures } from "./pictures.js";
export { Resting } from "./resting.js";
export { Sheet } from "./sheet.js";
export { OrderedList } from "./shortcuts.js";
export { Slash } from "./slash.js";
export { Table } from "./table.js";
export { Talk } from "./talk.js";
