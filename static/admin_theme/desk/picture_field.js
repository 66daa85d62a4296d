// A picture of the library in the desk's side: chosen or uploaded, described, its focal point set by a click, its crops shown.
import { ask, send } from "../editor/asking.js";
import { button, el } from "../editor/dom.js";
import { openLibrary } from "../editor/library.js";

const CROPS = [["Card", "3 / 2"], ["Page", "16 / 9"], ["Shared", "1200 / 630"]]

for (const box of document.querySelectorAll("[data-picture-field]")) begin(box)

function begin(box) {
  const input = box.querySelector("input")
  const shown = el("div", { class: "picture-field__shown" })
  const status = el("p", { class: "picture-field__status", role: "status" })
  const file = el("input", { type: "file", accept: "image/*", hidden: true, onchange: () => file.files[0] && upload(file.files[0]) })
  box.append(shown, status, file)
  const place = { view: { dom: null, focus: () => shown.querySelector("button")?.focus() } }

  function choose(picture) {
    input.value = picture?.id ?? ""
    input.dispatchEvent(new Event("input", { bubbles: true }))
    show(picture)
    shown.querySelector("button")?.focus()
  }

  const open = () => openLibrary(place, box.dataset.library, { onPick: pick, onFiles: ([first]) => first && upload(first) })

  // The library's list knows no focal point; the picture's own address does.
  async function pick({ id }) {
    try {
      choose((await ask(box.dataset.library, { id })).pictures[0])
    } catch (error) {
      status.textContent = error.message
    }
  }

  async function upload(given) {
    status.textContent = `Uploading ${given.name}…`
    try {
      const { done } = send(box.dataset.upload, { file: given }, (part) => (status.textContent = `Uploading ${given.name}: ${Math.round(part * 100)} %`))
      const { picture } = await done
      status.textContent = ""
      await pick(picture)
    } catch (error) {
      status.textContent = `“${given.name}” was not taken. ${error.message}`
    }
  }

  async function change(picture, fields) {
    try {
      const answer = await send(picture.change, fields, () => {}).done
      status.textContent = "Kept with the picture."
      Object.assign(picture, answer.picture)
      crops(picture)
      input.dispatchEvent(new Event("input", { bubbles: true }))
    } catch (error) {
      status.textContent = error.message
    }
  }

  function crops(picture) {
    const focus = `${picture.focal_x}% ${picture.focal_y}%`
    for (const image of shown.querySelectorAll(".crop img")) image.style.objectPosition = focus
    const mark = shown.querySelector(".focal-mark")
    mark.style.left = `${picture.focal_x}%`
    mark.style.top = `${picture.focal_y}%`
  }

  function show(picture) {
    status.textContent = ""
    if (!picture) return shown.replaceChildren(el("p", { class: "picture-field__buttons" }, button("Choose or upload…", open)))
    const image = el("img", { src: picture.large, alt: picture.alt, onclick: (event) => change(picture, {
      focal_x: Math.round((event.offsetX / image.clientWidth) * 100),
      focal_y: Math.round((event.offsetY / image.clientHeight) * 100),
    }) })
    const alt = el("textarea", { rows: "2", "aria-label": "Alternative text: what the picture shows", placeholder: "Alternative text: what it shows", maxlength: "400", onchange: () => change(picture, { alt: alt.value }), oninput: (event) => event.stopPropagation() })
    alt.value = picture.alt
    const focal = (name, label) => el("label", {}, `${label} `, el("input", { type: "number", min: "0", max: "100", value: picture[name], onchange: ({ target }) => change(picture, { [name]: target.value }), oninput: (event) => event.stopPropagation() }), " %")
    shown.replaceChildren(
      el("div", { class: "focal-frame" }, image, el("span", { class: "focal-mark" })),
      el("p", { class: "help" }, "Click into the picture to say what must stay in view."),
      alt,
      el("details", {}, el("summary", {}, "How it is cropped"),
        el("div", { class: "crops" }, ...CROPS.map(([name, ratio]) => {
          const crop = el("figure", { class: "crop" }, el("img", { src: picture.large, alt: "" }), el("figcaption", {}, name))
          crop.querySelector("img").style.aspectRatio = ratio
          return crop
        })),
        el("p", { class: "focal-numbers" }, focal("focal_x", "From the left"), focal("focal_y", "From the top"))),
      el("p", { class: "picture-field__buttons" }, button("Change…", open), button("Remove", () => choose(null))),
    )
    crops(picture)
  }

  show(box.dataset.chosen ? JSON.parse(box.dataset.chosen) : null)
}
