// The copy of unsaved words in this browser, for when the server could not be reached. One for each open page.

const AGE = 30 * 24 * 3600 * 1000 // ms; older copies are forgotten
const PATIENCE = 4000 // ms for the editor to come
// What tells one page from another, and says nothing.
const UNSAID = new Set(["csrfmiddlewaretoken", "sequence", "tab", "key", "seen", "theirs", "resolved", "article", "typed", "takes_over"])

const shelf = (form, article) => `byline-unsaved-${form.dataset.person}-${article}`
const name = (form) => `${shelf(form, form.dataset.article ?? "new")}-${form.elements.tab.value}`

// Pairs of field and value: all that a person can change on the desk.
export function wordsOf(sent) {
  return [...sent].filter(([each, value]) => !UNSAID.has(each) && typeof value === "string")
}

export function keep(form, sent) {
  const fields = [...sent].filter(([each, value]) => each !== "csrfmiddlewaretoken" && typeof value === "string")
  try {
    localStorage.setItem(name(form), JSON.stringify({ at: Date.now(), fields }))
  } catch {
    // A full or forbidden store: the server's copy has to do.
  }
}

// Only what was sent with this number; something newer may stand there by now.
export function forget(form, sequence) {
  const copy = read(name(form))
  if (!copy || Number(field(copy, "sequence")) <= sequence) localStorage.removeItem(name(form))
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key))
  } catch {
    return null
  }
}

const field = (copy, wanted) => copy.fields.find(([each]) => each === wanted)?.[1]

function copies(form, article) {
  const all = shelf(form, article)
  const keys = Object.keys(localStorage).filter((key) => key === all || key.startsWith(`${all}-`))
  return keys.map((key) => [key, read(key)]).filter(([, copy]) => copy)
}

// The server names the tab that it heard last, and how far it has got with it.
function hasArrived(form, copy) {
  const [tab, sequence] = (form.dataset.arrived ?? "").split(" ")
  return field(copy, "tab") === tab && Number(field(copy, "sequence")) <= Number(sequence)
}

const isSame = (some, others) => JSON.stringify([...some].sort()) === JSON.stringify([...others].sort())

// Offers what was left behind, unless the server has it, or the page says the same already.
export async function recall(form, post) {
  const here = wordsOf(new FormData(form))
  // What was begun on the page for a new article is known by its number once it was saved.
  for (const [key, copy] of form.dataset.article ? copies(form, "new") : []) if (hasArrived(form, copy)) localStorage.removeItem(key)
  for (const [key, copy] of copies(form, form.dataset.article ?? "new")) {
    const words = wordsOf(copy.fields)
    if (hasArrived(form, copy) || Date.now() - copy.at > AGE) localStorage.removeItem(key)
    else if (!isSame(words, here) && !isSame(words, await spelt(form, here))) offer(form, key, copy, post)
    else if (!("unsaved" in form.dataset)) localStorage.removeItem(key)
  }
}

// The editor spells the body its own way as soon as it is there.
let spelling
function spelt(form, words) {
  return (spelling ??= new Promise((go) => {
    const look = () => go(words.map(([each, value]) => [each, each === "body" ? form.elements.body.value : value]))
    document.addEventListener("prose-editor:ready", () => setTimeout(look))
    setTimeout(look, PATIENCE)
  }))
}

function offer(form, key, copy, post) {
  const notice = document.createElement("div")
  notice.className = "notice"
  notice.role = "status"
  const words = document.createElement("p")
  const moment = new Date(copy.at).toLocaleString("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" })
  words.textContent = `This browser holds text of yours from ${moment} that did not reach the server.`
  const row = document.createElement("p")
  row.className = "notice__buttons"
  row.append(
    button("Restore it", "button", () => restore(form, key, copy, post)),
    button("Discard it", "button quiet-button", () => {
      localStorage.removeItem(key)
      notice.remove()
    }),
  )
  notice.append(words, row)
  form.querySelector("[data-notices]").append(notice)
}

function button(words, kind, act) {
  const made = document.createElement("button")
  Object.assign(made, { type: "button", className: kind, textContent: words })
  made.addEventListener("click", act)
  return made
}

// Through the server, so that there is one way in which unsaved words come back into the page.
async function restore(form, key, copy, post) {
  const sent = new FormData()
  for (const [each, value] of copy.fields) sent.append(each, value)
  for (const each of ["csrfmiddlewaretoken", "tab"]) sent.set(each, form.elements[each].value)
  sent.set("sequence", Number(form.elements.sequence.value) + 1)
  sent.set("typed", "1")
  sent.set("takes_over", "1")
  const answer = await post(sent)
  if (!answer?.saved_at) return
  localStorage.removeItem(key)
  location.search = `?restore=${answer.copy}`
}
