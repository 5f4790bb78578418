// What all scripts share. The server translates the literals: `text(key, { count: 3 })`.
export const language = document.documentElement.lang
const response = await fetch(new URL(`texts-${language}.json`, import.meta.url))
export const texts = response.ok ? await response.json() : {}

export const text = (key, facts = {}) => (texts[key] ?? key).replace(/\{(\w+)\}/g, (place, name) => facts[name] ?? place)
export const number = value => new Intl.NumberFormat(language).format(value)
export const find = (choice, within = document) => within.querySelector(choice)
export const findAll = (choice, within = document) => [...within.querySelectorAll(choice)]

// `deed`, done once nobody has asked for it for a while.
export function later(deed, delay) {
	let timer
	return () => { clearTimeout(timer); timer = setTimeout(deed, delay) }
}

// Says something, also to screen readers.
const told = find("#told"), silence = later(() => { told.hidden = true }, 6000)
export function tell(sentence) {
	Object.assign(told, { textContent: sentence, hidden: false })
	silence()
}

// Makes an element: `make("td", { className: "day", onclick }, "text", child)`. Text is never markup.
export function make(tag, traits, ...children) {
	const element = Object.assign(document.createElement(tag), traits)
	element.append(...children)
	return element
}

// Asks a method; throws the server's sentence and offences.
export async function ask(method, parameters, headers) {
	const answer = await fetch(`/api/method/${method}?_lang=${language}`, {
		method: "POST", headers: { "Content-Type": "application/json", ...headers }, body: JSON.stringify(parameters)
	})
	const body = await answer.json().catch(() => ({}))
	if (answer.ok) return body.message ?? body.data
	const { exception = answer.statusText, offences = [] } = body
	throw Object.assign(Error(exception.replace(/^\w+: /, "")), { status: answer.status, offences })
}

// Forgets copies of unsaved forms: those that `which` says.
export function forgetDrafts(which) {
	for (const key of Object.keys(localStorage)) if (key.startsWith("draft ") && which(JSON.parse(localStorage[key]))) localStorage.removeItem(key)
}
