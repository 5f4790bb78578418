// The search box and the fields that name a record (`data-link`): what is typed is searched for, chosen or made.
import { ask, later, make, tell, text } from "./text.js"

const list = make("ul", { className: "choices", role: "listbox", id: "choices", ariaLabel: text("Found"), hidden: true })
const options = () => [...list.children], waits = {}, channel = new BroadcastChannel("made")
let box, entries = [], chosen

function choose(index) {
	chosen = index
	options().forEach((option, place) => { option.ariaSelected = place === index })
	box.setAttribute("aria-activedescendant", list.children[index]?.id ?? "")
}
function show(isShown) {
	list.hidden = !isShown
	box.ariaExpanded = isShown
}

const search = later(async () => {
	const { value, name, form, dataset: { link } } = box, txt = value.trim(), links = JSON.parse(form.dataset.links ?? "{}")
	const { label, path, only } = { ...links[link], ...links[name] }, isBrief = !link && txt.length < 2
	const found = isBrief ? [] : await ask(link ? "frappe.desk.search.search_link" : "matricule.search", { doctype: link, txt, page_length: 8, filters: only }).catch(() => [])
	if (box !== document.activeElement || box.name !== name || box.value !== value) return
	entries = path ? [...found, { value: text("Create {type} “{name}”", { type: label, name: txt }), path }] : found
	list.replaceChildren(...entries.map(({ name, value = name, label, description }, index) => {
		const notes = [label, description].filter(note => note && note !== value)
		return make("li", { role: "option", id: `choice-${index}` }, make("strong", {}, value), ...notes.map(note => make("span", { className: "quiet" }, note)))
	}))
	show(entries.length > 0)
	choose(link && txt && found.length ? 0 : -1)
}, 120)

// A field takes the record that is found, the search box goes to it; one that is not there is made.
function pick({ value, path }) {
	show(false)
	if (!path) return take(box, value)
	if (!box.dataset.link) return location.assign(path)
	const token = `${Math.random()}`
	waits[token] = box
	open(`${path}${encodeURIComponent(box.value.trim())}&_made=${token}`)
}
function take(input, value) {
	input.value = value
	input.dispatchEvent(new Event("change", { bubbles: true }))
}
channel.onmessage = ({ data: [token, name] }) => {
	if (!waits[token]) return
	take(waits[token], name)
	tell(text("{name} was made and filled in.", { name }))
}

function enter({ target }) {
	if (target.dataset.link === undefined) return
	box = target
	box.after(list)
	Object.assign(box, { role: "combobox", ariaExpanded: false, ariaAutoComplete: "list" }).setAttribute("aria-controls", "choices")
}
addEventListener("focusin", enter)
enter({ target: document.activeElement })
addEventListener("focusout", ({ target }) => { if (target === box) show(false) })
addEventListener("input", ({ target }) => { if (target === box) search() })
list.onmousedown = event => {
	event.preventDefault()
	pick(entries[options().indexOf(event.target.closest("li"))])
}
addEventListener("keydown", event => {
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
