// Runs once for each of three parts: the line in the panel of articles, the form below it, the line above the question.
// `element`, `trigger` and `watch` are given by Gradio.
const panel = () => document.querySelector('#articles');
const form = () => document.querySelector('#scope-form form');
const change = () => document.querySelector('#scope-told button.change');
const fields = () => {
  const data = new FormData(form());
  return {
    since: data.get('since'), until: data.get('until'),
    publishers: data.getAll('publishers'), tags: data.getAll('tags'),
  };
};

element.addEventListener('click', event => {
  const kind = event.target.closest('button')?.className;
  if (kind === 'everything') return trigger('everything', {});
  if (kind !== 'change') return;
  const from_panel = panel().contains(element);
  if (!from_panel && panel().dataset.open !== 'true') document.querySelector('#articles-open').click();
  if (!form()) return trigger('open', {});
  if (from_panel) return trigger('shut', {});
  form().querySelector('input').focus();
});

element.addEventListener('input', event => {
  if (event.target.form) trigger('count', fields());
});

element.addEventListener('submit', event => {
  event.preventDefault();
  trigger('apply', fields());
});

let was_open = false;
watch('value', () => {
  const open = Boolean(form());
  change()?.setAttribute('aria-expanded', open);
  if (element.closest('#scope-form') && open !== was_open) {
    was_open = open;
    const next = open ? form().querySelector('input') : panel().dataset.open === 'true' && change();
    (next || document.querySelector('#question textarea')).focus();
  }
});
