// Runs once when the conversation appears. `element`, `trigger` and `watch` are given by Gradio.
const main = () => document.querySelector('#main');
const log = () => element.querySelector('.log');
const opened = () => main().dataset.opener && element.querySelector(main().dataset.opener);

const mark_opened = () => {
  element.querySelectorAll('button.opened').forEach(button => button.classList.remove('opened'));
  opened()?.classList.add('opened');
};

element.addEventListener('click', event => {
  const button = event.target.closest('button');
  if (!button || button.type === 'submit') return;
  const { exchange, cite, passage, example } = button.dataset;
  if (example !== undefined) return trigger('example', { example: Number(example) });
  const [kind, number] = cite !== undefined ? ['cite', cite] : ['passage', passage];
  main().dataset.opener = `button[data-exchange="${exchange}"][data-${kind}="${number}"]`;
  mark_opened();
  trigger('cite', { exchange: Number(exchange), kind, number: Number(number) });
});

element.addEventListener('submit', event => {
  event.preventDefault();
  const query = event.target.querySelector('input').value;
  event.target.closest('details').open = false;
  trigger('again', { exchange: Number(event.target.dataset.exchange), query });
});

// Keep the newest question in sight while its answer grows, unless the reader has moved.
let count = 0;
let follow = true;
for (const kind of ['wheel', 'touchmove', 'keydown', 'pointerdown']) {
  element.addEventListener(kind, () => { follow = false; }, { passive: true });
}
watch('value', () => {
  const exchanges = element.querySelectorAll('.exchange');
  if (exchanges.length !== count) follow = true;
  count = exchanges.length;
  if (count && follow) log().scrollTop = exchanges[count - 1].offsetTop - 12;
  mark_opened();
});
