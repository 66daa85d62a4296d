// What sticks below the bar has to know how high it is: it grows with what it says.
const form = document.querySelector("#desk")
new ResizeObserver(([{ target }]) => form.style.setProperty("--desk-bar-height", `${target.offsetHeight}px`)).observe(form.querySelector(".desk-bar"))
