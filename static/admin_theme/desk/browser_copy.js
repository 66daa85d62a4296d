// The copy of unsaved words in this browser, for when the server could not be reached. One for each person and article.

const AGE = 30 * 24 * 3600 * 1000 // ms; older copies are forgotten

const name = (form) => `byline-unsaved-${form.dataset.person}-${form.dataset.article ?? "new"}`

export function keep(form, sent) {
  const fields = [...sent].filter(([field, value]) => field !== "csrfmiddlewaretoken" && typeof value === "string")
  try {
    localStorage.setItem(name(form), JSON.stringify({ at: Date.now(), seen: form.elements.seen.value, fields }))
  } catch {
    // A full or forbidden store: the server's copy has to do.
  }
}

// Only what was sent with this number; something newer may stand there by now.
export function forget(form, sequence) {
  const copy = read(form)
  if (!copy || Number(field(copy, "sequence")) <= sequence) localStorage.removeItem(name(form))
}

function read(form) {
  try {
    return JSON.parse(localStorage.getItem(name(form)))
  } catch {
    return null
  }
}

const field = (copy, wanted) => copy.fields.find(([each]) => each === wanted)?.[1]

// Offers what was left behind, unless the page says the same already.
export function recall(form, { post }) {
  const copy = read(form)
  if (!copy) return
  const isHere = ["title", "summary", "body"].every((each) => (field(copy, each) ?? "") === (form.elements[each]?.value ?? ""))
  const isSaved = Number(copy.seen) < Number(form.elements.seen.value) && isHere
  if (isHere || isSaved || Date.now() - copy.at > AGE) return localStorage.removeItem(name(form))
  offer(form, copy, post)
}

function offer(form, copy, post) {
  const notice = document.createElement("div")
  notice.className = "notice"
  notice.role = "status"
  const words = document.createElement("p")
  const moment = new Date(copy.at).toLocaleString([], { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" })
  words.textContent = `This browser holds text of yours from ${moment} that did not reach the server.`
  const row = document.createElement("p")
  row.className = "notice__buttons"
  row.append(
    button("Restore it", "button", () => restore(form, copy, post)),
    button("Discard it", "button quiet-button", () => {
      localStorage.removeItem(name(form))
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
async function restore(form, copy, post) {
  const sent = new FormData()
  for (const [each, value] of copy.fields) sent.append(each, value)
  for (const each of ["csrfmiddlewaretoken", "tab"]) sent.set(each, form.elements[each].value)
  sent.set("sequence", Number(form.elements.sequence.value) + 1)
  sent.set("typed", "1")
  sent.set("takes_over", "1")
  const answer = await post(sent)
  if (!answer?.saved_at) return
  localStorage.removeItem(name(form))
  location.search = `?restore=${answer.copy}`
}
