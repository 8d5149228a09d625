// Signing out takes away all that the browser holds of the desk, also where it does not know Clear-Site-Data.

localStorage.clear();
sessionStorage.clear();
if (window.caches) {
  for (const name of await caches.keys()) await caches.delete(name);
}
for (const { name } of (await indexedDB.databases?.()) ?? []) indexedDB.deleteDatabase(name);
for (const worker of (await navigator.serviceWorker?.getRegistrations()) ?? []) await worker.unregister();
