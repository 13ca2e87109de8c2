// Runs once when the start of an evaluation appears. `element`, `trigger` and `watch` are given by Gradio.
let acted = false; // a button was pressed that will not be there any more

element.addEventListener('submit', event => {
  event.preventDefault();
  acted = true;
  const { cases, engine } = Object.fromEntries(new FormData(event.target));
  trigger('evaluate', { cases, engine, rest: event.target.dataset.rest === 'true' });
});

element.addEventListener('click', event => {
  const act = event.target.closest('button[data-act]')?.dataset.act;
  if (!act) return;
  acted = true;
  trigger(act === 'halt' ? 'halt' : 'back', {});
});

watch('value', () => {
  if (!acted || document.activeElement !== document.body) return;
  (element.querySelector('button:not(:disabled)') ?? document.querySelector('#quality button.close')).focus({ preventScroll: true });
});

// How far an evaluation is concerns only who looks at it.
const drawer = document.querySelector('#quality');
let open = false;
new MutationObserver(() => {
  if (open === (drawer.dataset.open === 'true')) return;
  open = !open;
  trigger('opened', { open });
}).observe(drawer, { attributes: true, attributeFilter: ['data-open'] });
