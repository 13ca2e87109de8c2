// Runs once when the list of runs appears. `element`, `trigger` and `watch` are given by Gradio.
let place = null; // where among the runs one was deleted

// A run is deleted for good: the first press asks, the second one deletes.
const settle = button => {
  button.textContent = button.dataset.before;
  delete button.dataset.before;
};

element.addEventListener('click', event => {
  const button = event.target.closest('button[data-run]');
  if (!button) return;
  if (button.dataset.before === undefined) {
    button.dataset.before = button.textContent;
    button.textContent = button.dataset.surely;
    return;
  }
  place = [...element.querySelectorAll('button[data-run]')].indexOf(button);
  settle(button);
  trigger('discard', { run: button.dataset.run });
});

element.addEventListener('focusout', event => {
  if (event.target.dataset?.before !== undefined) settle(event.target);
});

watch('value', () => {
  if (place === null) return;
  const buttons = element.querySelectorAll('button[data-run]');
  (buttons[Math.min(place, buttons.length - 1)] ?? document.querySelector('#quality button.close')).focus();
  place = null;
});
