// The service worker of the page: after the first visit it works without a network. The build puts VERSION and FILES in.
const [VERSION, FILES] = __BUILT__;

self.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(VERSION);
      await cache.addAll(FILES);
      await self.skipWaiting();
    })(),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys())
        if (name.startsWith("dropglm ") && name !== VERSION) await caches.delete(name);
      await self.clients.claim();
    })(),
  );
});

/** The page itself is asked of the network first, so that a new version is seen; what has a hash in its name never changes. */
async function answer(request) {
  const cache = await caches.open(VERSION);
  const isPage = request.mode === "navigate";
  const kept = await cache.match(request, { ignoreSearch: isPage });
  if (kept !== undefined && !isPage) return kept;
  try {
    const found = await fetch(request);
    if (found.ok && found.type === "basic") await cache.put(request, found.clone());
    return found;
  } catch (error) {
    if (kept !== undefined) return kept;
    throw error;
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && new URL(request.url).origin === self.location.origin)
    event.respondWith(answer(request));
});
