// Runs once for each of two parts: the form in the panel of articles, and the line above the question box.
// `element`, `trigger` and `watch` are given by Gradio.
const form = () => element.querySelector('form');
const fields = () => {
  const data = new FormData(form());
  return {
    since: data.get('since'), until: data.get('until'),
    publishers: data.getAll('publishers'), tags: data.getAll('tags'),
  };
};

let focus = null; // what is focused when the answer to a press is there
const press = (event, then) => {
  focus = then;
  trigger(event, {});
};

element.addEventListener('click', event => {
  const kind = event.target.closest('button')?.className;
  if (kind === 'everything' || kind === 'clear-scope') return press('everything', 'button.change');
  if (kind !== 'change') return;
  if (form()) return press(form().hidden ? 'open' : 'shut', form().hidden ? 'input' : 'button.change');
  const panel = document.querySelector('#articles');
  if (panel.dataset.open !== 'true') document.querySelector('#articles-open').click();
  const inside = panel.querySelector('.scope');
  if (inside?.querySelector('form').hidden) inside.querySelector('button.change').click();
});

element.addEventListener('input', event => {
  if (form()?.contains(event.target)) trigger('count', fields());
});

element.addEventListener('submit', event => {
  event.preventDefault();
  focus = 'button.change';
  trigger('apply', fields());
});

watch('value', () => {
  if (form()?.hidden === false && focus !== 'input') return; // left open while articles come and go: keep what is typed
  form()?.reset(); // boxes show what they were drawn with
  if (focus) (element.querySelector(focus) ?? document.querySelector('#question textarea'))?.focus();
  focus = null;
});
