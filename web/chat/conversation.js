// Runs once when the conversation appears. `element`, `trigger` and `watch` are given by Gradio.
const main = () => document.querySelector('#main');
const log = () => element.querySelector('.log');
const opened = () => main().dataset.opener && element.querySelector(main().dataset.opener);

const mark_opened = () => {
  element.querySelectorAll('button.opened').forEach(button => button.classList.remove('opened'));
  opened()?.classList.add('opened');
};

// In the form of a question Enter sends, as in the box below, and Escape leaves it as it was.
element.addEventListener('keydown', event => {
  const form = event.target.closest?.('form[data-edit]');
  if (!form) return;
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  } else if (event.key === 'Escape') {
    event.stopPropagation();
    form.reset();
    form.closest('details').open = false;
    form.closest('details').querySelector('summary').focus();
  }
});

element.addEventListener('toggle', event => {
  if (event.target.matches('details.asked') && event.target.open) event.target.querySelector('textarea').focus();
}, true);

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
  if (event.target.dataset.edit !== undefined) {
    const question = event.target.querySelector('textarea').value;
    event.target.closest('details').open = false;
    return trigger('edit', { exchange: Number(event.target.dataset.edit), question });
  }
  const query = event.target.querySelector('input').value;
  event.target.closest('details').open = false;
  trigger('again', { exchange: Number(event.target.dataset.exchange), query });
});

// While an answer grows, it alone is sent: what is above it need not be compared. Parts that stay keep their focus.
const blend = (part, wanted) => {
  if (part.isEqualNode(wanted)) return;
  if (part.nodeName !== wanted.nodeName || part.nodeType === Node.TEXT_NODE) return part.replaceWith(wanted.cloneNode(true));
  for (const { name } of [...part.attributes]) if (!wanted.hasAttribute(name)) part.removeAttribute(name);
  for (const { name, value } of wanted.attributes) if (part.getAttribute(name) !== value) part.setAttribute(name, value);
  const own = [...part.childNodes];
  const others = [...wanted.childNodes];
  own.slice(others.length).forEach(node => node.remove());
  others.forEach((node, n) => own[n] ? blend(own[n], node) : part.append(node.cloneNode(true)));
};

element.addEventListener('grown', ({ detail }) => {
  const [wanted] = new DOMParser().parseFromString(detail, 'text/html').body.children;
  const blank = log()?.querySelector('.empty');
  if (wanted && blank && document.querySelector('#stop')?.offsetParent) blank.replaceWith(wanted.cloneNode(true));
  const part = wanted && document.getElementById(wanted.id);
  // What was on its way when somebody pressed Stop comes too late.
  if (!part || !element.contains(part) || !part.querySelector('.wait')) return;
  blend(part, wanted);
  if (peeked && !peeked.isConnected) hide_peek();
  mark_opened();
});

// The address names the conversation, so that a reload, a bookmark or a link finds it; what stands behind # is one answer.
let linked = location.hash.slice(1);
const name_address = () => {
  const id = log()?.dataset.conversation;
  const address = id ? `?chat=${id}` : location.pathname;
  if (id && location.search === address) return;
  if (!id && !location.search) return;
  history.replaceState(null, '', address + (linked ? `#${linked}` : ''));
};

const go_to_linked = () => {
  const named = linked && document.getElementById(linked);
  if (!named) return false;
  linked = '';
  follow = false;
  log().scrollTop = named.offsetTop + 2;
  element.querySelector('.linked')?.classList.remove('linked');
  named.classList.add('linked');
  return true;
};

window.addEventListener('hashchange', () => {
  linked = location.hash.slice(1);
  go_to_linked();
});

// Keep the newest question in sight while its answer grows, unless the reader has moved.
let count = 0;
let follow = true;
let shown; // the id of the conversation that is shown
for (const kind of ['wheel', 'touchmove', 'keydown', 'pointerdown']) {
  element.addEventListener(kind, () => { follow = false; }, { passive: true });
}
watch('value', () => {
  if (peeked) hide_peek();
  name_address();
  if (log()?.dataset.conversation !== shown) { // parts are kept in place, and what was typed into them belongs to another answer
    shown = log()?.dataset.conversation;
    asked = judged = null;
    element.querySelectorAll('form').forEach(form => form.reset());
  }
  if (element.querySelector('em.removed')) document.querySelector('.next')?.remove(); // it may hold words of the article
  const exchanges = element.querySelectorAll('.exchange');
  if (exchanges.length !== count) follow = true;
  count = exchanges.length;
  if (!go_to_linked() && count && follow) log().scrollTop = exchanges[count - 1].offsetTop + 2;
  mark_opened();
  if (asked !== null && thumb_down(asked)?.getAttribute('aria-pressed') !== 'false') ask_why(null, asked); // it is kept
  show_form();
  if (judged !== null) thumb_down(judged)?.parentElement.scrollIntoView({ block: 'nearest' });
  judged = null;
});
