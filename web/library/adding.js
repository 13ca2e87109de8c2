// Runs once when the panel of articles appears. `element` and `trigger` are given by Gradio.
const root = element.querySelector('.adding');
const panel = document.querySelector('#articles');
const part = name => root.querySelector(name);
const words = JSON.parse(root.dataset.words);
const suffixes = root.dataset.suffixes.split(' ');
const fill = (template, values) => template.replace(/{(\w+)}/g, (_, name) => values[name]);

// The list of results: a row for each file or address. Its words are set as text, they may be anything.
const rows = [];
const say = (row, kind, told) => {
  Object.assign(row, { kind, told });
  row.item.className = kind;
  row.item.lastChild.textContent = told;
  if (kind === 'refused') part('.results').prepend(row.item);
};
const row_for = (name, kind, told) => {
  const item = document.createElement('li');
  item.append(document.createElement('b'), document.createElement('span'));
  item.firstChild.textContent = name;
  item.firstChild.className = item.lastChild.className = 'words';
  part('.results').append(item);
  const row = { item, name };
  rows.push(row);
  say(row, kind, told);
  part('.clear').hidden = false;
  return row;
};
const settle = (row, kept) => {
  row.article = kept.article;
  row.text = kept.text;
  if (kept.article) say(row, 'indexing', fill(words.indexing, kept));
  else say(row, 'refused', kept.text);
};

const post = async (address, body) => (await fetch(address, { method: 'POST', body })).json();

// Files are sent one after the other, each kept whole or not at all: what is added when somebody cancels stays.
let queue = [];
let working = false;
let cancelled = false;
const batch = { rows: [] };
const counted = kind => batch.rows.filter(row => kind(row)).length;
const is_done = row => row.article !== undefined;
const kept_of = () => counted(row => row.article);
const refused_of = () => counted(row => row.article === null);

const show_progress = () => {
  const [done, total] = [counted(is_done), batch.rows.length];
  part('.progress').hidden = !working;
  Object.assign(part('progress'), { max: total, value: done });
  part('.progress span').textContent = fill(words.progress, { done, total });
};

const send = async ({ file, row }) => {
  say(row, 'sending', words.sending);
  const suffix = row.name.slice(row.name.lastIndexOf('.')).toLowerCase();
  const wanted = suffixes.includes(suffix) && file.size <= Number(root.dataset.largest);
  const query = new URLSearchParams({ name: row.name, size: file.size });
  try {
    settle(row, await post(`library/file?${query}`, wanted ? file : null)); // refused without being sent
  } catch {
    settle(row, { article: null, text: words.unsent });
  }
};

const work = async () => {
  if (working) return;
  [working, cancelled] = [true, false];
  while (queue.length && !cancelled) {
    show_progress();
    await send(queue.shift());
  }
  const left = queue.splice(0);
  left.forEach(({ row }) => say(row, 'left', words.left));
  working = false;
  show_progress();
  const told = { kept: kept_of(), refused: refused_of(), left: left.length };
  part('.told').textContent = fill(left.length ? words.cancelled : words.finished, told);
  if (told.kept) {
    trigger('added', {});
    follow();
  }
};

const add = files => {
  if (!files.length) part('.told').textContent = words.empty;
  if (!working) batch.rows = [];
  for (const { file, name } of files) {
    const row = row_for(name, 'waiting', words.waiting);
    batch.rows.push(row);
    queue.push({ file, row });
  }
  if (files.length) work();
};

// Ask what the index made of them, until it has an answer for each and is at rest.
const PAUSE = 400;
const PATIENCE = 25; // questions without an answer, while nothing is being indexed
let following = false;
const follow = async () => {
  if (following) return;
  following = true;
  let [seen_busy, idle] = [false, 0];
  for (;;) {
    await new Promise(later => setTimeout(later, PAUSE));
    const waiting = rows.filter(row => row.kind === 'indexing');
    const answer = await post('library/outcomes', JSON.stringify({ articles: waiting.map(row => row.article) })).catch(() => null);
    const busy = answer?.kind === 'busy' || working;
    [seen_busy, idle] = [seen_busy || busy, busy ? 0 : idle + 1];
    part('.indexing').hidden = !busy;
    part('.indexing').textContent = answer?.status ?? '';
    if (busy || (!seen_busy && idle < 4)) continue; // what is in the index may be from before
    for (const row of waiting) {
      const [kind, told] = answer?.outcomes[row.article] ?? [];
      if (kind) say(row, kind, `${row.text} ${told}`);
      else if (idle >= PATIENCE) say(row, 'left', fill(words.late, row));
    }
    if (!rows.some(row => row.kind === 'indexing')) break;
  }
  following = false;
  if (batch.rows.length) {
    const indexed = counted(row => row.kind === 'indexed');
    part('.told').textContent = fill(words.indexed, { kept: kept_of(), refused: refused_of(), indexed });
  }
};

// What is dropped may be folders; hidden files stay out, as they do in the folder of articles.
const is_hidden = name => name.split('/').some(piece => piece.startsWith('.'));
const read_entries = async reader => {
  const found = [];
  for (;;) { // a browser gives a hundred at a time
    const more = await new Promise((give, fail) => reader.readEntries(give, fail));
    if (!more.length) return found;
    found.push(...more);
  }
};
const files_in = async entry => {
  const name = entry.fullPath.slice(1);
  if (is_hidden(name)) return [];
  if (entry.isFile) return [{ name, file: await new Promise((give, fail) => entry.file(give, fail)) }];
  return (await Promise.all((await read_entries(entry.createReader())).map(files_in))).flat();
};
const dropped = async transfer => {
  const entries = [...transfer.items].map(item => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return [...transfer.files].map(file => ({ name: file.name, file }));
  return (await Promise.all(entries.map(files_in))).flat();
};

const has_files = event => event.dataTransfer?.types.includes('Files');
document.addEventListener('dragover', event => {
  if (!has_files(event)) return;
  event.preventDefault(); // dropped beside the panel, a file would replace the page
  const over = panel.contains(event.target);
  event.dataTransfer.dropEffect = over ? 'copy' : 'none';
  root.classList.toggle('over', over);
});
document.addEventListener('dragleave', event => {
  if (!event.relatedTarget) root.classList.remove('over');
});
document.addEventListener('drop', async event => {
  if (!has_files(event)) return;
  event.preventDefault();
  root.classList.remove('over');
  if (panel.contains(event.target)) add(await dropped(event.dataTransfer));
});

for (const kind of ['files', 'folder']) {
  const input = part(`input.${kind}`);
  part(`[data-choose=${kind}]`).addEventListener('click', () => input.click());
  input.addEventListener('change', () => {
    const chosen = [...input.files].map(file => ({ file, name: file.webkitRelativePath || file.name }));
    add(chosen.filter(({ name }) => !is_hidden(name)));
    input.value = '';
  });
}

part('.cancel').addEventListener('click', () => { cancelled = true; });
part('.clear').addEventListener('click', () => {
  rows.filter(row => !['waiting', 'sending', 'fetching', 'indexing'].includes(row.kind)).forEach(row => {
    row.item.remove();
    rows.splice(rows.indexOf(row), 1);
  });
  part('.clear').hidden = !rows.length;
  part('.told').textContent = '';
  part('[data-choose=files]').focus();
});

part('form').addEventListener('submit', async event => {
  event.preventDefault();
  const [field, button] = [part('#address'), part('#add')];
  const address = field.value.trim();
  const row = row_for(address, 'fetching', words.fetching);
  button.disabled = true;
  try {
    settle(row, await post('library/page', JSON.stringify({ address })));
  } catch {
    settle(row, { article: null, text: words.unsent });
  }
  button.disabled = false;
  part('.told').textContent = row.text;
  if (!row.article) return;
  if (field.value.trim() === address) field.value = '';
  follow();
});
