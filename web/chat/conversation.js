// Runs once when the conversation appears. `element`, `trigger` and `watch` are given by Gradio.
const main = () => document.querySelector('#main');
const log = () => element.querySelector('.log');
const opened = () => main().dataset.opener && element.querySelector(main().dataset.opener);

const mark_opened = () => {
  element.querySelectorAll('button.opened').forEach(button => button.classList.remove('opened'));
  opened()?.classList.add('opened');
};

// What was wrong with an answer: one form is open at a time.
let asked = null;
let judged = null; // whose thumbs were pressed last: what they say next is brought into sight
const form_of = exchange => element.querySelector(`form[data-wrong="${exchange}"]`);
const thumb_down = exchange => element.querySelector(`button[data-exchange="${exchange}"][data-thumb="down"]`);

const show_form = () => element.querySelectorAll('form.critique').forEach(form => {
  form.hidden = form.dataset.wrong !== asked;
  thumb_down(form.dataset.wrong)?.setAttribute('aria-expanded', !form.hidden);
});

const ask_why = (exchange, from = exchange) => {
  asked = exchange;
  show_form();
  if (exchange === null) return thumb_down(from)?.focus();
  form_of(exchange).reset();
  form_of(exchange).querySelector('input').focus({ preventScroll: true });
  form_of(exchange).scrollIntoView({ block: 'nearest' });
};

const press = button => {
  const { exchange, thumb } = button.dataset;
  if (thumb === 'down' && button.getAttribute('aria-pressed') === 'false') {
    return ask_why(asked === exchange ? null : exchange, exchange);
  }
  if (asked === exchange) ask_why(null, exchange);
  judged = exchange;
  trigger('thumb', { exchange: Number(exchange), thumb });
};

const criticise = form => {
  const { elements, dataset: { wrong: exchange } } = form;
  judged = exchange;
  trigger('wrong', {
    exchange: Number(exchange), reason: elements[`reason-${exchange}`].value,
    expected: elements.expected.value, right: elements.right?.checked ?? false,
  });
};

element.addEventListener('keydown', event => {
  if (event.key !== 'Escape' || asked === null || !form_of(asked)?.contains(event.target)) return;
  event.stopPropagation();
  ask_why(null, asked);
});

element.addEventListener('click', event => {
  const button = event.target.closest('button');
  if (!button || button.type === 'submit') return;
  const { exchange, cite, passage, example, thumb, cancel } = button.dataset;
  if (example !== undefined) return trigger('example', { example: Number(example) });
  if (thumb !== undefined) return press(button);
  if (cancel !== undefined) return ask_why(null, cancel);
  const [kind, number] = cite !== undefined ? ['cite', cite] : ['passage', passage];
  main().dataset.opener = `button[data-exchange="${exchange}"][data-${kind}="${number}"]`;
  mark_opened();
  trigger('cite', { exchange: Number(exchange), kind, number: Number(number) });
});

element.addEventListener('submit', event => {
  event.preventDefault();
  if (event.target.dataset.wrong !== undefined) return criticise(event.target);
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
  if (asked !== null && thumb_down(asked)?.getAttribute('aria-pressed') !== 'false') ask_why(null, asked); // it is kept
  show_form();
  if (judged !== null) thumb_down(judged)?.parentElement.scrollIntoView({ block: 'nearest' });
  judged = null;
});
