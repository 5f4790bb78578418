// What every page does: boxes that search, the keyboard, the menu.
import "./combobox.js"
import { drafts, find } from "./text.js"

// What a key leads to says so itself (`data-key`); single keys work wherever nobody is typing. `g` then a letter goes somewhere.
let went = -Infinity
document.addEventListener("keydown", event => {
  const { target, key, timeStamp } = event, control = event.ctrlKey || event.metaKey
  if (event.altKey || !control && target.closest?.("input, textarea, select")) return
  const name = CSS.escape(control ? `Control+${key}` : key)
  const way = [...document.querySelectorAll(timeStamp - went < 1500 ? `[data-go="${name}"]` : `[data-key~="${name}"]`)].at(-1)
  went = key === "g" ? timeStamp : -Infinity
  if (!way) return
  event.preventDefault()
  if (way.select) { way.focus(); way.select() } else way.click()
})

// One menu open at a time; it closes when one looks elsewhere.
const close = except => { for (const open of document.querySelectorAll(".menu details[open]")) if (!open.contains(except)) open.open = false }
document.addEventListener("click", event => close(event.target))
document.addEventListener("keydown", event => {
  if (event.key !== "Escape") return
  find(".menu details[open] summary")?.focus()
  close()
})

// Whoever signs out leaves no copies of unsaved forms behind.
find('form[action="/logout"]')?.addEventListener("submit", () => { for (const key of drafts()) localStorage.removeItem(key) })
