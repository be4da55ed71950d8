// Tells the other tabs of this browser; each of them then forgets what it shows.
new BroadcastChannel("yoriai").postMessage("signed-out");
// Unsent lines of the minutes are sealed, but they go as well (draft.js of the minutes names their store).
indexedDB.deleteDatabase("yoriai-minutes");
