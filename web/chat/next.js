// Runs once when the suggested questions appear. `element` and `trigger` are given by Gradio.
element.addEventListener('click', event => {
  const button = event.target.closest('button[data-question]');
  if (button) trigger('suggested', { question: button.dataset.question });
});
