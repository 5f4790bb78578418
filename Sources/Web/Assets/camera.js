// The camera as a scanner. What the browser cannot read the server does, from small grey frames.
import { make } from "./text.js"

// Shows the picture in `place`; `take` gets a code anew after two seconds without it.
export async function open(place, take) {
	const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } } })
	const video = make("video", { className: "pad-camera", muted: true, playsInline: true, srcObject: stream })
	place.replaceChildren(video)
	await video.play()
	const native = (await window.BarcodeDetector?.getSupportedFormats())?.length && new BarcodeDetector()
	const canvas = new OffscreenCanvas(640, 480).getContext("2d", { willReadFrequently: true }), seen = new Map()
	let near = false

	async function read() {
		if (native) return native.detect(video)
		// In turn the whole picture and its middle: a small code needs every pixel.
		const { videoWidth: wide, videoHeight: high } = video, scale = near ? 1 : Math.min(1, 640 / wide, 480 / high)
		const width = Math.min(640, wide * scale | 0), height = Math.min(480, high * scale | 0)
		canvas.drawImage(video, (wide - width / scale) / 2, (high - height / scale) / 2, width / scale, height / scale, 0, 0, width, height)
		near = !near
		const grey = canvas.getImageData(0, 0, width, height).data.filter((_, index) => index % 4 === 1)
		const answer = await fetch(`/api/method/matricule.read_code?width=${width}&height=${height}`, { method: "POST", headers: { "Content-Type": "application/octet-stream" }, body: grey })
		return (await answer.json()).message
	}

	async function watch() {
		const now = Date.now()
		for (const code of await read().catch(() => [])) {
			const word = code.rawValue ?? code.text
			if (!(now - seen.get(word) < 2000)) take([word])
			seen.set(word, now)
		}
		if (stream.active) setTimeout(watch, 250 - Math.min(200, Date.now() - now))
	}
	watch()
	return () => { for (const track of stream.getTracks()) track.stop(); video.remove() }
}
