// Keeps the scan page for where there is no network; the server writes `assets` and `files` before this.
const page = "/stock/scan"

async function fresh(request) {
	const cache = await caches.open(assets)
	try {
		const answer = await fetch(request)
		if (answer.ok && !answer.redirected) await cache.put(page, answer.clone())
		else if (answer.status < 500) await cache.delete(page)
		return answer
	} catch (error) {
		return await cache.match(page) ?? Response.error()
	}
}

oninstall = event => {
	skipWaiting()
	event.waitUntil(caches.open(assets).then(cache => cache.addAll(files.map(name => `${assets}/${name}`))).then(() => fresh(page)))
}
onactivate = event => event.waitUntil((async () => {
	for (const name of await caches.keys()) if (name !== assets) await caches.delete(name)
	await clients.claim()
})())
onfetch = event => {
	const { request } = event, { pathname } = new URL(request.url)
	if (request.mode === "navigate" && request.method === "GET" && pathname === page) event.respondWith(fresh(request))
	else if (pathname.startsWith(assets)) event.respondWith(caches.match(request).then(kept => kept ?? fetch(request)))
}
