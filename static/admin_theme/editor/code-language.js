// The language decides how code is coloured (blog/highlighting.py).
import { openDialog } from "./dialog.js";
import { el, field } from "./dom.js";

const COMMON = ["bash", "css", "diff", "django", "go", "html", "ini", "java", "javascript", "json", "nginx", "php", "python", "rust", "sql", "toml", "typescript", "yaml"];

export function askLanguage(editor) {
  const list = el("datalist", { id: "writing-languages" }, ...COMMON.map((value) => el("option", { value })));
  const language = field("Language, such as python or bash", { list: list.id, maxlength: 30, autocomplete: "off", autocapitalize: "none", spellcheck: "false" });
  language.control.value = editor.getAttributes("codeBlock").language ?? "";
  openDialog(editor, "Code", [language.row, list], {
    submit: "Set",
    onSubmit() {
      const chosen = language.control.value.trim().toLowerCase().replace(/[^a-z0-9+#.-]/g, "");
      editor.commands.updateAttributes("codeBlock", { language: chosen || null });
    },
  });
}
