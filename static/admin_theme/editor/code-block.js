// The editor's own takes letters only for a language typed after ```, so c++ or objective-c would stay text.
import { CodeBlock as PlainCodeBlock, textblockTypeInputRule } from "django-prose-editor/editor";

export const CodeBlock = PlainCodeBlock.extend({
  addInputRules() {
    const getAttributes = ([, language]) => ({ language: language?.toLowerCase() || null });
    return [textblockTypeInputRule({ find: /^(?:```|~~~)([a-zA-Z0-9+#.-]{1,30})?[\s\n]$/, type: this.type, getAttributes })];
  },
});
