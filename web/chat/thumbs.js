// The thumbs under an answer and the form behind the second one. A part of the conversation's script: `element` and `trigger` are Gradio's.
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
