// The scan page: it remembers what is done where; piles wait for the network and are sent exactly once.
import { ask, find, findAll, make, number, tell, text } from "./text.js"
import { attach, fold, isRefused, split, wedge } from "./serials.js"

const form = find("#scan"), { user, worker } = form.dataset, { mode } = form.elements
const names = ["mode", "item_code", "supplier", "customer", "from_warehouse", "to_warehouse"]
const place = () => Object.fromEntries(names.map(name => [name, form.elements[name].value]))
const kept = (name, none) => JSON.parse(localStorage["scan-" + name] ?? null) ?? none
const keep = (name, value) => { localStorage["scan-" + name] = JSON.stringify(value) }
let queue = kept("queue", []), wait = 1000, timer, sending

function remember(values) {
	for (const name of names) form.elements[name].value = values[name] ?? ""
	for (const part of findAll("[data-in]", form)) part.hidden = !part.dataset.in.split(" ").includes(mode.value)
	keep("place", place())
}

// How units stand; the office is told what is refused, once a day.
async function judge(batch) {
	const asked = batch.map(unit => ({ serial_no: unit.number, item_code: unit.item ||= form.item_code.value }))
	const { units } = await ask("matricule.scan", { ...place(), units: asked })
	for (const [index, unit] of batch.entries()) {
		const { product, item_code: item, state, why } = units[index]
		if (product) {
			form.item_code.value = product.item_code
			pad.units.delete(unit.key)
			tell(text("Now receiving {item}", { item: product.item_code }))
			continue
		}
		Object.assign(unit, { item, state, why })
	}
	const refusals = batch.filter(isRefused).slice(0, 500).map(({ key, number, why: reason }) =>
		({ key: `${key} ${mode.value} ${new Date().toDateString()}`, at: Date.now(), mode: mode.value, number, reason }))
	if (refusals.length) ask("matricule.note_refusals", { refusals }).catch(() => {})
	flush()
}

// A pile becomes its documents once; each goes with its key until it is answered.
async function send(pile) {
	try {
		if (!pile.documents) {
			const { units, documents } = await ask("matricule.scan", { ...pile.place, check: 0, units: pile.units.map(([serial_no, item_code]) => ({ serial_no, item_code })) })
			const bad = units.find(unit => unit.product || unit.problems.length)
			if (bad) throw Object.assign(Error(bad.problems[0] ?? bad.serial_no), { status: 417 })
			pile.documents = documents
		}
		for (const [index, doc] of pile.documents.entries()) {
			keep("queue", queue)
			pile.names[index] ??= (await ask("frappe.client.insert", { doc }, { "Idempotency-Key": `${pile.id}-${index}` })).name
		}
		pile.state = "sent"
	} catch (error) {
		if (!error.status || error.status >= 429 || error.status < 404 && !error.offences.length) throw error
		pile.state = "refused"
		tell(error.message)
		if (!pad.units.size) takeUp(pile)
	}
}

// Sends what waits; another's piles wait for that person.
async function flush() {
	const signedIn = /user_id=([^;]*)/.exec(document.cookie)?.[1]
	if (sending || signedIn && decodeURIComponent(signedIn) !== user) return
	sending = true
	clearTimeout(timer)
	try {
		for (const pile of [...queue]) if (pile.state === "queued" && pile.user === user) await send(pile)
		wait = 1000
	} catch (error) {
		if (error.status) tell(error.message)
		timer = setTimeout(flush, wait = Math.min(wait * 2, 60_000))
	}
	sending = false
	draw()
}

// Scans again what was refused: each unit says why.
function takeUp(pile) {
	if (pad.units.size) return tell(text("Submit or remove first what is scanned."))
	const done = new Set(pile.documents?.filter((doc, index) => pile.names[index]).flatMap(doc => doc.items.flatMap(line => split(line.serial_no).map(fold))))
	queue = queue.filter(other => other !== pile)
	remember(pile.place)
	gather(pile.units.filter(([serial]) => !done.has(fold(serial))))
	draw()
}

function gather(units) {
	pad.scanned(units.map(([serial]) => serial))
	for (const [serial, item] of units) pad.units.get(fold(serial)).item = item
}

function draw() {
	const counts = new Map()
	for (const unit of pad.all()) if (!isRefused(unit)) counts.set(unit.item, (counts.get(unit.item) ?? 0) + 1)
	form.counts.replaceChildren(...[...counts].map(([item, count]) => make("span", {}, make("strong", {}, number(count)), ` ${item ?? ""}`)))
	find("#queue").replaceChildren(...queue.slice(-20).reverse().map(show))
	keep("queue", queue)
}

function show(pile) {
	const work = find(`[value=${pile.place.mode}]`, form).parentElement.textContent
	const line = make("li", {}, pad.badge(pile.state), `${work} · ${number(pile.units.length)}`, ...pile.names.map(name => make("a", { href: `/search?q=${name}` }, name)))
	if (pile.user !== user) line.append(pile.user)
	else if (pile.state === "refused") line.append(make("button", { type: "button", className: "button secondary", onclick: () => takeUp(pile) }, text("Take it up again")))
	return line
}

const pad = attach(form.serial_nos, judge)
remember({ ...place(), ...kept("place", {}), ...Object.fromEntries(new URLSearchParams(location.search)) })
gather(kept("pile", []))
wedge(document, pad.scanned)
form.serial_nos.addEventListener("input", () => { keep("pile", pad.all().map(unit => [unit.number, unit.item])); draw() })
form.addEventListener("change", event => { if (names.includes(event.target.name)) { remember(place()); pad.recheck() } })
form.addEventListener("submit", event => {
	const units = pad.all()
	event.preventDefault()
	if (units.some(isRefused)) return tell(text("Remove the refused first."))
	if (!units.length || mode.value === "look-up") return
	queue = queue.filter((pile, index) => pile.state !== "sent" || index > queue.length - 10)
	queue.push({ id: `${Date.now()}${Math.random()}`, user, place: place(), units: units.map(unit => [unit.number, unit.item || form.item_code.value]), names: [], state: "queued" })
	pad.clear()
	draw()
	flush()
})
addEventListener("online", () => { pad.recheck(); flush() })
if (matchMedia("(hover: hover)").matches) pad.part.entry.focus()
navigator.serviceWorker?.register(worker, { scope: "/stock/scan" }).catch(() => {})
flush()
