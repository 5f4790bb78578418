// The print page's button; without scripts people print as they print any page.
const button = document.getElementById("print")
button.hidden = false
button.addEventListener("click", () => print())
