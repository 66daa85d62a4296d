// "Back to Blog" leads to the very page of the list that the reader came from.
// Only the browser knows it (document.referrer), so that the page stays the same for everyone.

const LISTS = /^\/blog\/(?:(?:category|tag|author)\/[^/]+\/)?$/;
const link = document.querySelector("[data-back]");

if (link && document.referrer) {
  const came = new URL(document.referrer);
  if (came.origin === location.origin && LISTS.test(came.pathname)) {
    link.href = came.pathname + came.search;
  }
}
