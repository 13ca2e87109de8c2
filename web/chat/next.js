// Runs once when the suggested questions appear. `element`, `trigger` and `watch` are given by Gradio.
watch('value', () => {
  const row = element.querySelector('.next');
  const last = document.querySelector('#conversation .exchange:last-child');
  if (row && row.dataset.after !== last?.id) row.remove(); // they come late: another conversation is shown by now
});

element.addEventListener('click', event => {
  const button = event.target.closest('button[data-question]');
  if (button) trigger('suggested', { question: button.dataset.question });
});

// Who points at a question will perhaps ask it: it is read ahead for.
let pointed = '';
const point = event => {
  const question = event.target.closest('button[data-question]')?.dataset.question;
  if (!question || question === pointed) return;
  pointed = question;
  trigger('likely', { question });
};
element.addEventListener('pointerover', point);
element.addEventListener('focusin', point);
