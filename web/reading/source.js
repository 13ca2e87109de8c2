// Runs once when the source panel appears. `element`, `trigger` and `watch` are given by Gradio.
const main = () => document.querySelector('#main');

const opener = () => main().dataset.opener && document.querySelector(`#conversation ${main().dataset.opener}`);

const close = () => {
  delete main().dataset.source;
  (opener() ?? document.querySelector('#articles-open')).focus();
};

// What was taken out of the articles is there all the time; the reader's choice holds for every article opened later.
const show_taken = shown => {
  element.dataset.taken = shown;
  element.querySelector('button.show-taken')?.setAttribute('aria-pressed', shown);
};

element.addEventListener('click', event => {
  const button = event.target.closest('button');
  if (!button) return;
  if (button.classList.contains('close')) return close();
  if (button.classList.contains('show-taken')) return show_taken(element.dataset.taken !== 'true');
  const { exchange, cite } = button.dataset;
  main().dataset.opener = `button[data-exchange="${exchange}"][data-cite="${cite}"]`;
  trigger('cite', { exchange: Number(exchange), kind: 'cite', number: Number(cite) });
});

document.addEventListener('keydown', event => {
  if (event.key === 'Escape' && main()?.dataset.source) close();
});

watch('value', () => {
  const scroll = element.querySelector('.scroll');
  if (!scroll) {
    delete main().dataset.source;
    delete main().dataset.opener;
    return;
  }
  show_taken(element.dataset.taken === 'true');
  if (element.querySelector('[data-refreshed]')) return;
  main().dataset.source = 'open';
  requestAnimationFrame(() => {
    // scrollIntoView would move the whole page on a phone.
    const mark = element.querySelector('mark.active') ?? element.querySelector('mark');
    scroll.scrollTop = mark ? mark.offsetTop - scroll.clientHeight / 3 : 0;
    // A step button keeps the focus for the next press, unless it is used up: a disabled one would lose it.
    if (!element.querySelector('.steps button:enabled:focus')) scroll.focus({ preventScroll: true });
    document.querySelectorAll('#conversation button.opened').forEach(button => button.classList.remove('opened'));
    opener()?.classList.add('opened');
  });
});
