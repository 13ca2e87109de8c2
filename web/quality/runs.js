// Runs once when the list of runs appears. `element`, `trigger` and `watch` are given by Gradio.
let place = null; // where among the runs one was deleted

element.addEventListener('click', event => {
  const button = event.target.closest('button[data-run]');
  if (!button) return;
  place = [...element.querySelectorAll('button[data-run]')].indexOf(button);
  trigger('discard', { run: button.dataset.run });
});

watch('value', () => {
  if (place === null) return;
  const buttons = element.querySelectorAll('button[data-run]');
  (buttons[Math.min(place, buttons.length - 1)] ?? document.querySelector('#quality button.close')).focus();
  place = null;
});
