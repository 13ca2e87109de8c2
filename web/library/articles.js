// Runs once when the list of articles appears. `element` and `trigger` are given by Gradio.

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
