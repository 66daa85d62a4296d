// Never lose a word: what is typed goes to the server a few seconds later, and stays in this browser until it is there.
import { forget, keep, recall, wordsOf } from "./browser_copy.js";

const form = document.querySelector("#desk")
const saved = form.querySelector("[data-saved]")
const others = form.querySelector("[data-others]")
const checklist = form.querySelector("[data-checklist]")
const SOON = 2500 // ms after the last key
const PULSE = 20000 // ms between two signs of life

let words = "unsaved" in form.dataset ? "[]" : snapshot() // what the server has, as far as this page knows
let sequence = Number(form.elements.sequence.value)
let isBusy = false
let isLeaving = false
let pressed = "" // the words that a button took along
let trouble = "" // why the words are in this browser only
let takesOver = false
let savedAt = saved.dataset.savedAt ? new Date(saved.dataset.savedAt) : null
let verb = "saved"
const written = saved.textContent // by the server, on the person's own clock
let timer

function data() {
  const sent = new FormData(form)
  if (form.dataset.article) sent.set("article", form.dataset.article)
  return sent
}

function snapshot() {
  return JSON.stringify(wordsOf(new FormData(form)))
}

const isDirty = () => snapshot() !== words

function tell() {
  saved.classList.toggle("is-trouble", Boolean(trouble))
  if (trouble) saved.textContent = trouble
  else if (savedAt) saved.textContent = ago(savedAt) ? `${verb} ${ago(savedAt)}` : written
}

function ago(moment) {
  const seconds = Math.max(0, Math.round((Date.now() - moment) / 1000))
  if (seconds < 60) return `${seconds} s ago`
  if (seconds < 3600 || verb !== "saved") return `${Math.round(seconds / 60)} min ago`
  return ""
}

// The page's fields in the shape that the server keeps.
async function save() {
  clearTimeout(timer)
  if (isBusy || isLeaving || !isDirty()) return
  isBusy = true
  const now = snapshot()
  const sent = data()
  const number = ++sequence
  sent.set("sequence", number)
  sent.set("typed", "1")
  if (takesOver) sent.set("takes_over", "1")
  form.elements.sequence.value = sequence
  keep(form, sent)
  const answer = await post(sent)
  isBusy = false
  if (answer?.saved_at) {
    words = now
    trouble = ""
    takesOver = false
    verb = "kept"
    savedAt = new Date(answer.saved_at)
    forget(form, number)
    checklist.innerHTML = answer.checklist
  }
  hear(answer)
  if (isDirty()) timer = setTimeout(save, trouble ? SOON * 4 : SOON)
}

async function post(sent) {
  try {
    const answer = await fetch(form.dataset.autosave, { method: "POST", body: sent, signal: AbortSignal.timeout(15000) })
    if (answer.redirected || answer.status === 403) {
      trouble = "You are signed out: your words are kept in this browser. Sign in again in another tab, then go on here."
      return null
    }
    if (answer.status >= 500) {
      trouble = `The server cannot keep your words at this moment: they are kept in this browser (${clock()}).`
      return null
    }
    const said = await answer.json()
    if (answer.status === 409) ask(said)
    else if (!answer.ok) trouble = said.words || "Not kept on the server; your words are kept in this browser."
    return said
  } catch {
    trouble = `No connection: your words are kept in this browser (${clock()}).`
    return null
  }
}

function clock() {
  return new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" })
}

function hear(answer) {
  if (answer && "others" in answer) others.textContent = [answer.others, answer.newer].filter(Boolean).join(". ")
  tell()
}

// Other unsaved words of the same person: both are kept until one is chosen.
function ask({ words: sentence, copy }) {
  trouble = "Kept in this browser only"
  const notices = form.querySelector("[data-notices]")
  if (notices.querySelector("[data-two-tabs]")) return
  const notice = document.createElement("div")
  notice.className = "notice"
  notice.role = "alert"
  notice.dataset.twoTabs = ""
  const said = document.createElement("p")
  said.textContent = sentence
  const row = document.createElement("p")
  row.className = "notice__buttons"
  const open = document.createElement("a")
  Object.assign(open, { href: `?restore=${copy}`, className: "button quiet-button", textContent: "Open that text" })
  const goOn = document.createElement("button")
  Object.assign(goOn, { type: "button", className: "button", textContent: "Go on with this one" })
  goOn.addEventListener("click", () => {
    takesOver = true
    trouble = ""
    notice.remove()
    save()
  })
  row.append(goOn, open)
  notice.append(said, row)
  notices.append(notice)
}

async function pulse() {
  if (!form.dataset.article || document.hidden) return
  const sent = new FormData()
  for (const name of ["csrfmiddlewaretoken", "key", "tab", "sequence", "seen"]) sent.set(name, form.elements[name].value)
  sent.set("article", form.dataset.article)
  const before = trouble
  const answer = await post(sent)
  if (!isDirty()) trouble = answer ? "" : trouble
  else if (answer && before) save()
  hear(answer)
}

function changed() {
  clearTimeout(timer)
  timer = setTimeout(save, SOON)
}

form.addEventListener("input", changed)
form.addEventListener("change", changed)
document.addEventListener("prose-editor:ready", ({ detail: { editor } }) => {
  // The editor spells the body its own way; what was typed elsewhere meanwhile is still unsaved.
  setTimeout(() => (words = JSON.stringify(JSON.parse(words).map(([name, value]) => [name, name === "body" ? form.elements.body.value : value]))))
  editor.on("update", changed)
})
document.addEventListener("visibilitychange", () => document.hidden ? save() : pulse())
addEventListener("online", () => save())
addEventListener("pagehide", () => {
  if (isLeaving && pressed && snapshot() !== pressed) {
    form.elements.sequence.value = ++sequence
    keep(form, data())
  }
  if (!form.dataset.article) return
  const sent = new FormData()
  for (const name of ["csrfmiddlewaretoken", "key", "tab", "sequence", "seen"]) sent.set(name, form.elements[name].value)
  sent.set("article", form.dataset.article)
  sent.set("leaving", "1")
  navigator.sendBeacon(form.dataset.autosave, sent)
})
addEventListener("beforeunload", (event) => {
  if (isLeaving || !isDirty()) return
  save()
  event.preventDefault()
})
// A button of the form: a last copy stays in this browser until the page that follows says that all is saved.
form.addEventListener("submit", (event) => {
  if (event.submitter?.dataset.leaves !== undefined) return (isLeaving = true)
  form.elements.sequence.value = ++sequence
  if (isDirty()) keep(form, data())
  pressed = snapshot()
  isLeaving = true
  setTimeout(() => (isLeaving = false), 10000)
})

recall(form, post)
if (isDirty()) changed() // the page came back unsaved
tell()
setInterval(tell, 5000)
setInterval(pulse, PULSE)
pulse()
