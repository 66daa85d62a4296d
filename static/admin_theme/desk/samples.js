// How a search engine and a messenger would show what stands on the desk, cut where they cut, while it is typed.
const form = document.querySelector("#desk")
const result = form.querySelector("[data-result]")
const social = form.querySelector("[data-social]")
// A desktop result (November 2026): a title of 600 pixels in Arial 20, a text of two lines and about 920 in Arial 14.
const RESULT_TITLE = { font: "20px Arial, sans-serif", room: 600 }
const RESULT_TEXT = { font: "14px Arial, sans-serif", room: 920 }
const SOCIAL_TITLE = { font: "16px Arial, sans-serif", room: 900 }
const SOCIAL_TEXT = { font: "14px Arial, sans-serif", room: 480 }
const ruler = document.createElement("canvas").getContext("2d")

const value = (name) => form.querySelector(`#id_${name}`)?.value.trim() ?? ""
const first = (...names) => names.map(value).find(Boolean) ?? ""

// At the end of a word, as they do.
function cut(words, { font, room }) {
  ruler.font = font
  words = words.replace(/\s+/g, " ")
  if (ruler.measureText(words).width <= room) return words
  let end = Math.min(words.length, 400)
  while (end > 1 && ruler.measureText(`${words.slice(0, end)} …`).width > room) end -= 1
  const whole = words.lastIndexOf(" ", end)
  return `${words.slice(0, whole > end / 2 ? whole : end).trimEnd()} …`
}

function put(within, name, words) {
  const place = within.querySelector(`[data-${name}]`)
  if (place.textContent !== words) place.textContent = words
}

function show() {
  const host = result.dataset.site.replace(/^https?:\/\//, "")
  put(result, "address", `${host} › blog › ${value("slug") || "…"}`)
  put(result, "title", cut(first("search_title", "title") || "Untitled", RESULT_TITLE))
  put(result, "text", cut(first("search_description", "summary") || "Without a summary, they choose words of the text.", RESULT_TEXT))
  put(result, "hidden", hidden())
  put(social, "host", host)
  put(social, "title", cut(first("social_title", "search_title", "title") || "Untitled", SOCIAL_TITLE))
  put(social, "text", cut(first("social_text", "search_description", "summary"), SOCIAL_TEXT))
  put(social, "drawn", first("social_title", "search_title", "title"))
}

function hidden() {
  if (!form.querySelector("#id_is_indexed").checked) return "Search engines are asked not to list it."
  return value("canonical_address") ? "They are told that the text stands elsewhere first, and list that page." : ""
}

// The picture that is chosen, else the hero, else the one that is drawn: asked for only when somebody looks.
let shown
async function picture() {
  const image = social.querySelector("[data-picture]")
  const chosen = ["social_picture", "hero"].map((name) => form.querySelector(`#id_${name}`)).find((field) => field?.value)
  if (!social.closest("details").open || shown === (chosen?.value ?? "")) return
  shown = chosen?.value ?? ""
  const found = shown && (await look(chosen.selectedOptions[0].textContent, shown))
  if ((chosen?.value ?? "") !== shown) return
  image.hidden = !found
  if (found) image.src = found.thumbnail
}

async function look(name, pk) {
  try {
    const answer = await fetch(`${social.dataset.library}?q=${encodeURIComponent(name)}`)
    return (await answer.json()).pictures.find((one) => String(one.id) === pk)
  } catch {
    return undefined // the sample stays without it
  }
}

form.addEventListener("input", show)
form.addEventListener("change", show)
social.closest("details").addEventListener("toggle", picture)
window.django?.jQuery(form).on("change", "#id_hero, #id_social_picture", picture) // Select2 tells jQuery only
result.hidden = social.hidden = false
show()
picture()
