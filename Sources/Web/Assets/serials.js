// The pad over a cell of serial numbers: typed, pasted, scanned or read from a file, each checked as it comes.
import { ask, find, make, number, text } from "./text.js"

const skeleton = await (await fetch(new URL(`pad-${document.documentElement.lang}.html`, import.meta.url))).text()
const limit = 100_000, chunk = 5_000, shown = 100
export const isRefused = unit => unit.state === "refused"
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

// Makes a pad of `cell`, which stays the form's value. A line of a form has its numbers checked, others are looked up,
// unless `check` says how they stand.
export function attach(cell, check) {
  const units = new Map(), undos = [], pad = document.createRange().createContextualFragment(skeleton).firstChild, part = {}
  for (const element of pad.querySelectorAll("[data-part]")) part[element.dataset.part] = element
  const { form } = cell, line = cell.closest(".line"), [, , field = ""] = cell.name.split(".")
  const beside = name => line && form.elements[cell.name.replace(field, name)], value = name => beside(name)?.value ?? ""
  const amount = beside(/^rejected/.test(field) ? "rejected_qty" : "qty"), isReturn = () => find("#is_return:checked", form)
  const figure = typed => Math.abs(typed.replace(/\s/g, "").replace(",", ".")) || 0, factor = () => figure(value("conversion_factor")) || 1
  const wanted = () => Math.round(figure(amount?.value ?? "") * factor()), missing = () => Math.max(1, wanted() - units.size)
  const all = () => [...units.values()], held = () => all().map(unit => unit.number)
  const badge = state => find(`[data-state=${state}]`, part.states.content).cloneNode(true)
  const keep = list => { units.clear(); for (const unit of list) units.set(unit.key, unit) }
  let waiting = [], timer, drawing, busy, own, close

  // The document as it is typed, without the cell itself: what stands there is what the pad holds.
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
  const scanned = numbers => trying(() => take(numbers, true)), read = written => trying(() => take(listed(written)))

  function remove(which) {
    const before = all()
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
    const count = units.size, bad = all().filter(isRefused), others = all().slice(-shown).reverse().filter(unit => !isRefused(unit)), type = form.dataset.form
    const comes = line && !isReturn() && (/^Purchase/.test(type) || type === "Stock Entry" && !value("s_warehouse") && (value("t_warehouse") || /Receipt/.test(form.elements.stock_entry_type?.value)))
    hand(cell, held().join("\n"))
    if (part.follows.checked && count) hand(amount, String(count / factor() * (isReturn() ? -1 : 1)))
    const left = wanted() - count, rows = [...bad.slice(0, shown), ...others], rest = count - rows.length
    part.count.textContent = number(count) + (amount ? " / " + number(wanted()) : "")
    const [style, textContent] = left > 0 ? ["warn", text("{count} missing", { count: number(left) })] : left ? ["bad", text("{count} too many", { count: number(-left) })] : ["good", text("complete")]
    Object.assign(part.state, { className: "badge " + style, textContent })
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
    busy = true
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
    busy = false
  }

  async function trying(deed) {
    try { await deed() } catch (error) { say("error", error.message) }
    changed()
  }

  async function offer(method, wish = { item_code: value("item_code"), qty: part.many.value }) {
    take(await ask(method, { ...wish, except: held() }))
    part.offer.hidden = true
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
    // The next numbers of the item's series: as they will come, or set aside at once for labels.
    series() { part.offer.hidden = !part.offer.hidden; part.many.value = missing() },
    preview: () => offer("matricule.preview"),
    reserve: () => offer("matricule.reserve"),
    oldest: () => offer("matricule.oldest_first", { ...place(), qty: missing() })
  }

  function load() {
    keep(split(cell.value).map(word => ({ number: word, key: fold(word), state: "waiting" })))
    recheck()
  }
  function recheck() {
    waiting = all()
    changed()
  }

  pad.onclick = event => { const deed = deeds[event.target.closest("button")?.dataset.part]; if (deed) trying(deed) }
  pad.onkeydown = event => {
    const deed = event.key === "Enter" && event.target === part.entry ? deeds.add : (event.ctrlKey || event.metaKey) && event.key === "z" && !part.entry.value && deeds.undo
    if (deed) { event.preventDefault(); trying(deed) }
  }
  part.entry.onpaste = event => {
    const pasted = event.clipboardData.getData("text")
    if (/[\n\t,;]/.test(pasted.trim())) { event.preventDefault(); read(pasted) }
  }
  part.file.onchange = async () => { read((await part.file.files[0].text()).replaceAll('"', "")); part.file.value = "" }
  part.loud.checked = !localStorage.muted
  part.loud.onchange = () => { localStorage.muted = part.loud.checked ? "" : 1 }
  part.follows.onchange = draw
  form.addEventListener("input", ({ target }) => {
    if (own) return
    if (target === cell) load()
    if (target === amount) { part.follows.checked &&= wanted() === units.size; draw() }
  })
  form.addEventListener("submit", draw, true)
  part.entry.id = cell.id + "-entry"
  for (const label of [...cell.labels]) label.htmlFor = part.entry.id
  for (const name of ["aria-label", "aria-describedby", "aria-invalid"]) if (cell.hasAttribute(name)) part.entry.setAttribute(name, cell.getAttribute(name))
  cell.hidden = true
  part.state.hidden = part.following.hidden = !amount
  cell.after(pad)
  wedge(pad, scanned)
  load()
  part.follows.checked = !wanted() || wanted() === units.size
  return { units, part, badge, scanned, recheck, clear() { undos.length = 0; keep([]); changed() } }
}

for (const cell of document.querySelectorAll("textarea[data-serials=look-up]")) attach(cell)
