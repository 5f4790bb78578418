// The page of a record, or of what is printed: its buttons, and what follows once it is saved.
import { drafts, find } from "./text.js"

for (const button of document.querySelectorAll("[data-print]")) { button.hidden = false; button.onclick = () => print() }

// Once a record is saved its copy is forgotten, and a form in another tab that waits for its name gets it.
const saved = find("[data-saved]")
if (saved) {
  for (const key of drafts()) if (JSON.parse(localStorage[key]).sent) localStorage.removeItem(key)
  if (saved.dataset.made) { new BroadcastChannel("made").postMessage([saved.dataset.made, saved.dataset.name]); close() }
}
