// The pad over a cell of serial numbers: typed, pasted, scanned or read from a file, each checked as it comes.
import { ask, make, number, text } from "./text.js"

const skeleton = await (await fetch(new URL(`pad-${document.documentElement.lang}.html`, import.meta.url))).text()
const limit = 100_000, chunk = 5_000, shown = 100
export const fold = word => word.trim().toLowerCase().normalize("NFC")
export const split = (cell, marks = /[\n\r,]/) => (cell ?? "").split(marks).map(word => word.trim()).filter(Boolean)

// How a number stands: a colour and a word.
export const states = {
  waiting: ["", "…"], good: ["good", text("Accepted")], new: ["info", text("New")], refused: ["bad", text("Refused")], unchecked: ["warn", text("Not checked")],
  unknown: ["warn", text("Unknown")], Active: ["good", text("Available")], Delivered: ["info", text("Delivered")], Consumed: ["", text("Consumed")],
  Expired: ["warn", text("Expired")], Inactive: ["", text("Inactive")], Returned: ["warn", text("Returned to supplier")]
}

const tooMany = () => Error(text("At most {limit} numbers fit.", { limit: number(limit) }))

// `A001..A250`, or `A001-A250` where nothing else can be meant: every number from one to the other.
function range(word) {
  const [, head, first, , tail, last] = /^(.*?)(\d+)\s*(\.{2,3}|…|[-–])\s*(.*?)(\d+)$/.exec(word) ?? []
  const count = first && fold(head) === fold(tail) ? Number(BigInt(last) - BigInt(first)) + 1 : 0
  if (!/\.\.|…/.test(word) && !(count > 1 && first.length > 2 && first.length === last.length && /\p{L}/u.test(head))) return [word]
  if (count < 1) throw Error(text("{range} is no range: write its first and last number, such as PB2L00001..PB2L00250.", { range: word }))
  if (count > limit) throw tooMany()
  return Array.from({ length: count }, (_, place) => head + String(BigInt(first) + BigInt(place)).padStart(first.length, "0"))
}
const listed = written => split(written, /[\n\r\t,;]/).flatMap(range)

// For who does not look: a high tone, a middle one, or a long low one.
let speaker
function sound(frequency, length = .1) {
  if (localStorage.muted) return
  navigator.vibrate?.(length * 500)
  speaker ??= new AudioContext()
  const tone = new OscillatorNode(speaker, { type: "triangle", frequency })
  tone.connect(speaker.destination)
  tone.start()
  tone.stop(speaker.currentTime + length)
}

// A wedge scanner types fast and ends with Enter or Tab: `take` gets what it typed, wherever in `root` the focus is.
export function wedge(root, take) {
  let typed = "", last = 0
  root.addEventListener("keydown", event => {
    const { target, key, timeStamp } = event, entry = target.dataset.part === "entry", fast = timeStamp - last < 60
    if (event.ctrlKey || event.metaKey || event.altKey || !entry && target.matches("select, textarea, input:not([type=radio], [type=checkbox])")) return
    last = timeStamp
    if (key === "Enter" || key === "Tab") {
      if (fast && typed.length > 2) {
        event.preventDefault()
        event.stopPropagation()
        if (entry) target.value = ""
        take(split(typed))
      }
      typed = ""
    } else if (key.length === 1) {
      typed = fast ? typed + key : key
      if (!entry) event.stopPropagation()
      if (!entry && fast) event.preventDefault()
    }
  }, true)
}

// How numbers of a document's line stand, or of none.
async function judge(batch, { doc, line, field }) {
  const cut = doc && { ...doc, items: doc.items.map((row, place) => place + 1 === line ? { ...row, [field]: "" } : row) }
  const told = await ask("matricule.check_serials", { doc: cut, line, field, serial_nos: batch.map(unit => unit.number) })
  batch.forEach((unit, place) => Object.assign(unit, told[place]))
}

// Makes a pad of `cell`, which stays the form's value. `context()` tells `{ doc, line, field }`: the document as JSON,
// the line that the cell stands in, from 1, and the cell's field; without a document numbers are looked up.
export function attach(cell, context = () => ({}), check = judge) {
  const units = new Map(), undos = [], pad = document.createRange().createContextualFragment(skeleton).firstChild
  const part = Object.fromEntries([...pad.querySelectorAll("[data-part]")].map(element => [element.dataset.part, element]))
  const beside = name => cell.form?.elements[cell.name.replace(/[^.]*$/, name)], figure = name => Number((beside(name)?.value ?? "").replace(/\s/g, "").replace(",", "."))
  const amount = () => beside(cell.name.endsWith("rejected_serial_no") ? "rejected_qty" : "qty"), factor = () => figure("conversion_factor") || 1
  const wanted = () => Math.round(Math.abs(figure(amount()?.name.replace(/.*\./, ""))) * factor()) || 0, missing = () => Math.max(1, wanted() - units.size)
  const held = () => [...units.values()].map(unit => unit.number)
  const place = () => { const told = context(); return { ...told, row: told.doc?.items[told.line - 1] } }
  let waiting = [], timer, drawing, busy, own, close, offered

  function say(style, sentence) {
    part.said.className = "pad-said " + style
    part.said.textContent = sentence
  }

  function take(numbers, loud) {
    if (units.size + numbers.length > limit) throw tooMany()
    const added = []
    for (const word of numbers) {
      const unit = { number: word, key: fold(word), state: "waiting", why: "", loud }
      if (!units.has(unit.key)) { units.set(unit.key, unit); added.push(unit) }
    }
    const repeated = numbers.length - added.length
    if (repeated && loud) sound(660)
    if (numbers.length > 1) say(repeated ? "warning" : "success", text("{count} added, {repeated} repeated", { count: number(added.length), repeated: number(repeated) }))
    else if (repeated) say("warning", text("{number}: repeated, it is there already", { number: numbers[0] }))
    if (!added.length) return
    undos.push(() => { for (const unit of added) units.delete(unit.key) })
    waiting.push(...added)
    changed(loud ? 60 : 250)
  }
  const scanned = numbers => trying(() => take(numbers, true))

  function remove(which) {
    const before = [...units.values()], keep = list => { units.clear(); for (const unit of list) units.set(unit.key, unit) }
    undos.push(() => keep(before))
    keep(before.filter(unit => !which(unit)))
  }

  // Shows what there is, hands it to the form, and has what is new checked a moment later.
  function changed(delay = 250) {
    drawing ??= setTimeout(draw)
    clearTimeout(timer)
    if (!busy) timer = setTimeout(work, delay)
  }

  function hand(input, value) {
    if (!input || input.value === value) return
    own = true
    input.value = value
    input.dispatchEvent(new Event("input", { bubbles: true }))
    own = false
  }

  function draw() {
    drawing = null
    const all = [...units.values()], bad = all.filter(unit => unit.state === "refused"), { doc, row } = place(), quantity = amount()
    const comes = row && !doc.is_return && (/^Purchase/.test(doc.doctype) || doc.doctype === "Stock Entry" && !row.s_warehouse && (row.t_warehouse || doc.stock_entry_type === "Material Receipt"))
    hand(cell, held().join("\n"))
    if (part.follows.checked && all.length) hand(quantity, String(all.length / factor() * (doc?.is_return ? -1 : 1)))
    const left = wanted() - all.length, rows = bad.slice(0, shown).concat(all.slice(-shown).reverse().filter(unit => unit.state !== "refused"))
    part.count.textContent = number(all.length) + (quantity ? " / " + number(wanted()) : "")
    part.state.className = "badge " + (left ? left > 0 ? "warn" : "bad" : "good")
    part.state.textContent = left ? left > 0 ? text("{count} missing", { count: number(left) }) : text("{count} too many", { count: number(-left) }) : text("complete")
    part.state.hidden = part.following.hidden = !quantity
    part.series.hidden = !comes
    part.oldest.hidden = !row || comes || doc.is_return
    part.undo.disabled = !undos.length
    part.drop.hidden = !bad.length
    part.clear.hidden = !all.length
    part.list.replaceChildren(...rows.map(chip))
    part.more.textContent = all.length > rows.length ? text("and {count} more", { count: number(all.length - rows.length) }) : ""
  }

  function chip(unit) {
    const [style, word] = states[unit.state]
    return make("li", {}, make("b", {}, unit.number), make("span", { className: "badge " + style }, word), make("span", {}, unit.why),
      make("button", { type: "button", className: "plain", "aria-label": text("Remove {number}", { number: unit.number }), onclick: () => { remove(one => one === unit); part.entry.focus() } }, "×"))
  }

  async function work() {
    busy = true
    while (waiting.length) {
      const batch = waiting.splice(0, chunk).filter(unit => units.get(unit.key) === unit)
      try { if (batch.length) await check(batch, place()) } catch (error) { for (const unit of batch) Object.assign(unit, { state: "unchecked", why: error.message }) }
      const bad = batch.filter(unit => unit.state === "refused" || unit.state === "unknown"), one = bad[0] ?? batch[0]
      if (batch.some(unit => unit.loud)) bad.length ? sound(180, .45) : sound(1320)
      if (bad.length > 1) say("error", text("{count} refused", { count: number(bad.length) }))
      else if (bad.length || batch.length === 1) say(bad.length ? "error" : one.state === "unchecked" ? "warning" : "success", [one.number, states[one.state][1], one.why].filter(Boolean).join(" · "))
      draw()
    }
    busy = false
  }

  const enter = () => { const written = part.entry.value; part.entry.value = ""; take(listed(written)) }
  const deeds = {
    add: enter,
    undo: () => undos.pop()?.(),
    drop: () => remove(unit => unit.state === "refused"),
    clear: () => remove(() => true),
    async camera() {
      close = close ? close() : await (await import("./camera.js")).open(part.view, scanned)
      part.camera.setAttribute("aria-pressed", String(!!close))
    },
    // The next numbers of the item's series: as they will come, or set aside at once for labels.
    series() { part.offer.hidden = !part.offer.hidden; part.many.value = missing() },
    async preview() {
      offered = await ask("matricule.preview", { item_code: place().row.item_code, qty: part.many.value, except: held() })
      part.proposal.textContent = `${offered[0]} … ${offered.at(-1)}`
      part.use.hidden = false
    },
    use() { part.offer.hidden = part.use.hidden = true; part.proposal.textContent = ""; take(offered) },
    async reserve() { offered = await ask("matricule.reserve", { item_code: place().row.item_code, qty: part.many.value }); deeds.use() },
    async oldest() {
      const { doc, line, row } = place()
      take(await ask("matricule.oldest_first", { ...row, warehouse: row.s_warehouse || row.warehouse || doc.set_warehouse || doc.from_warehouse, qty: missing(), sales_order: row.against_sales_order, doctype: doc.doctype, name: doc.name,
        except: doc.items.flatMap((other, place) => place + 1 === line ? held() : split(other.serial_no)) }))
    }
  }
  async function trying(deed) {
    try { await deed() } catch (error) { say("error", error.message) }
    changed()
  }

  function load() {
    units.clear()
    for (const word of split(cell.value)) units.set(fold(word), { number: word, key: fold(word), state: "waiting", why: "" })
    waiting = [...units.values()]
    changed()
  }

  pad.addEventListener("click", event => { const deed = deeds[event.target.closest("button")?.dataset.part]; if (deed) trying(deed) })
  part.file.onchange = () => trying(async () => { take(listed((await part.file.files[0].text()).replaceAll('"', ""))); part.file.value = "" })
  part.entry.onkeydown = event => { if (event.key === "Enter" && !event.defaultPrevented) { event.preventDefault(); trying(enter) } }
  part.entry.onpaste = event => {
    const pasted = event.clipboardData.getData("text")
    if (!/[\n\t,;]/.test(pasted.trim())) return
    event.preventDefault()
    trying(() => take(listed(pasted)))
  }
  pad.onkeydown = event => { if ((event.ctrlKey || event.metaKey) && event.key === "z" && !part.entry.value) { event.preventDefault(); trying(deeds.undo) } }
  part.loud.checked = !localStorage.muted
  part.loud.onchange = () => { localStorage.muted = part.loud.checked ? "" : 1 }
  part.follows.onchange = () => draw()
  cell.addEventListener("input", () => { if (!own) load() })
  cell.form?.addEventListener("input", event => { if (!own && event.target === amount()) { part.follows.checked &&= wanted() === units.size; draw() } })
  cell.form?.addEventListener("submit", draw, true)
  cell.hidden = true
  cell.required = false
  cell.after(pad)
  wedge(pad, scanned)
  load()
  part.follows.checked = !wanted() || wanted() === units.size
  return { units, part, scanned, draw, undos, recheck() { waiting = [...units.values()]; changed() }, clear() { undos.length = 0; units.clear(); changed() } }
}

for (const cell of document.querySelectorAll("textarea[data-serials=look-up]")) attach(cell)
