// The form of a record.
import { ask, find, findAll, language, later, make, number, tell, text } from "./text.js"
import "./record.js"

const form = find("form.record")
const listen = (types, deed) => { for (const type of types.split(" ")) form.addEventListener(type, deed) }
form.classList.add("scripted")

// Copies of unsaved forms.
const copy = `draft ${form.dataset.user} ${location.pathname}`, kept = localStorage[copy]
let changed = "changed" in form.dataset, sent = false
function keep() {
	const pairs = [...new FormData(form)].filter(([name]) => name !== "_key")
	try { if (changed) localStorage[copy] = JSON.stringify({ at: Date.now(), sent, pairs }) } catch { /* What does not fit is not kept. */ }
}
const keepSoon = later(keep, 400)
function touch() { changed = true; keepSoon() }
function forget() { changed = false; localStorage.removeItem(copy); find("#kept").hidden = true }
listen("input change", touch)
listen("submit", () => { sent = true; keep() })
addEventListener("beforeunload", event => { if (changed && !sent) { keep(); event.preventDefault() } })
listen("click", ({ target }) => { if (target.closest("[data-discard]")) forget() })
if (changed) keep()
else if (kept) {
	const { at, pairs } = JSON.parse(kept), moment = new Date(at).toLocaleString(language, { dateStyle: "short", timeStyle: "short" })
	find("#kept").hidden = false
	find("#kept span").textContent = text("Unsaved changes of {moment}", { moment })
	find("[data-restore]").onclick = () => {
		const whole = make("form", { method: "post", action: form.action, hidden: true }, ...[...pairs, ["_do", "show"]].map(([name, value]) => make("textarea", { name }, value)))
		document.body.append(whole)
		whole.submit()
	}
}

// Lines. The server closes gaps between their numbers.
const lineOf = element => element.closest(".line")
const controls = row => findAll("input:not([type=hidden]), select, textarea", row.rows[0])
const cell = (row, name) => find(`[name$=".${name}"]`, row)
const next = row => row.nextElementSibling.matches("tbody") ? row.nextElementSibling : null
const after = row => next(row) ?? add(row.parentNode)

function add(table) {
	const blank = find("[data-blank]", table)
	table.dataset.last = 1 + Number(table.dataset.last)
	blank.insertAdjacentHTML("beforebegin", blank.innerHTML.replaceAll("¤", table.dataset.last))
	const row = [...table.tBodies].at(-1)
	row.rows[0].cells[0].textContent = table.tBodies.length
	return row
}
function remove(row) {
	const table = row.parentNode, following = next(row)
	row.remove();
	[...table.tBodies].forEach((line, index) => { line.rows[0].cells[0].textContent = index + 1 })
	tell(text("Line removed"))
	controls(following ?? [...table.tBodies].at(-1) ?? add(table))[0].focus()
	touch()
}
listen("click", event => {
	const [step, name] = event.target.closest("[name=_do]")?.value.split(" ") ?? [], row = lineOf(event.target)
	if (!name || step === "more") return
	event.preventDefault()
	if (step === "remove") return remove(row)
	const fresh = add(find(`[data-table="${name}"]`))
	if (row) {
		controls(row).forEach((from, index) => { if (!("serials" in from.dataset)) controls(fresh)[index].value = from.value })
		describe([fresh])
	}
	controls(fresh)[0].focus()
	touch()
})
listen("keydown", event => {
	const { target, key, ctrlKey } = event, row = lineOf(target), isBeneath = !row?.rows[0].contains(target)
	const enters = key === "Enter" && !ctrlKey && target.matches("input, select"), removes = key === "Backspace" && ctrlKey && !isBeneath
	if (!row || !enters && !removes) return
	event.preventDefault()
	if (removes) remove(row)
	else if (!isBeneath) controls(after(row))[Math.max(controls(row).indexOf(target), 0)].focus()
})

// A spreadsheet's cells; quotes hold line breaks.
listen("paste", event => {
	let row = lineOf(event.target)
	const given = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "")
	if (!row || !given.includes("\t") && (event.target.matches("textarea") || !given.includes("\n"))) return
	event.preventDefault()
	const lines = [[]], column = controls(row).indexOf(event.target)
	for (const [all, value, quoted, end] of given.matchAll(/("((?:[^"]|"")*)"(?=[\t\n]|$)|[^\t\n]*)(\t|\n|$)/g)) {
		if (all) lines.at(-1).push(quoted?.replaceAll('""', '"') ?? value)
		if (end === "\n") lines.push([])
	}
	describe(lines.map((values, index) => {
		if (index) row = after(row)
		const places = controls(row).slice(column)
		values.forEach((value, offset) => { if (places[offset]) { places[offset].value = value.trim(); count(places[offset]) } })
		return row
	}))
	touch()
	tell(text("{count} lines pasted", { count: number(lines.length) }))
})

// An item's name, and its unit and price unless typed.
async function describe(rows) {
	const codes = [...new Set(rows.map(row => cell(row, "item_code")?.value.trim()).filter(Boolean))], fields = ["name", "item_name", "stock_uom", "valuation_rate", "standard_rate"]
	const items = codes[0] && await ask("frappe.client.get_list", { doctype: "Item", filters: [["name", "in", codes]], limit_page_length: codes.length, fields }).catch(() => 0)
	for (const row of items ? rows : []) {
		const code = cell(row, "item_code").value.trim(), item = items.find(item => item.name === code)
		find("[data-shows]", row).textContent = code && (item?.item_name ?? text("Not known"))
		if (!item) continue
		find("[type=hidden][name$='.item_name']", row)?.remove()
		const rate = form.elements.customer ? item.standard_rate : item.valuation_rate, price = rate ? `${rate}`.replace(".", language === "fr" ? "," : ".") : ""
		suggest(cell(row, "uom"), item.stock_uom)
		for (const name of ["rate", "basic_rate", "valuation_rate"]) suggest(cell(row, name), price)
	}
}
describe(findAll(".line").filter(row => cell(row, "item_code")?.value && !find("[data-shows]", row).textContent))
function suggest(place, value) {
	if (place && (!place.value || place.value === place.dataset.offered)) place.value = place.dataset.offered = value
}
listen("change", ({ target }) => { if (target.name.endsWith(".item_code")) describe([lineOf(target)]) })

// Cells of serial numbers.
function count(place) {
	if (!("serials" in place.dataset)) return
	const found = place.value.split(/[\n,]/).filter(part => part.trim()).length
	const row = lineOf(place), field = place.name.split(".")[2], shown = find(`[data-count=${field}]`, row)
	if (shown) shown.textContent = found ? text("Numbers: {count}", { count: number(found) }) : ""
	if (field === "serial_no" && !place.hidden) suggest(cell(row, "qty"), found ? (find("#is_return:checked") ? -found : found) : "")
}
listen("input", event => count(event.target))
listen("click", async event => {
	const button = event.target.closest("[data-pad]")
	if (!button) return
	const row = lineOf(button), field = button.dataset.pad
	let wide = find(`.pad-of-${field}`, row)
	if (wide) wide.hidden = !wide.hidden
	else {
		const { attach } = await import("./serials.js"), place = cell(row, field)
		wide = make("tr", { className: `pad-of-${field}` }, make("td"), make("td", { colSpan: row.rows[0].cells.length - 1 }, place))
		row.append(wide)
		attach(place)
		wide.onkeydown = ({ key }) => { if (key === "Escape") { button.click(); button.focus() } }
	}
	button.ariaExpanded = !wide.hidden
	find("[data-part=entry]", wide)?.focus()
})

// What a series will give.
const series = form.elements.serial_no_series
if (series) {
	const shown = make("p", { className: "quiet hint", role: "status" })
	const preview = async () => {
		const pattern = series.value.trim(), numbers = pattern && await ask("matricule.preview", { series: pattern, item_code: form.dataset.name }).catch(error => error)
		shown.textContent = numbers ? numbers.message ?? text("Next numbers: {numbers}", { numbers: numbers.join(", ") }) : ""
	}
	series.addEventListener("input", later(preview, 300))
	series.parentNode.append(shown)
	preview()
}
