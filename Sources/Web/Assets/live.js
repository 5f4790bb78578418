// A form whose answer follows what is typed: it asks for the fragment of its results once typing pauses.
import { find, later } from "./text.js"

const form = find("form[data-live]"), field = form.elements[form.dataset.live]
let last = field?.value, asking

const refresh = later(async () => {
  asking?.abort()
  asking = new AbortController()
  const body = new URLSearchParams(new FormData(form))
  body.set("fragment", "1")
  body.set("_lang", document.documentElement.lang)
  const answer = await fetch(form.getAttribute("action"), { method: "POST", body, signal: asking.signal }).catch(() => null)
  if (answer?.ok) find("[data-live-results]").innerHTML = await answer.text()
}, 300)

form.addEventListener("input", event => {
  if (event.target !== field || field.value === last) return
  last = field.value
  refresh()
})
