// The pad over a cell of serial numbers: typed, pasted, scanned or read from a file, each checked as it comes.
import { ask, make, number, text } from "./text.js"

const skeleton = await (await fetch(new URL(`pad-${document.documentElement.lang}.html`, import.meta.url))).text()
const limit = 100_000, chunk = 5_000, shown = 100
export const fold = word => word.trim().toLowerCase().normalize("NFC")
export const split = (cell, marks = /[\n\r,]/) => cell.split(marks).map(word => word.trim()).filter(Boolean)
const listed = written => split(written, /[\n\r\t,;]/).flatMap(range)

// `A001..A250`, or `A001-A250` where nothing else can be meant: every number from one to the other.
function range(word) {
  const [, head, first, , tail, last] = /^(.*?)(\d+)\s*(\.{2,3}|…|[-–])\s*(.*?)(\d+)$/.exec(word) ?? []
  const length = first && fold(head) === fold(tail) ? Number(BigInt(last) - BigInt(first)) + 1 : 0
  if (!/\.\.|…/.test(word) && !(length > 1 && first.length > 2 && first.length === last.length && /\p{L}/u.test(head))) return word
  if (length < 1) throw Error(text("{range} is no range: write its first and last number, such as PB2L00001..PB2L00250.", { range: word }))
  fits(length)
  return Array.from({ length }, (_, place) => head + String(BigInt(first) + BigInt(place)).padStart(first.length, "0"))
}

function fits(count) {
  if (count > limit) throw Error(text("At most {limit} numbers fit.", { limit: number(limit) }))
}

// For who does not look: a high tone, a middle one, or a long low one.
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

// A wedge scanner types fast and ends with Enter or Tab: `take` gets what it typed, wherever in `root` the focus is.
// Where nobody can type, it may be slow.
export function wedge(root, take) {
  let typed = "", last = 0
  root.addEventListener("keydown", event => {
    const { target, key, timeStamp } = event, entry = target.dataset.part === "entry", fast = timeStamp - last < (entry ? 300 : 1000)
    if (event.ctrlKey || event.metaKey || event.altKey || !entry && target.matches("select, textarea, input:not([type=radio], [type=checkbox])")) return
    last = timeStamp
    const ends = key === "Enter" || key === "Tab", scanned = ends && fast && typed.length > 2
    if (scanned || !entry && key.length === 1) event.stopPropagation()
    if (scanned || !entry && key.length === 1 && fast) event.preventDefault()
    if (scanned) {
      if (entry) target.value = ""
      take(split(typed))
    }
    typed = key.length === 1 ? (fast ? typed : "") + key : key === "Shift" ? typed : ""
  }, true)
}

// How numbers of a document's line stand, or of none.
async function judge(batch, place) {
  const told = await ask("matricule.check_serials", { ...place, serial_nos: batch.map(unit => unit.number) })
  batch.forEach((unit, index) => Object.assign(unit, told[index]))
}

// Makes a pad of `cell`, which stays the form's value. `context()` tells `{ doc, line, field }`: the document as JSON,
// the line that the cell stands in, from 1, and the cell's field; without a document numbers are looked up.
export function attach(cell, context = () => ({}), check = judge) {
  const units = new Map(), undos = [], pad = document.createRange().createContextualFragment(skeleton).firstChild, part = {}
  for (const element of pad.querySelectorAll("[data-part]")) part[element.dataset.part] = element
  const beside = name => cell.form?.elements[cell.name.replace(/[^.]*$/, name)], amount = () => beside(/rejected_serial_no$/.test(cell.name) ? "rejected_qty" : "qty")
  const figure = input => Math.abs((input?.value ?? "").replace(/\s/g, "").replace(",", ".")) || 0, factor = () => figure(beside("conversion_factor")) || 1
  const wanted = () => Math.round(figure(amount()) * factor()), missing = () => Math.max(1, wanted() - units.size), held = () => [...units.values()].map(unit => unit.number)
  const badge = state => part.states.content.querySelector(`[data-state=${state}]`).cloneNode(true)
  const keep = list => { units.clear(); for (const unit of list) units.set(unit.key, unit) }
  let waiting = [], timer, drawing, busy, own, close, offered

  // The document without the cell itself: what stands there is what the pad holds.
  function place() {
    const { doc, line, field = "serial_no" } = context() ?? {}
    return doc ? { doc: { ...doc, items: doc.items.map((row, index) => index + 1 === line ? { ...row, [field]: "" } : row) }, line, field } : {}
  }

  function say(style, sentence) {
    part.said.className = "pad-said " + style
    part.said.textContent = sentence
  }

  function take(numbers, loud) {
    fits(units.size + numbers.length)
    const added = []
    for (const word of numbers) {
      const unit = { number: word, key: fold(word), state: "waiting", loud }
      if (!units.has(unit.key)) { units.set(unit.key, unit); added.push(unit) }
    }
    const repeated = numbers.length - added.length
    if (repeated && loud) sound(660)
    if (numbers.length > 1) say(repeated ? "warning" : "success", text("{count} added, {repeated} repeated", { count: number(added.length), repeated: number(repeated) }))
    else if (repeated) say("warning", text("{number}: repeated, it is there already", { number: numbers[0] }))
    if (added.length) undos.push(() => { for (const unit of added) units.delete(unit.key) })
    waiting = waiting.concat(added)
    changed(loud ? 60 : 250)
  }
  const scanned = numbers => trying(() => take(numbers, true))

  function remove(which) {
    const before = [...units.values()]
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
    const all = [...units.values()], bad = all.filter(unit => unit.state === "refused"), quantity = amount(), { doc, line } = place(), row = doc?.items[line - 1]
    const comes = row && !doc.is_return && (/^Purchase/.test(doc.doctype) || /^Stock E/.test(doc.doctype) && !row.s_warehouse && (row.t_warehouse || /Receipt/.test(doc.stock_entry_type)))
    hand(cell, held().join("\n"))
    if (part.follows.checked && all.length) hand(quantity, String(all.length / factor() * (doc?.is_return ? -1 : 1)))
    const left = wanted() - all.length, rows = bad.slice(0, shown).concat(all.slice(-shown).reverse().filter(unit => unit.state !== "refused")), rest = all.length - rows.length
    part.count.textContent = number(all.length) + (quantity ? " / " + number(wanted()) : "")
    part.state.className = "badge " + (left > 0 ? "warn" : left ? "bad" : "good")
    part.state.textContent = left > 0 ? text("{count} missing", { count: number(left) }) : left ? text("{count} too many", { count: number(-left) }) : text("complete")
    part.state.hidden = part.following.hidden = !quantity
    part.series.hidden = !comes
    part.oldest.hidden = !row || comes || doc.is_return
    part.undo.disabled = !undos.length
    part.drop.hidden = !bad.length
    part.clear.hidden = !all.length
    part.list.replaceChildren(...rows.map(chip))
    part.more.textContent = rest ? text("and {count} more", { count: number(rest) }) : ""
  }

  function chip(unit) {
    return make("li", {}, make("b", {}, unit.number), badge(unit.state), make("span", {}, unit.why ?? ""),
      make("button", { type: "button", className: "plain", "aria-label": text("Remove {number}", { number: unit.number }), onclick: () => { remove(one => one === unit); changed(); part.entry.focus() } }, "×"))
  }

  async function work() {
    busy = true
    while (waiting.length) {
      const batch = waiting.splice(0, chunk).filter(unit => units.get(unit.key) === unit)
      if (!batch.length) continue
      try { await check(batch, place()) } catch (error) { for (const unit of batch) Object.assign(unit, { state: "unchecked", why: error.message }) }
      const bad = batch.filter(unit => /refused|unknown/.test(unit.state)), one = bad[0] ?? batch[0]
      if (batch.some(unit => unit.loud)) bad.length ? sound(180, .45) : sound(1320)
      if (bad.length > 1) say("error", text("{count} refused", { count: number(bad.length) }))
      else if (bad.length || batch.length === 1) say(bad.length ? "error" : one.state === "unchecked" ? "warning" : "success", [one.why?.includes(one.number) ? "" : one.number, badge(one.state).textContent, one.why].filter(Boolean).join(" · "))
      draw()
    }
    busy = false
  }

  async function trying(deed) {
    try { await deed() } catch (error) { say("error", error.message) }
    changed()
  }

  const item = () => { const { doc, line } = place(); return { item_code: doc.items[line - 1].item_code, qty: part.many.value, except: held() } }
  const deeds = {
    add() { const written = part.entry.value; part.entry.value = ""; take(listed(written)) },
    undo: () => undos.pop()?.(),
    drop: () => remove(unit => unit.state === "refused"),
    clear: () => remove(() => true),
    async camera() {
      close = close ? close() : await (await import("./camera.js")).open(part.view, scanned)
      part.camera.setAttribute("aria-pressed", !!close)
    },
    // The next numbers of the item's series: as they will come, or set aside at once for labels.
    series() { part.offer.hidden = !part.offer.hidden; part.many.value = missing() },
    async preview() {
      offered = await ask("matricule.preview", item())
      part.proposal.textContent = `${offered[0]} … ${offered.at(-1)}`
      part.use.hidden = false
    },
    use() { part.offer.hidden = part.use.hidden = true; part.proposal.textContent = ""; take(offered) },
    async reserve() { offered = await ask("matricule.reserve", item()); deeds.use() },
    async oldest() { take(await ask("matricule.oldest_first", { ...place(), qty: missing(), except: held() })) }
  }

  function load() {
    keep(split(cell.value).map(word => ({ number: word, key: fold(word), state: "waiting" })))
    recheck()
  }
  function recheck() {
    waiting = [...units.values()]
    changed()
  }

  pad.onclick = event => { const deed = deeds[event.target.closest("button")?.dataset.part]; if (deed) trying(deed) }
  pad.onkeydown = event => {
    const deed = event.key === "Enter" && event.target === part.entry ? deeds.add : (event.ctrlKey || event.metaKey) && event.key === "z" && !part.entry.value && deeds.undo
    if (deed) { event.preventDefault(); trying(deed) }
  }
  part.entry.onpaste = event => {
    const pasted = event.clipboardData.getData("text")
    if (/[\n\t,;]/.test(pasted.trim())) { event.preventDefault(); trying(() => take(listed(pasted))) }
  }
  part.file.onchange = () => trying(async () => { take(listed((await part.file.files[0].text()).replaceAll('"', ""))); part.file.value = "" })
  part.loud.checked = !localStorage.muted
  part.loud.onchange = () => { localStorage.muted = part.loud.checked ? "" : 1 }
  part.follows.onchange = draw
  cell.addEventListener("input", () => { if (!own) load() })
  cell.form?.addEventListener("input", event => { if (!own && event.target === amount()) { part.follows.checked &&= wanted() === units.size; draw() } })
  cell.form?.addEventListener("submit", draw, true)
  part.entry.id = cell.id + "-entry"
  for (const label of [...cell.labels]) label.htmlFor = part.entry.id
  for (const name of ["aria-label", "aria-describedby", "aria-invalid"]) if (cell.hasAttribute(name)) part.entry.setAttribute(name, cell.getAttribute(name))
  cell.hidden = true
  cell.required = false
  cell.after(pad)
  wedge(pad, scanned)
  load()
  part.follows.checked = !wanted() || wanted() === units.size
  return { units, part, scanned, recheck, clear() { undos.length = 0; keep([]); changed() } }
}

for (const cell of document.querySelectorAll("textarea[data-serials=look-up]")) attach(cell)
