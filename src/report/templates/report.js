// Makes tables sortable and filterable. Everything can be read without it.
(() => {
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
  if (count) tell(units.length);

  const all = tools.querySelector('button');
  all?.addEventListener('click', () => {
    const isOpen = all.getAttribute('aria-pressed') !== 'true';
    for (const details of records.querySelectorAll('details')) details.open = isOpen;
    all.setAttribute('aria-pressed', String(isOpen));
  });
})();
