// The form of a record: links that search, lines by keyboard alone, a copy that survives a closed tab.
import { ask, make, number, tell, text } from "./text.js"

const form = document.querySelector("form.record"), language = document.documentElement.lang
const find = (choice, within = document) => within.querySelector(choice)
const press = choice => { const way = find(choice); way?.click(); return way }

// The record as the form stands, as the interface takes it; lines count as they are shown.
export function documentOf(form) {
  const record = { doctype: form.dataset.form, name: form.dataset.name }
  for (const table of form.querySelectorAll("[data-table]")) record[table.dataset.table] = [...table.tBodies].map(() => ({}))
  for (const field of form.elements) {
    const [table, , name] = field.name.split("."), line = field.closest(".line")
    if (!field.name || field.name[0] === "_" || Array.isArray(record[field.name]) || field.type === "checkbox" && !field.checked) continue
    const value = field.type === "checkbox" || field.value === "0" ? Number(field.value) : field.matches(".number") ? field.value.replace(/\s/g, "").replace(",", ".") : field.value
    if (!line) record[table] = value
    else if (name[0] !== "_") record[table][[...line.parentNode.tBodies].indexOf(line)][name] = value
  }
  return record
}

document.addEventListener("keydown", event => {
  if ((event.ctrlKey || event.metaKey) && (event.key === "s" && press("[data-save]")
    || event.key === "Enter" && (press("[data-confirm]") || press("[data-submit]")))) event.preventDefault()
})
for (const button of document.querySelectorAll("[data-print]")) { button.hidden = false; button.onclick = () => print() }

// Once a record is saved its copy is forgotten, and a form in another tab that waits for its name gets it.
const channel = new BroadcastChannel("made"), saved = find("[data-saved]")
if (saved) {
  for (const key of Object.keys(localStorage)) if (key.startsWith("draft ") && JSON.parse(localStorage[key]).sent) localStorage.removeItem(key)
  if (saved.dataset.made) { channel.postMessage([saved.dataset.made, saved.dataset.name]); window.close() }
}
if (form) edit()

function edit() {
  form.classList.add("scripted")
  // Copies of what is not saved, one for each person and address.
  const key = `draft ${form.dataset.user} ${location.pathname}`, kept = localStorage[key]
  let changed = "changed" in form.dataset, waiting
  const keep = sent => {
    const pairs = [...new FormData(form)].filter(([name]) => name !== "_key")
    try { localStorage[key] = JSON.stringify({ at: Date.now(), sent, pairs }) } catch { /* What does not fit is not kept. */ }
  }
  const touch = () => { changed = true; clearTimeout(waiting); waiting = setTimeout(keep, 400) }
  const forget = () => { clearTimeout(waiting); changed = false; localStorage.removeItem(key); find("#kept").replaceChildren() }
  const leave = event => { if (changed) { keep(); event.preventDefault() } }
  form.addEventListener("input", touch)
  form.addEventListener("submit", () => { clearTimeout(waiting); if (changed) keep(true); removeEventListener("beforeunload", leave) })
  addEventListener("beforeunload", leave)
  find("[data-discard]")?.addEventListener("click", forget)
  if (changed) keep()
  else if (kept) {
    const { at, pairs } = JSON.parse(kept)
    const button = (label, onclick) => make("button", { className: "button secondary", type: "button", onclick }, label)
    const moment = new Date(at).toLocaleString(language, { dateStyle: "short", timeStyle: "short" })
    find("#kept").append(make("div", { className: "warning steps", role: "status" }, text("Unsaved changes of {moment}", { moment }),
      button(text("Restore"), () => {
        const whole = make("form", { method: "post", action: form.action, hidden: true },
          ...[...pairs, ["_do", "show"]].map(([name, value]) => make("textarea", { name }, value)))
        document.body.append(whole)
        whole.submit()
      }), button(text("Discard"), forget)))
  }

  // Lines. A removed one leaves a gap between the numbers, which the server closes.
  const controls = row => [...row.rows[0].querySelectorAll("input:not([type=hidden]), select, textarea")]
  const cell = (row, name) => find(`[name$=".${name}"]`, row)
  const after = row => row.nextElementSibling?.matches("tbody") ? row.nextElementSibling : add(row.parentNode)

  function add(table) {
    const blank = find("[data-blank]", table)
    table.dataset.last = 1 + Number(table.dataset.last)
    blank.insertAdjacentHTML("beforebegin", blank.innerHTML.replaceAll("¤", table.dataset.last))
    const row = [...table.tBodies].at(-1)
    row.rows[0].cells[0].textContent = table.tBodies.length
    return row
  }
  function remove(row) {
    const near = row.nextElementSibling.matches("tbody") ? row.nextElementSibling : row.previousElementSibling
    const next = near.matches("tbody") ? near : add(row.parentNode)
    const table = row.parentNode
    row.remove();
    [...table.tBodies].forEach((line, index) => { line.rows[0].cells[0].textContent = index + 1 })
    tell(text("Line removed"))
    controls(next)[0].focus()
  }
  form.addEventListener("click", event => {
    const [step, name] = event.target.closest("[name=_do]")?.value.split(" ") ?? [], row = event.target.closest(".line")
    if (!name || step === "more") return
    event.preventDefault()
    if (step === "remove") remove(row)
    else {
      const fresh = add(find(`[data-table="${name}"]`))
      if (row) controls(row).forEach((from, index) => { if (!("serials" in from.dataset)) controls(fresh)[index].value = from.value })
      if (row) describe([fresh])
      controls(fresh)[0].focus()
    }
    touch()
  })
  form.addEventListener("keydown", event => {
    const row = event.target.closest(".line")
    if (!row || event.defaultPrevented) return
    if (!row.rows[0].contains(event.target)) { if (event.key === "Enter" && event.target.matches("input")) event.preventDefault() }
    else if (event.key === "Backspace" && event.ctrlKey) { event.preventDefault(); remove(row); touch() }
    else if (event.key === "Enter" && !event.ctrlKey && event.target.matches("input, select")) {
      event.preventDefault()
      controls(after(row))[Math.max(controls(row).indexOf(event.target), 0)].focus()
    }
  })

  // A spreadsheet's cells: rows are lines, tabs part columns, quotes hold line breaks.
  form.addEventListener("paste", event => {
    let row = event.target.closest(".line")
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

  // What an item is: its name, and its unit and price where nobody has typed others.
  async function describe(rows) {
    const codes = new Set(rows.map(row => cell(row, "item_code")?.value.trim()).filter(Boolean))
    const items = codes.size && await ask("frappe.client.get_list", { doctype: "Item", filters: [["name", "in", [...codes]]],
      limit_page_length: codes.size, fields: ["name", "item_name", "stock_uom", "valuation_rate", "standard_rate"] }).catch(() => 0)
    for (const row of items ? rows : []) {
      const code = cell(row, "item_code").value.trim(), item = items.find(item => item.name === code)
      find("[data-shows]", row).textContent = code && (item?.item_name ?? text("Not known"))
      if (!item) continue
      find("[type=hidden][name$='.item_name']", row)?.remove()
      const price = form.elements.customer ? item.standard_rate : item.valuation_rate
      suggestValue(cell(row, "uom"), item.stock_uom)
      for (const name of ["rate", "basic_rate", "valuation_rate"])
        suggestValue(cell(row, name), price ? String(price).replace(".", language === "fr" ? "," : ".") : "")
    }
  }
  describe([...form.querySelectorAll(".line")].filter(row => cell(row, "item_code")?.value && !find("[data-shows]", row).textContent))
  function suggestValue(place, value) {
    if (place && (!place.value || place.value === place.dataset.offered)) place.value = place.dataset.offered = value
  }
  form.addEventListener("change", ({ target }) => {
    if (target.name.endsWith(".item_code")) describe([target.closest(".line")])
    if (/^(posting|transaction)_(date|time)$/.test(target.name)) find("#set_posting_time").checked = true
  })

  // Cells of serial numbers.
  function count(place) {
    if (!("serials" in place.dataset)) return
    const found = place.value.split(/[\n,]/).filter(part => part.trim()).length
    const row = place.closest(".line"), [, , field] = place.name.split("."), shown = find(`[data-count=${field}]`, row)
    if (shown) shown.textContent = found ? text("Numbers: {count}", { count: number(found) }) : ""
    if (field === "serial_no" && !place.hidden) suggestValue(cell(row, "qty"), found ? (find("#is_return:checked") ? -found : found) : "")
  }
  form.addEventListener("input", event => count(event.target))
  form.addEventListener("click", async event => {
    const button = event.target.closest("[data-pad]"), row = button?.closest(".line"), field = button?.dataset.pad
    if (!button) return
    let wide = find(`[data-wide="${field}"]`, row)
    if (wide) wide.hidden = !wide.hidden
    else {
      const { attach } = await import("./serials.js"), place = cell(row, field), table = row.parentNode
      wide = make("tr", { "data-wide": field }, make("td"), make("td", { colSpan: row.rows[0].cells.length - 1 }, place))
      row.append(wide)
      attach(place, () => ({ doc: documentOf(form), line: [...table.tBodies].indexOf(row) + 1, table: table.dataset.table, field }))
    }
    button.setAttribute("aria-expanded", !wide.hidden)
    find("[data-part=entry]", wide)?.focus()
  })

  // Links: what is typed is searched for, and can be made where there is none.
  const list = make("ul", { className: "choices", role: "listbox", id: "choices", hidden: true })
  const makes = JSON.parse(form.dataset.makes), free = { disabled: 0 }, waits = {}
  const only = { Item: free, Customer: free, Supplier: free, Warehouse: { ...free, is_group: 0 } }
  let box, searching

  async function search() {
    const input = box, doctype = input.dataset.link, name = input.value.trim(), made = makes[doctype]
    const filters = input.name.startsWith("parent_") ? { is_group: 1 } : only[doctype] ?? {}
    const found = await ask("frappe.desk.search.search_link", { doctype, txt: name, page_length: 8, filters }).catch(() => [])
    if (input !== document.activeElement || name !== input.value.trim()) return
    const option = (index, traits, ...parts) => make("li", { role: "option", id: `choice-${index}`, ...traits }, ...parts)
    list.replaceChildren(...found.map(({ value, description }, index) => option(index, { "data-value": value },
      make("strong", {}, value), make("span", { className: "quiet" }, description === value ? "" : description))))
    if (made) list.append(option(found.length, {}, text("Create {type} “{name}”", { type: made.label, name })))
    input.after(list)
    show(!list.children.length)
    choose(name && found.length ? 0 : -1)
  }
  const show = hidden => { list.hidden = hidden; box.setAttribute("aria-expanded", !hidden) }
  function choose(index) {
    [...list.children].forEach((option, place) => option.setAttribute("aria-selected", place === index))
    box.setAttribute("aria-activedescendant", list.children[index]?.id ?? "")
  }
  function take(input, value) {
    input.value = value
    input.dispatchEvent(new Event("change", { bubbles: true }))
    touch()
  }
  function pick({ dataset: { value } }) {
    show(true)
    if (value !== undefined) return take(box, value)
    const token = String(Math.random()).slice(2)
    waits[token] = box
    window.open(`${makes[box.dataset.link].path}${encodeURIComponent(box.value.trim())}&_made=${token}`, "_blank")
  }
  channel.onmessage = ({ data: [token, name] }) => {
    if (!waits[token]) return
    take(waits[token], name)
    tell(text("{name} was made and filled in.", { name }))
  }
  const enter = ({ target }) => {
    if (!target.dataset.link) return
    box = target
    Object.assign(box, { role: "combobox", ariaExpanded: "false", ariaAutoComplete: "list" }).setAttribute("aria-controls", "choices")
  }
  form.addEventListener("focusin", enter)
  enter({ target: document.activeElement })
  form.addEventListener("focusout", ({ target }) => { if (target === box) { clearTimeout(searching); show(true) } })
  form.addEventListener("input", ({ target }) => { if (target === box) { clearTimeout(searching); searching = setTimeout(search, 120) } })
  list.addEventListener("mousedown", event => { event.preventDefault(); pick(event.target.closest("li")) })
  form.addEventListener("keydown", event => {
    if (event.target !== box) return
    const options = [...list.children], chosen = options.findIndex(option => option.ariaSelected === "true"), step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) {
      event.preventDefault()
      if (list.hidden) search()
      else choose((chosen + step + options.length) % options.length)
    } else if (list.hidden) return
    else if (event.key === "Enter" && chosen >= 0) { event.preventDefault(); pick(options[chosen]) }
    else if (event.key === "Tab" && options[chosen]?.dataset.value) pick(options[chosen])
    else if (event.key === "Escape") { event.stopPropagation(); show(true) }
  }, true)

  // What a series will give.
  const series = form.elements.serial_no_series
  if (series) {
    const shown = make("p", { className: "quiet hint", role: "status" })
    const preview = async () => {
      const numbers = series.value.trim() && await ask("matricule.preview", { series: series.value.trim(), item_code: form.dataset.name }).catch(error => error)
      shown.textContent = numbers ? numbers.message ?? text("Next numbers: {numbers}", { numbers: numbers.join(", ") }) : ""
    }
    series.addEventListener("input", () => { clearTimeout(series.waiting); series.waiting = setTimeout(preview, 300) })
    series.parentNode.append(shown)
    preview()
  }
}
