// The form of a record, and the steps on its page.
document.querySelector("[data-focus]")?.focus()
for (const button of document.querySelectorAll("[data-print]")) { button.hidden = false; button.onclick = () => print() }
