// JSON from our own admin. What goes wrong comes back as words that an editor can act on.

export class Trouble extends Error {}

const SIGNED_OUT = "You are no longer signed in. Sign in again in another tab, then try again.";
const NO_ANSWER = "The site could not be reached. Check your connection, then try again.";
const FAILED = "The site could not do this just now. Try again in a moment.";

// A page instead of JSON is the sign-in page (200 after a redirect) or an error page.
function wordsFor(status, answer) {
  if (answer?.error) return answer.error;
  return status === 200 || status === 403 ? SIGNED_OUT : FAILED;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export async function ask(address, parameters, signal) {
  let response;
  try {
    response = await fetch(`${address}?${new URLSearchParams(parameters)}`, { signal, headers: { Accept: "application/json" } });
  } catch (error) {
    throw error.name === "AbortError" ? error : new Trouble(NO_ANSWER);
  }
  const answer = parsed(await response.text());
  if (!response.ok || !answer || answer.error) throw new Trouble(wordsFor(response.status, answer));
  return answer;
}

// With XMLHttpRequest, because fetch does not tell how much has been sent.
export function send(address, fields, onProgress) {
  const request = new XMLHttpRequest();
  const done = new Promise((resolve, reject) => {
    request.addEventListener("load", () => {
      const answer = parsed(request.responseText);
      if (request.status < 300 && answer && !answer.error) resolve(answer);
      else reject(new Trouble(request.status === 413 ? "The file is too large for this site." : wordsFor(request.status, answer)));
    });
    request.addEventListener("error", () => reject(new Trouble(NO_ANSWER)));
    request.addEventListener("abort", () => reject(new DOMException("", "AbortError")));
  });
  request.upload.addEventListener("progress", ({ loaded, total }) => onProgress(loaded / total));
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  request.open("POST", address);
  request.setRequestHeader("Accept", "application/json");
  request.setRequestHeader("X-CSRFToken", document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "");
  request.send(body);
  return { done, abort: () => request.abort() };
}
