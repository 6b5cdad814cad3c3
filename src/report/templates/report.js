// Makes tables sortable, filterable and searchable, and lets players show what is said. Everything can be read without it.
(() => {
  const still = document.getElementById('still-inside');
  if (still) {
    still.hidden = true;
    const probe = new Audio();
    probe.addEventListener('error', () => {
      document.getElementById('inside-zip').hidden = false;
    });
    probe.src = 'pages/beside.wav';
  }

  const rowOf = (unit) => (unit.tagName === 'TBODY' ? unit.rows[0] : unit);
  const unitsOf = (table) =>
    table.classList.contains('records') ? [...table.tBodies] : [...table.tBodies[0].rows];
  const keyOf = (unit, column) => {
    const cell = rowOf(unit).cells[column];
    return cell.dataset.order === undefined ? cell.textContent.trim() : Number(cell.dataset.order);
  };
  const compare = (one, other) => {
    if (typeof one === 'number' && typeof other === 'number') return one - other;
    if (one === '' || other === '') return (one === '') - (other === '');
    return String(one).localeCompare(String(other), undefined, { numeric: true });
  };

  const sortBy = (table, heading, column) => {
    const isDown = heading.getAttribute('aria-sort') === 'ascending';
    for (const other of table.tHead.rows[0].cells) other.removeAttribute('aria-sort');
    heading.setAttribute('aria-sort', isDown ? 'descending' : 'ascending');
    const keyed = unitsOf(table).map((unit) => [keyOf(unit, column), unit]);
    keyed.sort(([one], [other]) => (isDown ? compare(other, one) : compare(one, other)));
    const parent = keyed[0]?.[1].parentNode;
    parent?.append(...keyed.map(([, unit]) => unit));
  };

  for (const table of document.querySelectorAll('table.sortable')) {
    [...table.tHead.rows[0].cells].forEach((heading, column) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'sort';
      button.append(...heading.childNodes);
      heading.append(button);
      button.addEventListener('click', () => sortBy(table, heading, column));
    });
  }

  const seconds = (time) =>
    time.split(':').reduce((sum, part) => sum * 60 + Number(part.replace(',', '.')), 0);

  // Captions are made of the text on the page: a browser loads none from a file beside a page.
  for (const words of document.querySelectorAll('details.words')) {
    const text = words.querySelector('pre');
    const players = [...words.parentNode.querySelectorAll('audio, video')].filter(
      ({ dataset }) => dataset.take === words.dataset.take,
    );
    if (!text || players.length === 0) continue;
    let lines;
    let player = players[0];
    const read = () => {
      lines ??= text.textContent.split('\n').flatMap((line) => {
        const found = /^\[([\d:.,]+) – ([\d:.,]+)\] (.*)$/.exec(line);
        return found
          ? [{ from: seconds(found[1]), to: seconds(found[2]), time: found[1], text: found[3] }]
          : [];
      });
      return lines;
    };
    const jump = (line) => {
      player.currentTime = line.from;
      player.play().catch(() => undefined);
    };
    const list = () => {
      if (text.hidden) return;
      const all = document.createElement('ol');
      for (const line of read()) {
        const item = document.createElement('li');
        const button = document.createElement('button');
        const time = document.createElement('span');
        time.textContent = line.time.replace(/[.,]\d+$/, '');
        button.type = 'button';
        button.append(time, ` ${line.text}`);
        button.addEventListener('click', () => jump(line));
        line.button = button;
        item.append(button);
        all.append(item);
      }
      text.hidden = true;
      text.after(all);
    };
    words.addEventListener('toggle', list);
    const mark = ({ target }) => {
      for (const line of read()) {
        const isSaid =
          line.from <= target.currentTime && target.currentTime < Math.max(line.to, line.from + 0.1);
        if (isSaid) line.button?.setAttribute('aria-current', 'true');
        else line.button?.removeAttribute('aria-current');
      }
    };
    for (const one of players) {
      const caption = () => {
        player = one;
        if (one.textTracks.length > 0) return;
        const track = one.addTextTrack(
          'captions',
          words.querySelector('summary').textContent,
          document.documentElement.lang,
        );
        for (const { from, to, text: said } of read())
          track.addCue(
            new VTTCue(from, Math.max(to, from + 0.1), said.replaceAll('&', '&amp;').replaceAll('<', '&lt;')),
          );
        track.mode = 'showing';
        track.addEventListener('cuechange', () => mark({ target: one }));
      };
      one.addEventListener('play', caption);
    }
  }

  const search = document.getElementById('search');
  if (search) {
    document.getElementById('no-search').hidden = true;
    search.hidden = false;
    const texts = document.getElementById('texts');
    const { page, rows, first, record } = texts.dataset;
    const [field, said, hits] = ['input', 'output', 'ol'].map((name) => search.querySelector(name));
    const mostHits = 200;
    const around = 80;
    let all;
    const hit = (place, line, word) => {
      const number = Number(first) + place;
      const part = Math.ceil(number / Number(rows));
      const item = document.createElement('li');
      const link = document.createElement('a');
      link.href = `${page}${part === 1 ? '' : `-${part}`}.html#r${number}`;
      link.textContent = record.replace('{number}', String(number));
      const start = Math.max(0, line.toLowerCase().indexOf(word) - around);
      const piece = line.slice(start, start + 3 * around);
      item.append(link, ` ${start > 0 ? '…' : ''}${piece}${start + piece.length < line.length ? '…' : ''}`);
      return item;
    };
    const look = () => {
      const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
      all ??= texts.textContent.replace(/\n+$/, '').split('\n');
      const found = [];
      if (words.length > 0)
        all.forEach((line, place) => {
          const low = line.toLowerCase();
          if (words.every((word) => low.includes(word))) found.push([place, line]);
        });
      const shown = found.slice(0, mostHits).map(([place, line]) => hit(place, line, words[0]));
      hits.replaceChildren(...shown);
      const { none, some, many } = said.dataset;
      const pattern = found.length === 0 ? none : found.length > mostHits ? many : some;
      said.textContent =
        words.length === 0
          ? ''
          : pattern.replace('{found}', String(found.length)).replace('{shown}', String(mostHits));
      for (const link of search.querySelectorAll('a.part'))
        link.hash = field.value && `#q=${encodeURIComponent(field.value)}`;
    };
    let waiting;
    field.addEventListener('input', () => {
      clearTimeout(waiting);
      waiting = setTimeout(look, 150);
    });
    const asked = /^#q=(.*)$/.exec(location.hash);
    if (asked) {
      try {
        field.value = decodeURIComponent(asked[1]);
      } catch {
        field.value = '';
      }
      look();
    }
  }

  const tools = document.getElementById('tools');
  const records = document.querySelector('.filterable');
  if (!tools || !records) return;
  tools.hidden = false;
  const units = records.tagName === 'TABLE' ? unitsOf(records) : [...records.querySelectorAll('dl > div')];
  const input = tools.querySelector('input');
  const count = tools.querySelector('output');
  const texts = new Map();
  const textOf = (unit) => {
    if (!texts.has(unit)) texts.set(unit, unit.textContent.toLowerCase());
    return texts.get(unit);
  };
  const tell = (shown) => {
    const pattern = count.dataset.pattern;
    count.textContent = pattern.replace('{shown}', String(shown)).replace('{all}', String(units.length));
  };
  const filter = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const unit of units) {
      unit.hidden = !words.every((word) => textOf(unit).includes(word));
      if (!unit.hidden) shown += 1;
    }
    tell(shown);
  };
  input?.addEventListener('input', filter);
  const everywhere = document.getElementById('search-all');
  input?.addEventListener('input', () => {
    if (everywhere) everywhere.hash = input.value && `#q=${encodeURIComponent(input.value)}`;
  });
  if (count) tell(units.length);

  const all = tools.querySelector('button');
  all?.addEventListener('click', () => {
    const isOpen = all.getAttribute('aria-pressed') !== 'true';
    for (const details of records.querySelectorAll('details')) details.open = isOpen;
    all.setAttribute('aria-pressed', String(isOpen));
  });
})();
