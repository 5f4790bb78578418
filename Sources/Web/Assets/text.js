// What all scripts share. Texts are English keys, translated by the server's catalogue: `text(key, { count: 3 })`, the key
// as a literal.
const language = document.documentElement.lang
const response = await fetch(new URL(`texts-${language}.json`, import.meta.url))
const texts = response.ok ? await response.json() : {}

export const text = (key, facts = {}) => (texts[key] ?? key).replace(/\{(\w+)\}/g, (place, name) => facts[name] ?? place)
export const number = value => new Intl.NumberFormat(language).format(value)
export const find = (choice, within = document) => within.querySelector(choice)

// `deed` for who calls it often: done once it has been called no more for a while.
export function later(deed, delay) {
  let timer
  return () => { clearTimeout(timer); timer = setTimeout(deed, delay) }
}

// Says something to everybody: shown for a while, and read out by screen readers.
const told = find("#told"), silence = later(() => { told.hidden = true }, 6000)
export function tell(sentence) {
  told.textContent = sentence
  told.hidden = false
  silence()
}

// Makes an element: `make("td", { className: "day", onclick }, "text", child)`. Text is never markup.
export function make(tag, traits, ...children) {
  const element = Object.assign(document.createElement(tag), traits)
  element.append(...children)
  return element
}

// Asks a method of the interface; throws an error with the server's sentence and its list of offences.
export async function ask(method, parameters, headers = {}) {
  const answer = await fetch(`/api/method/${method}?_lang=${language}`, {
    method: "POST", headers: { "Content-Type": "application/json", ...headers }, body: JSON.stringify(parameters)
  })
  const body = await answer.json().catch(() => ({}))
  if (answer.ok) return body.message ?? body.data
  const error = Error((body.exception ?? answer.statusText).replace(/^\w+: /, ""))
  throw Object.assign(error, { status: answer.status, offences: body.offences ?? [] })
}

// The copies of forms that are not saved, by their keys.
export const drafts = () => Object.keys(localStorage).filter(key => key.startsWith("draft "))
