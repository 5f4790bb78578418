// The search box and the fields that name a record (`data-link`): what is typed is searched for, chosen from a list
// beneath, and can be made where there is none.
import { ask, later, make, tell, text } from "./text.js"

const list = make("ul", { className: "choices", role: "listbox", id: "choices", "aria-label": text("Found"), hidden: true })
const waits = {}, channel = new BroadcastChannel("made")
let box, entries = [], chosen

function show(isShown) {
  list.hidden = !isShown
  box.setAttribute("aria-expanded", isShown)
}

function choose(index) {
  chosen = index;
  [...list.children].forEach((option, place) => option.setAttribute("aria-selected", place === index))
  list.children[index]?.scrollIntoView({ block: "nearest" })
  box.setAttribute("aria-activedescendant", list.children[index]?.id ?? "")
}

const search = later(async () => {
  const input = box, doctype = input.dataset.link, txt = input.value.trim(), links = JSON.parse(input.form.dataset.links ?? "{}")
  const { label, path, only } = { ...links[doctype], ...links[input.name] }
  const found = doctype || txt.length > 1
    ? await ask(doctype ? "frappe.desk.search.search_link" : "matricule.search", { doctype, txt, page_length: 8, filters: only }).catch(() => []) : []
  if (input !== document.activeElement || txt !== input.value.trim()) return
  entries = path ? [...found, { value: text("Create {type} “{name}”", { type: label, name: txt }), path }] : found
  list.replaceChildren(...entries.map(({ name, value = name, label, description }, index) => make("li", { role: "option", id: `choice-${index}` }, make("strong", {}, value),
    ...[label, description].filter(note => note && note !== value).map(note => make("span", { className: "quiet" }, note)))))
  show(entries.length)
  choose(doctype && txt && found.length ? 0 : -1)
}, 120)

function take(input, value) {
  input.value = value
  input.dispatchEvent(new Event("change", { bubbles: true }))
}

// A record that is found for a field is taken, one that the search box finds is gone to, one that is not there is made.
function pick({ value, path }) {
  show(false)
  if (!path) return take(box, value)
  if (!box.dataset.link) { location.href = path; return }
  const token = String(Math.random()).slice(2)
  waits[token] = box
  window.open(`${path}${encodeURIComponent(box.value.trim())}&_made=${token}`, "_blank")
}
channel.onmessage = ({ data: [token, name] }) => {
  if (!waits[token]) return
  take(waits[token], name)
  tell(text("{name} was made and filled in.", { name }))
}

function enter({ target }) {
  if (!("link" in target.dataset)) return
  box = target
  box.after(list)
  Object.assign(box, { role: "combobox", ariaExpanded: "false", ariaAutoComplete: "list" }).setAttribute("aria-controls", "choices")
}
document.addEventListener("focusin", enter)
enter({ target: document.activeElement })
document.addEventListener("focusout", ({ target }) => { if (target === box) show(false) })
document.addEventListener("input", ({ target }) => { if (target === box) search() })
list.addEventListener("mousedown", event => {
  event.preventDefault()
  pick(entries[[...list.children].indexOf(event.target.closest("li"))])
})
document.addEventListener("keydown", event => {
  const { key } = event, step = { ArrowDown: 1, ArrowUp: -1 }[key], entry = entries[chosen], count = entries.length
  if (event.target !== box || event.ctrlKey || event.metaKey || list.hidden && !step) return
  if (list.hidden) search()
  else if (step) choose((Math.max(chosen, step < 0 ? 0 : -1) + step + count) % count)
  else if (key === "Escape") show(false)
  else if (key === "Enter" && entry) pick(entry)
  else {
    if (key === "Tab" && entry && !entry.path) pick(entry)
    return
  }
  event.preventDefault()
  event.stopPropagation()
}, true)
