// A signature that is drawn, sent along as a picture.
import { find } from "./text.js"

const area = find("#signing"), canvas = find("canvas", area), pen = canvas.getContext("2d"), field = find("[name=signature]")
area.hidden = false
canvas.onpointerdown = canvas.onpointermove = ({ type, buttons, offsetX, offsetY }) => {
	if (!buttons) return
	if (type === "pointerdown") pen.beginPath()
	const scale = canvas.width / canvas.clientWidth
	Object.assign(pen, { lineWidth: 4, strokeStyle: "royalblue" }).lineTo(offsetX * scale, offsetY * scale)
	pen.stroke()
}
canvas.onpointerup = () => { field.value = canvas.toDataURL() }
find("button", area).onclick = () => { canvas.width = 900; field.value = "" }
