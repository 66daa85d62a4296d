// The editor's own takes letters only for a language typed after ```, so c++ or objective-c would stay text.
import { CodeBlock as PlainCodeBlock, pm, textblockTypeInputRule } from "django-prose-editor/editor";

export const CodeBlock = PlainCodeBlock.extend({
  addInputRules() {
    const getAttributes = ([, language]) => ({ language: language?.toLowerCase() || null });
    return [textblockTypeInputRule({ find: /^(?:```|~~~)([a-zA-Z0-9+#.-]{1,30})?[\s\n]$/, type: this.type, getAttributes })];
  },
  // VS Code tells the language of what it copied. Markdown is no code here: it is what somebody wrote for an article.
  addProseMirrorPlugins() {
    const handlePaste = (view, event) => {
      const { mode } = JSON.parse(event.clipboardData?.getData("vscode-editor-data") || "{}") ?? {};
      return mode === "markdown" && !this.editor.isActive("codeBlock") && view.pasteText(event.clipboardData.getData("text/plain"));
    };
    return [new pm.state.Plugin({ props: { handlePaste } }), ...this.parent()];
  },
});
