// Runs once when the source panel appears. `element`, `trigger` and `watch` are given by Gradio.
const main = () => document.querySelector('#main');

const close = () => {
  delete main().dataset.source;
  document.querySelector(`#conversation ${main().dataset.opener}`)?.focus();
};

element.addEventListener('click', event => {
  const button = event.target.closest('button');
  if (!button) return;
  if (button.classList.contains('close')) return close();
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
  if (element.querySelector('[data-refreshed]')) return;
  main().dataset.source = 'open';
  requestAnimationFrame(() => {
    // scrollIntoView would move the whole page on a phone.
    const mark = element.querySelector('mark.active') ?? element.querySelector('mark');
    scroll.scrollTop = mark ? mark.offsetTop - scroll.clientHeight / 3 : 0;
    if (!element.querySelector('.steps').contains(document.activeElement)) scroll.focus({ preventScroll: true });
    document.querySelectorAll('#conversation button.opened').forEach(button => button.classList.remove('opened'));
    document.querySelector(`#conversation ${main().dataset.opener}`)?.classList.add('opened');
  });
});
