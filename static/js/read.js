// Tells once that the article is read, after five seconds in sight. Nothing is kept, neither here nor about who reads.

let seen = 0;
const clock = setInterval(() => {
  if (document.hidden || ++seen < 5) return;
  clearInterval(clock);
  navigator.sendBeacon(location.pathname + "read/");
}, 1000);
