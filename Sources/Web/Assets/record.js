// The page of a record.
import { find, findAll, forgetDrafts } from "./text.js"

for (const button of findAll("[data-print]")) Object.assign(button, { hidden: false, onclick: () => print() })

// A saved record's copy is forgotten; a form in another tab that waits for its name gets it.
const saved = find("[data-saved]")
if (saved) {
	forgetDrafts(draft => draft.sent)
	if (saved.dataset.made) { new BroadcastChannel("made").postMessage([saved.dataset.made, saved.dataset.name]); close() }
}
