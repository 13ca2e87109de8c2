// Runs once when the list of articles appears. `element` and `trigger` are given by Gradio.
const drawer = () => document.querySelector('#articles');
const opener = () => document.querySelector('#articles-open');

const show = open => {
  drawer().dataset.open = open;
  opener().setAttribute('aria-expanded', open);
  (open ? drawer().querySelector('button.close') : opener()).focus({ preventScroll: true });
};

document.addEventListener('click', event => {
  if (event.target.closest('#articles-open')) show(drawer().dataset.open !== 'true');
  if (event.target.closest('#articles button.close')) show(false);
});

document.addEventListener('keydown', event => {
  if (event.key === 'Escape' && drawer()?.dataset.open === 'true') {
    event.stopImmediatePropagation();
    show(false);
  }
}, true);

// A file is deleted for good: the first press asks, the second one removes.
const settle = button => {
  button.textContent = button.dataset.before;
  delete button.dataset.before;
};

element.addEventListener('click', event => {
  const button = event.target.closest('button[data-article]');
  if (!button) return;
  if (button.dataset.before === undefined) {
    button.dataset.before = button.textContent;
    button.textContent = button.dataset.surely;
    return;
  }
  button.disabled = true;
  trigger('remove', { article: button.dataset.article });
});

element.addEventListener('focusout', event => {
  if (event.target.dataset?.before !== undefined && !event.target.disabled) settle(event.target);
});
