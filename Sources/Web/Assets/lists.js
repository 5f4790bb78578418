// Lists: choosing many rows, entering a filter's value, and drafts submitted or deleted one by one.
import { make, number, text } from "./text.js"

// A box for the whole page.
const list = document.getElementById("list")
if (list) {
  const boxes = [...list.querySelectorAll("td.pick input")]
  const count = make("span", { className: "quiet", role: "status" })
  const chosen = () => boxes.filter(box => box.checked).length
  const tell = () => {
    count.textContent = chosen() ? text("{count} chosen", { count: number(chosen()) }) : ""
    whole.checked = chosen() === boxes.length
    whole.indeterminate = !whole.checked && chosen() > 0
  }
  const whole = make("input", { type: "checkbox", "aria-label": text("Choose all on this page") })
  whole.addEventListener("change", () => { for (const box of boxes) box.checked = whole.checked; tell() })
  list.querySelector("th.pick").replaceChildren(whole)
  list.querySelector(".bulk").prepend(count)
  list.addEventListener("change", tell)
  // Shift chooses everything in between.
  let last
  list.addEventListener("click", event => {
    const place = boxes.indexOf(event.target)
    if (place < 0) return
    if (event.shiftKey && last >= 0) for (let index = Math.min(place, last); index <= Math.max(place, last); index++) boxes[index].checked = event.target.checked
    last = place
    tell()
  })
  tell()
}

// A value is entered as its field wants it: a date, or one of its words.
const filter = document.getElementById("new-filter")
if (filter) {
  const [field, operator, value, other] = ["field", "operator", "value", "other"].map(name => filter.elements[`new.${name}`])
  const words = make("datalist", { id: "filter-words" })
  filter.append(words)
  value.setAttribute("list", words.id)
  const fit = () => {
    const { words: known, type = "text" } = field.selectedOptions[0].dataset
    const many = ["among", "except", "contains", "lacks"].includes(operator.value)
    for (const input of [value, other]) if (input.type !== (many ? "text" : type)) { input.value = ""; input.type = many ? "text" : type }
    words.replaceChildren(...(known ?? "").split(";").filter(Boolean).map(word => make("option", { value: word })))
    other.parentElement.hidden = operator.value !== "between"
    value.parentElement.hidden = ["filled", "empty"].includes(operator.value)
  }
  if (!value.value) fit()
  field.addEventListener("change", fit)
  operator.addEventListener("change", fit)
}

// Each record for itself: one sees how far it is and what was refused.
const each = document.querySelector("form[data-each]")
each?.addEventListener("submit", async event => {
  event.preventDefault()
  const { each: action, type, done } = each.dataset
  const bar = each.querySelector("progress")
  each.querySelector("button").disabled = true
  bar.hidden = false
  let refused = 0
  for (const cell of document.querySelectorAll("td[data-name]")) {
    const address = `/api/resource/${encodeURIComponent(type)}/${encodeURIComponent(cell.dataset.name)}?_lang=${document.documentElement.lang}`
    const isSubmission = action === "submit"
    let reason
    try {
      const answer = await fetch(address, isSubmission
        ? { method: "PUT", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ docstatus: 1 }) } : { method: "DELETE" })
      if (!answer.ok) {
        const body = await answer.json().catch(() => ({}))
        reason = body.offences?.map(offence => offence.message).join(" ") || (body.exception ?? answer.statusText).replace(/^\w+: /, "")
      }
    } catch { reason = text("The server cannot be reached.") }
    if (reason) refused += 1
    cell.replaceChildren(make("span", { className: reason ? "badge bad" : "badge good" }, reason ? text("Refused") : done), reason ? ` ${reason}` : "")
    bar.value += 1
  }
  const summary = text("{count} done, {others} refused", { count: number(bar.max - refused), others: number(refused) })
  bar.before(make("p", { className: refused ? "warning" : "success", role: "status" }, summary))
})
