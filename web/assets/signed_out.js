// Tells the other tabs of this browser; each of them then forgets what it shows.
new BroadcastChannel("yoriai").postMessage("signed-out");
