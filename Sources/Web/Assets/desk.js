// What every page does.
import "./combobox.js"
import { find, findAll, forgetDrafts } from "./text.js"

// What a key leads to names it (`data-key`). Single keys work wherever nobody types; `g` then a letter goes somewhere.
let went = -Infinity
addEventListener("keydown", event => {
	const { target, key, timeStamp } = event, control = event.ctrlKey || event.metaKey
	if (key === "Escape") { find(`:is(${panels}) > summary`)?.focus(); close() }
	if (event.altKey || !control && target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select")) return
	const name = CSS.escape(control ? `Control+${key}` : key)
	const way = findAll(`[data-${timeStamp - went < 1500 ? "go" : "key"}~="${name}"]`).at(-1)
	went = key === "g" ? timeStamp : -Infinity
	if (!way) return
	event.preventDefault()
	way.focus()
	way.select ? way.select() : way.click()
})

// A menu or panel closes when one goes elsewhere.
const panels = ".menu details[open], .tool[open]"
const close = except => { for (const open of findAll(panels)) if (!open.contains(except)) open.open = false }
for (const type of ["click", "focusin"]) addEventListener(type, event => close(event.target))

// Signing out leaves no copies of forms behind.
find('form[action="/logout"]')?.addEventListener("submit", () => forgetDrafts(() => true))
