// Runs once when the list of conversations appears. `element`, `trigger` and `watch` are given by Gradio.
const row = node => node.closest('li[data-conversation]');

const rename = (item, open) => {
  const form = item.querySelector('form');
  form.hidden = !open;
  const button = item.querySelector('button[data-act=rename]');
  button.setAttribute('aria-expanded', open);
  (open ? form.querySelector('input') : button).focus();
};

element.addEventListener('click', event => {
  const button = event.target.closest('button[data-act]');
  if (!button) return;
  const conversation = row(button).dataset.conversation;
  if (button.dataset.act === 'open') {
    document.querySelector('#conversations button.close').click();
    return trigger('go', { conversation });
  }
  if (button.dataset.act === 'rename') return rename(row(button), row(button).querySelector('form').hidden);
  trigger('remove', { conversation });
});

element.addEventListener('click', event => {
  const chosen = event.target.closest('details.export');
  element.querySelectorAll('details.export[open]').forEach(menu => { menu.open = menu === chosen && !event.target.closest('a'); });
}, true);

element.addEventListener('keydown', event => {
  const menu = event.key === 'Escape' && event.target.closest('details.export[open]');
  if (!menu) return;
  event.stopPropagation();
  menu.open = false;
  menu.querySelector('summary').focus();
});

element.addEventListener('keydown', event => {
  if (event.key !== 'Escape' || event.target.tagName !== 'INPUT') return;
  event.stopPropagation();
  rename(row(event.target), false);
});

element.addEventListener('submit', event => {
  event.preventDefault();
  trigger('rename', { conversation: row(event.target).dataset.conversation, title: event.target.querySelector('input').value });
});

watch('value', () => {
  // Parts are kept in place when the list changes, and what was pressed or typed belongs to another row now.
  element.querySelectorAll('form').forEach(form => { form.reset(); form.hidden = true; });
  element.querySelectorAll('button[data-act=rename]').forEach(button => button.setAttribute('aria-expanded', false));
});
