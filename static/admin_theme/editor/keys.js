// Keys as this machine's keyboard has them written.
const isApple = /Mac|iP(hone|ad)/.test(navigator.platform);
const NAMES = isApple ? { Mod: "⌘", Shift: "⇧", Alt: "⌥" } : { Mod: "Ctrl" };

export function keysInWords(keys) {
  const parts = keys.split(/-(?=.)/).map((key) => NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key));
  return parts.join(isApple ? "" : "+");
}
