// The pad over a cell of serial numbers, each checked as it comes.
import { ask, find, findAll, language, later, make, number, text, texts } from "./text.js"

const unitOf = word => ({ number: word, key: fold(word), state: "waiting" })
const limit = 100_000, chunk = 5_000, shown = 100
export const isRefused = unit => unit.state === "refused"
export const fold = word => word.trim().toLowerCase().normalize("NFC")
export const split = (cell, marks = /[\n\r,]/) => cell.split(marks).map(word => word.trim()).filter(Boolean)
const listed = written => split(written, /[\n\r\t,;]/).flatMap(range)

// `A001..A250`, or `A001-A250` where nothing else can be meant.
function range(word) {
	const [, head, first, last] = /^(.*?)(\d+)\s*(?:\.{2,3}|…|[-–])\s*\1(\d+)$/iu.exec(word) ?? []
	const length = first ? Number(BigInt(last) - BigInt(first)) + 1 : 0
	if (!/\.\.|…/.test(word) && !(length > 1 && first.length > 2 && first.length === last.length && /\p{L}/u.test(head))) return word
	if (length < 1) throw Error(text("{range} is no range such as A001..A250.", { range: word }))
	fits(length)
	return Array.from({ length }, (_, place) => head + String(BigInt(first) + BigInt(place)).padStart(first.length, "0"))
}

function fits(count) {
	if (count > limit) throw Error(text("At most {limit} numbers fit.", { limit: number(limit) }))
}

// For who does not look.
let speaker
function sound(frequency, length = .1) {
	if (localStorage.muted) return
	navigator.vibrate?.(length * 500)
	speaker ??= new AudioContext()
	const tone = new OscillatorNode(speaker, { frequency })
	tone.connect(speaker.destination)
	tone.start()
	tone.stop(speaker.currentTime + length)
}

// A wedge scanner types fast and ends with Enter or Tab; where nobody can type, it may be slow. `take` gets what it typed.
export function wedge(root, take) {
	let typed = "", last = 0
	root.addEventListener("keydown", event => {
		const { target, key, timeStamp } = event, entry = target.dataset.part === "entry", fast = timeStamp - last < (entry ? 300 : 1000), letter = key.length === 1
		if (event.ctrlKey || event.metaKey || event.altKey || !entry && target.matches("select, textarea, input:not([type=radio], [type=checkbox])")) return
		last = timeStamp
		const scanned = /^(Enter|Tab)$/.test(key) && fast && typed.length > 2
		if (scanned || !entry && letter) event.stopPropagation()
		if (scanned || !entry && letter && fast) event.preventDefault()
		if (scanned) {
			if (entry) target.value = ""
			take(split(typed))
		}
		typed = letter ? (fast ? typed : "") + key : key === "Shift" ? typed : ""
	}, true)
}

// Makes a pad of `cell`, which stays the form's value. The server checks or looks up numbers, unless `check` does.
export function attach(cell, check) {
	const units = new Map(), undos = [], pad = document.createRange().createContextualFragment(texts.pad).firstChild, part = {}
	for (const element of findAll("[data-part]", pad)) part[element.dataset.part] = element
	const { form } = cell, line = cell.closest(".line"), [, , field = ""] = cell.name.split(".")
	const beside = name => line && form.elements[cell.name.replace(field, name)], value = name => beside(name)?.value ?? ""
	const amount = beside(/^rejected/.test(field) ? "rejected_qty" : "qty"), isReturn = () => find("#is_return:checked", form)
	const figure = input => Math.abs(input?.value.replace(/\s/g, "").replace(",", ".")) || 0, factor = () => figure(beside("conversion_factor")) || 1
	const wanted = () => Math.round(figure(amount) * factor()), missing = () => Math.max(1, wanted() - units.size)
	const all = () => [...units.values()], held = () => all().map(unit => unit.number)
	const badge = state => find(`[data-state=${state}]`, part.states.content).cloneNode(true)
	const keep = list => { units.clear(); for (const unit of list) units.set(unit.key, unit) }
	let waiting = [], isBusy, close

	// The document as typed, without the cell.
	function place() {
		if (!line) return {}
		const doc = { ...Object.fromEntries(new FormData(form)), doctype: form.dataset.form, name: form.dataset.name, [cell.name]: "" }
		return { doc, line: [...line.parentNode.tBodies].indexOf(line) + 1, field }
	}

	check ??= async batch => {
		const told = await ask("matricule.check_serials", { ...place(), serial_nos: batch.map(unit => unit.number) })
		batch.forEach((unit, index) => Object.assign(unit, told[index]))
	}

	const say = (style, textContent) => Object.assign(part.said, { className: "pad-said " + style, textContent })

	function take(numbers, loud) {
		fits(units.size + numbers.length)
		const added = numbers.map(word => ({ ...unitOf(word), loud })).filter(unit => !units.has(unit.key) && units.set(unit.key, unit))
		const repeated = numbers.length - added.length
		if (repeated && loud) sound(660)
		const style = repeated ? "warning" : "success"
		if (numbers.length > 1) say(style, text("{count} added, {repeated} repeated", { count: number(added.length), repeated: number(repeated) }))
		else if (repeated) say(style, text("{number}: repeated, it is there already", { number: numbers[0] }))
		if (added.length) undos.push(() => { for (const unit of added) units.delete(unit.key) })
		waiting = [...waiting, ...added]
		changed()
	}
	const scanned = numbers => trying(() => take(numbers, true)), read = written => trying(() => take(listed(written)))

	function remove(which) {
		const before = all()
		undos.push(() => keep(before))
		keep(before.filter(unit => !which(unit)))
	}

	// Shows what there is, has what is new checked.
	const drawSoon = later(draw, 0), workSoon = later(() => isBusy || work(), 100)
	function changed() { drawSoon(); workSoon() }

	function hand(input, value) {
		if (!input || input.value === value) return
		input.value = value
		input.dispatchEvent(new Event("input", { bubbles: true }))
	}

	function draw() {
		const count = units.size, bad = all().filter(isRefused), others = all().slice(-shown).reverse().filter(unit => !isRefused(unit))
		const comes = line && !isReturn() && (/^Purchase/.test(form.dataset.form) || /Receipt/.test(form.elements.stock_entry_type?.value) || value("t_warehouse") && !value("s_warehouse"))
		hand(cell, held().join("\n"))
		if (part.follows.checked && count) hand(amount, String(count / factor() * (isReturn() ? -1 : 1)))
		const left = wanted() - count, rows = [...bad.slice(0, shown), ...others], rest = count - rows.length
		part.count.textContent = number(count) + (amount ? " / " + number(wanted()) : "")
		part.state.className = "badge " + (left > 0 ? "warn" : left ? "bad" : "good")
		part.state.textContent = left > 0 ? text("{count} missing", { count: number(left) }) : left ? text("{count} too many", { count: number(-left) }) : text("complete")
		part.series.hidden = !comes
		part.oldest.hidden = !line || comes || isReturn()
		part.undo.disabled = !undos.length
		part.list.replaceChildren(...rows.map(chip))
		part.more.textContent = rest ? text("and {count} more", { count: number(rest) }) : ""
	}

	function chip(unit) {
		return make("li", {}, make("b", {}, unit.number), badge(unit.state), make("span", {}, unit.why ?? ""),
			make("button", { type: "button", className: "plain", ariaLabel: text("Remove {number}", unit), onclick: () => { remove(one => one === unit); changed(); part.entry.focus() } }, "×"))
	}

	async function work() {
		isBusy = true
		while (waiting.length) {
			const batch = waiting.splice(0, chunk).filter(unit => units.get(unit.key) === unit)
			if (!batch.length) continue
			await check(batch).catch(error => { for (const unit of batch) Object.assign(unit, { state: "unchecked", why: error.message }) })
			const bad = batch.filter(unit => /refused|unknown/.test(unit.state)), { number: word, state, why = "" } = bad[0] ?? batch[0]
			if (batch.some(unit => unit.loud)) bad.length ? sound(180, .45) : sound(1320)
			const style = bad.length ? "error" : state === "unchecked" ? "warning" : "success", parts = [why.includes(word) ? "" : word, badge(state).textContent, why]
			if (bad.length > 1) say(style, text("{count} refused", { count: number(bad.length) }))
			else if (bad.length || batch.length === 1) say(style, parts.filter(Boolean).join(" · "))
			draw()
		}
		isBusy = false
	}

	async function trying(deed) {
		try { await deed() } catch (error) { say("error", error.message) }
		changed()
	}

	async function offer(method, wish = { item_code: value("item_code"), qty: part.many.value }) {
		take(await ask(method, { ...wish, except: held() }))
		part.offer.hidden = true
		part.entry.focus()
	}
	const deeds = {
		add() { read(part.entry.value); part.entry.value = "" },
		undo: () => undos.pop()?.(),
		drop: () => remove(isRefused),
		clear: () => remove(() => true),
		async camera() {
			close = close ? close() : await (await import("./camera.js")).open(part.view, scanned)
			part.camera.ariaPressed = !!close
		},
		// The next numbers of the item's series, or the same set aside for labels.
		series() { part.offer.hidden = !part.offer.hidden; part.many.value = missing(); part.many.focus() },
		preview: () => offer("matricule.preview"),
		reserve: () => offer("matricule.reserve"),
		oldest: () => offer("matricule.oldest_first", { ...place(), qty: missing() })
	}

	function load() { keep(split(cell.value).map(unitOf)); recheck() }
	function recheck() { waiting = all(); changed() }

	// By keyboard one goes on in the entry.
	pad.onclick = async ({ target, detail }) => {
		const name = target.closest("button")?.dataset.part
		if (!(name in deeds)) return
		await trying(deeds[name])
		if (!detail && !/camera|series/.test(name)) part.entry.focus()
	}
	pad.onkeydown = event => {
		const { key, target } = event, deed = key === "Enter" && { entry: deeds.add, many: deeds.preview }[target.dataset.part] || (event.ctrlKey || event.metaKey) && event.key === "z" && !part.entry.value && deeds.undo
		if (deed) { event.preventDefault(); trying(deed) }
	}
	part.entry.onpaste = event => {
		const pasted = event.clipboardData.getData("text")
		if (/[\n\t,;]/.test(pasted.trim())) { event.preventDefault(); read(pasted) }
	}
	part.entry.onchange = () => { deeds.add(); draw() }
	part.file.onchange = async () => { read((await part.file.files[0].text()).replaceAll('"', "")); part.file.value = "" }
	part.loud.checked = !localStorage.muted
	part.loud.onchange = () => { localStorage.muted = part.loud.checked ? "" : 1 }
	part.follows.onchange = draw
	form.addEventListener("input", ({ target }) => {
		if (target === cell && cell.value !== held().join("\n")) load()
		if (target === amount) { part.follows.checked &&= wanted() === units.size; drawSoon() }
	})
	part.entry.id = cell.name + "-entry"
	for (const label of [...cell.labels]) label.htmlFor = part.entry.id
	for (const { name, value } of cell.attributes) if (name.startsWith("aria-")) part.entry.setAttribute(name, value)
	cell.hidden = true
	part.state.hidden = part.following.hidden = !amount
	cell.after(pad)
	wedge(pad, scanned)
	load()
	part.follows.checked = !wanted() || wanted() === units.size
	return { units, all, part, badge, scanned, recheck, clear() { undos.length = 0; keep([]); changed() } }
}

for (const cell of findAll("textarea[data-serials=look-up]")) attach(cell)

// Results follow the numbers.
let turn = 0
const live = find("form[data-live]"), refresh = later(async () => {
	const body = new URLSearchParams([...new FormData(live), ["fragment", 1], ["_lang", language]])
	const own = ++turn, answer = await fetch(live.getAttribute("action"), { method: "POST", body }).catch(() => null)
	if (answer?.ok && own === turn) find("[data-live-results]").innerHTML = await answer.text()
}, 300)
live?.addEventListener("input", ({ target }) => { if (target.name === live.dataset.live) refresh() })
