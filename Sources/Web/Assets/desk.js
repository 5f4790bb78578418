// What every page does: the search box, the keyboard, the menu.
import { make } from "./text.js"

const box = document.getElementById("find")
const list = document.getElementById("found")

function show(entries) {
  list.replaceChildren(...entries.map((entry, index) => make("li",
    { role: "option", id: `found-${index}`, "data-path": entry.path },
    make("strong", {}, entry.name), make("span", { className: "quiet" }, entry.label), make("span", { className: "quiet" }, entry.description ?? ""))))
  list.hidden = !entries.length
  box.setAttribute("aria-expanded", String(entries.length > 0))
  choose(-1)
}

function choose(index) {
  const options = [...list.children]
  options.forEach((option, place) => option.setAttribute("aria-selected", String(place === index)))
  if (options[index]) { box.setAttribute("aria-activedescendant", options[index].id); options[index].scrollIntoView({ block: "nearest" }) }
  else box.removeAttribute("aria-activedescendant")
}

let waiting
async function search() {
  const words = box.value.trim()
  if (words.length < 2) return show([])
  const answer = await fetch(`/api/method/matricule.search?txt=${encodeURIComponent(words)}&_lang=${document.documentElement.lang}`)
  if (answer.ok && box.value.trim() === words) show((await answer.json()).message)
}

if (box) {
  box.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(search, 120) })
  box.addEventListener("blur", () => setTimeout(() => show([]), 150))
  list.addEventListener("mousedown", event => { const option = event.target.closest("[data-path]"); if (option) location.href = option.dataset.path })
  box.addEventListener("keydown", event => {
    const options = [...list.children]
    const chosen = options.findIndex(option => option.getAttribute("aria-selected") === "true")
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault()
      choose((chosen + (event.key === "ArrowDown" ? 1 : options.length)) % Math.max(options.length, 1))
    } else if (event.key === "Enter" && chosen >= 0) { event.preventDefault(); location.href = options[chosen].dataset.path }
    else if (event.key === "Escape") { show([]); box.blur() }
  })
}

// Single keys work wherever nobody is typing. `g` then a letter goes somewhere.
let went = -Infinity
document.addEventListener("keydown", event => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]")
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") { event.preventDefault(); box?.focus(); box?.select(); return }
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return
  if (event.key === "/") { event.preventDefault(); box?.focus(); return }
  if (event.key === "?") { document.getElementById("shortcuts")?.togglePopover(); return }
  if (event.key === "g") { went = event.timeStamp; return }
  const way = event.timeStamp - went < 1500 ? document.querySelector(`[data-go="${CSS.escape(event.key)}"]`) : document.querySelector(`main [data-key="${CSS.escape(event.key)}"]`)
  went = -Infinity
  if (way) { event.preventDefault(); way.click() }
})

// One menu open at a time; it closes when one looks elsewhere.
document.addEventListener("click", event => {
  for (const open of document.querySelectorAll(".menu details[open]")) if (!open.contains(event.target)) open.open = false
})
document.addEventListener("keydown", event => {
  const open = event.key === "Escape" && document.querySelector(".menu details[open]")
  if (open) { open.open = false; open.querySelector("summary").focus() }
})

// Whoever signs out leaves no copies of unsaved forms behind.
document.querySelector('form[action="/logout"]')?.addEventListener("submit", () => {
  for (const key of Object.keys(localStorage)) if (key.startsWith("draft ")) localStorage.removeItem(key)
})
