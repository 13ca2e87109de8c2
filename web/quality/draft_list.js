// Runs once when the list of draft cases appears. `element`, `trigger` and `watch` are given by Gradio.
let acted = null; // where among the drafts the last decision was made

const typed = form => ({
  question: form.elements.question.value,
  required: form.elements.required.value,
  other: form.elements.other.value,
  unanswerable: form.elements.unanswerable.checked,
  quotes: [...form.querySelectorAll('input[name=quote]:checked')].map(({ dataset }) => ({
    article: dataset.article, quote: dataset.quote,
  })),
});

const decide = (draft, act, from, said = {}) => {
  acted = [...element.querySelectorAll('details.draft')].indexOf(from.closest('details.draft'));
  trigger('decide', { draft, act, ...said });
};

element.addEventListener('submit', event => {
  event.preventDefault();
  decide(event.target.dataset.draft, 'accept', event.target, typed(event.target));
});

element.addEventListener('click', event => {
  const button = event.target.closest('button[data-act]');
  if (button) decide(button.dataset.draft ?? button.form.dataset.draft, button.dataset.act, button);
});

watch('value', () => {
  // Parts are kept in place when the list changes, and what was typed into them belongs to another draft now.
  element.querySelectorAll('form').forEach(form => form.reset());
  if (acted === null) return;
  const rows = element.querySelectorAll('details.draft > summary');
  (rows[Math.min(acted, rows.length - 1)] ?? document.querySelector('#quality button.close')).focus();
  acted = null;
});
