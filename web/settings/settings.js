// Runs once when the form of the settings appears. `element`, `trigger` and `watch` are given by Gradio.
const typed = form => ({
  engine: form.querySelector('input[name=engine]:checked')?.value,
  base_url: form.elements.base_url.value,
  model: form.elements.model.value,
  key: form.elements.key.value,
  sources: form.elements.sources.value,
  forget: form.elements.forget?.checked ?? false,
});

element.addEventListener('submit', event => {
  event.preventDefault();
  trigger('save', typed(event.target));
});

element.addEventListener('click', event => {
  const button = event.target.closest('button[data-act=test]');
  if (button) trigger('test', typed(button.form));
});

// What became of it stands below the buttons: bring it into view.
const news = document.querySelector('#settings-news');
new MutationObserver(() => news.textContent.trim() && news.scrollIntoView({ block: 'nearest' })).observe(news, { childList: true, subtree: true });

// Parts are kept in place when the form changes: what was typed into them, a key above all, must not stay.
watch('value', () => element.querySelector('form')?.reset());
