// Tells the other tabs of this browser who signed out; each of them then forgets what it shows.
const who = location.hash.slice(1);
history.replaceState(null, "", location.pathname);
new BroadcastChannel("yoriai").postMessage({ signedOut: who });
localStorage.clear();
sessionStorage.clear();

// Unsent lines of the minutes are sealed, but this person's go as well, and nobody else's (draft.js names the store).
async function wipe() {
  const stores = (await indexedDB.databases?.()) ?? [];
  if (!who || !stores.some(({ name }) => name === "yoriai-minutes")) return;
  const asked = indexedDB.open("yoriai-minutes");
  asked.onsuccess = () => {
    const turn = asked.result.transaction("drafts", "readwrite");
    turn.objectStore("drafts").delete(IDBKeyRange.bound(`${who}:`, `${who};`));
    turn.oncomplete = () => asked.result.close();
  };
}

globalThis.indexedDB && wipe();
