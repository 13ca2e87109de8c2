// Runs once when the list of articles appears. `element` and `trigger` are given by Gradio.

// A file is deleted for good: the first press asks, the second one removes.
const settle = button => {
  button.textContent = button.dataset.before;
  delete button.dataset.before;
};

// The article that is read stands beside the conversation: make way when this panel lies over it.
const covers_source = () => {
  const [own, source] = ['#articles', '#source-column'].map(name => document.querySelector(name).getBoundingClientRect());
  return !source.width || own.left < source.right;
};
const read = article => {
  delete document.querySelector('#main').dataset.opener;
  if (covers_source()) document.querySelector('#articles button.close').click();
  trigger('read', { article });
};

element.addEventListener('click', event => {
  const button = event.target.closest('button');
  if (!button) return;
  if (button.dataset.read !== undefined) return read(button.dataset.read);
  if (button.dataset.sort !== undefined) return trigger('sort', { column: button.dataset.sort });
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
