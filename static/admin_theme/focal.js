// The focal point is chosen by clicking into the picture; the two numbers stay for those who type.
const picture = document.querySelector(".large-preview")
const x = document.querySelector("#id_focal_x")
const y = document.querySelector("#id_focal_y")

if (picture && x && y) {
  const frame = document.createElement("div")
  const mark = document.createElement("span")
  frame.className = "focal-frame"
  mark.className = "focal-mark"
  picture.replaceWith(frame)
  frame.append(picture, mark)
  const show = () => {
    mark.style.left = `${x.value}%`
    mark.style.top = `${y.value}%`
  }
  picture.addEventListener("click", ({ offsetX, offsetY }) => {
    x.value = Math.round((offsetX / picture.clientWidth) * 100)
    y.value = Math.round((offsetY / picture.clientHeight) * 100)
    show()
  })
  for (const field of [x, y]) field.addEventListener("input", show)
  show()
}
