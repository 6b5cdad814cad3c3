// Everything works without this file; it saves a reload, a selection, a look at the clock.

for (const button of document.querySelectorAll('.copier')) {
  const source = document.getElementById(button.dataset.copy);
  if (!source || !navigator.clipboard) continue;
  button.hidden = false;
  const word = button.textContent;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(source.value ?? source.textContent);
    button.textContent = button.dataset.copied;
    setTimeout(() => (button.textContent = word), 2_000);
  });
}

// A second press of a button sends nothing a second time.
document.addEventListener('submit', ({ target, submitter, defaultPrevented }) => {
  if (defaultPrevented || target.method !== 'post') return;
  setTimeout(() => {
    for (const button of target.querySelectorAll('button')) button.disabled = true;
    submitter?.setAttribute('aria-busy', 'true');
  });
});
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) location.reload();
});

const oneTime = document.getElementById('one-time');
const code = /^#code=([\w-]{43})$/.exec(location.hash)?.[1];
if (oneTime && code) {
  oneTime.elements.code.value = code;
  oneTime.hidden = false;
  history.replaceState(null, '', location.pathname);
}

const live = document.getElementById('live');
if (live) follow(live);

/** Follows a request; a change of its status shows the page as it then is. */
function follow(place) {
  const said = place.textContent;
  const events = new EventSource(place.dataset.events);
  events.addEventListener('open', () => (place.textContent = said));
  events.addEventListener('error', () => {
    place.textContent = place.dataset.lost;
    // The browser gives up where the answer is no stream: the session is over, or the request is gone.
    if (events.readyState === EventSource.CLOSED) setTimeout(() => location.reload(), 3_000);
  });
  events.addEventListener('status', () => {
    events.close();
    location.reload();
  });
  events.addEventListener('progress', ({ data }) => {
    const { sources, says } = JSON.parse(data);
    if (says) place.textContent = says;
    for (const source of sources) show(source);
  });
  addEventListener('pagehide', () => events.close());
}

function show({ id, badge, word, done, total, records, files }) {
  const row = document.getElementById(`source-${id}`);
  if (!row) return;
  const mark = row.querySelector('.badge');
  mark.className = `badge ${badge}`;
  mark.textContent = word;
  row.querySelector('.records').textContent = records;
  row.querySelector('.files').textContent = files;
  const cell = row.cells[2];
  let bar = cell.querySelector('progress');
  if (!bar && total > 0) {
    bar = document.createElement('progress');
    bar.setAttribute('aria-label', row.cells[0].textContent);
    cell.replaceChildren(bar);
  }
  if (bar) {
    bar.max = total;
    bar.value = done;
  }
}

/** Larger reports do not fit into the memory of a page; the command checks those. */
const largestBytes = 512 * 1024 * 1024;

for (const place of document.querySelectorAll('.verify')) {
  const [button, bar, told] = place.children;
  const { report, sha256, same, other, failed, large } = place.dataset;
  const bytes = Number(place.dataset.bytes);
  if (!crypto.subtle) continue;
  place.hidden = false;
  button.addEventListener('click', async () => {
    if (bytes > largestBytes) {
      told.textContent = large;
      return;
    }
    button.disabled = true;
    bar.hidden = false;
    try {
      const digest = await digestOf(report, bytes, (done) => (bar.value = done));
      told.textContent = digest === sha256 ? same : other;
    } catch {
      told.textContent = failed;
    }
    bar.hidden = true;
    button.disabled = false;
  });
}

async function digestOf(address, bytes, onBytes) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error();
  const whole = new Uint8Array(bytes);
  let done = 0;
  for (const reader = answer.body.getReader(); ; onBytes(done)) {
    const { done: isOver, value } = await reader.read();
    if (isOver) break;
    whole.set(value, done);
    done += value.length;
  }
  const digest = await crypto.subtle.digest('SHA-256', whole.subarray(0, done));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
