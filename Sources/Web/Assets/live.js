// A form whose answer follows what is typed: it asks for the fragment of its results once typing pauses.
const form = document.querySelector("form[data-live]")
const field = form.elements[form.dataset.live]
const results = form.querySelector("[data-live-results]")
let waiting, last = field?.value, asking

async function refresh() {
  asking?.abort()
  asking = new AbortController()
  const body = new URLSearchParams(new FormData(form))
  body.set("fragment", "1")
  body.set("_lang", document.documentElement.lang)
  const answer = await fetch(form.getAttribute("action"), { method: "POST", body, signal: asking.signal }).catch(() => null)
  if (answer?.ok) results.innerHTML = await answer.text()
}

form.addEventListener("input", event => {
  if (event.target !== field || field.value === last) return
  last = field.value
  clearTimeout(waiting)
  waiting = setTimeout(refresh, 300)
})
