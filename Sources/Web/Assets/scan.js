// The scan page as a device: what is done where is remembered, piles wait for the network and are sent exactly once.
import { ask, make, number, tell, text } from "./text.js"
import { attach, fold, wedge } from "./serials.js"

const form = document.getElementById("scan"), { user, worker } = form.dataset
const names = ["mode", "item_code", "supplier", "customer", "from_warehouse", "to_warehouse"], fields = names.map(name => form.elements[name])
const kept = (name, none) => JSON.parse(localStorage["scan-" + name] ?? null) ?? none
const keep = (name, value) => { localStorage["scan-" + name] = JSON.stringify(value) }
const place = () => Object.fromEntries(names.map((name, index) => [name, fields[index].value]))
const word = mode => form.querySelector(`[value="${mode}"]`).parentElement.textContent.trim()
const summary = make("ul", { className: "counts" }), waitingList = make("ul", { className: "queue" }), queue = kept("queue", []), refusals = kept("refusals", [])
let wait = 1000, timer, sending

// What is refused is told to the office; its key says that the same refusal is one.
function refuse(mode, serial, reason) {
  refusals.push({ key: `${fold(serial)} ${mode} ${new Date().toDateString()}`, at: Date.now(), mode, number: serial, reason })
  keep("refusals", refusals)
}

async function judge(batch) {
  const mode = form.mode.value, again = []
  const { units, problems } = await ask("matricule.scan", { ...place(), units: batch.map(unit => ({ serial_no: unit.number, item_code: unit.item ??= form.item_code.value })) })
  let turned
  units.forEach((told, index) => {
    const unit = batch[index], why = told.problems.join(" ")
    if (told.product) {
      pad.units.delete(unit.key)
      form.item_code.value = turned = told.product.item_code
      tell(text("Now receiving {item}", { item: turned }))
    } else if (turned) again.push(Object.assign(unit, { item: turned }))
    else {
      unit.item = told.item_code
      unit.state = why ? "refused" : mode === "look-up" ? told.found ? told.status : "unknown" : problems.length ? "unchecked" : told.found ? "good" : "new"
      unit.why = why || problems.join(" ") || [told.item_code, told.item_name, told.warehouse, told.customer].filter(Boolean).join(" · ")
      if (why) refuse(mode, unit.number, why)
    }
  })
  if (again.length) await judge(again)
  flush()
}

// One pile becomes its documents once; each goes with its key until the server has answered for it.
async function send(pile) {
  try {
    if (!pile.documents) {
      const { units, documents } = await ask("matricule.scan", { ...pile.place, check: 0, units: pile.units.map(([serial_no, item_code]) => ({ serial_no, item_code })) })
      const offences = units.flatMap(unit => unit.problems.map(message => ({ serial_no: unit.serial_no, message })))
      if (offences.length) throw Object.assign(Error(), { status: 417, offences })
      pile.documents = documents.map((doc, index) => ({ doc, key: `${pile.id}-${index}` }))
      keep("queue", queue)
    }
    for (const one of pile.documents) {
      one.name ??= (await ask("frappe.client.insert", { doc: one.doc }, { "Idempotency-Key": one.key })).name
      keep("queue", queue)
    }
    pile.state = "sent"
  } catch (error) {
    const { status, offences = [] } = error
    if (!status || status >= 500 || status === 429 || status < 404 && !offences.length) throw error
    pile.state = "refused"
    pile.offences = offences.length ? offences : [error]
    for (const { serial_no, message } of offences) if (serial_no) refuse(pile.place.mode, serial_no, message)
    pile.offences = pile.offences.map(({ serial_no, message }) => ({ serial_no, message }))
  }
}

async function flush() {
  const signedIn = /user_id=([^;]*)/.exec(document.cookie)?.[1]
  if (sending || signedIn && decodeURIComponent(signedIn) !== user) return
  sending = true
  clearTimeout(timer)
  try {
    for (const pile of queue) if (pile.state === "waiting" && pile.user === user) await send(pile)
    while (refusals.length) {
      const some = refusals.slice(0, 500)
      await ask("matricule.note_refusals", { refusals: some })
      refusals.splice(0, some.length)
      keep("refusals", refusals)
    }
    wait = 1000
  } catch (error) {
    form.dataset.trouble = error.status === 403 || error.status === 401 ? error.message : ""
    timer = setTimeout(flush, wait = Math.min(wait * 2, 60_000))
  }
  sending = false
  keep("queue", queue)
  draw()
}

const press = (label, deed, style = "") => make("button", { type: "button", className: "button " + style, onclick: () => { deed(); keep("queue", queue); draw(); flush() } }, label)
const leave = pile => queue.splice(queue.indexOf(pile), 1)

function draw() {
  const counts = new Map()
  for (const { item, state } of pad.units.values()) if (state !== "refused") counts.set(item, (counts.get(item) ?? 0) + 1)
  summary.replaceChildren(...[...counts].map(([item, count]) => make("li", {}, make("strong", {}, number(count)), " ", item ?? "")))
  waitingList.replaceChildren(...queue.slice(-20).reverse().map(show))
}

function show(pile) {
  const { state, units, documents = [], offences = [] } = pile, bad = new Set(offences.map(offence => offence.serial_no && fold(offence.serial_no)))
  const [style, label] = { waiting: ["warn", text("Waits for the network")], sent: ["good", text("Sent")], refused: ["bad", text("Refused")] }[state]
  const entry = make("li", { className: "card" }, make("span", { className: "badge " + style }, label), ` ${word(pile.place.mode)} · ${number(units.length)} · ${new Date(pile.at).toLocaleTimeString(document.documentElement.lang, { timeStyle: "short" })} `)
  for (const { doc, name } of documents) if (name) entry.append(make("a", { href: `/${doc.doctype.startsWith("Sales") ? "selling" : "stock"}/${doc.doctype.toLowerCase().replaceAll(" ", "-")}/${encodeURIComponent(name)}` }, name), " ")
  if (state === "waiting" && pile.user !== user) entry.append(text("Scanned by {user}", { user: pile.user }))
  if (state === "waiting" && form.dataset.trouble) entry.append(make("a", { href: "/login?next=/stock/scan" }, form.dataset.trouble))
  if (state !== "refused") return entry
  entry.append(make("ul", { className: "error" }, ...offences.slice(0, 100).map(({ serial_no, message }) => make("li", {}, make("b", {}, serial_no ?? ""), " ", message))))
  const done = new Set(documents.filter(one => one.name).flatMap(one => one.doc.items.flatMap(line => line.serial_no.split("\n").map(fold))))
  const left = units.filter(([serial]) => !done.has(fold(serial))), good = left.filter(([serial]) => !bad.has(fold(serial)))
  if (good.length && good.length < left.length) entry.append(press(text("Drop the refused and send again"), () => Object.assign(pile, { units: good, documents: undefined, offences: [], state: "waiting", id: fresh() })))
  entry.append(press(text("Back to the pile"), () => { leave(pile); remember(pile.place); gather(left) }, "secondary"))
  return entry
}

const fresh = () => Date.now().toString(36) + Math.random().toString(36).slice(2)

function remember(values) {
  names.forEach((name, index) => { fields[index].value = values[name] ?? "" })
  for (const part of form.querySelectorAll("[data-in]")) part.hidden = !part.dataset.in.split(" ").includes(form.mode.value)
  form.querySelector("[type=submit]").hidden = form.mode.value === "look-up"
  keep("place", place())
}

function gather(units) {
  pad.scanned(units.map(([serial]) => serial))
  for (const [serial, item] of units) pad.units.get(fold(serial)).item = item
}

remember({ ...place(), ...kept("place", {}), ...Object.fromEntries(new URLSearchParams(location.search)) })
const pad = attach(form.serial_nos, undefined, judge)
form.serial_nos.parentElement.prepend(summary)
form.after(waitingList)
gather(kept("pile", []))
wedge(document, pad.scanned)
form.serial_nos.addEventListener("input", () => { keep("pile", [...pad.units.values()].map(unit => [unit.number, unit.item])); draw() })
form.addEventListener("change", event => { if (names.includes(event.target.name)) { remember(place()); pad.recheck() } })
form.addEventListener("submit", event => {
  event.preventDefault()
  const units = [...pad.units.values()]
  if (units.some(unit => unit.state === "refused")) return tell(text("Remove the refused first."))
  if (!units.length) return
  queue.splice(0, queue.length, ...queue.filter(pile => pile.state !== "sent").concat(queue.filter(pile => pile.state === "sent").slice(-10)))
  queue.push({ id: fresh(), user, at: Date.now(), place: place(), units: units.map(unit => [unit.number, unit.item]), state: "waiting" })
  keep("queue", queue)
  pad.clear()
  draw()
  flush()
})
for (const input of form.querySelectorAll("[data-link]")) input.addEventListener("input", async () => {
  const found = await ask("frappe.desk.search_link", { doctype: input.dataset.link, txt: input.value }).catch(() => [])
  input.list.replaceChildren(...found.map(({ value, description }) => make("option", { value }, description)))
})
addEventListener("online", () => { wait = 1000; pad.recheck(); flush() })
if (matchMedia("(hover: hover)").matches) pad.part.entry.focus()
navigator.serviceWorker?.register(worker, { scope: "/stock/scan" }).catch(() => {})
flush()
