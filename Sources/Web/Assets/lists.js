// Lists of records.
import { find, findAll, make, number, text } from "./text.js"

// A box chooses the page; Shift, all in between.
const list = find("#list")
if (list) {
	const boxes = findAll("td.pick input", list), whole = find("th.pick input")
	let last = -1
	list.addEventListener("click", ({ target, shiftKey }) => {
		const place = boxes.indexOf(target), [from, to] = [place, last].sort((one, other) => one - other)
		const others = target === whole ? boxes : shiftKey && from >= 0 ? boxes.slice(from, to + 1) : []
		for (const box of others) box.checked = target.checked
		if (place >= 0) last = place
		tell()
	})
	function tell() {
		const count = boxes.filter(box => box.checked).length
		find(".bulk [role=status]").textContent = count ? text("{count} chosen", { count: number(count) }) : ""
		whole.checked = count === boxes.length
		whole.indeterminate = !whole.checked && count > 0
	}
	whole.hidden = false
	tell()
}

// A value as its field wants it.
const filter = find("#new-filter")
if (filter) {
	const [field, operator, value, other] = ["field", "operator", "value", "other"].map(name => filter.elements[`new.${name}`])
	const fit = () => {
		const { words = "", type: single = "text" } = field.selectedOptions[0].dataset, type = /among|except|contains|lacks/.test(operator.value) ? "text" : single
		for (const input of [value, other]) if (input.type !== type) { input.value = ""; input.type = type }
		find("datalist", filter).replaceChildren(...words.split(";").filter(Boolean).map(word => make("option", { value: word })))
	}
	if (!value.value) fit()
	filter.addEventListener("change", ({ target }) => { if (target !== value && target !== other) fit() })
}

// Each record for itself, while one watches.
const each = find("form[data-each]")
each?.addEventListener("submit", async event => {
	event.preventDefault()
	const bar = find("progress", each), cells = findAll("td[data-name]")
	find("button", each).disabled = true
	bar.hidden = false
	for (const cell of cells) {
		const body = new URLSearchParams({ sure: 1, action: each.dataset.each, [`pick:${cell.dataset.name}`]: 1 })
		try {
			const answer = await fetch(each.getAttribute("action"), { method: "POST", body })
			const page = new DOMParser().parseFromString(await answer.text(), "text/html")
			cell.innerHTML = find("td[data-name]", page).innerHTML
		} catch { cell.append(make("span", { className: "badge bad" }, text("The server cannot be reached."))) }
		bar.value += 1
	}
	const refused = cells.filter(cell => find(".bad", cell)).length
	bar.before(make("p", { className: refused ? "warning" : "success", role: "status", tabIndex: -1 }, text("{count} done, {others} refused", { count: number(bar.max - refused), others: number(refused) })))
	bar.previousSibling.focus()
})
